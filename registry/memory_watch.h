/* Watches on keys of the memory store, and the signals that they set.
 *
 * The store tells each change here, and the watches on that key, or above it, set their signals,
 * as those of Windows do (registry_watch_key).
 */
#ifndef PROMPTFIX_REGISTRY_MEMORY_WATCH_H
#define PROMPTFIX_REGISTRY_MEMORY_WATCH_H

#include "registry/key_tree.h"
#include "registry/registry.h"

/* A signal only remembers that it was set. All zero is not set. It lives as long as a key that is
 * watched with it is open. */
struct memory_signal {
    bool set;
};

/* The signal as the interface takes it. */
struct registry_signal *memory_signal_interface(struct memory_signal *signal);

/* Was it set? It is not, afterwards: as if one had waited for it. */
bool memory_signal_take(struct memory_signal *signal);

/* The watches of one store. All zero is none. */
struct memory_watch_list {
    struct memory_watch *first;
    bool deletion_is_seen; /* the deletion of a watched key sets the signal, too */
};

/* Begins a watch that was asked for through `handle` on `key`; the signal is reset.
 * CODE_NOT_ENOUGH_MEMORY. */
error_code memory_watch_begin(struct memory_watch_list *list, const struct registry_key *handle,
                              const struct tree_key *key, enum registry_watch_scope scope,
                              struct registry_signal *signal);

/* A subkey of `key` was made or deleted (`names`), or a value of it written or deleted. */
void memory_watch_tell_change(struct memory_watch_list *list, const struct tree_key *key,
                              bool names);

/* `key` was deleted. */
void memory_watch_tell_deletion(struct memory_watch_list *list, const struct tree_key *key);

/* The handle is closed: ends its watches, and sets their signals. */
void memory_watch_end(struct memory_watch_list *list, const struct registry_key *handle);

#endif
