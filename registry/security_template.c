#include "registry/security_template.h"

#include <string.h>

/* Characters of the template, whatever their size; all that are not ASCII are one and the same. */
struct template_text {
    const uint8_t *bytes;
    size_t count;
    size_t unit_size;
};

/* The level's name, in small letters. */
static const char level_name[] =
    "machine\\system\\currentcontrolset\\control\\lsa\\lmcompatibilitylevel";

/* A piece of a line, from and to character numbers. */
struct piece {
    size_t from;
    size_t to;
};

enum { NOT_ASCII = 0x7F };

static struct template_text text_of(const uint8_t *bytes, size_t size)
{
    const bool has_mark = size >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE;
    /* A template begins with an ASCII character: then the second byte of a unit is zero. */
    const bool is_wide = has_mark || (size >= 2 && bytes[0] != 0 && bytes[1] == 0);
    const bool has_utf8_mark =
        size >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
    const size_t skipped = has_mark ? 2 : has_utf8_mark ? 3 : 0;
    const size_t unit_size = is_wide ? 2 : 1;
    return (struct template_text){bytes + skipped, (size - skipped) / unit_size, unit_size};
}

static char at(const struct template_text *text, size_t index)
{
    const uint8_t *unit = text->bytes + index * text->unit_size;
    const bool is_ascii = unit[0] < NOT_ASCII && (text->unit_size == 1 || unit[1] == 0);
    return (char)(is_ascii ? unit[0] : NOT_ASCII);
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\0';
}

static struct piece trim(const struct template_text *text, struct piece piece)
{
    while (piece.from < piece.to && is_blank(at(text, piece.from)))
        piece.from++;
    while (piece.to > piece.from && is_blank(at(text, piece.to - 1)))
        piece.to--;
    return piece;
}

/* `word` is in small letters. */
static bool is_word(const struct template_text *text, struct piece piece, const char *word)
{
    for (; piece.from < piece.to; piece.from++, word++)
        if (*word == '\0' || lower(at(text, piece.from)) != *word)
            return false;
    return *word == '\0';
}

/* Takes what stands before `mark` from the front of `rest`; false where there is no such mark. */
static bool take_before(const struct template_text *text, struct piece *rest, char mark,
                        struct piece *part)
{
    size_t end = rest->from;
    while (end < rest->to && at(text, end) != mark)
        end++;
    if (end == rest->to)
        return false;
    *part = trim(text, (struct piece){rest->from, end});
    *rest = trim(text, (struct piece){end + 1, rest->to});
    return true;
}

/* Decimal digits and nothing else, no more than fit. */
static bool read_number(const struct template_text *text, struct piece piece, uint32_t *number)
{
    uint64_t read = 0;
    if (piece.from == piece.to)
        return false;
    for (; piece.from < piece.to; piece.from++) {
        const char digit = at(text, piece.from);
        if (digit < '0' || digit > '9')
            return false;
        read = read * 10 + (uint64_t)(digit - '0');
        if (read > UINT32_MAX)
            return false;
    }
    *number = (uint32_t)read;
    return true;
}

static void read_line(const struct template_text *text, struct piece line,
                      struct template_level *level)
{
    struct piece name;
    struct piece type;
    if (!take_before(text, &line, '=', &name) || !is_word(text, name, level_name))
        return;
    *level = (struct template_level){.state = TEMPLATE_LEVEL_MALFORMED};
    if (take_before(text, &line, ',', &type) && is_word(text, type, "4") &&
        read_number(text, line, &level->level))
        level->state = TEMPLATE_LEVEL_SET;
}

struct template_level security_template_value(const char *path, const char *data)
{
    struct template_level level = {0};
    struct piece type;
    if (path == NULL)
        return level;
    const struct template_text name = {(const uint8_t *)path, strlen(path), 1};
    if (!is_word(&name, trim(&name, (struct piece){0, name.count}), level_name))
        return level;
    level.state = TEMPLATE_LEVEL_MALFORMED;
    if (data == NULL)
        return level;
    const struct template_text text = {(const uint8_t *)data, strlen(data), 1};
    struct piece rest = trim(&text, (struct piece){0, text.count});
    if (take_before(&text, &rest, ',', &type) && !is_word(&text, type, "4"))
        return level;
    if (read_number(&text, rest, &level.level))
        level.state = TEMPLATE_LEVEL_SET;
    return level;
}

struct template_level security_template_level(const uint8_t *bytes, size_t size)
{
    const struct template_text text = text_of(bytes, size);
    struct template_level level = {0};
    bool in_section = false;
    for (size_t from = 0; from < text.count;) {
        size_t to = from;
        while (to < text.count && at(&text, to) != '\r' && at(&text, to) != '\n')
            to++;
        const struct piece line = trim(&text, (struct piece){from, to});
        if (line.from < line.to && at(&text, line.from) == '[')
            in_section = is_word(&text, line, "[registry values]");
        else if (in_section)
            read_line(&text, line, &level);
        from = to + 1;
    }
    return level;
}

bool security_template_number(const char *name, uint32_t *number)
{
    static const char before[] = "gpt";
    enum { DIGIT_LIMIT = 9 };
    uint32_t read = 0;
    int digits = 0;
    for (size_t i = 0; i < sizeof before - 1; i++)
        if (lower(*name++) != before[i])
            return false;
    for (; *name >= '0' && *name <= '9' && digits < DIGIT_LIMIT; name++, digits++)
        read = read * 10 + (uint32_t)(*name - '0');
    const struct template_text ending = {(const uint8_t *)name, 4, 1};
    for (size_t i = 0; i < 4; i++)
        if (name[i] == '\0')
            return false;
    if (digits == 0 || name[4] != '\0' ||
        (!is_word(&ending, (struct piece){0, 4}, ".inf") &&
         !is_word(&ending, (struct piece){0, 4}, ".dom")))
        return false;
    *number = read;
    return true;
}
