#include "registry/memory_registry.h"

#include "registry/key_tree.h"
#include "registry/memory_plan.h"
#include "registry/memory_watch.h"
#include "registry/registry_path.h"

#include <stdlib.h>
#include <string.h>

struct memory_registry {
    struct registry base;
    struct key_tree tree;
    bool locked[KEY_TREE_ROOT_COUNT];
    size_t open_count;
    struct memory_plan plan;
    struct memory_watch_list watches;
};

struct memory_key {
    struct registry_key base;
    struct tree_key *key;
    enum registry_access access;
};

static struct memory_registry *memory_of(struct registry *registry)
{
    return (struct memory_registry *)registry;
}

static error_code begin_call(struct registry *registry)
{
    return memory_plan_begin_call(&memory_of(registry)->plan);
}

/* What a call on an open key begins with: it must still be there and be open for `access`. */
static error_code begin_key_call(struct registry_key *handle, enum registry_access access)
{
    const struct memory_key *open = (const struct memory_key *)handle;
    error_code error = begin_call(handle->registry);
    if (error == CODE_SUCCESS && open->key->removed)
        error = CODE_KEY_DELETED;
    else if (error == CODE_SUCCESS && open->access < access)
        error = CODE_ACCESS_DENIED;
    return error;
}

static bool is_denied(const struct memory_registry *memory, const struct tree_key *key,
                      enum registry_access access)
{
    return memory_plan_denies(&memory->plan, &memory->tree, key, access);
}

/* Follows `*path` as far as there are keys; `*path` is then what is left of it. */
static struct tree_key *follow(const struct memory_registry *memory, struct tree_key *key,
                               const char **path)
{
    while (**path != '\0') {
        size_t size = registry_path_first_size(*path);
        struct tree_key *subkey = key_tree_find_key(&memory->tree, key, *path, size);
        if (subkey == NULL)
            break;
        key = subkey;
        *path += (*path)[size] == '\\' ? size + 1 : size;
    }
    return key;
}

static error_code open_handle(struct memory_registry *memory, struct tree_key *key,
                              enum registry_access access, struct registry_key **handle)
{
    if (is_denied(memory, key, access))
        return CODE_ACCESS_DENIED;
    struct memory_key *open = malloc(sizeof *open);
    if (open == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *open = (struct memory_key){.base.registry = &memory->base, .key = key, .access = access};
    key_tree_hold(key);
    memory->open_count++;
    *handle = &open->base;
    return CODE_SUCCESS;
}

/* The key from which a path is followed. */
static struct tree_key *start_of(struct memory_registry *memory, enum registry_root root,
                                 const struct registry_key *parent)
{
    return parent != NULL ? ((const struct memory_key *)parent)->key : &memory->tree.roots[root];
}

static error_code open_key(struct registry *registry, enum registry_root root,
                           struct registry_key *parent, const char *path,
                           enum registry_access access, struct registry_key **key)
{
    struct memory_registry *memory = memory_of(registry);
    error_code error =
        parent != NULL ? begin_key_call(parent, REGISTRY_READ) : begin_call(registry);
    if (error == CODE_SUCCESS)
        error = registry_path_check(path);
    if (error != CODE_SUCCESS)
        return error;
    struct tree_key *found = follow(memory, start_of(memory, root, parent), &path);
    if (*path != '\0')
        return CODE_FILE_NOT_FOUND;
    return open_handle(memory, found, access, key);
}

/* Adds the keys of `path` below `*key`, which becomes the last one; `*topmost` is the first. */
static error_code add_keys(struct memory_registry *memory, const char *path, struct tree_key **key,
                           struct tree_key **topmost)
{
    while (*path != '\0') {
        size_t size = registry_path_first_size(path);
        error_code error = key_tree_add_key(&memory->tree, *key, path, size, key);
        if (error != CODE_SUCCESS)
            return error;
        if (*topmost == NULL)
            *topmost = *key;
        path += path[size] == '\\' ? size + 1 : size;
    }
    return CODE_SUCCESS;
}

/* What creating ends with: opens `last`. The keys that were added, from `topmost` on (NULL: none),
 * are taken away again if that or the adding fails, and told to those who watch if not. */
static error_code end_create(struct memory_registry *memory, error_code error,
                             struct tree_key *topmost, struct tree_key *last,
                             struct registry_key **key)
{
    if (error == CODE_SUCCESS)
        error = open_handle(memory, last, REGISTRY_WRITE, key);
    if (error != CODE_SUCCESS && topmost != NULL)
        key_tree_remove_key(&memory->tree, topmost);
    else if (topmost != NULL)
        memory_watch_tell_change(&memory->watches, topmost->entry.parent, true);
    return error;
}

static error_code create_key(struct registry *registry, enum registry_root root,
                             struct registry_key *parent, const char *path,
                             struct registry_key **key)
{
    struct memory_registry *memory = memory_of(registry);
    error_code error =
        parent != NULL ? begin_key_call(parent, REGISTRY_WRITE) : begin_call(registry);
    if (error == CODE_SUCCESS)
        error = registry_path_check(path);
    if (error != CODE_SUCCESS)
        return error;

