/* The least that a program in the notification area can be: a hidden window, an icon and a message
 * loop. What the tray agent costs while nothing happens is measured against it.
 *
 * With an argument it does nothing in the way in which the agent does nothing: the argument is the
 * number of events that it waits for besides messages, and it is told what window comes to the
 * front. A closed window ends it. */
#include <windows.h>

#include <shellapi.h>
#include <stdlib.h>
#include <wchar.h>

static void CALLBACK do_nothing(HWINEVENTHOOK hook, DWORD event, HWND window, LONG object,
                                LONG child, DWORD thread, DWORD time)
{
    (void)hook;
    (void)event;
    (void)window;
    (void)object;
    (void)child;
    (void)thread;
    (void)time;
}

static LRESULT CALLBACK handle_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_DESTROY)
        PostQuitMessage(0);
    return DefWindowProcW(window, message, wparam, lparam);
}

/* As wait_and_serve in tray_windows.c. More events than Windows can wait for end it at once. */
static void serve_as_the_agent(DWORD count)
{
    HANDLE events[MAXIMUM_WAIT_OBJECTS];
    MSG message;
    for (DWORD i = 0; i < count && i < MAXIMUM_WAIT_OBJECTS; i++)
        events[i] = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (SetWinEventHook(EVENT_SYSTEM_FOREGROUND, EVENT_SYSTEM_FOREGROUND, NULL, do_nothing, 0, 0,
                        WINEVENT_OUTOFCONTEXT) == NULL)
        return;
    while (MsgWaitForMultipleObjectsEx(count, events, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE) !=
           WAIT_FAILED) {
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
            if (message.message == WM_QUIT)
                return;
            TranslateMessage(&message);
            DispatchMessageW(&message);
        }
    }
}

static void serve(void)
{
    MSG message;
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *arguments, int show)
{
    (void)previous;
    (void)show;
    const WNDCLASSW class = {
        .lpfnWndProc = handle_message,
        .hInstance = instance,
        .lpszClassName = L"PromptFixMinimalTray",
    };
    if (RegisterClassW(&class) == 0)
        return EXIT_FAILURE;
    HWND window = CreateWindowExW(0, class.lpszClassName, L"", WS_OVERLAPPED, 0, 0, 0, 0, NULL,
                                  NULL, instance, NULL);
    NOTIFYICONDATAW icon = {
        .cbSize = sizeof icon,
        .hWnd = window,
        .uID = 1,
        .uFlags = NIF_MESSAGE | NIF_ICON | NIF_TIP,
        .uCallbackMessage = WM_APP,
        .hIcon = LoadIconW(NULL, IDI_INFORMATION),
        .szTip = L"Minimal",
    };
    if (window == NULL || !Shell_NotifyIconW(NIM_ADD, &icon))
        return EXIT_FAILURE;
    if (arguments[0] != L'\0')
        serve_as_the_agent(wcstoul(arguments, NULL, 10));
    else
        serve();
    Shell_NotifyIconW(NIM_DELETE, &icon);
    return EXIT_SUCCESS;
}
