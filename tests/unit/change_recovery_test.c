#include "registry/undo_record.h"
#include "tests/unit/change_fixture.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A run that was ended before its call number `call`. Returns whether it would have made that
 * call. */
static bool end_apply_at(struct change_fixture *fixture, size_t call)
{
    const struct fault end = {call, CODE_REGISTRY_IO_FAILED, true};
    change_fixture_init(fixture);
    change_fixture_arm(fixture, &end);
    (void)change_fixture_apply(fixture);
    return change_fixture_calm(fixture, &end);
}

static bool end_undo_at(struct change_fixture *fixture, size_t call)
{
    const struct fault end = {call, CODE_REGISTRY_IO_FAILED, true};
    struct change_set set = {0};
    uint32_t record = 0;
    change_fixture_init(fixture);
    ASSERT_FAST(change_fixture_apply(fixture).outcome == CHANGE_SET_DONE);
    ASSERT_FAST(change_fixture_load(fixture, &set, &record) == CODE_SUCCESS);
    change_fixture_arm(fixture, &end);
    (void)change_set_undo(fixture->registry, &set, record, false, NULL);
    return change_fixture_calm(fixture, &end);
}

/* How far ended runs had come; each of the ways must have been met. */
struct ends {
    size_t count;
    size_t old_count;    /* all values were old */
    size_t new_count;    /* all values were new */
    size_t middle_count; /* some were, some not */
    size_t pending_count;
};

static void count_end(struct change_fixture *fixture, struct ends *ends)
{
    bool pending = false;
    ASSERT_FAST(change_set_find_pending(fixture->registry, REGISTRY_CURRENT_USER, &pending) ==
                CODE_SUCCESS);
    bool is_old = change_fixture_is_old(fixture);
    bool is_new = change_fixture_is_new(fixture);
    ASSERT_FAST(is_old || is_new || pending);
    ends->count++;
    ends->old_count += is_old;
    ends->new_count += is_new;
    ends->middle_count += !is_old && !is_new;
    ends->pending_count += pending;
}

static void check_recovered(struct change_fixture *fixture, struct recovery_result result)
{
    bool pending = true;
    ASSERT_FAST(result.outcome != RECOVERY_FAILED);
    ASSERT_FAST(result.conflict_count == 0);
    ASSERT_FAST(change_set_find_pending(fixture->registry, REGISTRY_CURRENT_USER, &pending) ==
                CODE_SUCCESS);
    ASSERT_FAST(!pending);
    ASSERT_FAST(change_fixture_recover(fixture).outcome == RECOVERY_NOT_NEEDED);
    if (change_fixture_is_new(fixture))
        change_fixture_expect_new_and_undoable(fixture);
    else
        change_fixture_expect_old_and_well(fixture);
}

START_TEST(a_run_that_was_ended_anywhere_is_finished_or_taken_back)
{
    struct ends ends = {0};
    bool (*end_at)(struct change_fixture *, size_t) = _i == 0 ? end_apply_at : end_undo_at;
    bool more = true;
    for (size_t call = 1; more; call++) {
        struct change_fixture fixture;
        more = end_at(&fixture, call);
        count_end(&fixture, &ends);
        check_recovered(&fixture, change_fixture_recover(&fixture));
        change_fixture_done(&fixture);
    }
    printf("%s ended: %zu times; values old %zu, new %zu, mixed %zu; record pending %zu\n",
           _i == 0 ? "change_set_apply" : "change_set_undo", ends.count, ends.old_count,
           ends.new_count, ends.middle_count, ends.pending_count);
    ck_assert_uint_gt(ends.old_count, 1);
    ck_assert_uint_gt(ends.new_count, 1);
    ck_assert_uint_gt(ends.middle_count, 5);
    ck_assert_uint_gt(ends.pending_count, 20);
}
END_TEST

/* Applied; then one value was put back by hand, and one is somebody else's. */
static void init_disturbed(struct change_fixture *fixture)
{
    change_fixture_init(fixture);
    ASSERT_FAST(change_fixture_apply(fixture).outcome == CHANGE_SET_DONE);
    sample_long(fixture->registry, fixture->changes[0].key, "00036627", 1);
    sample_text(fixture->registry, REGISTRY_CURRENT_USER, fixture->changes[1].key, "00036601",
                "somebody else's");
}

