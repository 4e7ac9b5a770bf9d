#include "registry/utf16_text.h"

#include <string.h>

void utf16_text_done(struct utf16_text *text)
{
    text_converter_free(text->to_utf8);
    text_converter_free(text->to_utf16);
    byte_buffer_done(&text->scratch);
    *text = (struct utf16_text){0};
}

error_code utf16_text_append_utf8(struct utf16_text *text, const void *utf16, size_t size,
                                  struct byte_buffer *utf8)
{
    error_code code = CODE_SUCCESS;
    if (text->to_utf8 == NULL)
        code = text_converter_create("UTF-8", "UTF-16LE", &text->to_utf8);
    if (code == CODE_SUCCESS)
        code = text_convert(text->to_utf8, utf16, size, utf8, NULL);
    return code;
}

const void *utf16_text_of_utf8(struct utf16_text *text, const char *utf8, size_t size,
                               size_t *utf16_size, error_code *code)
{
    byte_buffer_clear(&text->scratch);
    *code = CODE_SUCCESS;
    if (text->to_utf16 == NULL)
        *code = text_converter_create("UTF-16LE", "UTF-8", &text->to_utf16);
    if (*code == CODE_SUCCESS)
        *code = text_convert(text->to_utf16, utf8, size, &text->scratch, NULL);
    size_t converted_size = text->scratch.size;
    byte_buffer_append(&text->scratch, "\0", 2);
    if (*code == CODE_SUCCESS && text->scratch.failed)
        *code = CODE_NOT_ENOUGH_MEMORY;
    if (*code != CODE_SUCCESS)
        return NULL;
    if (utf16_size != NULL)
        *utf16_size = converted_size;
    return text->scratch.data;
}

error_code utf16_text_of_bytes(struct utf16_text *text, const uint8_t *bytes, size_t size,
                               struct byte_buffer *utf8)
{
    size_t end = 0;
    while (end + 1 < size && (bytes[end] != 0 || bytes[end + 1] != 0))
        end += 2;

    byte_buffer_clear(&text->scratch);
    error_code code = utf16_text_append_utf8(text, bytes, end, &text->scratch);
    if (code == CODE_SUCCESS && byte_buffer_text(&text->scratch) == NULL)
        code = CODE_NOT_ENOUGH_MEMORY;
    if (code != CODE_SUCCESS)
        return code;

    struct byte_buffer previous = *utf8;
    *utf8 = text->scratch;
    text->scratch = previous;
    return CODE_SUCCESS;
}

error_code utf16_text_of_value(struct utf16_text *text, const struct registry_value *value,
                               struct byte_buffer *utf8)
{
    if (value->type != VALUE_STRING && value->type != VALUE_EXPAND_STRING)
        return CODE_INVALID_DATA;
    return utf16_text_of_bytes(text, value->data.data, value->data.size, utf8);
}

error_code utf16_text_write(struct utf16_text *text, struct registry_key *key, const char *name,
                            const char *utf8)
{
    error_code code = CODE_SUCCESS;
    size_t size = 0;
    const void *utf16 = utf16_text_of_utf8(text, utf8, strlen(utf8), &size, &code);
    return utf16 != NULL ? registry_write(key, name, VALUE_STRING, utf16, size + 2) : code;
}
