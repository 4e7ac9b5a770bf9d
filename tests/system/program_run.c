#include "tests/system/program_run.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_LIMIT = 32768,  /* as long as Windows lets a command line be */
    TIME_LIMIT = 120000, /* milliseconds; on a slow and busy machine a start alone takes seconds */
};

/* What comes out of a pipe, read by a thread of its own. */
struct capture {
    HANDLE read_end;
    HANDLE write_end;
    HANDLE thread;
    char *bytes;
    size_t size;
};

static struct program_result result;

static DWORD WINAPI read_all(void *argument)
{
    enum { PIECE = 65536 };
    struct capture *capture = argument;
    size_t capacity = 0;
    DWORD read = 0;
    do {
        if (capacity - capture->size < PIECE) {
            capacity = 2 * capacity + PIECE;
            char *larger = realloc(capture->bytes, capacity + 1);
            if (larger == NULL)
                abort();
            capture->bytes = larger;
        }
        capture->bytes[capture->size] = '\0';
        if (!ReadFile(capture->read_end, capture->bytes + capture->size, PIECE, &read, NULL))
            break;
        capture->size += read;
    } while (read > 0);
    capture->bytes[capture->size] = '\0';
    return 0;
}

static void begin_capture(struct capture *capture)
{
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    ck_assert(CreatePipe(&capture->read_end, &capture->write_end, &inheritable, 0));
    ck_assert(SetHandleInformation(capture->read_end, HANDLE_FLAG_INHERIT, 0));
}

static void end_capture(struct capture *capture)
{
    ck_assert_uint_eq(WaitForSingleObject(capture->thread, TIME_LIMIT), WAIT_OBJECT_0);
    CloseHandle(capture->thread);
    CloseHandle(capture->read_end);
}

HANDLE program_start(const wchar_t *command_line, const struct program_start *start)
{
    static wchar_t line[LINE_LIMIT]; /* CreateProcess writes into it */
    PROCESS_INFORMATION process;
    STARTUPINFOW startup = {
        .cb = sizeof startup,
        .dwFlags = STARTF_USESTDHANDLES | STARTF_USESHOWWINDOW,
        .wShowWindow = SW_HIDE,
        .hStdOutput = start->output,
        .hStdError = start->errors,
    };
    BOOL inherit = start->output != NULL || start->errors != NULL;
    ck_assert_uint_lt(wcslen(command_line), LINE_LIMIT);
    wcscpy(line, command_line);
    if (!CreateProcessW(NULL, line, NULL, NULL, inherit, start->flags, NULL, NULL, &startup,
                        &process))
        ck_abort_msg("cannot start %ls: error %lu", command_line, GetLastError());
    if (start->thread != NULL)
        *start->thread = process.hThread;
    else
        CloseHandle(process.hThread);
    return process.hProcess;
}

DWORD program_finish(HANDLE process)
{
    DWORD exit_code = 0;
    DWORD waited = WaitForSingleObject(process, TIME_LIMIT);
    if (waited != WAIT_OBJECT_0)
        TerminateProcess(process, ERROR_TIMEOUT);
    BOOL known = GetExitCodeProcess(process, &exit_code);
    CloseHandle(process);
    ck_assert_msg(waited == WAIT_OBJECT_0, "the program did not end in time");
    ck_assert(known);
    return exit_code;
}

typedef bool prepare_function(HANDLE process);

static const struct program_result *run(const wchar_t *command_line, DWORD flags,
                                        prepare_function *prepare)
{
    HANDLE first_thread = NULL;
    bool is_prepared = true;
    /* Not on the stack: when a test fails in between, the threads still use them. */
    struct capture *captures = calloc(2, sizeof *captures);
    ck_assert_ptr_nonnull(captures);
    for (int i = 0; i < 2; i++)
        begin_capture(&captures[i]);
    const struct program_start start = {
        .output = captures[0].write_end,
        .errors = captures[1].write_end,
        .flags = flags | (prepare != NULL ? CREATE_SUSPENDED : 0),
        .thread = prepare != NULL ? &first_thread : NULL,
    };
    HANDLE process = program_start(command_line, &start);
    if (prepare != NULL) {
        is_prepared = prepare(process);
        if (is_prepared)
            ResumeThread(first_thread);
        else
            TerminateProcess(process, ERROR_DLL_INIT_FAILED);
        CloseHandle(first_thread);
    }
    for (int i = 0; i < 2; i++) {
        CloseHandle(captures[i].write_end);
        captures[i].thread = CreateThread(NULL, 0, read_all, &captures[i], 0, NULL);
        ck_assert_ptr_nonnull(captures[i].thread);
    }
    DWORD exit_code = program_finish(process);
    for (int i = 0; i < 2; i++)
        end_capture(&captures[i]);
    free((void *)result.output);
    free((void *)result.errors);
    result = (struct program_result){exit_code, captures[0].bytes, captures[0].size,
                                     captures[1].bytes, captures[1].size};
    free(captures);
    ck_assert_msg(is_prepared, "the program could not be prepared");
    return &result;
}

const struct program_result *program_run_with(const wchar_t *command_line, DWORD flags)
{
    return run(command_line, flags, NULL);
}

const struct program_result *program_run(const wchar_t *command_line)
{
    return program_run_with(command_line, 0);
}

const wchar_t *promptfix_command_line(const wchar_t *arguments)
{
    static wchar_t line[LINE_LIMIT];
    wchar_t program[MAX_PATH];
    DWORD length = GetEnvironmentVariableW(L"PROMPTFIX_EXE", program, MAX_PATH);
    ck_assert_msg(length > 0 && length < MAX_PATH, "PROMPTFIX_EXE must name promptfix.exe");
    ck_assert_uint_lt(length + wcslen(arguments) + 4, LINE_LIMIT);
    wcscpy(line, L"\"");
    wcscat(line, program);
    wcscat(line, L"\" ");
    wcscat(line, arguments);
    return line;
}

const struct program_result *promptfix(const wchar_t *arguments)
{
    return program_run(promptfix_command_line(arguments));
}

const struct program_result *promptfix_prepared(const wchar_t *arguments,
                                                bool (*prepare)(HANDLE process))
{
    return run(promptfix_command_line(arguments), 0, prepare);
}