/* Returns whether the undo would have made the call that it was ended at. */
static bool end_disturbed_undo_at(size_t call, bool force, const char *found, const char *undone)
{
    const struct fault end = {call, CODE_REGISTRY_IO_FAILED, true};
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_disturbed(&fixture);
    ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
    change_fixture_arm(&fixture, &end);
    (void)change_set_undo(fixture.registry, &set, record, force, NULL);
    bool ended = change_fixture_calm(&fixture, &end);
    struct recovery_result recovery = change_fixture_recover(&fixture);
    char *now = sample_dump(fixture.registry, false);
    ASSERT_FAST(recovery.outcome != RECOVERY_FAILED);
    ASSERT_FAST(strcmp(now, found) == 0 || strcmp(now, undone) == 0);
    if (recovery.outcome == RECOVERY_ROLLED_BACK)
        ASSERT_FAST(strcmp(now, found) == 0);
    free(now);
    change_fixture_done(&fixture);
    return ended;
}

START_TEST(an_undo_that_was_ended_gives_back_what_it_found)
{
    bool force = _i != 0;
    struct change_fixture fixture;
    size_t call = 0;
    init_disturbed(&fixture);
    char *found = sample_dump(fixture.registry, false);
    ck_assert_uint_eq(change_fixture_undo(&fixture, force).outcome, CHANGE_SET_DONE);
    char *undone = sample_dump(fixture.registry, false);
    ck_assert_int_eq(change_fixture_is_old(&fixture), force);
    change_fixture_done(&fixture);
    while (end_disturbed_undo_at(++call, force, found, undone))
        ;
    ck_assert_uint_gt(call, 40);
    free(found);
    free(undone);
}
END_TEST

/* Recovery itself meets a fault, and the next one must still end well. */
struct ended_run {
    bool (*end_at)(struct change_fixture *, size_t);
    size_t call;
};

static bool recover_with_fault(const struct fault *fault, void *context)
{
    const struct ended_run *run = context;
    struct change_fixture fixture;
    run->end_at(&fixture, run->call);
    change_fixture_arm(&fixture, fault);
    struct recovery_result result = change_fixture_recover(&fixture);
    bool came_to_pass = change_fixture_calm(&fixture, fault);
    if (result.outcome == RECOVERY_FAILED)
        ASSERT_FAST(result.code == fault->code);
    else
        check_recovered(&fixture, result);
    if (result.outcome == RECOVERY_FAILED)
        check_recovered(&fixture, change_fixture_recover(&fixture));
    change_fixture_done(&fixture);
    return came_to_pass;
}

START_TEST(recovery_survives_every_fault)
{
    struct ended_run run = {.end_at = _i == 0 ? end_apply_at : end_undo_at, .call = 1};
    struct change_fixture fixture;
    size_t count = 0;
    for (bool more = true; more; run.call++) {
        more = run.end_at(&fixture, run.call);
        change_fixture_done(&fixture);
        /* All error codes at every eighth end of a run, one code at all of them. */
        count += change_fixture_each_fault(recover_with_fault, &run,
                                           run.call % 8 == 0 ? FAULT_CODE_COUNT : 1);
    }
    printf("change_set_recover after %s: %zu faults\n", _i == 0 ? "apply" : "undo", count);
    ck_assert_uint_gt(count, 5000);
}
END_TEST

START_TEST(nothing_to_recover_writes_nothing)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_recover(&fixture).outcome, RECOVERY_NOT_NEEDED);
    ck_assert(change_fixture_is_original(&fixture));
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    char *before = sample_dump(fixture.registry, true);
    ck_assert_uint_eq(change_fixture_recover(&fixture).outcome, RECOVERY_NOT_NEEDED);
    char *after = sample_dump(fixture.registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    change_fixture_done(&fixture);
}
END_TEST

