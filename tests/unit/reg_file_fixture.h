/* What the tests of the .reg reader share: a registry in memory, a reader that remembers what it
 * was told, and a look at what has come in. */
#ifndef PROMPTFIX_TESTS_UNIT_REG_FILE_FIXTURE_H
#define PROMPTFIX_TESTS_UNIT_REG_FILE_FIXTURE_H

#include "registry/reg_file_reader.h"

#include <stdbool.h>

/* The registry that files are read into, between the two. */
extern struct memory_registry *reg_file_memory;
void reg_file_setup(void);
void reg_file_teardown(void);

/* Read a file; the problems of earlier ones are forgotten. */
error_code reg_file_read_bytes(const void *bytes, size_t size, unsigned code_page);
void reg_file_read_well(const char *text);
void reg_file_read_utf16(const char *utf8);

/* A file from a literal, which may hold NULs. */
#define READ(literal, code_page) reg_file_read_bytes(literal, sizeof(literal) - 1, code_page)
#define HEADER "Windows Registry Editor Version 5.00\r\n\r\n"
#define KEY "[HKEY_CURRENT_USER\\a]\r\n"

/* What the last file was found to suffer from, in this order. */
void assert_problem_count(size_t count);
void assert_problem(size_t index, size_t line, enum reg_file_problem problem);
void assert_only_problem(size_t line, enum reg_file_problem problem);

bool key_exists(enum registry_root root, const char *path);

/* A value of a key of HKEY_CURRENT_USER, and one of its key "a". */
void assert_value(const char *path, const char *name, uint32_t type, const void *data, size_t size);
void assert_no_value(const char *name);
#define ASSERT_VALUE(name, type, literal)                                                          \
    assert_value("a", name, type, literal, sizeof(literal) - 1)

#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

#endif
