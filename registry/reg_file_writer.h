/* Writes .reg files that regedit and `reg import` take: what /fix /from /out hands back.
 *
 * Always "Windows Registry Editor Version 5.00" in UTF-16LE with a byte order mark and CRLF, which
 * Windows 2000 and everything later imports. Lines of hex data are folded as regedit folds them.
 */
#ifndef PROMPTFIX_REGISTRY_REG_FILE_WRITER_H
#define PROMPTFIX_REGISTRY_REG_FILE_WRITER_H

#include "registry/registry.h"

/* All zero is a file that has not been begun. */
struct reg_file_writer {
    struct byte_buffer text; /* the file so far, UTF-8, lines ended by CRLF */
};

void reg_file_writer_done(struct reg_file_writer *writer);

/* The header; then any number of keys, each followed by its values. Memory running out is
 * remembered until reg_file_finish. */
void reg_file_begin(struct reg_file_writer *writer);
void reg_file_write_key(struct reg_file_writer *writer, enum registry_root root, const char *path);

/* A comment line; line breaks in `text` begin a new comment line. */
void reg_file_write_comment(struct reg_file_writer *writer, const char *text);

/* REG_SZ that is well-formed text of one line with exactly one NUL at its end is written in quotes,
 * four-byte REG_DWORD as dword:, all else as hex, so that the import gives back type and bytes
 * exactly. (A name with a line break in it cannot be written so that any import takes it.) */
void reg_file_write_value(struct reg_file_writer *writer, const char *name, uint32_t type,
                          const void *data, size_t data_size);
void reg_file_write_deletion(struct reg_file_writer *writer, const char *name);

/* The bytes of the whole file are appended to `file`. CODE_NOT_ENOUGH_MEMORY,
 * CODE_NO_UNICODE_TRANSLATION when a name was no UTF-8; `file` is then as before. */
error_code reg_file_finish(struct reg_file_writer *writer, struct byte_buffer *file);

#endif
