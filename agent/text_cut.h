/* Cutting text where the shell's limits end it.
 *
 * Tip and notice have room for so many UTF-16 units. A profile may have any name, so a text is cut
 * where a reader sees one character end: never within a surrogate pair, and never between a letter
 * and its accents or within a joined emoji.
 */
#ifndef PROMPTFIX_AGENT_TEXT_CUT_H
#define PROMPTFIX_AGENT_TEXT_CUT_H

#include "registry/byte_buffer.h"

/* How many UTF-16 units `size` bytes of UTF-8 are. A byte that is no UTF-8 counts as one. */
size_t text_unit_count(const char *text, size_t size);

/* How many bytes from the start are whole characters of together at most `unit_limit` units. */
size_t text_cut_size(const char *text, size_t size, size_t unit_limit);

/* Appends the text; one of more than `unit_limit` units is cut, and then ends in "…" within the
 * limit. Memory running out is remembered by the buffer. */
void text_append_cut(struct byte_buffer *out, const char *text, size_t size, size_t unit_limit);

#endif
