/* A program that looks like Outlook to PromptFix: named outlook.exe, with a main window of
 * Outlook's class, which can be asked to close. How it takes that is told by its environment:
 *
 *   OUTLOOK_BEHAVIOUR=closes  closes at once (also when it is not set)
 *   OUTLOOK_BEHAVIOUR=asks    shows a question of its own first; Yes closes, No goes on
 *   OUTLOOK_BEHAVIOUR=stays   never closes
 *   OUTLOOK_LOG=FILE          gets a line for each thing that happens: "started" when the window
 *                             is there, "closing" when it is asked to close, "asking" when it
 *                             shows its question, "closed" before it ends
 *
 * Its main window can be sent the messages of outlook_messages.h. With the arguments "opens 1000"
 * it opens that many windows, and ends; with "opens 1000 behind", without any coming to the front.
 */
#include "tests/desktop/outlook_messages.h"

#include <string.h>
#include <wchar.h>
#include <wincred.h>

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

/* ---- what it is sent ----------------------------------------------------------------------- */

struct order {
    UINT message;
    WPARAM wparam;
    HWND window;
};

static void prompt(HWND owner)
{
    wchar_t user[CREDUI_MAX_USERNAME_LENGTH + 1] = L"";
    wchar_t password[CREDUI_MAX_PASSWORD_LENGTH + 1] = L"";
    BOOL save = FALSE;
    CREDUI_INFOW info = {.cbSize = sizeof info, .hwndParent = owner};
    CredUIPromptForCredentialsW(&info, L"mail.contoso.invalid", NULL, 0, user,
                                sizeof user / sizeof *user, password,
                                sizeof password / sizeof *password, &save,
                                CREDUI_FLAGS_ALWAYS_SHOW_UI | CREDUI_FLAGS_GENERIC_CREDENTIALS |
                                    CREDUI_FLAGS_DO_NOT_PERSIST);
}

static INT_PTR CALLBACK close_on_command(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    (void)lparam;
    if (message == WM_COMMAND && (LOWORD(wparam) == IDCANCEL || LOWORD(wparam) == IDOK))
        EndDialog(dialog, 0);
    if (message != WM_INITDIALOG)
        return FALSE;
    CreateWindowExW(0, L"Edit", L"anna", WS_CHILD | WS_VISIBLE, 10, 10, 100, 20, dialog, NULL, NULL,
                    NULL);
    CreateWindowExW(0, L"Edit", L"", WS_CHILD | WS_VISIBLE | ES_PASSWORD, 10, 40, 100, 20, dialog,
                    NULL, NULL, NULL);
    SetWindowTextW(dialog, L"Enter Network Password - mail.contoso.invalid");
    return TRUE;
}

static void take_password(HWND owner)
{
    /* No controls, menu, class or title: three empty words behind it. */
    struct {
        DLGTEMPLATE dialog;
        WORD rest[3];
    } template = {.dialog = {.style = WS_POPUP | WS_CAPTION | WS_VISIBLE, .cx = 150, .cy = 80}};
    DialogBoxIndirectParamW(GetModuleHandleW(NULL), &template.dialog, owner, close_on_command, 0);
}

/* ---- the dialog of Windows Vista and 7, which Wine has not --------------------------------- */

static HWND tiles; /* the part in which all others lie, while it is there */

/* As seen from outside on those: each control lies in a window of its own in the one that draws the
 * tiles. */
static void add_field(DWORD style)
{
    HWND sink = CreateWindowExW(0, L"CtrlNotifySink", NULL, WS_CHILD | WS_VISIBLE, 10, 10, 120, 24,
                                tiles, NULL, NULL, NULL);
    CreateWindowExW(0, L"Edit", NULL, WS_CHILD | WS_VISIBLE | style, 0, 0, 120, 24, sink, NULL,
                    NULL, NULL);
}

