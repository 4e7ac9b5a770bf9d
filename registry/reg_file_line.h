/* The lines of a .reg file, as UTF-8, with their numbers.
 *
 * The whole file is in memory already. Lines are taken from it one by one and only converted where
 * they must be, so that a large export costs no second copy. A line that is no text in the file's
 * encoding comes marked as such and does no harm to the next.
 */
#ifndef PROMPTFIX_REGISTRY_REG_FILE_LINE_H
#define PROMPTFIX_REGISTRY_REG_FILE_LINE_H

#include "registry/text_encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A place between two lines. */
struct reg_file_place {
    size_t offset;     /* in bytes, of the next line */
    size_t line_count; /* lines before it */
};

struct reg_file_lines {
    const uint8_t *bytes;
    size_t size;
    struct reg_file_place place;
    bool is_utf8;
    bool is_utf16;
    bool keeps_ascii; /* ASCII bytes mean themselves: no need to convert them */
    struct text_converter *converter;
    struct byte_buffer converted;
};

struct reg_file_line {
    const char
        *text; /* UTF-8 without NUL inside or at the end; valid until the next line is taken */
    size_t size;
    char line_break[2];
    size_t line_break_size; /* 0: the file ends here */
    size_t number;          /* from 1 */
    struct reg_file_place start;
    bool is_ill_formed; /* `text` is then empty */
    char first;         /* first character that is no blank if it is ASCII, otherwise 0 */
};

/* `bytes` stay the caller's and must outlive `lines`. A byte order mark decides on the encoding,
 * without one it is `encoding` (an iconv name). CODE_INVALID_PARAMETER for an encoding that
 * libiconv does not have, CODE_NOT_ENOUGH_MEMORY; nothing is to be released then. */
error_code reg_file_lines_init(struct reg_file_lines *lines, const uint8_t *bytes, size_t size,
                               const char *encoding);
void reg_file_lines_done(struct reg_file_lines *lines);

/* Takes the next line; LF, CR LF and a lone CR end one. CODE_NO_MORE_ITEMS at the end of the file,
 * CODE_NOT_ENOUGH_MEMORY. */
error_code reg_file_lines_next(struct reg_file_lines *lines, struct reg_file_line *line);

#endif
