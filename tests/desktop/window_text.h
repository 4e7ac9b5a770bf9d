/* What a window says, read from its controls as a screen reader would: texts, buttons, lists. */
#ifndef PROMPTFIX_TESTS_DESKTOP_WINDOW_TEXT_H
#define PROMPTFIX_TESTS_DESKTOP_WINDOW_TEXT_H

#include <windows.h>

#include <stdbool.h>

/* Everything visible in the window: its title, and each control's text, a line for each row of a
 * list; without the marks of access keys. Overwritten by the next call. A window that is just going
 * says "". */
const wchar_t *window_text(HWND window);

bool window_says(HWND window, const wchar_t *text);

/* The visible button with this label (without its access key's mark), or NULL. */
HWND window_button(HWND window, const wchar_t *label);

#endif
