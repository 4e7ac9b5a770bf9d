/* The path that a program has registered below "App Paths", read with the care that it needs.
 *
 * The default value of such a key is the program's full path; some installers put quotes around it.
 * What is anything else is not started: a relative name would be looked for in the current folder.
 * Source: Microsoft, "Application Registration".
 */
#ifndef PROMPTFIX_AGENT_APP_PATH_H
#define PROMPTFIX_AGENT_APP_PATH_H

#include "registry/byte_buffer.h"

/* Takes the path out of the value (UTF-8, variables expanded) if it is a full one and leads to a
 * program of this name ("outlook.exe", lower case; compared without regard to case). False, with
 * `path` untouched, when it is not, or when memory runs out. `path` is replaced. */
bool app_path_take(const char *value, const char *program, struct byte_buffer *path);

#endif
