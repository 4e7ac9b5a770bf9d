/* A store with values of every shape, a change set over them, and everything that can go wrong.
 *
 * The tests of applying, undoing and recovering ask the same of a run whatever went wrong in it:
 * all values are as before, or all as wanted, and which of the two agrees with what was told.
 */
#ifndef PROMPTFIX_TESTS_UNIT_CHANGE_FIXTURE_H
#define PROMPTFIX_TESTS_UNIT_CHANGE_FIXTURE_H

#include "registry/change_set.h"
#include "registry/memory_registry.h"

enum { FIXTURE_CHANGE_COUNT = 7 };

struct change_fixture {
    struct memory_registry *memory;
    struct registry *registry;
    struct registry_operations original_operations; /* the memory store's own */
    struct registry_operations operations;          /* those that `registry` has now */
    struct arena arena;                             /* of sets loaded by change_fixture_load */
    struct registry_change changes[FIXTURE_CHANGE_COUNT];
    struct change_set set;
    size_t late_call; /* counted down; see change_fixture_fail_late */
    error_code late_code;
    size_t armed_at; /* the count of calls when the fault was armed */
};

/* Fills the store; the set is planned for HKEY_CURRENT_USER. */
void change_fixture_init(struct change_fixture *fixture);

/* Also checks that no key is left open. */
void change_fixture_done(struct change_fixture *fixture);

/* Makes the set fresh again: contents as planned, states CHANGE_PLANNED. */
void change_fixture_plan(struct change_fixture *fixture);

struct change_result change_fixture_apply(struct change_fixture *fixture);

/* Loads the newest applied record and undoes it; loading must go well. */
struct change_result change_fixture_undo(struct change_fixture *fixture, bool force);
error_code change_fixture_load(struct change_fixture *fixture, struct change_set *set,
                               uint32_t *record);
struct recovery_result change_fixture_recover(struct change_fixture *fixture);

/* Permits the keys of the fixture and nothing else. */
bool change_fixture_permits(enum registry_root root, const struct registry_change *change);

/* Do the values, apart from the keys of PromptFix, hold what was there before the set, or what it
 * wants? And is the whole store as it was made, without a trace of PromptFix? */
bool change_fixture_is_old(struct change_fixture *fixture);
bool change_fixture_is_new(struct change_fixture *fixture);
bool change_fixture_is_original(struct change_fixture *fixture);

/* All values are old, and a fresh apply and undo work and give back the store as it was made. */
void change_fixture_expect_old_and_well(struct change_fixture *fixture);

/* All values are new, and the undo gives back the store as it was made. */
void change_fixture_expect_new_and_undoable(struct change_fixture *fixture);

/* From now on call number `call` that creates, writes, deletes a value or flushes is carried out
 * and then answered with `code`: what a disk or a filter driver can do to a caller. 0 ends it. */
void change_fixture_fail_late(struct change_fixture *fixture, size_t call, error_code code);

/* One way to make a run fail: one call fails, or every call from there on, which to the store looks
 * as if the process had been ended there. */
struct fault {
    size_t call;
    error_code code;
    bool from_then_on;
};

/* Arms the fault; ends it again, and says whether it came to pass. */
void change_fixture_arm(struct change_fixture *fixture, const struct fault *fault);
bool change_fixture_calm(struct change_fixture *fixture, const struct fault *fault);

/* One run with one fault: returns whether it came to pass. */
typedef bool fault_run(const struct fault *fault, void *context);

/* Calls `run` for the first `code_count` error codes (all: FAULT_CODE_COUNT), for each call, once
 * and from then on, until the fault does not come to pass any more. Returns how many did. */
enum { FAULT_CODE_COUNT = 6 };
size_t change_fixture_each_fault(fault_run *run, void *context, size_t code_count);

/* Two calls of one run fail once each: the second mostly while the first is being put right. */
struct fault_pair {
    struct memory_registry *memory;
    size_t first;
    size_t second;
    size_t call_count; /* how many calls the run made */
};

void change_fixture_arm_pair(struct fault_pair *faults);
void change_fixture_calm_pair(struct fault_pair *faults);

/* Calls `run` with every two calls of a run, as long as they are made; `run` returns how many calls
 * it made. Returns how many pairs there were. */
typedef size_t fault_pair_run(size_t first, size_t second, void *context);
size_t change_fixture_each_pair(fault_pair_run *run, void *context);

#endif
