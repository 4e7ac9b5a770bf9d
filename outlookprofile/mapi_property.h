/* MAPI properties as Outlook stores them in the registry.
 *
 * A property's value is named by its tag in eight hex digits: the type, then the id ("00036627" is
 * PT_LONG 0x6627). facts.md 1.2 has the rules. Real data breaks them, so reading is tolerant:
 * REG_DWORD for PT_LONG, REG_SZ for text, a missing NUL, a stray byte behind the last character.
 * Writing is exact: the type that the value already has, and every bit that is not meant kept.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_MAPI_PROPERTY_H
#define PROMPTFIX_OUTLOOKPROFILE_MAPI_PROPERTY_H

#include "registry/arena.h"
#include "registry/utf16_text.h"
#include "registry/stored_data.h"

enum property_state {
    PROPERTY_ABSENT,
    PROPERTY_READ,
    PROPERTY_MALFORMED, /* a wrong type or size: it means nothing, and is not touched */
};

/* A PT_LONG. All zero is absent. */
struct property_long {
    enum property_state state;
    uint32_t value;          /* when PROPERTY_READ */
    struct stored_data data; /* as stored, bytes in an arena */
};

/* A text, PT_UNICODE or PT_STRING8. All zero is absent. */
struct property_text {
    enum property_state state;
    const char *text;        /* UTF-8 in an arena, when PROPERTY_READ */
    struct stored_data data; /* as stored, bytes in an arena */
};

/* Decodes a value that was read. CODE_NOT_ENOUGH_MEMORY; what the value lacks is in the state. */
error_code property_long_decode(const struct registry_value *value, struct arena *arena,
                                struct property_long *property);
error_code property_text_decode(const struct registry_value *value, struct utf16_text *text,
                                struct arena *arena, struct property_text *property);

/* What the stored value becomes when the property is set to `number`: the same type, other bytes.
 * The property must be PROPERTY_READ. CODE_NOT_ENOUGH_MEMORY. */
error_code property_long_encode(const struct property_long *property, uint32_t number,
                                struct arena *arena, struct stored_data *data);

/* What the stored value becomes when the property is set to `text` (UTF-8): the same type, else
 * that of PT_UNICODE; with the one NUL that both have. The property must not be PROPERTY_MALFORMED.
 * CODE_NOT_ENOUGH_MEMORY, CODE_NO_UNICODE_TRANSLATION. */
error_code property_text_encode(const struct property_text *property, const char *text,
                                struct utf16_text *utf16, struct arena *arena,
                                struct stored_data *data);

#endif
