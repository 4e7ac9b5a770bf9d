#include "tests/unit/watch_fixture.h"

#include "tests/unit/sample_registry.h"

#include <string.h>

#define BELOW WATCH_TARGET "\\below"

void watch_fixture_init(struct watch_fixture *fixture, int kind)
{
    *fixture = (struct watch_fixture){.memory = sample_registry_create(), .subtree = kind % 2 != 0};
    fixture->registry = memory_registry_interface(fixture->memory);
    memory_registry_see_deletions(fixture->memory, kind / 2 != 0);
}

void watch_fixture_done(struct watch_fixture *fixture)
{
    registry_watch_stop(fixture->watch);
    ASSERT_FAST(memory_registry_open_count(fixture->memory) == 0);
    memory_registry_free(fixture->memory);
}

void watch_fixture_start(struct watch_fixture *fixture)
{
    const struct registry_watch_target target = {REGISTRY_CURRENT_USER, WATCH_TARGET,
                                                 fixture->subtree};
    struct registry_signal *const set[REGISTRY_WATCH_SIGNALS] = {
        memory_signal_interface(&fixture->signals[0]),
        memory_signal_interface(&fixture->signals[1])};
    ASSERT_FAST(registry_watch_start(fixture->registry, &target, 1, set, &fixture->watch) ==
                CODE_SUCCESS);
}

static bool exists(const struct watch_fixture *fixture, const char *path)
{
    struct registry_key *key = NULL;
    error_code code =
        registry_open(fixture->registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key);
    registry_close(key);
    return code == CODE_SUCCESS;
}

static uint32_t number_in(const struct watch_fixture *fixture, const char *path)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    uint32_t number = 0;
    error_code code =
        registry_open(fixture->registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS && registry_read(key, "v", &value) == CODE_SUCCESS)
        memcpy(&number, value.data.data, sizeof number);
    registry_value_done(&value);
    registry_close(key);
    return number;
}

static void make_key(const struct watch_fixture *fixture, const char *path)
{
    sample_key(fixture->registry, REGISTRY_CURRENT_USER, path);
}

static bool delete_key(const struct watch_fixture *fixture, const char *path)
{
    return memory_registry_delete_tree(fixture->memory, REGISTRY_CURRENT_USER, path) ==
           CODE_SUCCESS;
}

static void write_number(struct watch_fixture *fixture, const char *path)
{
    fixture->last_number++;
    sample_write(fixture->registry, REGISTRY_CURRENT_USER, path, "v", VALUE_BINARY,
                 &fixture->last_number, sizeof fixture->last_number);
}

static void toggle(const struct watch_fixture *fixture, const char *path)
{
    if (!delete_key(fixture, path))
        make_key(fixture, path);
}

bool watch_fixture_happen(struct watch_fixture *fixture, enum happening happening)
{
    static const char *const paths[] = {"a", "a\\b", WATCH_TARGET};
    const bool there = exists(fixture, WATCH_TARGET);
    const bool below = exists(fixture, BELOW);
    switch (happening) {
    case MAKE_A:
    case MAKE_B:
    case MAKE_C:
        make_key(fixture, paths[happening - MAKE_A]);
        return exists(fixture, WATCH_TARGET) != there;
    case DELETE_A:
    case DELETE_B:
    case DELETE_C:
        (void)delete_key(fixture, paths[happening - DELETE_A]);
        return exists(fixture, WATCH_TARGET) != there;
    case WRITE_VALUE:
        if (there)
            write_number(fixture, WATCH_TARGET);
        return there;
    case MAKE_BELOW:
        if (there)
            make_key(fixture, BELOW);
        return there && !below;
    case WRITE_BELOW:
        if (below)
            write_number(fixture, BELOW);
        return below && fixture->subtree;
    case DELETE_BELOW:
        return delete_key(fixture, BELOW);
    case VALUE_ABOVE:
        if (exists(fixture, "a\\b"))
            write_number(fixture, "a\\b");
        return false;
    case SIBLING:
        if (exists(fixture, "a\\b"))
            toggle(fixture, "a\\b\\sibling");
        return false;
    default:
        toggle(fixture, "sibling");
        return false;
    }
}

void watch_fixture_begin(struct watch_fixture *fixture, int beginning)
{
    static const char *const paths[WATCH_BEGINNING_COUNT - 1] = {NULL, "a", "a\\b", WATCH_TARGET};
    if (beginning == WATCH_BEGINNING_COUNT - 1)
        make_key(fixture, BELOW);
    else if (paths[beginning] != NULL)
        make_key(fixture, paths[beginning]);
}

struct watch_sight watch_fixture_look(struct watch_fixture *fixture)
{
    return (struct watch_sight){
        .there = exists(fixture, WATCH_TARGET),
        .value = number_in(fixture, WATCH_TARGET),
        .below_there = exists(fixture, BELOW),
        .below_value = fixture->subtree ? number_in(fixture, BELOW) : 0,
    };
}

bool watch_fixture_wake(struct watch_fixture *fixture)
{
    bool changed = false;
    for (int round = 0;; round++) {
        ASSERT_FAST(round < 10); /* else the watch wakes itself for ever */
        bool quiet = true;
        for (size_t i = 0; i < REGISTRY_WATCH_SIGNALS; i++) {
            if (!memory_signal_take(&fixture->signals[i]))
                continue;
            quiet = false;
            changed |= registry_watch_again(fixture->watch, i);
        }
        if (quiet)
            return changed;
    }
}

void watch_fixture_expect_not_lost(struct watch_fixture *fixture, bool changed,
                                   const struct watch_sight *before)
{
    const struct watch_sight now = watch_fixture_look(fixture);
    ASSERT_FAST(changed ||
                (now.there == before->there && now.value == before->value &&
                 now.below_there == before->below_there && now.below_value == before->below_value));
}

void watch_fixture_expect_answer(struct watch_fixture *fixture, bool changed,
                                 const struct watch_sight *before, bool touched)
{
    ASSERT_FAST(registry_watch_error(fixture->watch, 0) == CODE_SUCCESS);
    watch_fixture_expect_not_lost(fixture, changed, before);
    ASSERT_FAST(!changed || touched);
}

void watch_fixture_expect_to_go_on(struct watch_fixture *fixture)
{
    static const enum happening happenings[] = {MAKE_C, WRITE_VALUE, DELETE_A};
    for (size_t i = 0; i < sizeof happenings / sizeof happenings[0]; i++) {
        struct watch_sight before = watch_fixture_look(fixture);
        bool touched = watch_fixture_happen(fixture, happenings[i]);
        watch_fixture_expect_answer(fixture, watch_fixture_wake(fixture), &before, touched);
    }
}
