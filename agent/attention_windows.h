/* Whether the user may be disturbed now, and when a full-screen program has ended. */
#ifndef PROMPTFIX_AGENT_ATTENTION_WINDOWS_H
#define PROMPTFIX_AGENT_ATTENTION_WINDOWS_H

#include "agent/attention.h"

#include <windows.h>

/* The answer of now. */
enum attention attention_now(bool session_locked);

/* Has the shell tell `window` when a program takes the whole screen or gives it back: `message`
 * with ABN_FULLSCREENAPP in WPARAM and in LPARAM whether it is taken. Unregister when the answer
 * is not wanted any more. Source: Microsoft, "Using Application Desktop Toolbars". */
void attention_register(HWND window, UINT message);
void attention_unregister(HWND window);

#endif
