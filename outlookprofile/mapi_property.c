#include "outlookprofile/mapi_property.h"

#include "registry/dword.h"

#include <string.h>

error_code property_long_decode(const struct registry_value *value, struct arena *arena,
                                struct property_long *property)
{
    struct property_long decoded = {.state = PROPERTY_MALFORMED};
    error_code code = stored_data_copy(arena, value, &decoded.data);
    if (code != CODE_SUCCESS)
        return code;
    if ((value->type == VALUE_BINARY || value->type == VALUE_DWORD) &&
        value->data.size == DWORD_SIZE) {
        decoded.state = PROPERTY_READ;
        decoded.value = dword_of_bytes(decoded.data.bytes);
    }
    *property = decoded;
    return CODE_SUCCESS;
}

error_code property_text_decode(const struct registry_value *value, struct utf16_text *text,
                                struct arena *arena, struct property_text *property)
{
    struct byte_buffer utf8 = {0};
    struct property_text decoded = {.state = PROPERTY_MALFORMED};
    error_code code = stored_data_copy(arena, value, &decoded.data);
    if (code != CODE_SUCCESS)
        return code;

    code = CODE_INVALID_DATA;
    if (value->type == VALUE_BINARY || value->type == VALUE_STRING ||
        value->type == VALUE_EXPAND_STRING)
        code = utf16_text_of_bytes(text, value->data.data, value->data.size, &utf8);
    if (code == CODE_SUCCESS) {
        decoded.state = PROPERTY_READ;
        decoded.text = arena_copy_text(arena, (const char *)utf8.data, utf8.size);
        if (decoded.text == NULL)
            code = CODE_NOT_ENOUGH_MEMORY;
    }
    byte_buffer_done(&utf8);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    *property = decoded; /* any other error means that the bytes are no text: malformed */
    return CODE_SUCCESS;
}

error_code property_long_encode(const struct property_long *property, uint32_t number,
                                struct arena *arena, struct stored_data *data)
{
    uint8_t bytes[DWORD_SIZE];
    dword_to_bytes(number, bytes);
    const uint8_t *copy = arena_copy(arena, bytes, sizeof bytes);
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *data = (struct stored_data){true, property->data.type, copy, sizeof bytes};
    return CODE_SUCCESS;
}

error_code property_text_encode(const struct property_text *property, const char *text,
                                struct utf16_text *utf16, struct arena *arena,
                                struct stored_data *data)
{
    error_code code = CODE_SUCCESS;
    size_t size = 0;
    const void *bytes = utf16_text_of_utf8(utf16, text, strlen(text), &size, &code);
    if (bytes == NULL)
        return code;
    size += 2; /* the NUL, which stands behind them */
    const uint8_t *copy = arena_copy(arena, bytes, size);
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    const uint32_t type = property->data.present ? property->data.type : VALUE_BINARY;
    *data = (struct stored_data){true, type, copy, size};
    return CODE_SUCCESS;
}
