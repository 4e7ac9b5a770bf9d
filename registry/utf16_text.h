/* Text on its way between UTF-8, which the program holds, and UTF-16, which Windows holds: in the
 * registry's values, and in the arguments of Windows' wide functions.
 */
#ifndef PROMPTFIX_REGISTRY_UTF16_TEXT_H
#define PROMPTFIX_REGISTRY_UTF16_TEXT_H

#include "registry/registry.h"
#include "registry/text_encoding.h"

/* All zero is ready for use: each direction is opened when it is first needed, and stays open.
 * Every function below can therefore fail with CODE_NOT_ENOUGH_MEMORY. */
struct utf16_text {
    struct text_converter *to_utf8;
    struct text_converter *to_utf16;
    struct byte_buffer scratch;
};

void utf16_text_done(struct utf16_text *text);

/* Appends `size` bytes of UTF-16LE as UTF-8. Errors of text_convert; `utf8` is then as before. */
error_code utf16_text_append_utf8(struct utf16_text *text, const void *utf16, size_t size,
                                  struct byte_buffer *utf8);

/* `size` bytes of UTF-8 as UTF-16LE with a NUL; they live until the next call. `*utf16_size` (if
 * not NULL) is their size in bytes without that NUL. NULL with `*code` set when it cannot be. */
const void *utf16_text_of_utf8(struct utf16_text *text, const char *utf8, size_t size,
                               size_t *utf16_size, error_code *code);

/* The text of a value that was read, up to its first NUL, into `utf8` (replaced; NUL-terminated).
 * A NUL at the end need not be there, a single byte behind the last whole character is passed over
 * (facts.md 1.2). CODE_INVALID_DATA for a type that is not REG_SZ or REG_EXPAND_SZ,
 * CODE_NO_UNICODE_TRANSLATION, CODE_NOT_ENOUGH_MEMORY. */
error_code utf16_text_of_value(struct utf16_text *text, const struct registry_value *value,
                               struct byte_buffer *utf8);

/* The same for bytes of any origin. */
error_code utf16_text_of_bytes(struct utf16_text *text, const uint8_t *bytes, size_t size,
                               struct byte_buffer *utf8);

/* Writes `utf8` as REG_SZ with its NUL. */
error_code utf16_text_write(struct utf16_text *text, struct registry_key *key, const char *name,
                            const char *utf8);

#endif
