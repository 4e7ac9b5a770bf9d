/* A log that people forget about: it stays within bounds by itself.
 *
 * When an entry would take it beyond the limit, the file becomes the one old generation (".old"
 * behind its name, replacing the one before), and a new file begins. Several programs may write to
 * it at the same time, from several computers too: each entry is one append, and who makes the old
 * generation is settled by a lock on the file itself.
 */
#ifndef PROMPTFIX_AGENT_LOG_FILE_WINDOWS_H
#define PROMPTFIX_AGENT_LOG_FILE_WINDOWS_H

#include "registry/utf16_text.h"

enum { LOG_FILE_LIMIT = 1024 * 1024 }; /* bytes; two generations at most */

/* Appends an entry. Errors of Windows, and of file_name_check and plain_file_check for what is no
 * file; CODE_FILE_TOO_LARGE where the file is full and cannot be
 * made the old generation. */
error_code log_file_append(struct utf16_text *text, const char *path, const void *bytes,
                           size_t size);

#endif
