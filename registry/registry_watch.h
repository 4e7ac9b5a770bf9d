/* Watching keys of the registry, also those that are not there yet.
 *
 * Windows watches open keys only, and says nothing when the watched key itself is deleted. So each
 * target is watched at two places: at the key itself, or, as long as there is none, at its nearest
 * ancestor that is there (for new subkeys only); and at the parent of that, which tells when it
 * goes. With every change of the way the two move closer or back.
 *
 * No change is lost: a watch is first set and only then is looked at what is there. The caller
 * keeps the same order: registry_watch_start or registry_watch_again first, then the look at the
 * values. Only the renaming of a key above the nearest one (RegRenameKey, Windows Vista) goes
 * unseen until something else changes: nothing that is watched tells of it.
 */
#ifndef PROMPTFIX_REGISTRY_REGISTRY_WATCH_H
#define PROMPTFIX_REGISTRY_REGISTRY_WATCH_H

#include "registry/registry.h"

#include <stdbool.h>

struct registry_watch_target {
    enum registry_root root;
    const char *path; /* as registry_open takes it; must live as long as the watch */
    bool subtree;     /* what changes below the key counts as well */
};

/* How many signals each target needs: number 2n is set when something changes in the key that is
 * watched for target n, number 2n + 1 when something changes around it. */
enum { REGISTRY_WATCH_SIGNALS = 2 };

struct registry_watch;

/* Watches the targets, and sets `signals` (REGISTRY_WATCH_SIGNALS for each target; the array is
 * copied) from now on. Both the registry and the signals must live until registry_watch_stop, which
 * sets most of them a last time. A target that cannot be watched does not fail the start: see
 * registry_watch_error. CODE_NOT_ENOUGH_MEMORY. On Windows all calls come from one thread, which
 * lives as long as the watch (see registry_watch_key). */
error_code registry_watch_start(struct registry *registry,
                                const struct registry_watch_target *targets, size_t target_count,
                                struct registry_signal *const *signals,
                                struct registry_watch **watch);

/* Ends all watches. NULL is allowed. */
void registry_watch_stop(struct registry_watch *watch);

/* To be called when signal number `signal` was set, once for each time: watches on, from the place
 * that is right now, and tells whether the target may have changed: it is there, or was there at
 * the last call. What changes only around it is no change. When the target cannot be watched any
 * more the answer is yes, for the last time. */
bool registry_watch_again(struct registry_watch *watch, size_t signal);

/* CODE_SUCCESS as long as target number `target` is watched, else why it is not: its key, or its
 * nearest ancestor, may not be read or watched, or memory ran out. Such a target is not watched at
 * all; registry_watch_retry tries again, say when the user asks for a check. It returns whether the
 * target is watched anew (and may have changed); one that is watched already is left alone. */
error_code registry_watch_error(const struct registry_watch *watch, size_t target);
bool registry_watch_retry(struct registry_watch *watch, size_t target);

#endif
