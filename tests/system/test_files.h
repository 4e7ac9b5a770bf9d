/* A folder for the files of one run of the system tests: made anew at the start, removed with all
 * that is in it at the end. It is the tests' current folder, too. */
#ifndef PROMPTFIX_TESTS_SYSTEM_TEST_FILES_H
#define PROMPTFIX_TESTS_SYSTEM_TEST_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* False when the folder cannot be made. */
bool test_files_begin(void);
void test_files_end(void);

/* The full path of the file `name` in the folder. Ten results live at a time. */
const wchar_t *test_file_path(const wchar_t *name);

/* Writes a file, or reads one: the result ends with a NUL, to be freed by the caller. */
void test_file_write(const wchar_t *name, const void *bytes, size_t size);
char *test_file_read(const wchar_t *name, size_t *size);

#endif
