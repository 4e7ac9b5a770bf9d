#include "agent/line_ends.h"

#include <string.h>

void append_with_line_ends(struct byte_buffer *out, const char *text, size_t size)
{
    const char *const end = text + size;
    while (text < end) {
        const char *line_end = memchr(text, '\n', (size_t)(end - text));
        byte_buffer_append(out, text, (size_t)((line_end != NULL ? line_end : end) - text));
        if (line_end == NULL)
            return;
        byte_buffer_append_text(out, "\r\n");
        text = line_end + 1;
    }
}
