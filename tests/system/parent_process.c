#include "tests/system/parent_process.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define NOWHERE L"--start-from-nowhere "
#define CONSOLE L"--start-from-console "

enum { LINE_LIMIT = 32768 }; /* as long as Windows lets a command line be */

/* Ends the parent when it cannot do its work; no exit code of promptfix.exe. */
enum { PARENT_FAILED = 0x7E57 };

static const wchar_t *own_command_line(const wchar_t *mode, const wchar_t *command_line)
{
    static wchar_t line[LINE_LIMIT];
    wchar_t self[MAX_PATH];
    DWORD length = GetModuleFileNameW(NULL, self, MAX_PATH);
    ck_assert_uint_gt(length, 0);
    ck_assert_uint_lt(length, MAX_PATH);
    ck_assert_uint_lt(length + wcslen(mode) + wcslen(command_line) + 4, LINE_LIMIT);
    wcscpy(line, L"\"");
    wcscat(line, self);
    wcscat(line, L"\" ");
    wcscat(line, mode);
    wcscat(line, command_line);
    return line;
}

DWORD run_from_nowhere(const wchar_t *command_line)
{
    const struct program_start start = {.flags = DETACHED_PROCESS};
    return program_finish(program_start(own_command_line(NOWHERE, command_line), &start));
}

const struct program_result *run_from_console(const wchar_t *command_line)
{
    return program_run_with(own_command_line(CONSOLE, command_line), CREATE_NEW_CONSOLE);
}

/* Starts the command line handing nothing down, and waits for its end. */
static DWORD start_and_wait(const wchar_t *command_line)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    DWORD exit_code = PARENT_FAILED;
    static wchar_t line[LINE_LIMIT];
    wcscpy(line, command_line);
    if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
        return PARENT_FAILED;
    if (WaitForSingleObject(process.hProcess, INFINITE) == WAIT_OBJECT_0)
        GetExitCodeProcess(process.hProcess, &exit_code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return exit_code;
}

static void write_line(HANDLE output, const wchar_t *line, DWORD length)
{
    char utf8[4 * 1024];
    DWORD written = 0;
    while (length > 0 && line[length - 1] == L' ')
        length--;
    int size =
        WideCharToMultiByte(CP_UTF8, 0, line, (int)length, utf8, sizeof utf8 - 1, NULL, NULL);
    utf8[size] = '\n';
    WriteFile(output, utf8, (DWORD)size + 1, &written, NULL);
}

/* Copies what stands on the screen, down to the cursor, to the standard output. */
static bool copy_screen(void)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    wchar_t line[1024];
    HANDLE screen = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE,
                                FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    if (screen == INVALID_HANDLE_VALUE || !GetConsoleScreenBufferInfo(screen, &info))
        return false;
    DWORD width = info.dwSize.X < 1024 ? (DWORD)info.dwSize.X : 1024;
    for (SHORT row = 0; row <= info.dwCursorPosition.Y; row++) {
        DWORD read = 0;
        COORD start = {0, row};
        if (!ReadConsoleOutputCharacterW(screen, line, width, start, &read))
            return false;
        write_line(GetStdHandle(STD_OUTPUT_HANDLE), line, read);
    }
    CloseHandle(screen);
    return true;
}

bool parent_process_asked_for(DWORD *exit_code)
{
    const wchar_t *line = GetCommandLineW();
    const wchar_t *nowhere = wcsstr(line, NOWHERE);
    const wchar_t *console = wcsstr(line, CONSOLE);
    if (nowhere != NULL) {
        *exit_code = start_and_wait(nowhere + wcslen(NOWHERE));
        return true;
    }
    if (console == NULL)
        return false;
    wchar_t code_page[8];
    if (GetEnvironmentVariableW(L"PROMPTFIX_CODE_PAGE", code_page, 8) > 0 &&
        !SetConsoleOutputCP(wcstoul(code_page, NULL, 10))) {
        *exit_code = PARENT_FAILED;
        return true;
    }
    *exit_code = start_and_wait(console + wcslen(CONSOLE));
    if (!copy_screen())
        *exit_code = PARENT_FAILED;
    return true;
}
