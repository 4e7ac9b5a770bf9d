#include "registry/registry_text.h"

#include <string.h>

error_code registry_text_init(struct registry_text *text)
{
    struct registry_text opened = {0};
    error_code code = text_converter_create("UTF-8", "UTF-16LE", &opened.to_utf8);
    if (code == CODE_SUCCESS)
        code = text_converter_create("UTF-16LE", "UTF-8", &opened.to_utf16);
    if (code != CODE_SUCCESS) {
        registry_text_done(&opened);
        return code;
    }
    *text = opened;
    return CODE_SUCCESS;
}

void registry_text_done(struct registry_text *text)
{
    text_converter_free(text->to_utf8);
    text_converter_free(text->to_utf16);
    byte_buffer_done(&text->scratch);
    *text = (struct registry_text){0};
}

error_code registry_text_of_bytes(struct registry_text *text, const uint8_t *bytes, size_t size,
                                  struct byte_buffer *utf8)
{
    size_t end = 0;
    while (end + 1 < size && (bytes[end] != 0 || bytes[end + 1] != 0))
        end += 2;

    byte_buffer_clear(&text->scratch);
    error_code code = text_convert(text->to_utf8, bytes, end, &text->scratch, NULL);
    if (code == CODE_SUCCESS && byte_buffer_text(&text->scratch) == NULL)
        code = CODE_NOT_ENOUGH_MEMORY;
    if (code != CODE_SUCCESS)
        return code;

    struct byte_buffer previous = *utf8;
    *utf8 = text->scratch;
    text->scratch = previous;
    return CODE_SUCCESS;
}

error_code registry_text_of_value(struct registry_text *text, const struct registry_value *value,
                                  struct byte_buffer *utf8)
{
    if (value->type != VALUE_STRING && value->type != VALUE_EXPAND_STRING)
        return CODE_INVALID_DATA;
    return registry_text_of_bytes(text, value->data.data, value->data.size, utf8);
}

error_code registry_text_write(struct registry_text *text, struct registry_key *key,
                               const char *name, const char *utf8)
{
    byte_buffer_clear(&text->scratch);
    error_code code = text_convert(text->to_utf16, utf8, strlen(utf8) + 1, &text->scratch, NULL);
    if (code == CODE_SUCCESS)
        code = registry_write(key, name, VALUE_STRING, text->scratch.data, text->scratch.size);
    return code;
}
