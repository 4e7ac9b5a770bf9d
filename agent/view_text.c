#include "agent/view_text.h"

#include "agent/text_evidence.h"

const char *view_word(const struct view_text *text, message_id id)
{
    return text->host->messages->text(text->host->messages, id);
}

const char *view_keep(struct view_text *text, struct byte_buffer *buffer)
{
    const char *content = byte_buffer_text(buffer);
    const char *kept = content != NULL ? arena_copy_text(text->arena, content, buffer->size) : NULL;
    byte_buffer_done(buffer);
    text->failed |= kept == NULL;
    return kept != NULL ? kept : "";
}

const char *view_sentence(struct view_text *text, message_id id, struct insertions insertions)
{
    struct byte_buffer buffer = {0};
    message_append(&buffer, text->host->messages, id, insertions);
    return view_keep(text, &buffer);
}

const char *view_number(struct view_text *text, uint32_t number)
{
    struct byte_buffer buffer = {0};
    byte_buffer_append_format(&buffer, "%lu", (unsigned long)number);
    return view_keep(text, &buffer);
}

const char *view_error(struct view_text *text, error_code code)
{
    struct byte_buffer buffer = {0};
    evidence_append_error(&buffer, text->host, code);
    return view_keep(text, &buffer);
}
