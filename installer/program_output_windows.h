/* Runs promptfix.exe with a verb, and brings its report into the installation's log. */
#ifndef PROMPTFIX_INSTALLER_PROGRAM_OUTPUT_WINDOWS_H
#define PROMPTFIX_INSTALLER_PROGRAM_OUTPUT_WINDOWS_H

#include <windows.h>

#include <msi.h>

/* Runs the command line to its end, without a window; what it prints becomes lines of the log.
 * ERROR_SUCCESS, and its exit code; or what Windows says to the start. */
DWORD program_output_log(MSIHANDLE install, const wchar_t *command_line, DWORD *exit_code);

#endif
