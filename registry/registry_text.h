/* Text in registry values: REG_SZ in the registry, UTF-8 in the program. */
#ifndef PROMPTFIX_REGISTRY_REGISTRY_TEXT_H
#define PROMPTFIX_REGISTRY_REGISTRY_TEXT_H

#include "registry/registry.h"
#include "registry/text_encoding.h"

/* Both directions, kept open for as long as somebody reads or writes text. All zero is closed. */
struct registry_text {
    struct text_converter *to_utf8;
    struct text_converter *to_utf16;
    struct byte_buffer scratch;
};

/* CODE_NOT_ENOUGH_MEMORY; nothing is left open then. */
error_code registry_text_init(struct registry_text *text);
void registry_text_done(struct registry_text *text);

/* The text of a value that was read, up to its first NUL, into `utf8` (replaced; NUL-terminated).
 * A NUL at the end need not be there, a single byte behind the last whole character is passed over
 * (facts.md 1.2). CODE_INVALID_DATA for a type that is not REG_SZ or REG_EXPAND_SZ,
 * CODE_NO_UNICODE_TRANSLATION, CODE_NOT_ENOUGH_MEMORY. */
error_code registry_text_of_value(struct registry_text *text, const struct registry_value *value,
                                  struct byte_buffer *utf8);

/* The same for UTF-16LE text in bytes of any origin. */
error_code registry_text_of_bytes(struct registry_text *text, const uint8_t *bytes, size_t size,
                                  struct byte_buffer *utf8);

/* Writes `utf8` as REG_SZ with its NUL. */
error_code registry_text_write(struct registry_text *text, struct registry_key *key,
                               const char *name, const char *utf8);

#endif
