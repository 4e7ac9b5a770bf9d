/* Is a text JSON? A strict reader of RFC 8259 for the tests: it builds nothing, it only refuses. */
#ifndef PROMPTFIX_TESTS_UNIT_JSON_SYNTAX_H
#define PROMPTFIX_TESTS_UNIT_JSON_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

/* One value with white space around it, in well-formed UTF-8, and nothing else. */
bool json_is_well_formed(const char *text, size_t size);

#endif
