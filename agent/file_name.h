/* Does a path name a file, or a device?
 *
 * Report, log and registry files are named by whoever writes the command line, and some names lead
 * to no file in any folder: COM1, NUL, a pipe, a raw disk. Opening one can hang, be answered by a
 * stranger, or destroy; so the name is judged before anything is opened or made.
 */
#ifndef PROMPTFIX_AGENT_FILE_NAME_H
#define PROMPTFIX_AGENT_FILE_NAME_H

#include "registry/error_code.h"

/* CODE_BAD_FILE_TYPE for a path that leads to a device:
 * - whose last part is a reserved name (CON, PRN, AUX, NUL, COM0 to COM9, LPT0 to LPT9, with
 *   superscript digits too, CONIN$, CONOUT$), in any case, whatever extension, stream or blanks
 *   follow;
 * - in one of Windows' device name spaces, but for a file on a drive or share or volume
 * ("\\?\C:\a",
 *   "\\?\UNC\server\share\a");
 * - to a pipe or mail slot of any computer ("\\server\pipe\a").
 * CODE_DIRECTORY_NOT_SUPPORTED for one that ends in a backslash, "." or "..": a folder. Else
 * success, which says nothing about whether there is such a file, or could be. `path` is UTF-8;
 * slashes count as backslashes. Source: Microsoft, "Naming Files, Paths, and Namespaces". */
error_code file_name_check(const char *path);

#endif
