/* What one line of a .reg file says.
 *
 * The syntax is what regedit and `reg export` write, from Windows 2000 on, and what their import
 * takes. Sources: Microsoft, KB 310516 "How to add, modify, or delete registry subkeys and values
 * by using a .reg file"; what Windows itself makes of odd lines stands in Wine's tests
 * (programs/reg/tests/import.c). Nothing here keeps state: lines come in, their parts go out.
 */
#ifndef PROMPTFIX_REGISTRY_REG_FILE_SYNTAX_H
#define PROMPTFIX_REGISTRY_REG_FILE_SYNTAX_H

#include "registry/reg_file_line.h"
#include "registry/registry.h"

enum reg_file_header {
    REG_FILE_HEADER_NONE,
    REG_FILE_HEADER_4, /* REGEDIT4 */
    REG_FILE_HEADER_5, /* Windows Registry Editor Version 5.00 */
};

enum reg_file_header reg_file_header_of(const struct reg_file_line *line);

/* Is there nothing but blanks and a comment from position `at` on? */
bool reg_file_rest_is_empty(const struct reg_file_line *line, size_t at);

/* "[HKEY_CURRENT_USER\path]" or "[-HKEY_CURRENT_USER\path]". */
struct reg_file_key {
    bool is_kept; /* the root is one of the two that PromptFix looks at */
    bool is_deletion;
    enum registry_root root;
    const char *path; /* inside the line, without the root and the backslash behind it */
    size_t path_size;
};

/* False when the line, whose first character is "[", names no key: no "]", no such root, nothing
 * behind the backslash. The last "]" counts, since a key's name may contain others. */
bool reg_file_parse_key(const struct reg_file_line *line, struct reg_file_key *key);

/* `"name"=data` or `@=data`: where the parts are. */
struct reg_file_value {
    size_t name_start; /* behind the opening quote */
    size_t name_size;  /* with its escapes; 0 for the default value */
    size_t data_start; /* behind "=" and blanks */
};

/* False when the line, whose first character is a quote or "@", lacks the closing quote or "=". */
bool reg_file_parse_value(const struct reg_file_line *line, struct reg_file_value *value);

/* Does a key or a value begin with this line? That is where a string without its closing quote must
 * have ended. An ill-formed line counts by its first character. */
bool reg_file_begins_entry(const struct reg_file_line *line);

enum reg_file_string_end {
    REG_FILE_STRING_CLOSED, /* `*at` is behind the closing quote */
    REG_FILE_STRING_OPEN,   /* goes on in the next line */
    REG_FILE_STRING_BAD,    /* a backslash before something else than a backslash or a quote */
};

/* Appends quoted text from `*at` to its closing quote or to `size`, with escapes undone, to `to`;
 * whether memory ran out is for the caller to see there. */
enum reg_file_string_end reg_file_unescape(const char *text, size_t size, size_t *at,
                                           struct byte_buffer *to);

enum reg_file_data_kind {
    REG_FILE_DATA_STRING,   /* `*at` is behind the opening quote */
    REG_FILE_DATA_DELETION, /* "-" */
    REG_FILE_DATA_NUMBER,   /* dword: */
    REG_FILE_DATA_HEX,      /* hex: and hex(N): */
    REG_FILE_DATA_UNKNOWN,
};

/* What kind of data begins at `*at`; `*at` moves to the data itself, and `*type` is for hex. */
enum reg_file_data_kind reg_file_data_kind_of(const struct reg_file_line *line, size_t *at,
                                              uint32_t *type);

/* One to eight hex digits, and nothing behind them. */
bool reg_file_parse_number(const struct reg_file_line *line, size_t at, uint32_t *number);

enum reg_file_hex_end {
    REG_FILE_HEX_ENDED,
    REG_FILE_HEX_CONTINUED, /* a backslash at the end of the line */
    REG_FILE_HEX_CUT_SHORT, /* the file ends inside a byte or behind a comma */
    REG_FILE_HEX_BAD,
};

/* Appends the bytes of one line of hex data, from `at` on, to `to`. */
enum reg_file_hex_end reg_file_parse_hex(const struct reg_file_line *line, size_t at,
                                         struct byte_buffer *to);

/* Does a line of malformed hex data still say that it goes on? */
bool reg_file_hex_is_continued(const struct reg_file_line *line);

#endif
