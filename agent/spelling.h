/* Which word was meant: somebody who types /fixx is told of /fix. */
#ifndef PROMPTFIX_AGENT_SPELLING_H
#define PROMPTFIX_AGENT_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

/* How many letters must be left out, put in, or changed to make `known` of `word` (`size` bytes,
 * ASCII letters in any case)? Words longer than 15 letters are too far from everything: SIZE_MAX.
 */
size_t spelling_distance(const char *word, size_t size, const char *known);

/* Is that near enough to ask whether `known` was meant? At most two letters, and less than half of
 * the word. */
bool spelling_is_near(size_t distance, size_t size);

#endif
