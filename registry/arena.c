#include "registry/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The native tests make it so small that each allocation is a block, and can be made to fail. */
#ifndef ARENA_BLOCK_SIZE
#define ARENA_BLOCK_SIZE (64 * 1024)
#endif
enum { BLOCK_SIZE = ARENA_BLOCK_SIZE };

struct arena_block {
    struct arena_block *older;
    size_t used;
    size_t capacity;
    alignas(max_align_t) unsigned char bytes[];
};

void arena_done(struct arena *arena)
{
    while (arena->newest != NULL) {
        struct arena_block *older = arena->newest->older;
        free(arena->newest);
        arena->newest = older;
    }
}

static struct arena_block *add_block(struct arena *arena, size_t capacity)
{
    struct arena_block *block = calloc(1, sizeof *block + capacity);
    if (block == NULL)
        return NULL;
    block->capacity = capacity;
    block->older = arena->newest;
    arena->newest = block;
    return block;
}

void *arena_allocate(struct arena *arena, size_t size)
{
    const size_t alignment = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignment - 1) / alignment * alignment;

    struct arena_block *block = arena->newest;
    if (block == NULL || block->capacity - block->used < size) {
        block = add_block(arena, size > BLOCK_SIZE ? size : BLOCK_SIZE);
        if (block == NULL)
            return NULL;
    }
    void *memory = block->bytes + block->used;
    block->used += size;
    return memory;
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    void *copy = arena_allocate(arena, size);
    if (copy != NULL && size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

char *arena_copy_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_allocate(arena, length + 1) : NULL;
    if (copy != NULL)
        memcpy(copy, text, length);
    return copy;
}
