#include "agent/report_log.h"

#include "agent/line_ends.h"

error_code report_log_append(struct host *host, const char *path, const char *time,
                             const struct byte_buffer *text)
{
    struct byte_buffer entry = {0};
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    byte_buffer_append_text(&entry, time);
    byte_buffer_append_byte(&entry, ' ');
    append_with_line_ends(&entry, (const char *)text->data, text->size);
    append_with_line_ends(&entry, "\n", 1);
    if (!entry.failed)
        code = host->append_file(host, path, entry.data, entry.size);
    byte_buffer_done(&entry);
    return code;
}
