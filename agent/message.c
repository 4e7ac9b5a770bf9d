#include "agent/message.h"

#include <string.h>

void message_append(struct byte_buffer *out, const struct message_source *source, message_id id,
                    struct insertions insertions)
{
    const char *text = source->text(source, id);
    const char *mark = strchr(text, '%');
    while (mark != NULL && mark[1] != '\0') {
        byte_buffer_append(out, text, (size_t)(mark - text));
        if (mark[1] >= '1' && mark[1] <= '4') {
            const char *insertion = insertions.texts[mark[1] - '1'];
            if (insertion != NULL)
                byte_buffer_append_text(out, insertion);
        } else if (mark[1] == 'n') {
            byte_buffer_append_byte(out, '\n');
        } else {
            byte_buffer_append_byte(out, (uint8_t)mark[1]);
        }
        text = mark + 2;
        mark = strchr(text, '%');
    }
    byte_buffer_append_text(out, text);
}

void message_append_line(struct byte_buffer *out, const struct message_source *source,
                         message_id id, struct insertions insertions)
{
    message_append(out, source, id, insertions);
    byte_buffer_append_byte(out, '\n');
}

bool message_source_is_right_to_left(const struct message_source *source)
{
    return strcmp(source->text(source, MESSAGE_READING_DIRECTION), "rtl") == 0;
}
