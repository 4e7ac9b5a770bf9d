#include "registry/key_tree.h"

#include "registry/registry_name.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BUCKET_COUNT = 64, FIRST_LIST_CAPACITY = 4 };

void key_tree_init(struct key_tree *tree)
{
    *tree = (struct key_tree){0};
    for (size_t i = 0; i < KEY_TREE_ROOT_COUNT; i++) {
        tree->roots[i].entry.name = "";
        tree->roots[i].number = tree->last_number++;
    }
}

/* The numbers of the parents are consecutive: multiply and fold, so that they spread over all
 * buckets. The factors are the finalizer of MurmurHash3 (public domain). */
static uint32_t hash_of(const struct tree_key *parent, bool is_value, const char *name,
                        size_t name_size)
{
    uint32_t hash = registry_name_hash(name, name_size);
    hash ^= (parent->number * 2U + (is_value ? 1U : 0U)) * 0x9E3779B9U;
    hash ^= hash >> 16;
    hash *= 0x85EBCA6BU;
    hash ^= hash >> 13;
    hash *= 0xC2B2AE35U;
    hash ^= hash >> 16;
    return hash;
}

static struct tree_entry *find(const struct key_tree *tree, const struct tree_key *parent,
                               bool is_value, const char *name, size_t name_size)
{
    if (tree->bucket_count == 0)
        return NULL;
    uint32_t hash = hash_of(parent, is_value, name, name_size);
    struct tree_entry *entry = tree->buckets[hash & (tree->bucket_count - 1)];
    while (entry != NULL) {
        if (entry->hash == hash && entry->parent == parent && entry->is_value == is_value &&
            registry_names_equal(entry->name, entry->name_size, name, name_size))
            break;
        entry = entry->next_in_bucket;
    }
    return entry;
}

struct tree_key *key_tree_find_key(const struct key_tree *tree, const struct tree_key *parent,
                                   const char *name, size_t name_size)
{
    return (struct tree_key *)find(tree, parent, false, name, name_size);
}

struct tree_value *key_tree_find_value(const struct key_tree *tree, const struct tree_key *parent,
                                       const char *name, size_t name_size)
{
    return (struct tree_value *)find(tree, parent, true, name, name_size);
}

static void put_into_bucket(struct key_tree *tree, struct tree_entry *entry)
{
    struct tree_entry **bucket = &tree->buckets[entry->hash & (tree->bucket_count - 1)];
    entry->next_in_bucket = *bucket;
    *bucket = entry;
}

static void take_out_of_bucket(struct key_tree *tree, struct tree_entry *entry)
{
    struct tree_entry **link = &tree->buckets[entry->hash & (tree->bucket_count - 1)];
    while (*link != entry)
        link = &(*link)->next_in_bucket;
    *link = entry->next_in_bucket;
    tree->entry_count--;
}

/* Keeps at least one bucket for each entry, the one to come included. */
static bool reserve_bucket(struct key_tree *tree)
{
    if (tree->entry_count < tree->bucket_count)
        return true;
    size_t old_count = tree->bucket_count;
    size_t count = old_count == 0 ? FIRST_BUCKET_COUNT : old_count * 2;
    struct tree_entry **old = tree->buckets;
    struct tree_entry **buckets = calloc(count, sizeof(struct tree_entry *));
    if (buckets == NULL)
        return false;

    tree->buckets = buckets;
    tree->bucket_count = count;
    for (size_t i = 0; i < old_count; i++) {
        while (old[i] != NULL) {
            struct tree_entry *entry = old[i];
            old[i] = entry->next_in_bucket;
            put_into_bucket(tree, entry);
        }
    }
    free(old);
    return true;
}

static bool reserve_place(struct tree_list *list)
{
    if (list->count < list->capacity)
        return true;
    size_t capacity = list->capacity == 0 ? FIRST_LIST_CAPACITY : list->capacity * 2;
    if (capacity > SIZE_MAX / sizeof(struct tree_entry *))
        return false;
    struct tree_entry **entries = realloc(list->entries, capacity * sizeof(struct tree_entry *));
    if (entries == NULL)
        return false;
    list->entries = entries;
    list->capacity = capacity;
    return true;
}

/* Looks from the end: what came last is what a roll-back removes first. */
static void take_out_of_list(struct tree_list *list, const struct tree_entry *entry)
{
    size_t i = list->count - 1;
    while (list->entries[i] != entry)
        i--;
    memmove(&list->entries[i], &list->entries[i + 1],
            (list->count - 1 - i) * sizeof(struct tree_entry *));
    list->count--;
}

