#include "tests/unit/json_syntax.h"

#include <string.h>

enum { DEEPEST = 16 };

struct reading {
    const char *at;
    const char *end;
    int depth;
};

static bool is_one_of(char letter, const char *letters)
{
    return letter != '\0' && strchr(letters, letter) != NULL;
}

static bool take(struct reading *reading, char wanted)
{
    if (reading->at == reading->end || *reading->at != wanted)
        return false;
    reading->at++;
    return true;
}

static void skip_space(struct reading *reading)
{
    while (reading->at < reading->end && is_one_of(*reading->at, " \t\r\n"))
        reading->at++;
}

static bool take_word(struct reading *reading, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(reading->end - reading->at) < size || memcmp(reading->at, word, size) != 0)
        return false;
    reading->at += size;
    return true;
}

static bool take_digits(struct reading *reading)
{
    const char *start = reading->at;
    while (reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9')
        reading->at++;
    return reading->at > start;
}

static bool take_number(struct reading *reading)
{
    (void)take(reading, '-');
    if (!take(reading, '0') && !take_digits(reading))
        return false;
    if (take(reading, '.') && !take_digits(reading))
        return false;
    if (take(reading, 'e') || take(reading, 'E')) {
        if (!take(reading, '+'))
            (void)take(reading, '-');
        return take_digits(reading);
    }
    return true;
}

static bool take_escape(struct reading *reading)
{
    if (reading->at == reading->end)
        return false;
    char letter = *reading->at++;
    if (letter != 'u')
        return is_one_of(letter, "\"\\/bfnrt");
    for (int i = 0; i < 4; i++, reading->at++)
        if (reading->at == reading->end || !is_one_of(*reading->at, "0123456789abcdefABCDEF"))
            return false;
    return true;
}

/* One character beyond ASCII: its first byte says how many follow, and the shortest form counts. */
static bool take_utf8(struct reading *reading)
{
    const unsigned char *at = (const unsigned char *)reading->at;
    size_t left = (size_t)(reading->end - reading->at);
    size_t more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : 1;
    if (at[0] < 0xC2 || at[0] > 0xF4 || left <= more)
        return false;
    for (size_t i = 1; i <= more; i++)
        if (at[i] < 0x80 || at[i] > 0xBF)
            return false;
    if ((at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] > 0x9F) ||
        (at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] > 0x8F))
        return false;
    reading->at += more + 1;
    return true;
}

static bool take_character(struct reading *reading)
{
    const unsigned char byte = (unsigned char)*reading->at;
    if (byte >= 0x80)
        return take_utf8(reading);
    reading->at++;
    return byte == '\\' ? take_escape(reading) : byte >= 0x20;
}

static bool take_text(struct reading *reading)
{
    if (!take(reading, '"'))
        return false;
    while (reading->at < reading->end) {
        if (take(reading, '"'))
            return true;
        if (!take_character(reading))
            return false;
    }
    return false;
}

static bool take_value(struct reading *reading);

static bool take_members(struct reading *reading, char closing)
{
    skip_space(reading);
    if (take(reading, closing))
        return true;
    do {
        skip_space(reading);
        if (closing == '}') {
            if (!take_text(reading))
                return false;
            skip_space(reading);
            if (!take(reading, ':'))
                return false;
        }
        if (!take_value(reading))
            return false;
    } while (take(reading, ','));
    return take(reading, closing);
}

static bool take_value(struct reading *reading) /* NOLINT(misc-no-recursion) */
{
    bool good = false;
    if (++reading->depth > DEEPEST)
        return false;
    skip_space(reading);
    if (take(reading, '{'))
        good = take_members(reading, '}');
    else if (take(reading, '['))
        good = take_members(reading, ']');
    else if (reading->at < reading->end && *reading->at == '"')
        good = take_text(reading);
    else
        good = take_word(reading, "true") || take_word(reading, "false") ||
               take_word(reading, "null") || take_number(reading);
    skip_space(reading);
    reading->depth--;
    return good;
}

bool json_is_well_formed(const char *text, size_t size)
{
    struct reading reading = {.at = text, .end = text + size};
    return take_value(&reading) && reading.at == reading.end;
}
