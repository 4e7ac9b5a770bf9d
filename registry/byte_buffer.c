#include "registry/byte_buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALLEST_CAPACITY = 64 };

void byte_buffer_done(struct byte_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct byte_buffer){0};
}

void byte_buffer_clear(struct byte_buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
}

bool byte_buffer_reserve(struct byte_buffer *buffer, size_t additional)
{
    if (buffer->failed)
        return false;
    if (additional <= buffer->capacity - buffer->size)
        return true;

    size_t needed = buffer->size + additional;
    size_t capacity = buffer->capacity < SMALLEST_CAPACITY ? SMALLEST_CAPACITY : buffer->capacity;
    while (capacity < needed && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    uint8_t *data = NULL;
    if (needed >= additional && capacity >= needed)
        data = realloc(buffer->data, capacity);
    if (data == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void byte_buffer_append(struct byte_buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0 || !byte_buffer_reserve(buffer, size))
        return;
    memcpy(buffer->data + buffer->size, bytes, size);
    buffer->size += size;
}

void byte_buffer_append_byte(struct byte_buffer *buffer, uint8_t byte)
{
    byte_buffer_append(buffer, &byte, 1);
}

void byte_buffer_append_text(struct byte_buffer *buffer, const char *text)
{
    byte_buffer_append(buffer, text, strlen(text));
}

void byte_buffer_append_format(struct byte_buffer *buffer, const char *format, ...)
{
    char piece[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof piece) {
        buffer->failed = true; /* a piece that long is a mistake of the caller: never cut it */
        return;
    }
    byte_buffer_append(buffer, piece, (size_t)length);
}

const char *byte_buffer_text(struct byte_buffer *buffer)
{
    if (!byte_buffer_reserve(buffer, 1))
        return NULL;
    buffer->data[buffer->size] = '\0';
    return (const char *)buffer->data;
}
