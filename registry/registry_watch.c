#include "registry/registry_watch.h"

#include <stdlib.h>
#include <string.h>

/* How often the two places are looked for when the keys keep changing under the search. */
enum { ATTEMPT_LIMIT = 100 };

struct watched_target {
    struct registry_watch_target target;
    struct registry_signal *signals[REGISTRY_WATCH_SIGNALS];
    size_t path_size;
    struct registry_key *nearest; /* the target, or its nearest ancestor; NULL: see `error` */
    size_t nearest_size;          /* how much of the path leads there */
    struct registry_key *above;   /* the parent of that; NULL above a root */
    error_code error;
};

struct registry_watch {
    struct registry *registry;
    char *prefix; /* room for the longest path */
    size_t target_count;
    struct watched_target targets[];
};

static bool is_there(const struct watched_target *watched)
{
    return watched->nearest != NULL && watched->nearest_size == watched->path_size;
}

/* How much of the path is left without its last name. */
static size_t size_above(const char *path, size_t size)
{
    while (size > 0 && path[size - 1] != '\\')
        size--;
    return size > 0 ? size - 1 : 0;
}

static error_code open_prefix(struct registry_watch *watch, const struct watched_target *watched,
                              size_t size, struct registry_key **key)
{
    memcpy(watch->prefix, watched->target.path, size);
    watch->prefix[size] = '\0';
    return registry_open(watch->registry, watched->target.root, watch->prefix, REGISTRY_READ, key);
}

static error_code find_nearest(struct registry_watch *watch, struct watched_target *watched)
{
    size_t size = watched->path_size;
    error_code code = open_prefix(watch, watched, size, &watched->nearest);
    while (code == CODE_FILE_NOT_FOUND && size > 0) {
        size = size_above(watched->target.path, size);
        code = open_prefix(watch, watched, size, &watched->nearest);
    }
    watched->nearest_size = size;
    return code;
}

static error_code watch_nearest(const struct watched_target *watched)
{
    enum registry_watch_scope scope = REGISTRY_WATCH_NAMES;
    if (is_there(watched))
        scope = watched->target.subtree ? REGISTRY_WATCH_SUBTREE : REGISTRY_WATCH_KEY;
    return registry_watch_key(watched->nearest, scope, watched->signals[0]);
}

static error_code watch_above(const struct watched_target *watched)
{
    return registry_watch_key(watched->above, REGISTRY_WATCH_NAMES, watched->signals[1]);
}

/* The next two are the look after a watch has been set. CODE_RETRY: the way is another now. */

/* Is the nearest key still the nearest? */
static error_code look_further(struct registry_watch *watch, const struct watched_target *watched)
{
    struct registry_key *next = NULL;
    if (is_there(watched))
        return CODE_SUCCESS;
    const char *path = watched->target.path;
    size_t size = watched->nearest_size > 0 ? watched->nearest_size + 1 : 0;
    while (size < watched->path_size && path[size] != '\\')
        size++;
    error_code code = open_prefix(watch, watched, size, &next);
    registry_close(next);
    if (code == CODE_SUCCESS)
        return CODE_RETRY;
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

/* Is the nearest key still there? Its path must lead to a key, and that must be the one that is
 * watched: it may have been deleted and made anew. */
static error_code look_back(struct registry_watch *watch, const struct watched_target *watched)
{
    struct registry_key *key = NULL;
    error_code code = open_prefix(watch, watched, watched->nearest_size, &key);
    registry_close(key);
    key = NULL;
    if (code == CODE_SUCCESS)
        code = registry_open_subkey(watched->nearest, "", REGISTRY_READ, &key);
    registry_close(key);
    return code;
}

static void leave_places(struct watched_target *watched)
{
    registry_close(watched->nearest);
    registry_close(watched->above);
    watched->nearest = NULL;
    watched->above = NULL;
}

/* One attempt. The upper watch is set before the lower: the lower key can then not go unseen. And
 * if it went before, its watch cannot be set, since it was opened first. */
static error_code take_places(struct registry_watch *watch, struct watched_target *watched)
{
    leave_places(watched);
    error_code code = find_nearest(watch, watched);
    if (code == CODE_SUCCESS && watched->nearest_size > 0) {
        size_t size = size_above(watched->target.path, watched->nearest_size);
        code = open_prefix(watch, watched, size, &watched->above);
        if (code == CODE_SUCCESS)
            code = watch_above(watched);
    }
    if (code == CODE_SUCCESS)
        code = watch_nearest(watched);
    if (code == CODE_SUCCESS)
        code = look_further(watch, watched);
    return code;
}

static void settle(struct registry_watch *watch, struct watched_target *watched)
{
    error_code code = CODE_RETRY;
    for (int i = 0; i < ATTEMPT_LIMIT && code == CODE_RETRY; i++) {
        code = take_places(watch, watched);
        if (code == CODE_FILE_NOT_FOUND || code == CODE_KEY_DELETED)
            code = CODE_RETRY; /* a key has gone since it was found */
    }
    if (code != CODE_SUCCESS)
        leave_places(watched);
    watched->error = code;
}

error_code registry_watch_start(struct registry *registry,
                                const struct registry_watch_target *targets, size_t target_count,
                                struct registry_signal *const *signals,
                                struct registry_watch **watch)
{
    struct registry_watch *made = calloc(1, sizeof *made + target_count * sizeof made->targets[0]);
    size_t longest = 0;
    if (made == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    made->registry = registry;
    made->target_count = target_count;
    for (size_t i = 0; i < target_count; i++) {
        struct watched_target *watched = &made->targets[i];
        watched->target = targets[i];
        watched->path_size = strlen(targets[i].path);
        if (watched->path_size > longest)
            longest = watched->path_size;
        for (size_t k = 0; k < REGISTRY_WATCH_SIGNALS; k++)
            watched->signals[k] = signals[REGISTRY_WATCH_SIGNALS * i + k];
    }
    made->prefix = malloc(longest + 1);
    if (made->prefix == NULL) {
        free(made);
        return CODE_NOT_ENOUGH_MEMORY;
    }
    for (size_t i = 0; i < target_count; i++)
        settle(made, &made->targets[i]);
    *watch = made;
    return CODE_SUCCESS;
}

void registry_watch_stop(struct registry_watch *watch)
{
    if (watch == NULL)
        return;
    for (size_t i = 0; i < watch->target_count; i++)
        leave_places(&watch->targets[i]);
    free(watch->prefix);
    free(watch);
}

bool registry_watch_again(struct registry_watch *watch, size_t signal)
{
    struct watched_target *watched = &watch->targets[signal / REGISTRY_WATCH_SIGNALS];
    const bool at_nearest = signal % REGISTRY_WATCH_SIGNALS == 0;
    const bool was_there = is_there(watched);

    if ((at_nearest ? watched->nearest : watched->above) == NULL)
        return false; /* set when its key was closed */
    error_code code = at_nearest ? watch_nearest(watched) : watch_above(watched);
    if (code == CODE_SUCCESS)
        code = at_nearest ? look_further(watch, watched) : look_back(watch, watched);
    if (code == CODE_SUCCESS)
        return at_nearest && was_there;
    settle(watch, watched);
    return was_there || is_there(watched) || watched->error != CODE_SUCCESS;
}

error_code registry_watch_error(const struct registry_watch *watch, size_t target)
{
    return watch->targets[target].error;
}

bool registry_watch_retry(struct registry_watch *watch, size_t target)
{
    struct watched_target *watched = &watch->targets[target];
    if (watched->error == CODE_SUCCESS)
        return false;
    settle(watch, watched);
    return watched->error == CODE_SUCCESS;
}
