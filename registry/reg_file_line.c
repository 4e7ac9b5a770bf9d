#include "registry/reg_file_line.h"

#include <string.h>

/* Do the ASCII characters mean themselves, each alone? Not so in EBCDIC, ISO 2022 or UTF-7. */
static error_code find_whether_ascii_is_kept(struct reg_file_lines *lines)
{
    char ascii[0x7f];
    for (size_t i = 0; i < sizeof ascii; i++)
        ascii[i] = (char)(i + 1);
    error_code error = text_convert(lines->converter, ascii, sizeof ascii, &lines->converted, NULL);
    if (error == CODE_NOT_ENOUGH_MEMORY)
        return error;
    lines->keeps_ascii = error == CODE_SUCCESS && lines->converted.size == sizeof ascii &&
                         memcmp(lines->converted.data, ascii, sizeof ascii) == 0;
    return CODE_SUCCESS;
}

error_code reg_file_lines_init(struct reg_file_lines *lines, const uint8_t *bytes, size_t size,
                               const char *encoding)
{
    struct reg_file_lines made = {.bytes = bytes, .size = size};
    if (size >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) {
        encoding = "UTF-16LE";
        made.place.offset = 2;
    } else if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        encoding = "UTF-8";
        made.place.offset = 3;
    }
    made.is_utf16 = strcmp(encoding, "UTF-16LE") == 0;
    made.is_utf8 = strcmp(encoding, "UTF-8") == 0;
    made.keeps_ascii = made.is_utf8;

    /* UTF-8 has only to be checked. Some iconvs let what is beyond U+10FFFF pass from UTF-8 to
     * UTF-8; none has a UTF-16 for it. */
    error_code error =
        text_converter_create(made.is_utf8 ? "UTF-16LE" : "UTF-8", encoding, &made.converter);
    if (error == CODE_SUCCESS && !made.is_utf8 && !made.is_utf16)
        error = find_whether_ascii_is_kept(&made);
    if (error != CODE_SUCCESS) {
        reg_file_lines_done(&made);
        return error;
    }
    *lines = made;
    return CODE_SUCCESS;
}

void reg_file_lines_done(struct reg_file_lines *lines)
{
    text_converter_free(lines->converter);
    byte_buffer_done(&lines->converted);
    *lines = (struct reg_file_lines){0};
}

/* A line as it lies in the file. */
struct raw_line {
    const uint8_t *bytes;
    size_t size;
    bool is_ascii;
};

static bool ends_line(unsigned unit)
{
    return unit == '\r' || unit == '\n';
}

static unsigned unit_at(const uint8_t *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8;
}

static struct raw_line take_utf16(const uint8_t *bytes, size_t size)
{
    unsigned seen = 0;
    size_t end = 0;
    while (end + 1 < size && !ends_line(unit_at(bytes + end))) {
        seen |= unit_at(bytes + end);
        end += 2;
    }
    bool is_whole = end + 1 != size;
    return (struct raw_line){bytes, is_whole ? end : size, is_whole && seen < 0x80};
}

static struct raw_line take_bytes(const uint8_t *bytes, size_t size)
{
    unsigned seen = 0;
    size_t end = 0;
    while (end < size && !ends_line(bytes[end]))
        seen |= bytes[end++];
    return (struct raw_line){bytes, end, seen < 0x80};
}

/* Reads the line break at the place, if there is one, and goes behind it. */
static void take_line_break(struct reg_file_lines *lines, struct reg_file_line *line)
{
    size_t unit_size = lines->is_utf16 ? 2 : 1;
    line->line_break_size = 0;
    while (line->line_break_size < 2 && lines->size - lines->place.offset >= unit_size) {
        const uint8_t *next = lines->bytes + lines->place.offset;
        unsigned unit = lines->is_utf16 ? unit_at(next) : *next;
        /* Behind a CR only LF belongs to the same line break, behind LF nothing does. */
        if (line->line_break_size == 0 ? !ends_line(unit)
                                       : line->line_break[0] != '\r' || unit != '\n')
            break;
        line->line_break[line->line_break_size++] = (char)unit;
        lines->place.offset += unit_size;
    }
}

/* First character that is no blank, as far as it can be told without converting. */
static char first_character(const struct raw_line *raw, bool is_utf16)
{
    size_t unit_size = is_utf16 ? 2 : 1;
    for (size_t i = 0; raw->size - i >= unit_size; i += unit_size) {
        unsigned unit = is_utf16 ? unit_at(raw->bytes + i) : raw->bytes[i];
        if (unit != ' ' && unit != '\t')
            return unit < 0x80 ? (char)unit : '\0';
    }
    return '\0';
}

static error_code narrow(struct reg_file_lines *lines, const struct raw_line *raw)
{
    if (!byte_buffer_reserve(&lines->converted, raw->size / 2))
        return CODE_NOT_ENOUGH_MEMORY;
    for (size_t i = 0; i < raw->size; i += 2)
        lines->converted.data[lines->converted.size++] = raw->bytes[i];
    return CODE_SUCCESS;
}

static error_code convert_line(struct reg_file_lines *lines, const struct raw_line *raw,
                               struct reg_file_line *line)
{
    bool is_understood = raw->is_ascii && (lines->keeps_ascii || lines->is_utf16);
    bool is_copied = lines->is_utf16 || (!is_understood && !lines->is_utf8);
    error_code error = CODE_SUCCESS;

    byte_buffer_clear(&lines->converted);
    if (!is_understood)
        error = text_convert(lines->converter, raw->bytes, raw->size, &lines->converted, NULL);
    else if (lines->is_utf16)
        error = narrow(lines, raw);
    line->text = (const char *)(is_copied ? lines->converted.data : raw->bytes);
    line->size = is_copied ? lines->converted.size : raw->size;

    /* A NUL is no text either: no name could hold it. */
    line->is_ill_formed = error == CODE_NO_UNICODE_TRANSLATION ||
                          (line->size > 0 && memchr(line->text, '\0', line->size) != NULL);
    if (line->is_ill_formed)
        line->size = 0;
    return error == CODE_NO_UNICODE_TRANSLATION ? CODE_SUCCESS : error;
}

error_code reg_file_lines_next(struct reg_file_lines *lines, struct reg_file_line *line)
{
    if (lines->place.offset >= lines->size)
        return CODE_NO_MORE_ITEMS;

    const uint8_t *bytes = lines->bytes + lines->place.offset;
    size_t size = lines->size - lines->place.offset;
    struct raw_line raw = lines->is_utf16 ? take_utf16(bytes, size) : take_bytes(bytes, size);
    struct reg_file_line taken = {.start = lines->place};
    error_code error = convert_line(lines, &raw, &taken);
    if (error != CODE_SUCCESS)
        return error;

    taken.first = first_character(&raw, lines->is_utf16);
    lines->place.offset += raw.size;
    take_line_break(lines, &taken);
    taken.number = ++lines->place.line_count;
    *line = taken;
    return CODE_SUCCESS;
}
