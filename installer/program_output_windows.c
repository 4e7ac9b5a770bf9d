#include "installer/program_output_windows.h"

#include "installer/install_log_windows.h"

#include <stdlib.h>
#include <wchar.h>

enum { LINE_SIZE = 512, READ_SIZE = 512 }; /* bytes */

struct output_line {
    char text[LINE_SIZE];
    int size;
};

static void log_line(MSIHANDLE install, struct output_line *line)
{
    wchar_t wide[LINE_SIZE + 1];
    const int length = MultiByteToWideChar(CP_UTF8, 0, line->text, line->size, wide, LINE_SIZE);
    wide[length] = L'\0';
    if (length > 0)
        install_log(install, L"| %ls", wide);
    line->size = 0;
}

/* A line above the limit is logged as two. */
static void take(MSIHANDLE install, struct output_line *line, const char *data, DWORD size)
{
    for (DWORD i = 0; i < size; i++) {
        if (data[i] == '\n' || line->size == LINE_SIZE)
            log_line(install, line);
        if (data[i] != '\n' && data[i] != '\r')
            line->text[line->size++] = data[i];
    }
}

static void log_output(MSIHANDLE install, HANDLE pipe)
{
    struct output_line line = {.size = 0};
    char data[READ_SIZE];
    DWORD size;
    while (ReadFile(pipe, data, READ_SIZE, &size, NULL) && size > 0)
        take(install, &line, data, size);
    log_line(install, &line);
}

/* The end of the pipe that the program writes to is the only handle that it inherits. */
static DWORD start(const wchar_t *command_line, HANDLE output, HANDLE *process)
{
    STARTUPINFOW startup = {.cb = sizeof startup,
                            .dwFlags = STARTF_USESTDHANDLES,
                            .hStdOutput = output,
                            .hStdError = output};
    PROCESS_INFORMATION started;
    wchar_t *writable = _wcsdup(command_line); /* CreateProcessW may write into it */
    if (writable == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = ERROR_SUCCESS;
    if (CreateProcessW(NULL, writable, NULL, NULL, TRUE, CREATE_NO_WINDOW, NULL, NULL, &startup,
                       &started)) {
        CloseHandle(started.hThread);
        *process = started.hProcess;
    } else {
        error = GetLastError();
    }
    free(writable);
    return error;
}

DWORD program_output_log(MSIHANDLE install, const wchar_t *command_line, DWORD *exit_code)
{
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    HANDLE read_end;
    HANDLE write_end;
    HANDLE process = NULL;

    install_log(install, L"%ls", command_line);
    if (!CreatePipe(&read_end, &write_end, &inheritable, 0))
        return GetLastError();
    SetHandleInformation(read_end, HANDLE_FLAG_INHERIT, 0);
    DWORD error = start(command_line, write_end, &process);
    CloseHandle(write_end);
    if (error == ERROR_SUCCESS) {
        log_output(install, read_end);
        WaitForSingleObject(process, INFINITE);
        if (!GetExitCodeProcess(process, exit_code))
            error = GetLastError();
        CloseHandle(process);
    }
    CloseHandle(read_end);
    return error;
}
