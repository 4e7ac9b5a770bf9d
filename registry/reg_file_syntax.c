#include "registry/reg_file_syntax.h"

#include "registry/registry_name.h"

#include <string.h>

static bool is_blank(char character)
{
    return character == ' ' || character == '\t';
}

static size_t skip_blanks(const struct reg_file_line *line, size_t at)
{
    while (at < line->size && is_blank(line->text[at]))
        at++;
    return at;
}

bool reg_file_rest_is_empty(const struct reg_file_line *line, size_t at)
{
    at = skip_blanks(line, at);
    return at == line->size || line->text[at] == ';';
}

enum reg_file_header reg_file_header_of(const struct reg_file_line *line)
{
    static const char version_4[] = "REGEDIT4";
    static const char version_5[] = "Windows Registry Editor Version 5.00";
    static const char byte_order_mark[] = {'\xef', '\xbb', '\xbf'};
    const char *text = line->text;
    size_t size = line->size;
    if (size >= sizeof byte_order_mark &&
        memcmp(text, byte_order_mark, sizeof byte_order_mark) == 0) {
        text += sizeof byte_order_mark;
        size -= sizeof byte_order_mark;
    }
    while (size > 0 && is_blank(text[size - 1]))
        size--;
    if (size == sizeof version_4 - 1 && memcmp(text, version_4, size) == 0)
        return REG_FILE_HEADER_4;
    if (size == sizeof version_5 - 1 && memcmp(text, version_5, size) == 0)
        return REG_FILE_HEADER_5;
    return REG_FILE_HEADER_NONE;
}

struct named_root {
    const char *name;
    bool is_kept;
    enum registry_root root;
};

/* Source: Microsoft, "Predefined Keys"; the short names are those of reg.exe. */
static const struct named_root named_roots[] = {
    {"HKEY_CURRENT_USER", true, REGISTRY_CURRENT_USER},
    {"HKEY_LOCAL_MACHINE", true, REGISTRY_LOCAL_MACHINE},
    {"HKCU", true, REGISTRY_CURRENT_USER},
    {"HKLM", true, REGISTRY_LOCAL_MACHINE},
    {.name = "HKEY_CLASSES_ROOT"},
    {.name = "HKEY_USERS"},
    {.name = "HKEY_CURRENT_CONFIG"},
    {.name = "HKEY_DYN_DATA"},
    {.name = "HKEY_PERFORMANCE_DATA"},
    {.name = "HKCR"},
    {.name = "HKU"},
    {.name = "HKCC"},
};

enum { LONGEST_ROOT_NAME = sizeof "HKEY_PERFORMANCE_DATA" - 1 };

/* The root named at `text`; its name ends at a backslash, a "]" or `size`. NULL for none. */
static const struct named_root *find_root(const char *text, size_t size, size_t *name_size)
{
    size_t end = 0;
    while (end < size && end <= LONGEST_ROOT_NAME && text[end] != '\\' && text[end] != ']')
        end++;
    for (size_t i = 0; i < sizeof named_roots / sizeof named_roots[0]; i++) {
        const char *name = named_roots[i].name;
        if (registry_names_equal(text, end, name, strlen(name))) {
            *name_size = end;
            return &named_roots[i];
        }
    }
    return NULL;
}

/* The root of a line that begins with "["; `*at` moves behind its name. */
static const struct named_root *root_of_line(const struct reg_file_line *line, size_t *at)
{
    size_t start = skip_blanks(line, 0) + 1;
    if (start < line->size && line->text[start] == '-')
        start++;
    size_t name_size = 0;
    const struct named_root *root = find_root(line->text + start, line->size - start, &name_size);
    *at = start + name_size;
    return root;
}

bool reg_file_parse_key(const struct reg_file_line *line, struct reg_file_key *key)
{
    size_t path = 0;
    size_t end = line->size;
    const struct named_root *root = root_of_line(line, &path);
    if (root == NULL)
        return false;
    while (end > path && line->text[end - 1] != ']')
        end--;
    if (end == path)
        return false;
    end--; /* the "]" itself */

    bool is_deletion = line->text[skip_blanks(line, 0) + 1] == '-';
    if (path < end && (line->text[path] != '\\' || ++path == end))
        return false;
    *key = (struct reg_file_key){.is_kept = root->is_kept,
                                 .is_deletion = is_deletion,
                                 .root = root->root,
                                 .path = line->text + path,
                                 .path_size = end - path};
    return true;
}

bool reg_file_parse_value(const struct reg_file_line *line, struct reg_file_value *value)
{
    size_t at = skip_blanks(line, 0);
    struct reg_file_value found = {.name_start = at + 1};
    bool is_quoted = line->text[at++] == '"';
    if (is_quoted) {
        while (at < line->size && line->text[at] != '"')
            at += line->text[at] == '\\' ? 2 : 1;
        if (at >= line->size)
            return false;
        found.name_size = at++ - found.name_start;
    }
    at = skip_blanks(line, at);
    if (at == line->size || line->text[at] != '=')
        return false;
    found.data_start = skip_blanks(line, at + 1);
    *value = found;
    return true;
}

