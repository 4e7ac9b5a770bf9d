#include "registry/reg_file_reader.h"

#include "registry/reg_file_syntax.h"

/* What happens to values: they come before any key, go into `key`, or are passed over, since their
 * key is of another root, was deleted or malformed. */
enum section {
    SECTION_NONE,
    SECTION_KEPT,
    SECTION_PASSED_OVER,
};

struct reader {
    struct reg_file_lines lines;
    struct reg_file_line line; /* the one being read */
    enum reg_file_header header;
    struct text_converter *utf8_to_utf16;
    struct text_converter *code_page_to_utf16;

    struct memory_registry *into;
    enum section section;
    struct registry_key *key; /* open in SECTION_KEPT, otherwise NULL */

    struct byte_buffer name;
    struct byte_buffer text;
    struct byte_buffer data;

    size_t ill_formed_reported; /* lines up to this number: some are read twice */
    reg_file_problem_function *problem;
    void *context;
};

static void report(struct reader *reader, size_t line, enum reg_file_problem problem)
{
    if (reader->problem != NULL)
        reader->problem(reader->context, line, problem);
}

/* A problem with a value or with a line that is nothing at all: where values are passed over, so
 * are their problems. */
static void report_value(struct reader *reader, size_t line, enum reg_file_problem problem)
{
    if (reader->section != SECTION_PASSED_OVER)
        report(reader, line, problem);
}

static void begin_section(struct reader *reader, enum section section, struct registry_key *key)
{
    registry_close(reader->key);
    reader->section = section;
    reader->key = key;
}

/* Takes the next line. One that is ill-formed is reported, once. */
static error_code next_line(struct reader *reader)
{
    error_code error = reg_file_lines_next(&reader->lines, &reader->line);
    if (error != CODE_SUCCESS)
        return error;
    const struct reg_file_line *line = &reader->line;
    if (line->is_ill_formed && line->number > reader->ill_formed_reported) {
        reader->ill_formed_reported = line->number;
        /* It may have been a key that matters. */
        if (line->first == '[')
            report(reader, line->number, REG_FILE_ILL_FORMED_TEXT);
        else
            report_value(reader, line->number, REG_FILE_ILL_FORMED_TEXT);
    }
    return CODE_SUCCESS;
}

static error_code read_header(struct reader *reader)
{
    error_code error = reg_file_lines_next(&reader->lines, &reader->line);
    if (error == CODE_SUCCESS)
        reader->header = reg_file_header_of(&reader->line);
    else if (error != CODE_NO_MORE_ITEMS)
        return error;
    if (reader->header != REG_FILE_HEADER_NONE)
        return CODE_SUCCESS;
    report(reader, 1, REG_FILE_NO_HEADER);
    return CODE_INVALID_DATA;
}

/* Makes the key, or deletes it with all that is below. CODE_INVALID_PARAMETER for a path that the
 * registry does not take, and for the deletion of a root. */
static error_code apply_key(struct reader *reader, const struct reg_file_key *key)
{
    byte_buffer_clear(&reader->name);
    byte_buffer_append(&reader->name, key->path, key->path_size);
    const char *path = byte_buffer_text(&reader->name);
    if (path == NULL)
        return CODE_NOT_ENOUGH_MEMORY;

    if (key->is_deletion) {
        error_code error = memory_registry_delete_tree(reader->into, key->root, path);
        return error == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : error;
    }
    struct registry_key *made = NULL;
    error_code error =
        registry_create(memory_registry_interface(reader->into), key->root, path, &made);
    if (error == CODE_SUCCESS)
        begin_section(reader, SECTION_KEPT, made);
    return error;
}

static error_code read_key(struct reader *reader)
{
    struct reg_file_key key;
    begin_section(reader, SECTION_PASSED_OVER, NULL);
    bool is_key = reg_file_parse_key(&reader->line, &key);
    if (is_key && !key.is_kept)
        return CODE_SUCCESS;
    error_code error = is_key ? apply_key(reader, &key) : CODE_INVALID_PARAMETER;
    if (error != CODE_INVALID_PARAMETER)
        return error;
    report(reader, reader->line.number, REG_FILE_BAD_KEY);
    return CODE_SUCCESS;
}

/* What a store says to a change of one value. */
static error_code judge_change(struct reader *reader, error_code error, size_t first_line)
{
    if (error != CODE_INVALID_PARAMETER)
        return error;
    report_value(reader, first_line, REG_FILE_BAD_NAME); /* longer than the registry takes */
    return CODE_SUCCESS;
}