/* A zeroed key or value of `size` bytes, the name behind it, linked into the tree. */
static struct tree_entry *add_entry(struct key_tree *tree, struct tree_key *parent, bool is_value,
                                    const char *name, size_t name_size, size_t size)
{
    struct tree_list *list = is_value ? &parent->values : &parent->subkeys;
    if (name_size >= SIZE_MAX - size || !reserve_place(list) || !reserve_bucket(tree))
        return NULL;
    struct tree_entry *entry = calloc(1, size + name_size + 1);
    if (entry == NULL)
        return NULL;

    char *own_name = (char *)entry + size;
    memcpy(own_name, name, name_size);
    entry->name = own_name;
    entry->name_size = name_size;
    entry->parent = parent;
    entry->is_value = is_value;
    entry->hash = hash_of(parent, is_value, name, name_size);
    put_into_bucket(tree, entry);
    tree->entry_count++;
    list->entries[list->count++] = entry;
    return entry;
}

error_code key_tree_add_key(struct key_tree *tree, struct tree_key *parent, const char *name,
                            size_t name_size, struct tree_key **key)
{
    struct tree_key *added =
        (struct tree_key *)add_entry(tree, parent, false, name, name_size, sizeof *added);
    if (added == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    added->number = tree->last_number++;
    *key = added;
    return CODE_SUCCESS;
}

error_code key_tree_set_value(struct key_tree *tree, struct tree_key *parent, const char *name,
                              size_t name_size, uint32_t type, const void *data, size_t data_size)
{
    uint8_t *copy = NULL;
    if (data_size > 0) {
        copy = malloc(data_size);
        if (copy == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        memcpy(copy, data, data_size);
    }
    struct tree_value *value = key_tree_find_value(tree, parent, name, name_size);
    if (value == NULL)
        value = (struct tree_value *)add_entry(tree, parent, true, name, name_size, sizeof *value);
    if (value == NULL) {
        free(copy);
        return CODE_NOT_ENOUGH_MEMORY;
    }
    free(value->data);
    value->type = type;
    value->data = copy;
    value->data_size = data_size;
    return CODE_SUCCESS;
}

static void forget_value(struct key_tree *tree, struct tree_value *value)
{
    take_out_of_bucket(tree, &value->entry);
    free(value->data);
    free(value);
}

void key_tree_remove_value(struct key_tree *tree, struct tree_value *value)
{
    take_out_of_list(&value->entry.parent->values, &value->entry);
    forget_value(tree, value);
}

static void remove_content(struct key_tree *tree, struct tree_key *key)
{
    for (size_t i = 0; i < key->values.count; i++)
        forget_value(tree, (struct tree_value *)key->values.entries[i]);
    free(key->values.entries);
    free(key->subkeys.entries);
    key->values = (struct tree_list){0};
    key->subkeys = (struct tree_list){0};
}

static void forget_key(struct key_tree *tree, struct tree_key *key)
{
    take_out_of_bucket(tree, &key->entry);
    remove_content(tree, key);
    key->entry.parent = NULL;
    key->removed = true;
    if (key->hold_count == 0)
        free(key);
}

/* Without recursion: a file can hold a path deeper than the stack. */
static void remove_all_below(struct key_tree *tree, struct tree_key *top)
{
    struct tree_key *key = top;
    while (key != top || top->subkeys.count > 0) {
        if (key->subkeys.count > 0) {
            key = (struct tree_key *)key->subkeys.entries[key->subkeys.count - 1];
        } else {
            struct tree_key *parent = key->entry.parent;
            parent->subkeys.count--;
            forget_key(tree, key);
            key = parent;
        }
    }
}

void key_tree_remove_key(struct key_tree *tree, struct tree_key *key)
{
    remove_all_below(tree, key);
    take_out_of_list(&key->entry.parent->subkeys, &key->entry);
    forget_key(tree, key);
}

void key_tree_hold(struct tree_key *key)
{
    key->hold_count++;
}

void key_tree_release(struct tree_key *key)
{
    key->hold_count--;
    if (key->removed && key->hold_count == 0)
        free(key);
}

void key_tree_done(struct key_tree *tree)
{
    for (size_t i = 0; i < KEY_TREE_ROOT_COUNT; i++) {
        remove_all_below(tree, &tree->roots[i]);
        remove_content(tree, &tree->roots[i]);
    }
    free(tree->buckets);
    tree->buckets = NULL;
    tree->bucket_count = 0;
}
