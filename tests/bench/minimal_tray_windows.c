/* The least that a program in the notification area can be: a hidden window, an icon and a message
 * loop. What the tray agent costs while nothing happens is measured against it.
 *
 * A closed window ends it. */
#include <windows.h>

#include <shellapi.h>
#include <stdlib.h>

static LRESULT CALLBACK handle_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_DESTROY)
        PostQuitMessage(0);
    return DefWindowProcW(window, message, wparam, lparam);
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *arguments, int show)
{
    (void)previous;
    (void)arguments;
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
    MSG message;
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    Shell_NotifyIconW(NIM_DELETE, &icon);
    return EXIT_SUCCESS;
}
