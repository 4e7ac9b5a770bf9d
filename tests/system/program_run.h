/* Starts programs, above all the promptfix.exe under test, and gathers what they say: standard
 * output and error output apart, byte for byte, and the whole exit code.
 *
 * A program that does not end in time fails the test that started it. */
#ifndef PROMPTFIX_TESTS_SYSTEM_PROGRAM_RUN_H
#define PROMPTFIX_TESTS_SYSTEM_PROGRAM_RUN_H

#include <stdbool.h>
#include <windows.h>

struct program_result {
    DWORD exit_code;
    const char *output; /* with a NUL behind */
    size_t output_size;
    const char *errors; /* likewise */
    size_t errors_size;
};

/* Runs promptfix.exe with these arguments, its output into pipes. The result holds until the next
 * run that gives one. */
const struct program_result *promptfix(const wchar_t *arguments);

/* The same for a whole command line; `flags` are those of CreateProcess. */
const struct program_result *program_run(const wchar_t *command_line);
const struct program_result *program_run_with(const wchar_t *command_line, DWORD flags);

/* The same for promptfix.exe with these arguments, started suspended: `prepare` has its process
 * before anything of the program itself runs. Where it says false, the test fails. */
const struct program_result *promptfix_prepared(const wchar_t *arguments,
                                                bool (*prepare)(HANDLE process));

/* How a program is started by program_start. All zero: no console and no handles. */
struct program_start {
    HANDLE output; /* inheritable */
    HANDLE errors;
    DWORD flags;
    HANDLE *thread; /* receives the program's thread, for ResumeThread; the caller closes it */
};

/* Starts a program, and waits for its end; the latter closes the handle. */
HANDLE program_start(const wchar_t *command_line, const struct program_start *start);
DWORD program_finish(HANDLE process);

/* The command line of promptfix.exe with these arguments. Overwritten by the next call. */
const wchar_t *promptfix_command_line(const wchar_t *arguments);

#endif
