/* The icon in the notification area, and its notification, as the shell shows them: read from the
 * windows of Wine's explorer.exe, which shows each icon as a window of its own. */
#ifndef PROMPTFIX_TESTS_DESKTOP_TRAY_ICON_H
#define PROMPTFIX_TESTS_DESKTOP_TRAY_ICON_H

#include "tests/desktop/event_wait.h"

enum { TIP_LENGTH = 128, NOTICE_LENGTH = 256 }; /* in units, with the NUL */

/* The icon's window, while there is an icon to be seen; else NULL. There is one icon at most. */
HWND tray_icon_window(void);

/* How many icons there are, hidden ones too. */
unsigned tray_icon_count(void);

/* Its tip; "" without an icon. */
void tray_icon_tip(wchar_t tip[TIP_LENGTH]);

/* The notification's window while it is to be seen, else NULL; and its text. */
HWND tray_icon_notice_window(void);
void tray_icon_notice_text(wchar_t text[NOTICE_LENGTH]);

/* Fails the test, with the tip, unless the icon goes. */
void tray_icon_expect_gone(void);

/* Takes away the icon of the agent with this hidden window behind its back, as a shell does that
 * forgets it. */
void tray_icon_take_away(HWND owner);

/* Conditions. The context is unused, or what the tip shall contain (const wchar_t *). */
condition_function tray_icon_is_there;
condition_function tray_icon_tip_contains;
condition_function tray_icon_notice_is_there;

#endif