bool reg_file_begins_entry(const struct reg_file_line *line)
{
    struct reg_file_value value;
    size_t at = 0;
    if (line->first == '[')
        return line->is_ill_formed || root_of_line(line, &at) != NULL;
    if (line->first == '"' || line->first == '@')
        return line->is_ill_formed || reg_file_parse_value(line, &value);
    return false;
}

enum reg_file_string_end reg_file_unescape(const char *text, size_t size, size_t *at,
                                           struct byte_buffer *to)
{
    for (;;) {
        size_t start = *at;
        while (*at < size && text[*at] != '"' && text[*at] != '\\')
            ++*at;
        byte_buffer_append(to, text + start, *at - start);
        if (*at == size)
            return REG_FILE_STRING_OPEN;
        if (text[(*at)++] == '"')
            return REG_FILE_STRING_CLOSED;
        if (*at == size || (text[*at] != '"' && text[*at] != '\\'))
            return REG_FILE_STRING_BAD;
        byte_buffer_append_byte(to, (uint8_t)text[(*at)++]);
    }
}

/* The value of a hex digit, or -1. */
static int digit_value(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

/* One to eight hex digits at `*at`, which moves behind them. */
static bool parse_digits(const struct reg_file_line *line, size_t *at, uint32_t *number)
{
    uint32_t value = 0;
    size_t start = *at;
    size_t end = start;
    while (end < line->size && digit_value(line->text[end]) >= 0) {
        if (end - start == 8)
            return false;
        value = value << 4 | (uint32_t)digit_value(line->text[end++]);
    }
    if (end == start)
        return false;
    *at = end;
    *number = value;
    return true;
}

/* Does `word` stand at `*at`? Then `*at` moves behind it. */
static bool take_word(const struct reg_file_line *line, size_t *at, const char *word)
{
    size_t size = strlen(word);
    if (line->size - *at < size || !registry_names_equal(line->text + *at, size, word, size))
        return false;
    *at += size;
    return true;
}

enum reg_file_data_kind reg_file_data_kind_of(const struct reg_file_line *line, size_t *at,
                                              uint32_t *type)
{
    if (take_word(line, at, "\""))
        return REG_FILE_DATA_STRING;
    if (take_word(line, at, "-"))
        return reg_file_rest_is_empty(line, *at) ? REG_FILE_DATA_DELETION : REG_FILE_DATA_UNKNOWN;
    if (take_word(line, at, "dword:"))
        return REG_FILE_DATA_NUMBER;
    if (take_word(line, at, "hex:")) {
        *type = VALUE_BINARY;
        return REG_FILE_DATA_HEX;
    }
    if (take_word(line, at, "hex(") && parse_digits(line, at, type) && take_word(line, at, "):"))
        return REG_FILE_DATA_HEX;
    return REG_FILE_DATA_UNKNOWN;
}

bool reg_file_parse_number(const struct reg_file_line *line, size_t at, uint32_t *number)
{
    at = skip_blanks(line, at);
    return parse_digits(line, &at, number) && reg_file_rest_is_empty(line, at);
}

/* The end of a line of hex data, at `at`. Behind a byte the data ends; where a byte may stand it
 * can also go on in the next line, or end with a trailing comma. */
static enum reg_file_hex_end hex_end_at(const struct reg_file_line *line, size_t at,
                                        bool expects_byte, bool after_comma)
{
    if (reg_file_rest_is_empty(line, at)) {
        bool is_cut = after_comma && at == line->size && line->line_break_size == 0;
        return is_cut ? REG_FILE_HEX_CUT_SHORT : REG_FILE_HEX_ENDED;
    }
    if (expects_byte && line->text[at] == '\\' && reg_file_rest_is_empty(line, at + 1))
        return REG_FILE_HEX_CONTINUED;
    bool is_half_byte = expects_byte && digit_value(line->text[at]) >= 0 && at + 1 == line->size;
    return is_half_byte && line->line_break_size == 0 ? REG_FILE_HEX_CUT_SHORT : REG_FILE_HEX_BAD;
}

enum reg_file_hex_end reg_file_parse_hex(const struct reg_file_line *line, size_t at,
                                         struct byte_buffer *to)
{
    const char *text = line->text;
    bool after_comma = false;
    if (!byte_buffer_reserve(to, line->size / 3 + 1))
        return REG_FILE_HEX_BAD;
    for (;;) {
        at = skip_blanks(line, at);
        int high = at < line->size ? digit_value(text[at]) : -1;
        int low = at + 1 < line->size ? digit_value(text[at + 1]) : -1;
        if (high < 0 || low < 0)
            return hex_end_at(line, at, true, after_comma);
        to->data[to->size++] = (uint8_t)(high << 4 | low); /* there is room */
        at = skip_blanks(line, at + 2);
        if (at == line->size || text[at] != ',')
            return hex_end_at(line, at, false, false);
        after_comma = true;
        at++;
    }
}

bool reg_file_hex_is_continued(const struct reg_file_line *line)
{
    size_t end = line->size;
    while (end > 0 && is_blank(line->text[end - 1]))
        end--;
    return end > 0 && line->text[end - 1] == '\\';
}
