/* Files that the command line names are opened as files or not at all.
 *
 * The name alone does not tell (file_name.h): a drive's letter can be given to a device, and a
 * folder can lie where a file is wanted. Whoever serves what is opened must not get to act as this
 * account, which may be an administrator. Source: Microsoft, "Impersonation Levels",
 * "CreateFileW function".
 */
#ifndef PROMPTFIX_AGENT_PLAIN_FILE_WINDOWS_H
#define PROMPTFIX_AGENT_PLAIN_FILE_WINDOWS_H

#include "registry/error_code.h"

#include <windows.h>

/* For CreateFileW's flags: the server of a pipe learns who opens it, and no more. */
#define PLAIN_FILE_FLAGS (FILE_ATTRIBUTE_NORMAL | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION)

/* CODE_BAD_FILE_TYPE for an open handle that is no file on a disk; CODE_DIRECTORY_NOT_SUPPORTED for
 * a folder. */
error_code plain_file_check(HANDLE file);

/* CODE_DIRECTORY_NOT_SUPPORTED where the path leads to a folder, else `code`: what Windows says of
 * an attempt to write to a folder does not tell. */
error_code plain_file_error(const wchar_t *path, error_code code);

#endif
