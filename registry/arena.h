/* Memory that is released together.
 *
 * What one run observes (profiles, accounts, findings, changes) lives exactly as long as the run.
 * An arena hands out that memory from large blocks: no bookkeeping for each text, one release.
 */
#ifndef PROMPTFIX_REGISTRY_ARENA_H
#define PROMPTFIX_REGISTRY_ARENA_H

#include <stddef.h>

struct arena_block;

/* All zero is an empty arena. */
struct arena {
    struct arena_block *newest;
};

/* Releases everything that came from the arena, and makes it empty. */
void arena_done(struct arena *arena);

/* `size` bytes, zeroed, aligned for any object. NULL when memory ran out. */
void *arena_allocate(struct arena *arena, size_t size);

/* Copies of `size` bytes, and of a text of `length` bytes with a NUL behind it. NULL when memory
 * ran out. */
void *arena_copy(struct arena *arena, const void *bytes, size_t size);
char *arena_copy_text(struct arena *arena, const char *text, size_t length);

#endif
