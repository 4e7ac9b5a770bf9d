/* An Outlook for the tests: outlook.exe of outlook_windows.c, registered as Outlook is, and told by
 * its environment how to take it when it is asked to close. */
#ifndef PROMPTFIX_TESTS_DESKTOP_OUTLOOK_PROCESS_H
#define PROMPTFIX_TESTS_DESKTOP_OUTLOOK_PROCESS_H

#include "tests/desktop/event_wait.h"

/* Registers and starts it: L"closes", L"asks" or L"stays". An agent that is started afterwards
 * hands the behaviour on to the Outlook that it starts. */
void outlook_process_start(const wchar_t *behaviour);

/* Starts the same program under another name; returns its process, which the caller ends and
 * closes.
 * `*window` is its main window. */
HANDLE outlook_process_start_other(const wchar_t *name, HWND *window);

/* Starts credential_broker_windows.c under a name, which counts, with its window owned by `owner`
 * (NULL: by none); returns its process, which the caller ends and closes. `*window` is its window.
 */
HANDLE outlook_process_start_broker(const wchar_t *name, HWND owner, HWND *window);

/* Ends whatever runs of it, and takes back what was registered. */
void outlook_process_end(void);

/* Its main window and its question, or NULL. */
HWND outlook_window(void);
HWND outlook_question(void);

/* What it has written down so far: a line for each thing that happened. */
const char *outlook_log(void);

/* Conditions. */
condition_function outlook_is_running;
condition_function outlook_is_asking;
condition_function outlook_log_is; /* the context is a const char * */

#endif
