/* A program that looks like Outlook to PromptFix: named outlook.exe, with a main window of
 * Outlook's class, which can be asked to close. How it takes that is told by its environment:
 *
 *   OUTLOOK_BEHAVIOUR=closes  closes at once (also when it is not set)
 *   OUTLOOK_BEHAVIOUR=asks    shows a question of its own first; Yes closes, No goes on
 *   OUTLOOK_BEHAVIOUR=stays   never closes
 *   OUTLOOK_LOG=FILE          gets a line for each thing that happens: "started" when the window
 *                             is there, "closing" when it is asked to close, "asking" when it
 *                             shows its question, "closed" before it ends
 */
#include <string.h>
#include <wchar.h>
#include <windows.h>

enum { VALUE_LIMIT = 512 };

/* Two of them may note something at the same moment, and Wine does not append in one step. */
static void note(const char *line)
{
    wchar_t path[VALUE_LIMIT];
    DWORD length = GetEnvironmentVariableW(L"OUTLOOK_LOG", path, VALUE_LIMIT);
    if (length == 0 || length >= VALUE_LIMIT)
        return;
    HANDLE file =
        CreateFileW(path, FILE_APPEND_DATA | FILE_READ_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE,
                    NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD written = 0;
    if (file == INVALID_HANDLE_VALUE)
        return;
    OVERLAPPED place = {.OffsetHigh = 0x7FFFFFFF}; /* far behind the content */
    LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &place);
    WriteFile(file, line, (DWORD)strlen(line), &written, NULL);
    CloseHandle(file);
}

static BOOL behaves(const wchar_t *behaviour)
{
    wchar_t value[VALUE_LIMIT] = L"";
    GetEnvironmentVariableW(L"OUTLOOK_BEHAVIOUR", value, VALUE_LIMIT);
    return _wcsicmp(value, behaviour) == 0;
}

static BOOL agrees_to_close(HWND window)
{
    note("closing\n");
    if (behaves(L"stays"))
        return FALSE;
    if (!behaves(L"asks"))
        return TRUE;
    note("asking\n");
    return MessageBoxW(window, L"There are still messages in your Outbox. Exit anyway?",
                       L"Microsoft Office Outlook", MB_YESNO | MB_ICONWARNING) == IDYES;
}

static LRESULT CALLBACK window_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    switch (message) {
    case WM_CLOSE:
        if (agrees_to_close(window))
            DestroyWindow(window);
        return 0;
    case WM_DESTROY:
        PostQuitMessage(0);
        return 0;
    default:
        return DefWindowProcW(window, message, wparam, lparam);
    }
}

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE previous, wchar_t *arguments, int show)
{
    const WNDCLASSW window_class = {
        .lpfnWndProc = window_procedure,
        .hInstance = instance,
        .hCursor = LoadCursorW(NULL, (const wchar_t *)IDC_ARROW),
        .hIcon = LoadIconW(NULL, (const wchar_t *)IDI_APPLICATION),
        .hbrBackground = (HBRUSH)(COLOR_WINDOW + 1),
        .lpszClassName = L"rctrl_renwnd32",
    };
    MSG message;
    (void)previous;
    (void)arguments;
    if (RegisterClassW(&window_class) == 0)
        return 1;
    HWND window =
        CreateWindowExW(0, window_class.lpszClassName, L"Inbox - Microsoft Outlook",
                        WS_OVERLAPPEDWINDOW, 40, 40, 480, 320, NULL, NULL, instance, NULL);
    if (window == NULL)
        return 1;
    ShowWindow(window, show);
    note("started\n");
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    note("closed\n");
    return 0;
}
