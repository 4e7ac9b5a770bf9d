/* Line ends as Windows' consoles, files and old editors want them. */
#ifndef PROMPTFIX_AGENT_LINE_ENDS_H
#define PROMPTFIX_AGENT_LINE_ENDS_H

#include "registry/byte_buffer.h"

/* Appends a text with each "\n" as CR LF. */
void append_with_line_ends(struct byte_buffer *out, const char *text, size_t size);

#endif
