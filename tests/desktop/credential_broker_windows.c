/* A program that looks like the host of Windows 8 and later's credential dialog to PromptFix: named
 * CredentialUIBroker.exe, with one window of that dialog's class in front of all others, owned by
 * the window that asks, and nothing in it that could be seen from outside. Wine has no such host.
 *
 * Usage: CredentialUIBroker.exe OWNER; a window's handle as a decimal number, 0 for none. It ends
 * when its window is cancelled or closed.
 */
#include <wchar.h>
#include <windows.h>

static LRESULT CALLBACK window_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_COMMAND && LOWORD(wparam) == IDCANCEL)
        DestroyWindow(window);
    if (message == WM_DESTROY)
        PostQuitMessage(0);
    return DefWindowProcW(window, message, wparam, lparam);
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *arguments, int show)
{
    const WNDCLASSW window_class = {
        .lpfnWndProc = window_procedure,
        .hInstance = instance,
        .hbrBackground = (HBRUSH)(COLOR_WINDOW + 1),
        .lpszClassName = L"Credential Dialog Xaml Host",
    };
    MSG message;
    HWND owner = (HWND)(UINT_PTR)wcstoul(arguments, NULL, 10);
    (void)previous;
    if (RegisterClassW(&window_class) == 0)
        return 1;
    HWND window =
        CreateWindowExW(WS_EX_TOPMOST, window_class.lpszClassName, L"Windows Security",
                        WS_POPUP | WS_CAPTION, 100, 100, 300, 200, owner, NULL, instance, NULL);
    if (window == NULL)
        return 1;
    ShowWindow(window, show);
    SetForegroundWindow(window);
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    return 0;
}
