#include "registry/registry_name.h"

#include "registry/upper_case_table.h"

/* What a byte that is not part of well-formed UTF-8 counts as: above every character. */
enum { ILL_FORMED_BASE = 0x110000 };

static bool is_continuation(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The character at `bytes` if it is well-formed UTF-8 of more than one byte, and its size;
 * otherwise the first byte alone. Source: Unicode Standard, table 3-7. */
static uint32_t decode(const uint8_t *bytes, size_t size, size_t *character_size)
{
    uint8_t lead = bytes[0];
    size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    uint8_t lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

    *character_size = 1;
    if (lead < 0xc2 || lead > 0xf4 || size < length || bytes[1] < lowest || bytes[1] > highest)
        return ILL_FORMED_BASE + lead;
    uint32_t character = lead & (0x7fU >> length);
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(bytes[i]))
            return ILL_FORMED_BASE + lead;
        character = character << 6 | (bytes[i] & 0x3fU);
    }
    *character_size = length;
    return character;
}

static uint32_t upper_case(uint32_t character)
{
    size_t low = 0;
    size_t high = sizeof upper_case_ranges / sizeof upper_case_ranges[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct upper_case_range *range = &upper_case_ranges[middle];
        if (character > range->last)
            low = middle + 1;
        else if (character < range->first)
            high = middle;
        else if ((character - range->first) % range->stride == 0)
            return (uint32_t)((int32_t)character + range->delta);
        else
            return character;
    }
    return character;
}

/* The next character of a name in upper case; `*position` moves behind it. */
static uint32_t next_character(const char *name, size_t size, size_t *position)
{
    const uint8_t *bytes = (const uint8_t *)name + *position;
    uint8_t first = *bytes;
    if (first < 0x80) {
        ++*position;
        return first >= 'a' && first <= 'z' ? first - ('a' - 'A') : first;
    }
    size_t character_size;
    uint32_t character = decode(bytes, size - *position, &character_size);
    *position += character_size;
    return upper_case(character);
}

bool registry_names_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t a_position = 0;
    size_t b_position = 0;
    while (a_position < a_size && b_position < b_size)
        if (next_character(a, a_size, &a_position) != next_character(b, b_size, &b_position))
            return false;
    return a_position == a_size && b_position == b_size;
}

/* FNV-1a over whole characters. Source: draft-eastlake-fnv, 32-bit constants. */
uint32_t registry_name_hash(const char *name, size_t name_size)
{
    uint32_t hash = 2166136261U;
    size_t position = 0;
    while (position < name_size)
        hash = (hash ^ next_character(name, name_size, &position)) * 16777619U;
    return hash;
}
