/* The agent's end of close_request.h. */
#ifndef PROMPTFIX_AGENT_CLOSE_REQUEST_WINDOWS_H
#define PROMPTFIX_AGENT_CLOSE_REQUEST_WINDOWS_H

#include <windows.h>

/* The event that asks the agents of all sessions to close, made by the first of them:
 * administrators and SYSTEM may set it, everyone may wait for it. NULL where Windows refuses it, as
 * where somebody has made something else of that name; the agent then lives on until the end of its
 * session. To be closed with CloseHandle. */
HANDLE close_request_open(void);

/* Hears the request while this thread is in a message loop that is not the agent's own: that of a
 * menu or a message box. All zero: it hears nothing. */
struct close_watch {
    HANDLE request;
    HANDLE wait;
};

/* From now on a request closes the window (WM_CLOSE is posted to it). Where Windows refuses to
 * tell, the agent hears of the request when the other loop has ended. */
void close_watch_begin(struct close_watch *watch, HWND window);
void close_watch_end(struct close_watch *watch);

#endif
