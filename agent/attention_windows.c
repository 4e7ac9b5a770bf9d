#include "agent/attention_windows.h"

#include "agent/dll_search_windows.h"

#include <shellapi.h>

/* From Windows Vista on; 0 where it cannot be asked. */
static int user_state(void)
{
    typedef HRESULT WINAPI query_function(int *state);
    int state = 0;
    query_function *query =
        (query_function *)dll_find_function(L"shell32.dll", "SHQueryUserNotificationState");
    return query != NULL && SUCCEEDED(query(&state)) ? state : 0;
}

/* Does the window in the foreground cover its whole screen? The desktop itself does, and does not
 * count. */
static bool is_screen_covered(void)
{
    HWND window = GetForegroundWindow();
    RECT place;
    MONITORINFO monitor = {.cbSize = sizeof monitor};
    if (window == NULL || window == GetDesktopWindow() || window == FindWindowW(L"Progman", NULL) ||
        !GetWindowRect(window, &place) ||
        !GetMonitorInfoW(MonitorFromWindow(window, MONITOR_DEFAULTTONEAREST), &monitor))
        return false;
    wchar_t class_name[16];
    if (GetClassNameW(window, class_name, 16) > 0 && lstrcmpW(class_name, L"WorkerW") == 0)
        return false; /* the desktop behind "Show desktop" */
    return place.left <= monitor.rcMonitor.left && place.top <= monitor.rcMonitor.top &&
           place.right >= monitor.rcMonitor.right && place.bottom >= monitor.rcMonitor.bottom;
}

enum attention attention_now(bool session_locked)
{
    struct attention_facts facts = {.session_locked = session_locked, .user_state = user_state()};
    if (facts.user_state == 0)
        facts.screen_covered = is_screen_covered();
    return attention_of(&facts);
}

void attention_register(HWND window, UINT message)
{
    APPBARDATA bar = {.cbSize = sizeof bar, .hWnd = window, .uCallbackMessage = message};
    SHAppBarMessage(ABM_NEW, &bar);
}

void attention_unregister(HWND window)
{
    APPBARDATA bar = {.cbSize = sizeof bar, .hWnd = window};
    SHAppBarMessage(ABM_REMOVE, &bar);
}
