/* A growing run of bytes or text.
 *
 * Reports, converted text and values read from the registry are put together piece by piece. The
 * buffer remembers that memory ran out, so that a long run of appends is checked once, at its end.
 */
#ifndef PROMPTFIX_REGISTRY_BYTE_BUFFER_H
#define PROMPTFIX_REGISTRY_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is an empty buffer. `data` is NULL while `capacity` is 0. */
struct byte_buffer {
    uint8_t *data;
    size_t size;     /* bytes in use */
    size_t capacity; /* bytes allocated */
    bool failed;     /* memory ran out: the content is not complete; stays until _clear or _done */
};

/* Releases the memory and makes the buffer empty. */
void byte_buffer_done(struct byte_buffer *buffer);

/* Makes the buffer empty but keeps its memory for the next use. */
void byte_buffer_clear(struct byte_buffer *buffer);

/* Makes room for `additional` more bytes. False, with `failed` set, when memory ran out. */
bool byte_buffer_reserve(struct byte_buffer *buffer, size_t additional);

/* Append `size` bytes, one byte, or a NUL-terminated text without its NUL. When memory runs out
 * the buffer stays as it was and `failed` is set; every later append then does nothing. */
void byte_buffer_append(struct byte_buffer *buffer, const void *bytes, size_t size);
void byte_buffer_append_byte(struct byte_buffer *buffer, uint8_t byte);
void byte_buffer_append_text(struct byte_buffer *buffer, const char *text);

/* Appends what printf would print. For short pieces: numbers, hex digits. */
void byte_buffer_append_format(struct byte_buffer *buffer, const char *format, ...)
#if defined(__MINGW32__)
    __attribute__((format(gnu_printf, 2, 3)));
#else
    __attribute__((format(printf, 2, 3)));
#endif

/* The content as a NUL-terminated text; the NUL does not count for `size`. The buffer owns it, and
 * the next append may move it. NULL when memory ran out, now or before. */
const char *byte_buffer_text(struct byte_buffer *buffer);

#endif
