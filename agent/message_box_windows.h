/* A message of the message table in a box of its own: what the user has asked to see, or an error
 * that no window is there to show. */
#ifndef PROMPTFIX_AGENT_MESSAGE_BOX_WINDOWS_H
#define PROMPTFIX_AGENT_MESSAGE_BOX_WINDOWS_H

#include "agent/host_windows.h"

#include <windows.h>

/* Shows the message and waits until it is closed. `owner` may be NULL. */
void message_box_show(struct windows_host *host, HWND owner, message_id id,
                      struct insertions insertions);

/* The same for an error at something with a name (%1; %2 becomes number and words of the error). */
void message_box_show_error(struct windows_host *host, HWND owner, message_id id, const char *name,
                            error_code code);

#endif
