/* Reads exported .reg files: both headers, every type that `reg export` writes.
 *
 * A helpdesk gets such a file by mail from a machine it cannot reach. Lines that cannot be
 * understood are reported with their number and passed over; the caller decides whether that is
 * good enough.
 */
#ifndef PROMPTFIX_REGISTRY_REG_FILE_READER_H
#define PROMPTFIX_REGISTRY_REG_FILE_READER_H

#include "registry/memory_registry.h"

#include <stddef.h>
#include <stdint.h>

/* The largest file that is read, in bytes. One that is a single text was seen to take
 * seven times its size of memory (README.md), and a process of 32 bits has 2 GB in pieces. */
#define REG_FILE_SIZE_LIMIT ((size_t)128 * 1024 * 1024)

/* The most keys and values that a file may hold. Two bytes of a path are enough for a key, and a
 * key takes some hundred bytes: by its size alone a file could ask for more than there is. */
#define REG_FILE_ENTRY_LIMIT ((size_t)2000000)

enum reg_file_problem {
    REG_FILE_NO_HEADER,         /* the first line is not one of the two headers */
    REG_FILE_ILL_FORMED_TEXT,   /* bytes that are not text in the file's encoding */
    REG_FILE_BAD_KEY,           /* a "[" line without its "]", without a root that there is, or with
                                   an empty or nameless path */
    REG_FILE_VALUE_WITHOUT_KEY, /* a value line before the first key line */
    REG_FILE_BAD_NAME,          /* a value name without its closing quote, or without "=" */
    REG_FILE_BAD_STRING,        /* a string without its closing quote, or text behind it */
    REG_FILE_BAD_NUMBER,        /* dword: without one to eight hex digits */
    REG_FILE_BAD_HEX,           /* hex: with something else than bytes parted by commas */
    REG_FILE_UNKNOWN_DATA,      /* data that is none of the above */
    REG_FILE_UNKNOWN_LINE,      /* neither key, value, comment nor empty */
    REG_FILE_CUT_SHORT,         /* the file ends inside a continued line */
};

typedef void reg_file_problem_function(void *context, size_t line, enum reg_file_problem problem);

/* Reads `size` bytes of a file into `into`. Text without a byte order mark is in `code_page` (a
 * Windows number, 1252 if the caller knows nothing better), in REGEDIT4 files also the bytes of
 * hex(1), hex(2) and hex(7). Keys of HKEY_CURRENT_USER and HKEY_LOCAL_MACHINE are kept, keys of
 * other roots are passed over without a word. Exports of several keys may be joined to one file
 * (`copy /b a.reg+b.reg`): the header, with its byte order mark, may come again. Lines "[-key]" and
 * "name=-" delete what came before. For each malformed line `problem` is called (if not NULL) with
 * the number of the (first) line, from 1. Returns CODE_SUCCESS also when lines were passed over;
 * CODE_INVALID_DATA when there is no header (after calling `problem`) and nothing was read,
 * CODE_FILE_TOO_LARGE, CODE_INVALID_PARAMETER for an unknown code page, CODE_NOT_ENOUGH_MEMORY. */
error_code reg_file_read(const uint8_t *bytes, size_t size, unsigned code_page,
                         struct memory_registry *into, reg_file_problem_function *problem,
                         void *context);

#endif
