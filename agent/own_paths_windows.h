/* Where this program lies and where its tray agent logs. */
#ifndef PROMPTFIX_AGENT_OWN_PATHS_WINDOWS_H
#define PROMPTFIX_AGENT_OWN_PATHS_WINDOWS_H

#include "registry/utf16_text.h"

/* Append the paths in UTF-8, NUL-terminated behind the size. The log is promptfix.log in the folder
 * PromptFix of the user's local application data; the folder is made. Errors of Windows; the buffer
 * is then as before. */
error_code own_path_append_program(struct utf16_text *text, struct byte_buffer *path);
error_code own_path_append_log(struct utf16_text *text, struct byte_buffer *path);

#endif
