/* What a program said, looked at. All text is UTF-8. */
#ifndef PROMPTFIX_TESTS_SYSTEM_OUTPUT_CHECK_H
#define PROMPTFIX_TESTS_SYSTEM_OUTPUT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Fail the test, showing the text, unless a piece is in it, or is not. */
void output_expect(const char *text, const char *piece);
void output_expect_not(const char *text, const char *piece);

/* Fails the test unless `member` is followed by `piece` before the object it stands in ends. */
void output_expect_in_object(const char *text, const char *member, const char *piece);

/* Fails the test unless every line ends with CR LF, and the last one does. */
void output_expect_windows_lines(const char *text, size_t size);

/* Is the text one JSON object (RFC 8259) in UTF-8, with nothing but white space around it? */
bool output_is_json(const char *text, size_t size);

/* A copy without the lines that tell where and when a report was made ("time", "computer", "user"
 * and "windows"), and without "set_by_policy", which is known only of the machine that it is made
 * on. The caller frees it. */
char *output_without_origin(const char *json);

#endif
