#include "agent/wide_text_windows.h"

error_code wide_text_init(struct wide_text *text)
{
    struct wide_text opened = {0};
    error_code code = text_converter_create("UTF-8", "UTF-16LE", &opened.to_utf8);
    if (code == CODE_SUCCESS)
        code = text_converter_create("UTF-16LE", "UTF-8", &opened.to_utf16);
    if (code == CODE_SUCCESS)
        *text = opened;
    else
        wide_text_done(&opened);
    return code;
}

void wide_text_done(struct wide_text *text)
{
    text_converter_free(text->to_utf8);
    text_converter_free(text->to_utf16);
    byte_buffer_done(&text->scratch);
    *text = (struct wide_text){0};
}

error_code wide_text_append_utf8(struct wide_text *text, const wchar_t *wide, size_t length,
                                 struct byte_buffer *utf8)
{
    return text_convert(text->to_utf8, wide, length * sizeof *wide, utf8, NULL);
}

const wchar_t *wide_text_of_utf8(struct wide_text *text, const char *utf8, size_t size,
                                 size_t *length, error_code *code)
{
    static const wchar_t end = L'\0';
    byte_buffer_clear(&text->scratch);
    *code = text_convert(text->to_utf16, utf8, size, &text->scratch, NULL);
    size_t converted_size = text->scratch.size;
    byte_buffer_append(&text->scratch, &end, sizeof end);
    if (*code == CODE_SUCCESS && text->scratch.failed)
        *code = CODE_NOT_ENOUGH_MEMORY;
    if (*code != CODE_SUCCESS)
        return NULL;
    if (length != NULL)
        *length = converted_size / sizeof end;
    return (const wchar_t *)(const void *)text->scratch.data;
}
