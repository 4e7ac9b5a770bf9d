#include "tests/desktop/outlook_process.h"

#include "tests/desktop/window_search.h"
#include "tests/system/live_registry.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW_CLASS L"rctrl_renwnd32"
#define REGISTRATION L"Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\OUTLOOK.EXE"

static char *text;

static void program_path(wchar_t path[MAX_PATH], const wchar_t *name)
{
    DWORD length = GetEnvironmentVariableW(L"PROMPTFIX_SOURCES", path, MAX_PATH);
    ck_assert_msg(length > 0 && length < MAX_PATH - 64, "PROMPTFIX_SOURCES must name the checkout");
    wcscat(path, L"\\build\\windows\\desktop\\");
    wcscat(path, name);
}

static void register_path(wchar_t path[MAX_PATH])
{
    program_path(path, L"outlook.exe");
    live_registry_set_text(HKEY_LOCAL_MACHINE, REGISTRATION, L"", path);
}

void outlook_process_start(const wchar_t *behaviour)
{
    wchar_t line[MAX_PATH + 2] = L"\"";
    STARTUPINFOW startup = {.cb = sizeof startup}; /* with its window to be seen */
    PROCESS_INFORMATION process;
    register_path(line + 1);
    wcscat(line, L"\"");
    test_file_write(L"outlook.log", "", 0);
    ck_assert(SetEnvironmentVariableW(L"OUTLOOK_LOG", test_file_path(L"outlook.log")));
    ck_assert(SetEnvironmentVariableW(L"OUTLOOK_BEHAVIOUR", behaviour));
    ck_assert(CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    EXPECT_SOON(outlook_is_running, NULL);
}

/* One that has been started, and its window when it is there. */
struct main_window {
    DWORD process;
    const wchar_t *class;
    HWND window;
};

static bool has_main_window(void *context)
{
    struct main_window *main = context;
    main->window = window_search(main->process, main->class, true);
    return main->window != NULL;
}

/* Starts a copy of one of the programs, named as the test wants it. */
static HANDLE start_copy(const wchar_t *program, const wchar_t *name, const wchar_t *arguments,
                         struct main_window *main)
{
    wchar_t path[MAX_PATH];
    wchar_t line[2 * MAX_PATH];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    program_path(path, program);
    ck_assert(CopyFileW(path, test_file_path(name), FALSE));
    _snwprintf(line, sizeof line / sizeof *line, L"\"%ls\" %ls", test_file_path(name), arguments);
    ck_assert(CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    main->process = process.dwProcessId;
    EXPECT_SOON(has_main_window, main);
    return process.hProcess;
}

HANDLE outlook_process_start_other(const wchar_t *name, HWND *window)
{
    struct main_window main = {.class = WINDOW_CLASS};
    HANDLE process = start_copy(L"outlook.exe", name, L"", &main);
    *window = main.window;
    return process;
}

HANDLE outlook_process_start_broker(const wchar_t *name, HWND owner, HWND *window)
{
    wchar_t arguments[32];
    struct main_window main = {.class = L"Credential Dialog Xaml Host"};
    _snwprintf(arguments, 32, L"%u", (unsigned)(UINT_PTR)owner);
    HANDLE process = start_copy(L"CredentialUIBroker.exe", name, arguments, &main);
    *window = main.window;
    return process;
}

HWND outlook_window(void)
{
    return FindWindowW(WINDOW_CLASS, NULL);
}

void outlook_process_end(void)
{
    enum { PROCESS_LIMIT = 4, END_LIMIT = 60000 };
    for (int i = 0; i < PROCESS_LIMIT && outlook_window() != NULL; i++) {
        DWORD id = 0;
        GetWindowThreadProcessId(outlook_window(), &id);
        HANDLE process = OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id);
        TerminateProcess(process, 1);
        WaitForSingleObject(process, END_LIMIT);
        CloseHandle(process);
    }
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, REGISTRATION);
    free(text);
    text = NULL;
}

/* A message box, owned by the main window. */
static BOOL CALLBACK take_question(HWND window, LPARAM parameter)
{
    HWND *found = (HWND *)parameter;
    if (!IsWindowVisible(window) || GetWindow(window, GW_OWNER) != outlook_window())
        return TRUE;
    *found = window;
    return FALSE;
}

HWND outlook_question(void)
{
    HWND found = NULL;
    if (outlook_window() != NULL)
        EnumWindows(take_question, (LPARAM)&found);
    return found;
}

const char *outlook_log(void)
{
    size_t size = 0;
    free(text);
    text = test_file_read(L"outlook.log", &size);
    return text;
}

bool outlook_is_running(void *context)
{
    (void)context;
    return outlook_window() != NULL && IsWindowVisible(outlook_window());
}

bool outlook_is_asking(void *context)
{
    (void)context;
    return outlook_question() != NULL;
}

bool outlook_log_is(void *context)
{
    return strcmp(outlook_log(), context) == 0;
}
