/* Starts promptfix.exe as another program would: from a console of its own, or from nowhere.
 *
 * What a GUI program finds as its console and handles depends on the process that starts it. So
 * the tests' program starts itself as that process, and that one starts promptfix.exe. */
#ifndef PROMPTFIX_TESTS_SYSTEM_PARENT_PROCESS_H
#define PROMPTFIX_TESTS_SYSTEM_PARENT_PROCESS_H

#include "tests/system/program_run.h"

#include <stdbool.h>

/* Runs a command line from a process with neither console nor standard handles. */
DWORD run_from_nowhere(const wchar_t *command_line);

/* Runs a command line from a process with a fresh console, with the code page that the environment
 * variable PROMPTFIX_CODE_PAGE names, if it does. The result's output is what stands on
 * the screen afterwards: UTF-8, a line feed behind each line. */
const struct program_result *run_from_console(const wchar_t *command_line);

/* Is this process such a parent? Then it has done its work, and ends with that exit code. */
bool parent_process_asked_for(DWORD *exit_code);

#endif
