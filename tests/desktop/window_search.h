/* A window among all that are on the desktop, by whose it is and of which class. */
#ifndef PROMPTFIX_TESTS_DESKTOP_WINDOW_SEARCH_H
#define PROMPTFIX_TESTS_DESKTOP_WINDOW_SEARCH_H

#include <stdbool.h>
#include <windows.h>

/* The topmost window of the process and the class, with `visible` only one that is shown; NULL when
 * there is none. */
HWND window_search(DWORD process, const wchar_t *class, bool visible);

#endif
