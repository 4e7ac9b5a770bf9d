#include "tests/desktop/window_search.h"

#include <wchar.h>

struct search {
    DWORD process;
    const wchar_t *class;
    bool visible;
    HWND found;
};

/* The first one is the topmost. */
static BOOL CALLBACK take_window(HWND window, LPARAM parameter)
{
    struct search *search = (struct search *)parameter;
    wchar_t class[64] = L"";
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    GetClassNameW(window, class, 64);
    if (process != search->process || wcscmp(class, search->class) != 0 ||
        (search->visible && !IsWindowVisible(window)))
        return TRUE;
    search->found = window;
    return FALSE;
}

HWND window_search(DWORD process, const wchar_t *class, bool visible)
{
    struct search search = {.process = process, .class = class, .visible = visible};
    EnumWindows(take_window, (LPARAM)&search);
    return search.found;
}
