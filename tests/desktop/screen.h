/* The user in front of the screen: real clicks, and pictures of what there is to see.
 *
 * A Windows program under Wine cannot do either by itself: its clicks would never have been the X
 * server's, and it cannot see the window frames and the notification area. So it asks for them: a
 * line on its standard output that begins with "@screen ", answered by a line on its standard
 * input; see with-hands.sh. Without somebody to answer the first request ends the program. */
#ifndef PROMPTFIX_TESTS_DESKTOP_SCREEN_H
#define PROMPTFIX_TESTS_DESKTOP_SCREEN_H

#include <windows.h>

enum mouse_button { LEFT_BUTTON = 1, RIGHT_BUTTON = 3 }; /* as X numbers them */

/* Moves the mouse to the middle of a window and clicks. */
void screen_click(HWND window, enum mouse_button button);

/* Takes the mouse away from all windows, so that none looks as if pointed at. */
void screen_leave(void);

/* Writes build/screenshots/NAME.png: the window with its frame, or a part of the screen. The
 * picture is taken when two in a row are the same. */
void screen_picture_of_window(HWND window, const char *name);
void screen_picture(const RECT *part, const char *name);

/* Presses and releases keys, one after the other, as virtual-key codes with a 0 behind the last.
 * With Alt: Alt is held meanwhile. They reach the window in the foreground, as from a keyboard. */
void screen_press(const BYTE *keys);
void screen_press_with_alt(BYTE key);

#endif
