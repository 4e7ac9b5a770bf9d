#include "tests/desktop/busy_taskbar.h"

#include <windows.h>

#include <check.h>

static HANDLE thread;
static DWORD thread_id;
static HANDLE ready;
static volatile LONG refused;

/* Wine's Shell_NotifyIcon sends WM_COPYDATA to the first window of this class; FALSE is a no. */
static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message != WM_COPYDATA)
        return DefWindowProcW(window, message, wparam, lparam);
    InterlockedIncrement(&refused);
    return FALSE;
}

/* A thread of its own: it must answer while the tests wait. */
static DWORD WINAPI run(void *parameter)
{
    const WNDCLASSW window_class = {
        .lpfnWndProc = procedure,
        .hInstance = GetModuleHandleW(NULL),
        .lpszClassName = L"Shell_TrayWnd",
    };
    MSG message;
    (void)parameter;
    RegisterClassW(&window_class);
    HWND window = CreateWindowExW(WS_EX_TOPMOST, window_class.lpszClassName, L"", WS_POPUP, 0, 0, 0,
                                  0, NULL, NULL, window_class.hInstance, NULL);
    SetEvent(ready);
    while (GetMessageW(&message, NULL, 0, 0) > 0)
        DispatchMessageW(&message);
    DestroyWindow(window);
    return 0;
}

void busy_taskbar_begin(void)
{
    enum { START_LIMIT = 60000 }; /* milliseconds */
    refused = 0;
    ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, run, NULL, 0, &thread_id);
    ck_assert_ptr_nonnull(thread);
    ck_assert_uint_eq(WaitForSingleObject(ready, START_LIMIT), WAIT_OBJECT_0);
}

void busy_taskbar_end(void)
{
    if (thread == NULL)
        return;
    PostThreadMessageW(thread_id, WM_QUIT, 0, 0);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(ready);
    thread = NULL;
}

bool busy_taskbar_has_refused(void *context)
{
    (void)context;
    return refused > 0;
}