static void mark(struct change_fixture *fixture, const char *state)
{
    sample_text(fixture->registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State", state);
}

START_TEST(a_run_that_only_lacked_its_mark_is_finished)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    mark(&fixture, "pending");
    struct recovery_result result = change_fixture_recover(&fixture);
    ck_assert_uint_eq(result.outcome, RECOVERY_FINISHED);
    ck_assert_uint_eq(result.record, 1);
    ck_assert(change_fixture_is_new(&fixture));

    mark(&fixture, "undoing");
    for (size_t i = 0; i < FIXTURE_CHANGE_COUNT; i++) {
        const struct registry_change *change = &fixture.changes[i];
        if (change->before.present)
            sample_write(fixture.registry, REGISTRY_CURRENT_USER, change->key, change->name,
                         change->before.type, change->before.bytes, change->before.size);
        else
            sample_delete(fixture.registry, REGISTRY_CURRENT_USER, change->key, change->name);
    }
    ck_assert_uint_eq(change_fixture_recover(&fixture).outcome, RECOVERY_FINISHED);
    ck_assert(change_fixture_is_original(&fixture));
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_FILE_NOT_FOUND);
    change_fixture_done(&fixture);
}
END_TEST

/* Somebody else's value, or a key that is gone, stays as it is; the rest is taken back. */
START_TEST(leaves_alone_what_somebody_else_has_changed_since)
{
    static const char *const states[] = {"pending", "undoing"};
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    mark(&fixture, states[_i]);
    if (_i == 1)
        sample_long(fixture.registry, fixture.changes[0].key, "00036627", 1);
    sample_dword(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[2].key, "Level", 5);
    ck_assert_uint_eq(
        memory_registry_delete_tree(fixture.memory, REGISTRY_CURRENT_USER, fixture.changes[5].key),
        CODE_SUCCESS);
    struct recovery_result result = change_fixture_recover(&fixture);
    ck_assert_uint_eq(result.outcome, RECOVERY_ROLLED_BACK);
    ck_assert_uint_eq(result.record, 1);
    ck_assert_uint_eq(result.conflict_count, 3);
    sample_expect(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[2].key, "Level",
                  VALUE_DWORD, "\5\0\0", 4);
    sample_expect_absent(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[5].key, "Empty");
    sample_expect(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[0].key, "00036627",
                  VALUE_BINARY, _i == 0 ? "\1\0\0" : "\2\0\0", 4);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(fails_without_rights_and_says_so)
{
    struct change_fixture fixture;
    bool pending = false;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    mark(&fixture, "pending");
    ck_assert_uint_eq(memory_registry_deny(fixture.memory, REGISTRY_CURRENT_USER,
                                           fixture.changes[3].key, REGISTRY_WRITE),
                      CODE_SUCCESS);
    char *before = sample_dump(fixture.registry, true);
    struct recovery_result result = change_fixture_recover(&fixture);
    ck_assert_uint_eq(result.outcome, RECOVERY_FAILED);
    ck_assert_uint_eq(result.code, CODE_ACCESS_DENIED);
    ck_assert_uint_eq(change_set_find_pending(fixture.registry, REGISTRY_CURRENT_USER, &pending),
                      CODE_SUCCESS);
    ck_assert(pending);
    char *after = sample_dump(fixture.registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(a_record_that_was_never_finished_is_swept_away)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    bool pending = true;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    sample_dword(fixture.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\2", "Changes", 1);
    ck_assert_uint_eq(change_set_find_pending(fixture.registry, REGISTRY_CURRENT_USER, &pending),
                      CODE_SUCCESS);
    ck_assert(!pending);
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_SUCCESS);
    ck_assert_uint_eq(record, 1); /* the unfinished one is passed over, also before recovery */
    ck_assert_uint_eq(change_fixture_recover(&fixture).outcome, RECOVERY_NOT_NEEDED);
    sample_expect_absent(fixture.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\2",
                         "Changes");
    change_fixture_expect_new_and_undoable(&fixture);
    change_fixture_done(&fixture);
}
END_TEST

Suite *change_recovery_suite(void);

Suite *change_recovery_suite(void)
{
    Suite *suite = suite_create("change_recovery");
    TCase *tests = tcase_create("change_recovery");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, nothing_to_recover_writes_nothing);
    tcase_add_test(tests, a_run_that_only_lacked_its_mark_is_finished);
    tcase_add_test(tests, fails_without_rights_and_says_so);
    tcase_add_test(tests, a_record_that_was_never_finished_is_swept_away);
    tcase_add_loop_test(tests, leaves_alone_what_somebody_else_has_changed_since, 0, 2);
    tcase_add_loop_test(tests, a_run_that_was_ended_anywhere_is_finished_or_taken_back, 0, 2);
    tcase_add_loop_test(tests, an_undo_that_was_ended_gives_back_what_it_found, 0, 2);
    tcase_add_loop_test(tests, recovery_survives_every_fault, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
