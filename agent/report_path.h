/* Where a report goes: "\\server\share\%COMPUTERNAME%.csv", from the command line or from policy.
 *
 * The program itself replaces the variables, for neither a shortcut nor a policy passes a shell.
 * These are the only ones, and their values do not come from the environment as it stands but from
 * the host: an elevated program that believed any variable would write where the user's own
 * environment (HKEY_CURRENT_USER\Environment) sends it. A value that could lead into another
 * folder is refused for the same reason.
 */
#ifndef PROMPTFIX_AGENT_REPORT_PATH_H
#define PROMPTFIX_AGENT_REPORT_PATH_H

#include "agent/report.h"

/* Does the path ask for CSV: does it end in ".csv", in any case? */
bool report_path_is_csv(const char *path);

/* The first %NAME% that is none of %COMPUTERNAME%, %USERNAME% and %USERDOMAIN% (in any case); NULL
 * when there is none. `*size` is its size in bytes with both signs. A percent sign that does not
 * enclose a name of letters, digits and _ ( ) stands for itself. */
const char *report_path_unknown_variable(const char *path, size_t *size);

/* Appends the path with its variables replaced by what the report says of computer and user.
 * CODE_ENVIRONMENT_VARIABLE_NOT_FOUND for a variable that is unknown, whose value is not known, or
 * whose value no file name can have; CODE_NOT_ENOUGH_MEMORY. `out` is then as before. */
error_code report_path_expand(struct byte_buffer *out, const char *path,
                              const struct report *report);

#endif
