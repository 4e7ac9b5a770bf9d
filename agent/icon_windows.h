/* The icon of the notification area as Windows wants it: drawn in the size and the colours that
 * its taskbar has at this moment.
 */
#ifndef PROMPTFIX_AGENT_ICON_WINDOWS_H
#define PROMPTFIX_AGENT_ICON_WINDOWS_H

#include "agent/icon_palette.h"
#include "agent/tray_state.h"

#include <windows.h>

/* The size of small icons in pixels, on the monitor of the taskbar (window Shell_TrayWnd); without
 * a window, or before Windows 10 1607, for the system's DPI. */
int icon_small_size(HWND taskbar);

/* The colours for the taskbar as it is now: high contrast, light or dark. */
struct icon_palette icon_palette_now(void);

/* Draws the icon of a state; `size` is brought within what can be drawn. NULL when there is no
 * memory for it or Windows does not make it (GetLastError). The caller destroys it by DestroyIcon.
 */
HICON icon_create(enum tray_state state, int size, const struct icon_palette *palette);

/* The same with the colours of now. */
HICON icon_create_now(enum tray_state state, int size);

#endif
