/* Text on its way to and from Windows' wide functions: UTF-8 inside, UTF-16 outside. */
#ifndef PROMPTFIX_AGENT_WIDE_TEXT_WINDOWS_H
#define PROMPTFIX_AGENT_WIDE_TEXT_WINDOWS_H

#include "registry/byte_buffer.h"
#include "registry/error_code.h"
#include "registry/text_encoding.h"

#include <wchar.h>

/* Both directions, kept open. All zero is closed. */
struct wide_text {
    struct text_converter *to_utf8;
    struct text_converter *to_utf16;
    struct byte_buffer scratch;
};

/* CODE_NOT_ENOUGH_MEMORY. */
error_code wide_text_init(struct wide_text *text);
void wide_text_done(struct wide_text *text);

/* Appends `length` UTF-16 units as UTF-8. Errors of text_convert; the buffer is then as before. */
error_code wide_text_append_utf8(struct wide_text *text, const wchar_t *wide, size_t length,
                                 struct byte_buffer *utf8);

/* A UTF-8 text as UTF-16 with a NUL; lives until the next call. `*length` (if not NULL) is its
 * length in units. NULL with `*code` set when it cannot be converted. */
const wchar_t *wide_text_of_utf8(struct wide_text *text, const char *utf8, size_t size,
                                 size_t *length, error_code *code);

#endif
