/* The agent's hidden window: everything that Windows tells a program comes in here, and goes on to
 * the agent in the agent's own words.
 *
 * It is a top-level window that is never shown, not a message-only one: those are not told when
 * Explorer has restarted (examples.md rule 10).
 */
#ifndef PROMPTFIX_AGENT_TRAY_WINDOW_WINDOWS_H
#define PROMPTFIX_AGENT_TRAY_WINDOW_WINDOWS_H

#include "registry/error_code.h"

#include <windows.h>

struct windows_desktop;

/* Creates the window. NULL on failure (GetLastError). Until tray_window_connect it passes nothing
 * on. */
HWND tray_window_create(void);

/* From now on the window's messages go to the agent of this desktop. */
void tray_window_connect(HWND window, struct windows_desktop *desktop);

/* The agent is about to end: nothing is passed on any more. */
void tray_window_disconnect(HWND window);

#endif
