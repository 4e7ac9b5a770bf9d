#include "registry/memory_watch.h"

#include <stdlib.h>

struct memory_watch {
    struct memory_watch *next;
    const struct registry_key *handle;
    const struct tree_key *key;
    enum registry_watch_scope scope;
    struct memory_signal *signal;
};

struct registry_signal *memory_signal_interface(struct memory_signal *signal)
{
    return (struct registry_signal *)signal;
}

bool memory_signal_take(struct memory_signal *signal)
{
    bool was_set = signal->set;
    signal->set = false;
    return was_set;
}

error_code memory_watch_begin(struct memory_watch_list *list, const struct registry_key *handle,
                              const struct tree_key *key, enum registry_watch_scope scope,
                              struct registry_signal *signal)
{
    struct memory_watch *watch = malloc(sizeof *watch);
    if (watch == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *watch = (struct memory_watch){.next = list->first,
                                   .handle = handle,
                                   .key = key,
                                   .scope = scope,
                                   .signal = (struct memory_signal *)signal};
    watch->signal->set = false;
    list->first = watch;
    return CODE_SUCCESS;
}

/* Takes a watch out of the list and sets its signal. */
static void end_watch(struct memory_watch **link)
{
    struct memory_watch *watch = *link;
    *link = watch->next;
    watch->signal->set = true;
    free(watch);
}

/* Is `key` the one that is watched, or, with a subtree, one below it? */
static bool is_in_scope(const struct memory_watch *watch, const struct tree_key *key, bool names)
{
    if (watch->scope != REGISTRY_WATCH_SUBTREE)
        return watch->key == key && (names || watch->scope != REGISTRY_WATCH_NAMES);
    while (key != NULL && key != watch->key)
        key = key->entry.parent;
    return key != NULL;
}

void memory_watch_tell_change(struct memory_watch_list *list, const struct tree_key *key,
                              bool names)
{
    struct memory_watch **link = &list->first;
    while (*link != NULL) {
        if (is_in_scope(*link, key, names))
            end_watch(link);
        else
            link = &(*link)->next;
    }
}

void memory_watch_tell_deletion(struct memory_watch_list *list, const struct tree_key *key)
{
    struct memory_watch **link = &list->first;
    while (*link != NULL) {
        if (list->deletion_is_seen && (*link)->key == key)
            end_watch(link);
        else
            link = &(*link)->next;
    }
}

void memory_watch_end(struct memory_watch_list *list, const struct registry_key *handle)
{
    struct memory_watch **link = &list->first;
    while (*link != NULL) {
        if ((*link)->handle == handle)
            end_watch(link);
        else
            link = &(*link)->next;
    }
}
