/* Whole registries, gone through, copied and compared.
 *
 * A target asserts about everything that a run wrote, not only about where it was expected to
 * write: it copies the registry before, and looks at every difference behind.
 */
#ifndef PROMPTFIX_TESTS_FUZZ_REGISTRY_WALK_H
#define PROMPTFIX_TESTS_FUZZ_REGISTRY_WALK_H

#include "registry/memory_registry.h"
#include "registry/stored_data.h"

/* Told of each key, roots too, and then of each of its values. Paths are below the root. */
struct registry_visitor {
    void (*key)(void *context, enum registry_root root, const char *path);
    void (*value)(void *context, const struct registry_value *value);
    void *context;
};

void registry_walk(struct registry *registry, const struct registry_visitor *visitor);

/* Another store with the same keys and values; memory_registry_free ends it. */
struct memory_registry *registry_copy(struct registry *registry);

/* One value that is not the same in two registries, or, with `name` NULL, a key that only one of
 * them has. */
struct registry_difference {
    enum registry_root root;
    const char *path;
    const char *name;
    struct stored_data before;
    struct stored_data after;
};

typedef void registry_difference_function(void *context,
                                          const struct registry_difference *difference);

/* Calls `report` for each difference. */
void registry_compare(struct registry *before, struct registry *after,
                      registry_difference_function *report, void *context);

/* A registry_difference_function: there must be none. */
void registry_allow_no_difference(void *context, const struct registry_difference *difference);

/* Is this a value that PromptFix may ever write: authentication or configuration flags in the
 * global section of a profile or an account's own, or the level? Told here by the documented
 * places, not by the code under test. */
bool registry_difference_is_ours(const struct registry_difference *difference);

/* The level, of the above. */
bool registry_difference_is_level(const struct registry_difference *difference);

#endif
