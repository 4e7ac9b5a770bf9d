/* Files that the command line names: the export that is read, reports and logs that are written. */
#ifndef PROMPTFIX_AGENT_FILES_WINDOWS_H
#define PROMPTFIX_AGENT_FILES_WINDOWS_H

#include "registry/utf16_text.h"

#include <stdbool.h>

/* The functions of struct host (host.h), with the converter for the path. */
error_code file_read(struct utf16_text *text, const char *path, size_t limit,
                     struct byte_buffer *bytes);
error_code file_write(struct utf16_text *text, const char *path, const void *bytes, size_t size);
bool file_is_same(struct utf16_text *text, const char *a, const char *b);

#endif