static INT_PTR CALLBACK show_tiles(HWND dialog, UINT message, WPARAM wparam, LPARAM lparam)
{
    if (message == WM_COMMAND && LOWORD(wparam) == IDCANCEL) {
        tiles = NULL;
        EndDialog(dialog, 0);
    }
    if (message == OUTLOOK_CHOOSES_PASSWORD)
        add_field(ES_PASSWORD);
    if (message != WM_INITDIALOG)
        return FALSE;
    tiles = CreateWindowExW(0, L"DirectUIHWND", NULL, WS_CHILD | WS_VISIBLE, 0, 0, 300, 160, dialog,
                            NULL, NULL, NULL);
    add_field(0);
    if (lparam != 0)
        add_field(ES_PASSWORD);
    SetWindowTextW(dialog, L"Windows Security");
    return TRUE;
}

static void register_plain_class(const wchar_t *name)
{
    const WNDCLASSW window_class = {
        .lpfnWndProc = DefWindowProcW,
        .hInstance = GetModuleHandleW(NULL),
        .lpszClassName = name,
    };
    RegisterClassW(&window_class);
}

static void prompt_as_vista(HWND owner, LPARAM chooses_password)
{
    struct {
        DLGTEMPLATE dialog;
        WORD rest[3];
    } template = {.dialog = {.style = WS_POPUP | WS_CAPTION | WS_VISIBLE, .cx = 150, .cy = 80}};
    register_plain_class(L"DirectUIHWND");
    register_plain_class(L"CtrlNotifySink");
    DialogBoxIndirectParamW(GetModuleHandleW(NULL), &template.dialog, owner, show_tiles,
                            chooses_password);
}

static void open_windows(WPARAM count, int how)
{
    for (WPARAM i = 0; i < count; i++) {
        HWND window = CreateWindowExW(0, i % 2 == 0 ? L"#32770" : L"Static",
                                      L"Connect to mail.contoso.invalid", WS_OVERLAPPEDWINDOW, 60,
                                      60, 200, 100, NULL, NULL, NULL, NULL);
        ShowWindow(window, how);
        DestroyWindow(window);
    }
}

static DWORD WINAPI carry_out(void *parameter)
{
    const struct order *order = parameter;
    switch (order->message) {
    case OUTLOOK_PROMPTS:
        prompt(order->wparam == 0 ? order->window : NULL);
        break;
    case OUTLOOK_PROMPTS_AS_VISTA:
        prompt_as_vista(order->window, (LPARAM)order->wparam);
        break;
    case OUTLOOK_TAKES_PASSWORD:
        take_password(order->window);
        break;
    case OUTLOOK_SHOWS_MESSAGE:
        MessageBoxW(order->window, L"Connect to mail.contoso.invalid",
                    L"Connect to mail.contoso.invalid", MB_OK);
        break;
    case OUTLOOK_OPENS_WINDOWS:
        open_windows(order->wparam, SW_SHOW);
        note("opened\n");
        break;
    default:
        break;
    }
    HeapFree(GetProcessHeap(), 0, parameter);
    return 0;
}

static void begin(UINT message, WPARAM wparam, HWND window)
{
    struct order *order = HeapAlloc(GetProcessHeap(), 0, sizeof *order);
    if (order == NULL)
        return;
    *order = (struct order){message, wparam, window};
    HANDLE thread = CreateThread(NULL, 0, carry_out, order, 0, NULL);
    if (thread != NULL)
        CloseHandle(thread);
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
    case OUTLOOK_CHOOSES_PASSWORD:
        if (tiles != NULL)
            PostMessageW(GetParent(tiles), OUTLOOK_CHOOSES_PASSWORD, 0, 0);
        return 0;
    case OUTLOOK_PROMPTS:
    case OUTLOOK_PROMPTS_AS_VISTA:
    case OUTLOOK_TAKES_PASSWORD:
    case OUTLOOK_SHOWS_MESSAGE:
    case OUTLOOK_OPENS_WINDOWS:
        begin(message, wparam, window);
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
    if (wcsncmp(arguments, L"opens ", 6) == 0) {
        wchar_t *rest = NULL;
        const unsigned long count = wcstoul(arguments + 6, &rest, 10);
        open_windows(count, wcscmp(rest, L" behind") == 0 ? SW_SHOWNOACTIVATE : SW_SHOW);
        return 0;
    }
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
