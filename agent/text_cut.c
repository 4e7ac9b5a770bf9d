#include "agent/text_cut.h"

#include "agent/combining_table.h"

static const char ellipsis[] = "\xE2\x80\xA6"; /* U+2026, one unit */

enum {
    FIRST_SUPPLEMENTARY = 0x10000, /* from here on a character is two units */
    ZERO_WIDTH_JOINER = 0x200D,
    FIRST_REGIONAL_INDICATOR = 0x1F1E6, /* two of them are one flag */
    LAST_REGIONAL_INDICATOR = 0x1F1FF,
};

/* The code point at the start of the text, and its size in bytes; a byte that is no UTF-8 stands
 * for itself. */
static uint32_t first_code_point(const uint8_t *text, size_t size, size_t *used)
{
    const uint8_t lead = text[0];
    const size_t length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
    uint32_t code_point = length == 1 ? lead : lead & (0x7FU >> length);
    *used = 1;
    if (length > size)
        return lead;
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return lead;
        code_point = code_point << 6 | (text[i] & 0x3FU);
    }
    *used = length;
    return code_point;
}

static bool is_combining(uint32_t code_point)
{
    size_t low = 0;
    size_t high = sizeof combining_ranges / sizeof combining_ranges[0];
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (code_point > combining_ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof combining_ranges / sizeof combining_ranges[0] &&
           code_point >= combining_ranges[low].first;
}

static bool is_regional_indicator(uint32_t code_point)
{
    return code_point >= FIRST_REGIONAL_INDICATOR && code_point <= LAST_REGIONAL_INDICATOR;
}

/* Takes one character as a reader sees it off the start of the text: its bytes and units. */
static size_t first_character(const uint8_t *text, size_t size, size_t *unit_count)
{
    size_t taken = 0;
    size_t indicator_count = 0;
    uint32_t before = 0;
    *unit_count = 0;
    while (taken < size) {
        size_t used = 0;
        const uint32_t code_point = first_code_point(text + taken, size - taken, &used);
        const bool pairs = is_regional_indicator(code_point) && indicator_count == 1;
        if (taken > 0 && !is_combining(code_point) && before != ZERO_WIDTH_JOINER && !pairs)
            break;
        indicator_count = is_regional_indicator(code_point) ? indicator_count + 1 : 0;
        *unit_count += code_point >= FIRST_SUPPLEMENTARY ? 2 : 1;
        taken += used;
        before = code_point;
    }
    return taken;
}

size_t text_unit_count(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t at = 0; at < size;) {
        size_t units = 0;
        at += first_character((const uint8_t *)text + at, size - at, &units);
        count += units;
    }
    return count;
}

size_t text_cut_size(const char *text, size_t size, size_t unit_limit)
{
    size_t at = 0;
    while (at < size) {
        size_t units = 0;
        const size_t taken = first_character((const uint8_t *)text + at, size - at, &units);
        if (units > unit_limit)
            break;
        unit_limit -= units;
        at += taken;
    }
    return at;
}

void text_append_cut(struct byte_buffer *out, const char *text, size_t size, size_t unit_limit)
{
    if (text_cut_size(text, size, unit_limit) == size) {
        byte_buffer_append(out, text, size);
        return;
    }
    size_t cut = unit_limit > 0 ? text_cut_size(text, size, unit_limit - 1) : 0;
    while (cut > 0 && (text[cut - 1] == ' ' || text[cut - 1] == '\n'))
        cut--;
    byte_buffer_append(out, text, cut);
    if (unit_limit > 0)
        byte_buffer_append_text(out, ellipsis);
}
