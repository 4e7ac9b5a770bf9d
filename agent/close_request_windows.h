/* The agent's end of close_request.h. */
#ifndef PROMPTFIX_AGENT_CLOSE_REQUEST_WINDOWS_H
#define PROMPTFIX_AGENT_CLOSE_REQUEST_WINDOWS_H

#include <windows.h>

/* The event that asks the agents of all sessions to close, made by the first of them:
 * administrators and SYSTEM may set it, everyone may wait for it. NULL where Windows refuses it, as
 * where somebody has made something else of that name; the agent then lives on until the end of its
 * session. To be closed with CloseHandle. */
HANDLE close_request_open(void);

#endif
