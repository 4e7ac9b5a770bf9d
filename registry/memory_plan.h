/* What a test has planned for a memory store: calls that fail, keys that are refused, and somebody
 * else who comes in between two calls. The functions of memory_registry.h fill it; the store asks
 * it before each call.
 */
#ifndef PROMPTFIX_REGISTRY_MEMORY_PLAN_H
#define PROMPTFIX_REGISTRY_MEMORY_PLAN_H

#include "registry/key_tree.h"
#include "registry/registry.h"

enum { MEMORY_PLAN_DENIED_LIMIT = 8 };

struct denied_key {
    enum registry_root root;
    enum registry_access access;
    char *path;
};

/* All zero plans nothing. */
struct memory_plan {
    size_t call_count;
    size_t failing_call; /* counted down to 0 as calls come; 0: none */
    error_code failing_code;
    bool fails_from_then_on;
    bool failing;

    struct denied_key denied[MEMORY_PLAN_DENIED_LIMIT];
    size_t denied_count;

    void (*before_call)(void *context, size_t call);
    void *before_call_context;
    size_t watched_call_count;
    bool in_before_call;
};

void memory_plan_done(struct memory_plan *plan);

/* What comes before every call: the count, the callback, the planned failure. */
error_code memory_plan_begin_call(struct memory_plan *plan);

/* See memory_registry_deny. */
error_code memory_plan_deny(struct memory_plan *plan, enum registry_root root, const char *path,
                            enum registry_access access);

/* Is this very key of the tree to be refused? */
bool memory_plan_denies(const struct memory_plan *plan, const struct key_tree *tree,
                        const struct tree_key *key, enum registry_access access);

#endif