    struct tree_key *last = follow(memory, start_of(memory, root, parent), &path);
    if (*path != '\0' && is_denied(memory, last, REGISTRY_WRITE))
        return CODE_ACCESS_DENIED;
    if (*path != '\0' && last->is_volatile)
        return CODE_CHILD_MUST_BE_VOLATILE;
    struct tree_key *topmost = NULL;
    error = add_keys(memory, path, &last, &topmost);
    return end_create(memory, error, topmost, last, key);
}

static error_code create_volatile_key(struct registry_key *parent, const char *name,
                                      struct registry_key **key)
{
    struct memory_registry *memory = memory_of(parent->registry);
    struct tree_key *above = ((struct memory_key *)parent)->key;
    error_code error = begin_key_call(parent, REGISTRY_WRITE);
    if (error == CODE_SUCCESS)
        error = registry_key_name_check(name);
    if (error != CODE_SUCCESS)
        return error;

    struct tree_key *found = key_tree_find_key(&memory->tree, above, name, strlen(name));
    if (found != NULL)
        return open_handle(memory, found, REGISTRY_WRITE, key);
    if (is_denied(memory, above, REGISTRY_WRITE))
        return CODE_ACCESS_DENIED;
    struct tree_key *added = NULL;
    error = key_tree_add_key(&memory->tree, above, name, strlen(name), &added);
    if (error == CODE_SUCCESS)
        added->is_volatile = true;
    return end_create(memory, error, added, added, key);
}

static void close_key(struct registry_key *handle)
{
    struct memory_key *open = (struct memory_key *)handle;
    memory_of(handle->registry)->open_count--;
    memory_watch_end(&memory_of(handle->registry)->watches, handle);
    key_tree_release(open->key);
    free(open);
}

/* Makes room for `capacity` bytes in all and leaves the content alone: outputs change only when
 * nothing can fail any more. */
static bool make_room(struct byte_buffer *buffer, size_t capacity)
{
    if (capacity <= buffer->capacity)
        return true;
    struct byte_buffer grown = *buffer;
    grown.failed = false;
    if (!byte_buffer_reserve(&grown, capacity - grown.size))
        return false;
    grown.failed = buffer->failed;
    *buffer = grown;
    return true;
}

/* There is room. A name's NUL is copied but not counted. */
static void replace_content(struct byte_buffer *buffer, const void *bytes, size_t size,
                            size_t copied_size)
{
    if (copied_size > 0)
        memcpy(buffer->data, bytes, copied_size);
    buffer->size = size;
    buffer->failed = false;
}

static void replace_name(struct byte_buffer *buffer, const struct tree_entry *entry)
{
    replace_content(buffer, entry->name, entry->name_size, entry->name_size + 1);
}

static error_code enumerate_subkey(struct registry_key *handle, size_t index,
                                   struct byte_buffer *name)
{
    error_code error = begin_key_call(handle, REGISTRY_READ);
    if (error != CODE_SUCCESS)
        return error;
    const struct tree_list *subkeys = &((struct memory_key *)handle)->key->subkeys;
    if (index >= subkeys->count)
        return CODE_NO_MORE_ITEMS;
    const struct tree_entry *entry = subkeys->entries[index];
    if (!make_room(name, entry->name_size + 1))
        return CODE_NOT_ENOUGH_MEMORY;
    replace_name(name, entry);
    return CODE_SUCCESS;
}

static error_code enumerate_value(struct registry_key *handle, size_t index,
                                  struct registry_value *value)
{
    error_code error = begin_key_call(handle, REGISTRY_READ);
    if (error != CODE_SUCCESS)
        return error;
    const struct tree_list *values = &((struct memory_key *)handle)->key->values;
    if (index >= values->count)
        return CODE_NO_MORE_ITEMS;
    const struct tree_value *found = (const struct tree_value *)values->entries[index];
    if (!make_room(&value->name, found->entry.name_size + 1) ||
        !make_room(&value->data, found->data_size))
        return CODE_NOT_ENOUGH_MEMORY;
    replace_name(&value->name, &found->entry);
    replace_content(&value->data, found->data, found->data_size, found->data_size);
    value->type = found->type;
    return CODE_SUCCESS;
}

/* What every call for one value does first; `*found` is NULL when the value is absent. */
static error_code begin_value_call(struct registry_key *handle, const char *name,
                                   enum registry_access access, struct tree_value **found)
{
    error_code error = begin_key_call(handle, access);
    if (error == CODE_SUCCESS)
        error = registry_value_name_check(name);
    if (error == CODE_SUCCESS)
        *found = key_tree_find_value(&memory_of(handle->registry)->tree,
                                     ((struct memory_key *)handle)->key, name, strlen(name));
    return error;
}

static error_code read_value(struct registry_key *handle, const char *name,
                             struct registry_value *value)
{
    struct tree_value *found = NULL;
    error_code error = begin_value_call(handle, name, REGISTRY_READ, &found);
    if (error != CODE_SUCCESS)
        return error;
    if (found == NULL)
        return CODE_FILE_NOT_FOUND;
    if (!make_room(&value->data, found->data_size))
        return CODE_NOT_ENOUGH_MEMORY;
    replace_content(&value->data, found->data, found->data_size, found->data_size);
    value->type = found->type;
    return CODE_SUCCESS;
}

static error_code write_value(struct registry_key *handle, const char *name, uint32_t type,
                              const void *data, size_t data_size)
{
    struct memory_registry *memory = memory_of(handle->registry);
    struct tree_key *key = ((struct memory_key *)handle)->key;
    error_code error = begin_key_call(handle, REGISTRY_WRITE);
    if (error == CODE_SUCCESS)
        error = registry_value_name_check(name);
    if (error == CODE_SUCCESS)
        error = key_tree_set_value(&memory->tree, key, name, strlen(name), type, data, data_size);
    if (error == CODE_SUCCESS)
        memory_watch_tell_change(&memory->watches, key, false);
    return error;
}

static error_code delete_value(struct registry_key *handle, const char *name)
{
    struct memory_registry *memory = memory_of(handle->registry);
    struct tree_value *found = NULL;
    error_code error = begin_value_call(handle, name, REGISTRY_WRITE, &found);
    if (error != CODE_SUCCESS)
        return error;
    if (found == NULL)
        return CODE_FILE_NOT_FOUND;
    key_tree_remove_value(&memory->tree, found);
    memory_watch_tell_change(&memory->watches, ((struct memory_key *)handle)->key, false);
    return CODE_SUCCESS;
}

/* Removes a key without subkeys, and tells those who watch. */
static void remove_leaf(struct memory_registry *memory, struct tree_key *key)
{
    const struct tree_key *parent = key->entry.parent;
    memory_watch_tell_deletion(&memory->watches, key);
    key_tree_remove_key(&memory->tree, key);
    memory_watch_tell_change(&memory->watches, parent, true);
}

static error_code delete_subkey(struct registry_key *handle, const char *name)
{
    struct memory_registry *memory = memory_of(handle->registry);
    error_code error = begin_key_call(handle, REGISTRY_WRITE);
    if (error == CODE_SUCCESS)
        error = registry_key_name_check(name);
    if (error != CODE_SUCCESS)
        return error;
    struct tree_key *found =
        key_tree_find_key(&memory->tree, ((struct memory_key *)handle)->key, name, strlen(name));
    if (found == NULL)
        return CODE_FILE_NOT_FOUND;
    if (found->subkeys.count > 0 || is_denied(memory, found, REGISTRY_WRITE))
        return CODE_ACCESS_DENIED; /* for both Windows says so */
    remove_leaf(memory, found);
    return CODE_SUCCESS;
}

static error_code flush_key(struct registry_key *handle)
{
    return begin_key_call(handle, REGISTRY_READ);
}

static error_code watch_key(struct registry_key *handle, enum registry_watch_scope scope,
                            struct registry_signal *signal)
{
    error_code error = begin_key_call(handle, REGISTRY_READ);
    if (error == CODE_SUCCESS)
        error = memory_watch_begin(&memory_of(handle->registry)->watches, handle,
                                   ((struct memory_key *)handle)->key, scope, signal);
    return error;
}

static error_code lock_root(struct registry *registry, enum registry_root root)
{
    struct memory_registry *memory = memory_of(registry);
    error_code error = begin_call(registry);
    if (error == CODE_SUCCESS && memory->locked[root])
        error = CODE_INSTALL_ALREADY_RUNNING;
    if (error == CODE_SUCCESS)
        memory->locked[root] = true;
    return error;
}

static void unlock_root(struct registry *registry, enum registry_root root)
{
    memory_of(registry)->locked[root] = false;
}

error_code memory_registry_create(struct memory_registry **memory)
{
    static const struct registry_operations operations = {
        .open = open_key,
        .create = create_key,
        .create_volatile = create_volatile_key,
        .close = close_key,
        .enumerate_subkey = enumerate_subkey,
        .enumerate_value = enumerate_value,
        .read = read_value,
        .write = write_value,
        .delete_value = delete_value,
        .delete_subkey = delete_subkey,
        .flush = flush_key,
        .watch = watch_key,
        .lock = lock_root,
        .unlock = unlock_root,
    };
    struct memory_registry *made = calloc(1, sizeof *made);
    if (made == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    made->base.operations = &operations;
    key_tree_init(&made->tree);
    *memory = made;
    return CODE_SUCCESS;
}

void memory_registry_free(struct memory_registry *memory)
{
    if (memory == NULL)
        return;
    memory_plan_done(&memory->plan);
    key_tree_done(&memory->tree);
    free(memory);
}

struct registry *memory_registry_interface(struct memory_registry *memory)
{
    return &memory->base;
}

size_t memory_registry_call_count(const struct memory_registry *memory)
{
    return memory->plan.call_count;
}

size_t memory_registry_open_count(const struct memory_registry *memory)
{
    return memory->open_count;
}

size_t memory_registry_entry_count(const struct memory_registry *memory)
{
    return memory->tree.entry_count;
}

void memory_registry_fail(struct memory_registry *memory, size_t call, error_code code,
                          bool from_then_on)
{
    memory->plan.failing_call = call;
    memory->plan.failing_code = code;
    memory->plan.fails_from_then_on = from_then_on;
    memory->plan.failing = false;
}

error_code memory_registry_deny(struct memory_registry *memory, enum registry_root root,
                                const char *path, enum registry_access access)
{
    return memory_plan_deny(&memory->plan, root, path, access);
}

void memory_registry_watch_calls(struct memory_registry *memory,
                                 void (*before_call)(void *context, size_t call), void *context)
{
    memory->plan.before_call = before_call;
    memory->plan.before_call_context = context;
    memory->plan.watched_call_count = 0;
}

/* Key by key from below, as whoever deletes a tree in Windows does. */
static void remove_tree(struct memory_registry *memory, struct tree_key *top)
{
    struct tree_key *key = top;
    while (key != top || key->subkeys.count > 0) {
        if (key->subkeys.count > 0) {
            key = (struct tree_key *)key->subkeys.entries[key->subkeys.count - 1];
        } else {
            struct tree_key *parent = key->entry.parent;
            remove_leaf(memory, key);
            key = parent;
        }
    }
    remove_leaf(memory, top);
}

error_code memory_registry_delete_tree(struct memory_registry *memory, enum registry_root root,
                                       const char *path)
{
    error_code error = registry_path_check(path);
    if (error != CODE_SUCCESS)
        return error;
    struct tree_key *found = follow(memory, &memory->tree.roots[root], &path);
    if (*path != '\0')
        return CODE_FILE_NOT_FOUND;
    if (found->entry.parent == NULL)
        return CODE_INVALID_PARAMETER; /* a root stays */
    remove_tree(memory, found);
    return CODE_SUCCESS;
}

/* From the last to the first: removing one moves those behind it. */
static void forget_volatile_below(struct memory_registry *memory, struct tree_key *key)
{
    for (size_t i = key->subkeys.count; i-- > 0;) {
        struct tree_key *subkey = (struct tree_key *)key->subkeys.entries[i];
        if (subkey->is_volatile)
            remove_tree(memory, subkey);
        else
            forget_volatile_below(memory, subkey);
    }
}

void memory_registry_restart(struct memory_registry *memory, enum registry_root root)
{
    forget_volatile_below(memory, &memory->tree.roots[root]);
}

void memory_registry_see_deletions(struct memory_registry *memory, bool seen)
{
    memory->watches.deletion_is_seen = seen;
}
