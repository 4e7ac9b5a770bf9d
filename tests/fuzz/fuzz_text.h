/* Texts for targets: taken from an input, and judged by another hand.
 *
 * The program has decoders of UTF-8 of its own, for names, paths and cut texts. What they say is
 * held against libiconv, which shares no code with them.
 */
#ifndef PROMPTFIX_TESTS_FUZZ_FUZZ_TEXT_H
#define PROMPTFIX_TESTS_FUZZ_FUZZ_TEXT_H

#include "tests/fuzz/fuzz_input.h"

#include <stdbool.h>

/* A copy with a NUL behind it, an allocation of exactly that size: reading beyond is seen. It may
 * have NULs of its own, and then is a shorter text. The caller frees it. */
char *fuzz_text_create(const struct fuzz_input *piece);

/* The same of what stands before the next line end, or of all that is left; steps over the end. */
char *fuzz_text_line_create(struct fuzz_input *input);

/* Takes what stands before the next NUL, or all that is left, and steps over the NUL. */
struct fuzz_input fuzz_input_word(struct fuzz_input *input);

/* Is it well-formed UTF-8? `*unit_count` (if not NULL) is then its length in UTF-16 units. */
bool fuzz_text_is_utf8(const void *text, size_t size, size_t *unit_count);

#endif