/* Writes `reader->data` under `reader->name`, in SECTION_KEPT. */
static error_code write_value(struct reader *reader, uint32_t type, size_t first_line)
{
    if (reader->data.failed)
        return CODE_NOT_ENOUGH_MEMORY;
    error_code error = registry_write(reader->key, (const char *)reader->name.data, type,
                                      reader->data.data, reader->data.size);
    return judge_change(reader, error, first_line);
}

static error_code delete_value(struct reader *reader)
{
    if (reader->section != SECTION_KEPT)
        return CODE_SUCCESS;
    error_code error = registry_delete_value(reader->key, (const char *)reader->name.data);
    if (error == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    return judge_change(reader, error, reader->line.number);
}

/* A buffer that grew large for one value is given back as soon as that is possible: the store makes
 * a copy of its own next, and a process of 32 bits has little room for so many at once. */
enum { BUFFER_KEPT_SIZE = 1024 * 1024 };

static void release_if_large(struct byte_buffer *buffer)
{
    if (buffer->capacity > BUFFER_KEPT_SIZE)
        byte_buffer_done(buffer);
}

/* UTF-8 that is known to be well-formed becomes UTF-16LE. Nearly all of it is ASCII. */
static error_code widen(struct reader *reader, const struct byte_buffer *text,
                        struct byte_buffer *to)
{
    if (!byte_buffer_reserve(to, 2 * text->size))
        return CODE_NOT_ENOUGH_MEMORY;
    size_t i = 0;
    size_t end = to->size;
    for (; i < text->size && text->data[i] < 0x80; i++) {
        to->data[end++] = text->data[i];
        to->data[end++] = 0;
    }
    to->size = end;
    if (i == text->size)
        return CODE_SUCCESS;
    return text_convert(reader->utf8_to_utf16, text->data + i, text->size - i, to, NULL);
}

/* Reads a string, over as many lines as that takes, into `reader->text`. `*end` is _OPEN when there
 * is no closing quote before the next entry; `*is_lost` tells that a line in between was
 * ill-formed, and has been reported. */
static error_code collect_string(struct reader *reader, size_t *at, enum reg_file_string_end *end,
                                 bool *is_lost)
{
    struct reg_file_line *line = &reader->line;
    for (;;) {
        *end = reg_file_unescape(line->text, line->size, at, &reader->text);
        if (*end != REG_FILE_STRING_OPEN)
            return CODE_SUCCESS;
        /* regedit writes the line breaks of a string as they are. */
        byte_buffer_append(&reader->text, line->line_break, line->line_break_size);
        error_code error = next_line(reader);
        if (error == CODE_NO_MORE_ITEMS || (error == CODE_SUCCESS && reg_file_begins_entry(line)))
            return CODE_SUCCESS;
        if (error != CODE_SUCCESS)
            return error;
        *is_lost = *is_lost || line->is_ill_formed;
        *at = 0;
    }
}

static error_code read_string(struct reader *reader, size_t at)
{
    size_t first_line = reader->line.number;
    struct reg_file_place behind_first_line = reader->lines.place;
    enum reg_file_string_end end;
    bool is_lost = false;

    byte_buffer_clear(&reader->text);
    error_code error = collect_string(reader, &at, &end, &is_lost);
    if (error != CODE_SUCCESS)
        return error;
    if (end != REG_FILE_STRING_CLOSED) {
        /* Lines up to here are read again, but none of them begins another string: the time stays
         * linear. */
        reader->lines.place = behind_first_line;
        report_value(reader, first_line, REG_FILE_BAD_STRING);
        return CODE_SUCCESS;
    }
    if (!reg_file_rest_is_empty(&reader->line, at)) {
        report_value(reader, first_line, REG_FILE_BAD_STRING);
        return CODE_SUCCESS;
    }
    if (is_lost || reader->section != SECTION_KEPT)
        return CODE_SUCCESS;
    if (reader->text.failed)
        return CODE_NOT_ENOUGH_MEMORY;

    reader->line.text = ""; /* all of it is in `reader->text` now */
    reader->line.size = 0;
    release_if_large(&reader->lines.converted);
    byte_buffer_clear(&reader->data);
    error = widen(reader, &reader->text, &reader->data);
    release_if_large(&reader->text);
    if (error != CODE_SUCCESS)
        return error;
    byte_buffer_append(&reader->data, "\0", 2);
    return write_value(reader, VALUE_STRING, first_line);
}

static error_code read_number(struct reader *reader, size_t at)
{
    uint32_t number = 0;
    if (!reg_file_parse_number(&reader->line, at, &number)) {
        report_value(reader, reader->line.number, REG_FILE_BAD_NUMBER);
        return CODE_SUCCESS;
    }
    if (reader->section != SECTION_KEPT)
        return CODE_SUCCESS;
    byte_buffer_clear(&reader->data);
    for (unsigned shift = 0; shift < 32; shift += 8)
        byte_buffer_append_byte(&reader->data, (uint8_t)(number >> shift));
    return write_value(reader, VALUE_DWORD, reader->line.number);
}

/* Moves on to the next line of hex data, over empty lines and comments as the import does. `*end`
 * changes when there is none. A line that is ill-formed is taken for one, and leaves no bytes. */
static error_code next_hex_line(struct reader *reader, enum reg_file_hex_end *end)
{
    const struct reg_file_line *line = &reader->line;
    do {
        error_code error = next_line(reader);
        if (error == CODE_NO_MORE_ITEMS) {
            *end = REG_FILE_HEX_CUT_SHORT;
            return CODE_SUCCESS;
        }
        if (error != CODE_SUCCESS)
            return error;
        if (line->first == '[' || line->first == '"' || line->first == '@') {
            reader->lines.place = line->start; /* not part of this value */
            *end = REG_FILE_HEX_BAD;
            return CODE_SUCCESS;
        }
    } while (!line->is_ill_formed && reg_file_rest_is_empty(line, 0));
    return CODE_SUCCESS;
}

/* Reads hex data over all its lines into `reader->data`. `*end` is never _CONTINUED then. With
 * `*is_lost` a line of it was ill-formed, and has been reported. */
static error_code collect_hex(struct reader *reader, size_t at, enum reg_file_hex_end *end,
                              bool *is_lost)
{
    bool is_bad = false;
    *end = reg_file_parse_hex(&reader->line, at, &reader->data);
    for (;;) {
        is_bad = is_bad || *end == REG_FILE_HEX_BAD;
        bool goes_on = *end == REG_FILE_HEX_CONTINUED ||
                       (*end == REG_FILE_HEX_BAD && reg_file_hex_is_continued(&reader->line));
        if (!goes_on)
            break;
        *end = REG_FILE_HEX_CONTINUED;
        error_code error = next_hex_line(reader, end);
        if (error != CODE_SUCCESS)
            return error;
        if (*end != REG_FILE_HEX_CONTINUED)
            break;
        if (reader->line.is_ill_formed)
            *is_lost = true;
        else
            *end = reg_file_parse_hex(&reader->line, 0, &reader->data);
    }
    if (is_bad)
        *end = REG_FILE_HEX_BAD;
    return reader->data.failed ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS;
}

/* REGEDIT4 files hold the text of these types in the code page of the machine. */
static bool is_text_type(uint32_t type)
{
    return type == VALUE_STRING || type == VALUE_EXPAND_STRING || type == VALUE_MULTI_STRING;
}

/* Converts `reader->data` from the code page to UTF-16LE. */
static error_code decode_data(struct reader *reader)
{
    struct byte_buffer bytes = reader->data;
    reader->data = reader->text;
    reader->text = bytes;
    byte_buffer_clear(&reader->data);
    return text_convert(reader->code_page_to_utf16, bytes.data, bytes.size, &reader->data, NULL);
}

static error_code read_hex(struct reader *reader, size_t at, uint32_t type)
{
    size_t first_line = reader->line.number;
    enum reg_file_hex_end end;
    bool is_lost = false;

    byte_buffer_clear(&reader->data);
    error_code error = collect_hex(reader, at, &end, &is_lost);
    if (error != CODE_SUCCESS || is_lost)
        return error;
    if (end != REG_FILE_HEX_ENDED) {
        bool is_cut = end == REG_FILE_HEX_CUT_SHORT;
        report_value(reader, first_line, is_cut ? REG_FILE_CUT_SHORT : REG_FILE_BAD_HEX);
        return CODE_SUCCESS;
    }
    if (reader->section != SECTION_KEPT)
        return CODE_SUCCESS;
    if (reader->header == REG_FILE_HEADER_4 && is_text_type(type))
        error = decode_data(reader);
    release_if_large(&reader->text);
    if (error == CODE_SUCCESS)
        return write_value(reader, type, first_line);
    if (error != CODE_NO_UNICODE_TRANSLATION)
        return error;
    report_value(reader, first_line, REG_FILE_ILL_FORMED_TEXT);
    return CODE_SUCCESS;
}

/* The name without its escapes, NUL-terminated. `*is_name` is false for an escape that is none. */
static error_code read_name(struct reader *reader, const struct reg_file_value *value,
                            bool *is_name)
{
    size_t at = 0;
    byte_buffer_clear(&reader->name);
    *is_name = reg_file_unescape(reader->line.text + value->name_start, value->name_size, &at,
                                 &reader->name) == REG_FILE_STRING_OPEN;
    return byte_buffer_text(&reader->name) != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

static error_code read_data(struct reader *reader, size_t at)
{
    uint32_t type = VALUE_NONE;
    switch (reg_file_data_kind_of(&reader->line, &at, &type)) {
    case REG_FILE_DATA_STRING:
        return read_string(reader, at);
    case REG_FILE_DATA_DELETION:
        return delete_value(reader);
    case REG_FILE_DATA_NUMBER:
        return read_number(reader, at);
    case REG_FILE_DATA_HEX:
        return read_hex(reader, at, type);
    case REG_FILE_DATA_UNKNOWN:
        break;
    }
    report_value(reader, reader->line.number, REG_FILE_UNKNOWN_DATA);
    return CODE_SUCCESS;
}

static error_code read_value(struct reader *reader)
{
    struct reg_file_value value;
    bool is_name = reg_file_parse_value(&reader->line, &value);
    error_code error = is_name ? read_name(reader, &value, &is_name) : CODE_SUCCESS;
    if (error != CODE_SUCCESS)
        return error;
    if (is_name)
        return read_data(reader, value.data_start);
    report_value(reader, reader->line.number, REG_FILE_BAD_NAME);
    return CODE_SUCCESS;
}

/* A value before any key is read like others, so that its further lines are not taken for
 * something else. */
static error_code read_value_without_key(struct reader *reader)
{
    report(reader, reader->line.number, REG_FILE_VALUE_WITHOUT_KEY);
    reader->section = SECTION_PASSED_OVER;
    error_code error = read_value(reader);
    reader->section = SECTION_NONE;
    return error;
}

static error_code read_line(struct reader *reader)
{
    const struct reg_file_line *line = &reader->line;
    if (line->is_ill_formed) {
        if (line->first == '[')
            begin_section(reader, SECTION_PASSED_OVER, NULL);
        return CODE_SUCCESS;
    }
    switch (line->first) {
    case '[':
        return read_key(reader);
    case '"':
    case '@':
        return reader->section == SECTION_NONE ? read_value_without_key(reader)
                                               : read_value(reader);
    default:
        if (reg_file_header_of(line) == reader->header)
            begin_section(reader, SECTION_NONE, NULL); /* a second export joined to the first */
        else if (!reg_file_rest_is_empty(line, 0))
            report_value(reader, line->number, REG_FILE_UNKNOWN_LINE);
        return CODE_SUCCESS;
    }
}

static error_code read_lines(struct reader *reader)
{
    error_code error = read_header(reader);
    while (error == CODE_SUCCESS) {
        error = next_line(reader);
        if (error == CODE_SUCCESS)
            error = read_line(reader);
        if (error == CODE_SUCCESS &&
            memory_registry_entry_count(reader->into) > REG_FILE_ENTRY_LIMIT)
            error = CODE_FILE_TOO_LARGE;
    }
    return error == CODE_NO_MORE_ITEMS ? CODE_SUCCESS : error;
}

error_code reg_file_read(const uint8_t *bytes, size_t size, unsigned code_page,
                         struct memory_registry *into, reg_file_problem_function *problem,
                         void *context)
{
    struct reader reader = {.into = into, .problem = problem, .context = context};
    char encoding[16];

    if (size > REG_FILE_SIZE_LIMIT)
        return CODE_FILE_TOO_LARGE;
    error_code error = text_encoding_of_code_page(code_page, encoding);
    if (error == CODE_SUCCESS)
        error = reg_file_lines_init(&reader.lines, bytes, size, encoding);
    if (error == CODE_SUCCESS)
        error = text_converter_create("UTF-16LE", "UTF-8", &reader.utf8_to_utf16);
    if (error == CODE_SUCCESS)
        error = text_converter_create("UTF-16LE", encoding, &reader.code_page_to_utf16);
    if (error == CODE_SUCCESS)
        error = read_lines(&reader);

    begin_section(&reader, SECTION_NONE, NULL);
    byte_buffer_done(&reader.name);
    byte_buffer_done(&reader.text);
    byte_buffer_done(&reader.data);
    text_converter_free(reader.code_page_to_utf16);
    text_converter_free(reader.utf8_to_utf16);
    reg_file_lines_done(&reader.lines);
    return error;
}
