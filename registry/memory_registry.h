/* A registry in memory: what an exported .reg file is read into, and what the tests work on.
 *
 * For the tests it can fail any call with any error, refuse access to chosen keys, and call back
 * before each call, so that something "else" can change the registry at exactly that moment.
 */
#ifndef PROMPTFIX_REGISTRY_MEMORY_REGISTRY_H
#define PROMPTFIX_REGISTRY_MEMORY_REGISTRY_H

#include "registry/registry.h"

#include <stdbool.h>

struct memory_registry;

/* An empty registry; the roots are there. CODE_NOT_ENOUGH_MEMORY. */
error_code memory_registry_create(struct memory_registry **memory);
void memory_registry_free(struct memory_registry *memory); /* NULL is allowed */

/* The interface to it; lives as long as `memory`. */
struct registry *memory_registry_interface(struct memory_registry *memory);

/* How many calls have been made through the interface (closing and unlocking cannot fail and do
 * not count), and how many keys are open now (a test for leaks). */
size_t memory_registry_call_count(const struct memory_registry *memory);
size_t memory_registry_open_count(const struct memory_registry *memory);

/* How many keys, without the roots, and values there are. */
size_t memory_registry_entry_count(const struct memory_registry *memory);

/* Fails call number `call` (counted from 1 from now on) with `code`, and with `from_then_on` every
 * later one too. A call that fails has no effect. `call` 0 ends the failing. */
void memory_registry_fail(struct memory_registry *memory, size_t call, error_code code,
                          bool from_then_on);

/* Refuses to open this very key (not those below it) with `access` or more: CODE_ACCESS_DENIED. As
 * on Windows it can then not be deleted either, nor be given new subkeys. The key need not be there
 * yet. Up to 8 keys can be refused; `path` is copied. CODE_NOT_ENOUGH_MEMORY, also for a ninth. */
error_code memory_registry_deny(struct memory_registry *memory, enum registry_root root,
                                const char *path, enum registry_access access);

/* Calls `before_call` with the number of each call (from 1 since this was set) before it is done.
 * The callback may use the registry itself: its own calls are not counted, do not fail, and do not
 * call back. NULL ends it. */
void memory_registry_watch_calls(struct memory_registry *memory,
                                 void (*before_call)(void *context, size_t call), void *context);

/* Deletes a key with all that is below it. CODE_FILE_NOT_FOUND; CODE_INVALID_PARAMETER for a root,
 * or what registry_path_check says. Not counted, never fails by plan. */
error_code memory_registry_delete_tree(struct memory_registry *memory, enum registry_root root,
                                       const char *path);

/* What a restart of Windows (HKEY_LOCAL_MACHINE) or a new logon (HKEY_CURRENT_USER) does: deletes
 * the volatile keys of a root. Not counted, never fails. */
void memory_registry_restart(struct memory_registry *memory, enum registry_root root);

/* Whether the deletion of a watched key sets its signal: it need not, and the core must live with
 * both. It does not until this is called. */
void memory_registry_see_deletions(struct memory_registry *memory, bool seen);

#endif
