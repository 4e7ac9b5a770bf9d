/* How finely the screen is divided where a window is, and what Windows' sizes and fonts are there.
 *
 * Since Windows 8.1 each monitor may have a DPI of its own, and since 10 1607 Windows says for each
 * of its sizes what it is there. Older ones have one DPI for all: theirs are scaled.
 */
#ifndef PROMPTFIX_AGENT_SCREEN_DPI_WINDOWS_H
#define PROMPTFIX_AGENT_SCREEN_DPI_WINDOWS_H

#include <stdbool.h>
#include <windows.h>

/* The DPI of the monitor that the window is on. */
int screen_dpi(HWND window);

/* GetSystemMetrics for a DPI. */
int screen_metric(int index, int dpi);

/* The font of messages, as the user has set it, for a DPI. False where Windows does not say. */
bool screen_message_font(int dpi, LOGFONTW *font);

/* The notification area of the taskbar, and what is free for windows on its monitor. Without a
 * taskbar: the lower right corner of the first monitor. */
void screen_notification_area(RECT *area, RECT *work);

#endif
