#include "registry/reg_file_writer.h"

#include "registry/dword.h"
#include "registry/text_encoding.h"

#include <stdbool.h>
#include <string.h>

/* regedit breaks a line of hex data behind the first comma that leaves this many columns filled, so
 * that no line takes more than 80 unless the name is long. Measured on public exports of Windows:
 * `"ImagePath"=hex(2):` is followed by 20 bytes, an indented line holds 25. */
enum { FOLD_COLUMN = 77, INDENT = 2 };

void reg_file_writer_done(struct reg_file_writer *writer)
{
    byte_buffer_done(&writer->text);
}

void reg_file_begin(struct reg_file_writer *writer)
{
    byte_buffer_clear(&writer->text);
    byte_buffer_append_text(&writer->text, "Windows Registry Editor Version 5.00\r\n");
}

void reg_file_write_key(struct reg_file_writer *writer, enum registry_root root, const char *path)
{
    struct byte_buffer *text = &writer->text;
    byte_buffer_append_text(text, root == REGISTRY_LOCAL_MACHINE ? "\r\n[HKEY_LOCAL_MACHINE"
                                                                 : "\r\n[HKEY_CURRENT_USER");
    if (*path != '\0')
        byte_buffer_append_byte(text, '\\');
    byte_buffer_append_text(text, path);
    byte_buffer_append_text(text, "]\r\n");
}

void reg_file_write_comment(struct reg_file_writer *writer, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, "\r\n");
        byte_buffer_append_text(&writer->text, "; ");
        byte_buffer_append(&writer->text, text, size);
        byte_buffer_append_text(&writer->text, "\r\n");
        text += size;
        if (*text == '\0')
            return;
        text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
    }
}

static void write_quoted(struct byte_buffer *text, const char *content, size_t size)
{
    byte_buffer_append_byte(text, '"');
    size_t start = 0;
    for (size_t i = 0; i < size; i++) {
        if (content[i] != '"' && content[i] != '\\')
            continue;
        byte_buffer_append(text, content + start, i - start);
        byte_buffer_append_byte(text, '\\');
        start = i;
    }
    if (start < size) /* an empty text may be NULL, to which nothing can be added */
        byte_buffer_append(text, content + start, size - start);
    byte_buffer_append_byte(text, '"');
}

static void write_name(struct byte_buffer *text, const char *name)
{
    if (*name == '\0')
        byte_buffer_append_byte(text, '@');
    else
        write_quoted(text, name, strlen(name));
    byte_buffer_append_byte(text, '=');
}

/* The column behind `start`, which begins a line: one for each character. */
static size_t column_behind(const struct byte_buffer *text, size_t start)
{
    size_t column = 0;
    for (size_t i = start; i < text->size; i++)
        if ((text->data[i] & 0xc0) != 0x80)
            column++;
    return column;
}

static void write_hex(struct byte_buffer *text, size_t column, const uint8_t *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        const char byte[] = {digits[bytes[i] >> 4], digits[bytes[i] & 15], ','};
        byte_buffer_append(text, byte, i + 1 < size ? 3 : 2);
        column += 3;
        if (column >= FOLD_COLUMN && i + 1 < size) {
            byte_buffer_append_text(text, "\\\r\n  ");
            column = INDENT;
        }
    }
}

/* May these bytes of a REG_SZ stand in quotes? They must end with their only NUL. Line breaks are
 * written as hex too: where they stand in quotes, not every reader gets them back. */
static bool is_one_line(const uint8_t *bytes, size_t size)
{
    if (size < 2 || size % 2 != 0)
        return false;
    for (size_t i = 0; i < size; i += 2) {
        unsigned unit = bytes[i] | (unsigned)bytes[i + 1] << 8;
        if (unit == '\r' || unit == '\n' || (unit == 0) != (i + 2 == size))
            return false;
    }
    return true;
}

/* Writes a REG_SZ in quotes. CODE_NO_UNICODE_TRANSLATION when it is not well-formed. */
static error_code write_string(struct byte_buffer *text, const uint8_t *bytes, size_t size)
{
    struct text_converter *converter = NULL;
    struct byte_buffer content = {0};
    error_code error = text_converter_create("UTF-8", "UTF-16LE", &converter);
    if (error == CODE_SUCCESS)
        error = text_convert(converter, bytes, size - 2, &content, NULL);
    if (error == CODE_SUCCESS)
        write_quoted(text, (const char *)content.data, content.size);
    byte_buffer_done(&content);
    text_converter_free(converter);
    return error;
}

/* The data as text, if its type has such a form and the bytes fit it. */
static error_code write_plain(struct byte_buffer *text, uint32_t type, const uint8_t *bytes,
                              size_t size)
{
    if (type == VALUE_STRING && is_one_line(bytes, size))
        return write_string(text, bytes, size);
    if (type != VALUE_DWORD || size != DWORD_SIZE)
        return CODE_NO_UNICODE_TRANSLATION;
    byte_buffer_append_format(text, "dword:%08lx", (unsigned long)dword_of_bytes(bytes));
    return CODE_SUCCESS;
}

void reg_file_write_value(struct reg_file_writer *writer, const char *name, uint32_t type,
                          const void *data, size_t data_size)
{
    struct byte_buffer *text = &writer->text;
    size_t start = text->size;

    write_name(text, name);
    error_code error = write_plain(text, type, data, data_size);
    if (error == CODE_NO_UNICODE_TRANSLATION) {
        if (type == VALUE_BINARY)
            byte_buffer_append_text(text, "hex:");
        else
            byte_buffer_append_format(text, "hex(%lx):", (unsigned long)type);
        write_hex(text, column_behind(text, start), data, data_size);
    } else if (error != CODE_SUCCESS) {
        text->failed = true; /* out of memory: told by reg_file_finish */
    }
    byte_buffer_append_text(text, "\r\n");
}

void reg_file_write_deletion(struct reg_file_writer *writer, const char *name)
{
    write_name(&writer->text, name);
    byte_buffer_append_text(&writer->text, "-\r\n");
}

error_code reg_file_finish(struct reg_file_writer *writer, struct byte_buffer *file)
{
    struct text_converter *converter = NULL;
    size_t size_before = file->size;
    if (writer->text.failed || file->failed)
        return CODE_NOT_ENOUGH_MEMORY;

    error_code error = text_converter_create("UTF-16LE", "UTF-8", &converter);
    if (error != CODE_SUCCESS)
        return error;
    byte_buffer_append(file, "\xff\xfe", 2);
    if (file->failed) {
        file->failed = false;
        error = CODE_NOT_ENOUGH_MEMORY;
    } else {
        error = text_convert(converter, writer->text.data, writer->text.size, file, NULL);
    }
    if (error != CODE_SUCCESS)
        file->size = size_before;
    text_converter_free(converter);
    return error;
}
