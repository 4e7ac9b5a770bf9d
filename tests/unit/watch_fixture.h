/* A key that comes and goes, and somebody who watches it.
 *
 * What the tests of registry_watch.h share: everything that can happen to a watched key and around
 * it, what one sees who looks at it, and whether the answers of the watch are right.
 */
#ifndef PROMPTFIX_TESTS_UNIT_WATCH_FIXTURE_H
#define PROMPTFIX_TESTS_UNIT_WATCH_FIXTURE_H

#include "registry/memory_registry.h"
#include "registry/memory_watch.h"
#include "registry/registry_watch.h"

/* The watched key of HKEY_CURRENT_USER. */
#define WATCH_TARGET "a\\b\\c"

struct watch_fixture {
    struct memory_registry *memory;
    struct registry *registry; /* the interface to it */
    struct memory_signal signals[REGISTRY_WATCH_SIGNALS];
    struct registry_watch *watch;
    bool subtree;         /* does what is below the key count? */
    uint32_t last_number; /* that was written; no two are the same */
};

/* Whether the subtree counts, and whether the deletion of a watched key sets its signal: it may. */
enum { WATCH_KIND_COUNT = 4 };

/* An empty registry. watch_fixture_done also checks that every key is closed. */
void watch_fixture_init(struct watch_fixture *fixture, int kind);
void watch_fixture_done(struct watch_fixture *fixture);

/* Starts to watch the target; this never fails but for lack of memory. */
void watch_fixture_start(struct watch_fixture *fixture);

enum happening {
    MAKE_A,
    MAKE_B,
    MAKE_C,
    DELETE_A,
    DELETE_B,
    DELETE_C,
    WRITE_VALUE,
    MAKE_BELOW,
    WRITE_BELOW,
    DELETE_BELOW,
    VALUE_ABOVE,
    SIBLING, /* is made, or deleted if it is there */
    SIBLING_OF_A,
    HAPPENING_COUNT,
};

/* Makes it happen, unless it needs a key that is missing. Returns whether it touched what counts:
 * the target. */
bool watch_fixture_happen(struct watch_fixture *fixture, enum happening happening);

/* How much of the way to the target is there when a test begins. */
enum { WATCH_BEGINNING_COUNT = 5 };
void watch_fixture_begin(struct watch_fixture *fixture, int beginning);

/* What the target is, as one who looks at it sees it. */
struct watch_sight {
    bool there;
    uint32_t value; /* 0: absent */
    bool below_there;
    uint32_t below_value; /* 0 also where the subtree does not count */
};

struct watch_sight watch_fixture_look(struct watch_fixture *fixture);

/* What an agent does that was woken: takes each signal that is set to the watch, until all is
 * quiet. Returns whether any answer was that the target may have changed. */
bool watch_fixture_wake(struct watch_fixture *fixture);

/* No change since `before` is lost. */
void watch_fixture_expect_not_lost(struct watch_fixture *fixture, bool changed,
                                   const struct watch_sight *before);

/* The same, and none is made up: `touched` says whether anything has touched the target since.
 * Nothing has gone wrong. */
void watch_fixture_expect_answer(struct watch_fixture *fixture, bool changed,
                                 const struct watch_sight *before, bool touched);

/* From where the target is now, its changes can be seen. */
void watch_fixture_expect_to_go_on(struct watch_fixture *fixture);

#endif
