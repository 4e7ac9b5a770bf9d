/* Keys and values in memory: the tree behind memory_registry.c.
 *
 * A registry of 100,000 profiles must be no slower per key than one of ten. Each key keeps its
 * subkeys and values in the order they came, for enumeration by index, and one hash table over the
 * whole tree finds a name below its key at once.
 */
#ifndef PROMPTFIX_REGISTRY_KEY_TREE_H
#define PROMPTFIX_REGISTRY_KEY_TREE_H

#include "registry/error_code.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tree_key;

/* What a key and a value have in common; both begin with it. */
struct tree_entry {
    struct tree_entry *next_in_bucket;
    struct tree_key *parent; /* NULL for a root, and for a key that was removed */
    uint32_t hash;           /* of parent, kind and name */
    bool is_value;
    const char *name; /* UTF-8, NUL-terminated */
    size_t name_size;
};

/* Entries of one kind in the order they came. */
struct tree_list {
    struct tree_entry **entries;
    size_t count;
    size_t capacity;
};

struct tree_value {
    struct tree_entry entry;
    uint32_t type;
    uint8_t *data; /* NULL when it has no bytes */
    size_t data_size;
};

struct tree_key {
    struct tree_entry entry;
    uint32_t number; /* tells keys apart in the hash */
    struct tree_list subkeys;
    struct tree_list values;
    size_t hold_count;
    bool removed;     /* no longer in the tree, but still held */
    bool is_volatile; /* forgotten when the hive is unloaded; whatever is below it too */
};

enum { KEY_TREE_ROOT_COUNT = 2 };

/* key_tree_init makes an empty tree with its roots; it cannot fail. */
struct key_tree {
    struct tree_key roots[KEY_TREE_ROOT_COUNT];
    struct tree_entry **buckets;
    size_t bucket_count; /* a power of two, or 0 */
    size_t entry_count;
    uint32_t last_number;
};

void key_tree_init(struct key_tree *tree);

/* Releases the keys. Those that are still held stay until key_tree_release. */
void key_tree_done(struct key_tree *tree);

/* The subkey or value of `parent` with this name (UTF-8, size in bytes), without regard to case.
 * NULL when there is none. */
struct tree_key *key_tree_find_key(const struct key_tree *tree, const struct tree_key *parent,
                                   const char *name, size_t name_size);
struct tree_value *key_tree_find_value(const struct key_tree *tree, const struct tree_key *parent,
                                       const char *name, size_t name_size);

/* Adds a subkey; `parent` must not have one of that name. CODE_NOT_ENOUGH_MEMORY. */
error_code key_tree_add_key(struct key_tree *tree, struct tree_key *parent, const char *name,
                            size_t name_size, struct tree_key **key);

/* Adds a value with a copy of `data`, or replaces type and data of the one that has this name; its
 * place and the case of its name stay. CODE_NOT_ENOUGH_MEMORY. */
error_code key_tree_set_value(struct key_tree *tree, struct tree_key *parent, const char *name,
                              size_t name_size, uint32_t type, const void *data, size_t data_size);

void key_tree_remove_value(struct key_tree *tree, struct tree_value *value);

/* Removes a key, which is no root, with all that is below it. Whoever holds one of them finds it
 * marked `removed`, without subkeys and values. */
void key_tree_remove_key(struct key_tree *tree, struct tree_key *key);

/* Between the two a removed key stays readable for its holder. */
void key_tree_hold(struct tree_key *key);
void key_tree_release(struct tree_key *key);

#endif
