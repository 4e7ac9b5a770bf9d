/* What the custom actions say: lines of the log that msiexec /l*v writes, and one error. */
#ifndef PROMPTFIX_INSTALLER_INSTALL_LOG_WINDOWS_H
#define PROMPTFIX_INSTALLER_INSTALL_LOG_WINDOWS_H

#include <windows.h>

#include <msi.h>

/* Error texts are the MSI's own (table Error), so that a translated MSI brings them along. */
enum { ERROR_FIX_FAILED = 25001, ERROR_UNDO_FAILED = 25002 };

/* A line of the log, made as by wprintf; at most 1023 units of it. */
void install_log(MSIHANDLE install, const wchar_t *format, ...);

/* The line with a Windows error number and its text behind it. */
void install_log_error(MSIHANDLE install, const wchar_t *what, DWORD error);

/* Shows, or in a silent installation logs, an error of the table, with the exit code in its [2]. */
void install_error(MSIHANDLE install, int number, DWORD exit_code);

#endif
