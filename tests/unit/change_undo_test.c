#include "registry/undo_record.h"
#include "tests/unit/change_fixture.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void init_applied(struct change_fixture *fixture)
{
    change_fixture_init(fixture);
    ASSERT_FAST(change_fixture_apply(fixture).outcome == CHANGE_SET_DONE);
}

/* Somebody else gives a value of the set a content that is neither before nor after. */
static void change_by_hand(struct change_fixture *fixture, size_t index)
{
    sample_text(fixture->registry, REGISTRY_CURRENT_USER, fixture->changes[index].key,
                fixture->changes[index].name, "somebody else's");
}

START_TEST(gives_back_type_and_bytes_and_leaves_no_trace)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_applied(&fixture);
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_SUCCESS);
    ck_assert_uint_eq(record, 1);
    ck_assert_uint_eq(set.root, REGISTRY_CURRENT_USER);
    ck_assert_uint_eq(set.count, FIXTURE_CHANGE_COUNT);
    for (size_t i = 0; i < set.count; i++) {
        ck_assert_str_eq(set.changes[i].key, fixture.changes[i].key);
        ck_assert_str_eq(set.changes[i].name, fixture.changes[i].name);
        ck_assert(stored_data_equal(&set.changes[i].before, &fixture.changes[i].before));
        ck_assert(stored_data_equal(&set.changes[i].after, &fixture.changes[i].after));
        ck_assert_uint_eq(set.changes[i].state, CHANGE_PLANNED);
    }
    struct change_result result = change_set_undo(fixture.registry, &set, record, false, NULL);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(result.conflict_count, 0);
    for (size_t i = 0; i < set.count; i++)
        ck_assert_uint_eq(set.changes[i].state, CHANGE_APPLIED);
    ck_assert(change_fixture_is_original(&fixture));
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_FILE_NOT_FOUND);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(leaves_what_others_keep_beside_the_records)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    sample_dword(fixture.registry, REGISTRY_CURRENT_USER, "Software\\PromptFix", "Other", 1);
    char *before = sample_dump(fixture.registry, true);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(change_fixture_undo(&fixture, false).outcome, CHANGE_SET_DONE);
    char *after = sample_dump(fixture.registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(takes_back_the_newest_record_first)
{
    enum { RECORD_COUNT = 12 }; /* more than one digit: "10" is newer than "9" */
    struct change_fixture fixture;
    char *dumps[RECORD_COUNT];
    change_fixture_init(&fixture);
    for (uint32_t i = 0; i < RECORD_COUNT; i++) {
        const uint8_t before[4] = {(uint8_t)(i + 1), 0, 0, 0};
        const uint8_t after[4] = {(uint8_t)(i + 2), 0, 0, 0};
        dumps[i] = sample_dump(fixture.registry, true);
        change_fixture_plan(&fixture);
        fixture.set.count = 1;
        fixture.changes[0].before.bytes = before;
        fixture.changes[0].after.bytes = after;
        ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    }
    for (size_t i = RECORD_COUNT; i-- > 0;) {
        ck_assert_uint_eq(change_fixture_undo(&fixture, false).outcome, CHANGE_SET_DONE);
        char *dump = sample_dump(fixture.registry, true);
        ck_assert_str_eq(dump, dumps[i]);
        free(dump);
        free(dumps[i]);
    }
    ck_assert(change_fixture_is_original(&fixture));
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(leaves_somebody_elses_value_alone_and_keeps_the_record)
{
    for (size_t i = 0; i < FIXTURE_CHANGE_COUNT; i++) {
        struct change_fixture fixture;
        struct change_set set = {0};
        uint32_t record = 0;
        init_applied(&fixture);
        change_by_hand(&fixture, i);
        for (int again = 0; again < 2; again++) {
            ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_SUCCESS);
            struct change_result result =
                change_set_undo(fixture.registry, &set, record, false, NULL);
            ck_assert_uint_eq(result.outcome, CHANGE_SET_DONE);
            ck_assert_uint_eq(result.conflict_count, 1);
            for (size_t j = 0; j < set.count; j++)
                ck_assert_uint_eq(set.changes[j].state, j == i ? CHANGE_CONFLICT : CHANGE_APPLIED);
        }
        ck_assert(!change_fixture_is_old(&fixture));
        ck_assert_uint_eq(change_fixture_undo(&fixture, true).outcome, CHANGE_SET_DONE);
        ck_assert(change_fixture_is_original(&fixture));
        change_fixture_done(&fixture);
    }
}
END_TEST

/* Forced, but failed: what somebody else wrote is still his, also for the next undo without force.
 */
START_TEST(a_forced_undo_that_failed_makes_nobodys_value_its_own)
{
    size_t failed_count = 0;
    for (size_t call = 1; call < 200; call++) {
        struct change_fixture fixture;
        const struct fault fault = {.call = call, .code = CODE_REGISTRY_IO_FAILED};
        struct change_set set = {0};
        uint32_t record = 0;
        init_applied(&fixture);
        change_by_hand(&fixture, 0);
        ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
        change_fixture_arm(&fixture, &fault);
        const struct change_result forced =
            change_set_undo(fixture.registry, &set, record, true, NULL);
        (void)change_fixture_calm(&fixture, &fault);
        if (forced.outcome != CHANGE_SET_DONE) {
            failed_count++;
            ASSERT_FAST(change_fixture_recover(&fixture).outcome != RECOVERY_FAILED);
            ASSERT_FAST(change_fixture_undo(&fixture, false).conflict_count == 1);
            ASSERT_FAST(change_fixture_undo(&fixture, true).outcome == CHANGE_SET_DONE);
            ASSERT_FAST(change_fixture_is_original(&fixture));
        }
        change_fixture_done(&fixture);
    }
    ck_assert_uint_gt(failed_count, 30);
}
END_TEST

START_TEST(a_value_that_is_back_already_is_no_conflict)
{
    struct change_fixture fixture;
    init_applied(&fixture);
    for (size_t i = 0; i < FIXTURE_CHANGE_COUNT; i++)
        if (fixture.changes[i].before.present)
            sample_write(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[i].key,
                         fixture.changes[i].name, fixture.changes[i].before.type,
                         fixture.changes[i].before.bytes, fixture.changes[i].before.size);
    struct change_result result = change_fixture_undo(&fixture, false);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(result.conflict_count, 0);
    ck_assert(change_fixture_is_original(&fixture));
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(does_not_bring_back_a_key_that_was_deleted)
{
    for (int force = 0; force < 2; force++) {
        struct change_fixture fixture;
        struct change_set set = {0};
        uint32_t record = 0;
        init_applied(&fixture);
        ck_assert_uint_eq(memory_registry_delete_tree(fixture.memory, REGISTRY_CURRENT_USER,
                                                      fixture.changes[2].key),
                          CODE_SUCCESS);
        struct change_result result = change_fixture_undo(&fixture, force);
        ck_assert_uint_eq(result.outcome, CHANGE_SET_DONE);
        ck_assert_uint_eq(result.conflict_count, 2);
        sample_expect_absent(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[2].key, "");
        sample_expect(fixture.registry, REGISTRY_CURRENT_USER, fixture.changes[0].key, "00036627",
                      VALUE_BINARY, "\1\0\0", 4);
        ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record),
                          force ? CODE_FILE_NOT_FOUND : CODE_SUCCESS);
        change_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(reviews_without_writing)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_applied(&fixture);
    change_by_hand(&fixture, 1);
    ck_assert_uint_eq(
        memory_registry_delete_tree(fixture.memory, REGISTRY_CURRENT_USER, fixture.changes[5].key),
        CODE_SUCCESS);
    char *before = sample_dump(fixture.registry, true);
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_SUCCESS);
    struct change_result result = change_set_review_undo(fixture.registry, &set, false);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(result.conflict_count, 3);
    for (size_t i = 0; i < set.count; i++)
        ck_assert_uint_eq(set.changes[i].state,
                          i == 1 || i >= 5 ? CHANGE_CONFLICT : CHANGE_PLANNED);

    /* With force only what has no key any more is left alone. */
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_SUCCESS);
    result = change_set_review_undo(fixture.registry, &set, true);
    ck_assert_uint_eq(result.conflict_count, 2);
    for (size_t i = 0; i < set.count; i++)
        ck_assert_uint_eq(set.changes[i].state, i >= 5 ? CHANGE_CONFLICT : CHANGE_PLANNED);
    char *after = sample_dump(fixture.registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(changes_nothing_without_rights)
{
    static const char *const keys[] = {"Software\\Fixture\\B\\Below", UNDO_RECORDS_KEY "\\1"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct change_fixture fixture;
        init_applied(&fixture);
        change_by_hand(&fixture, 0);
        ck_assert_uint_eq(
            memory_registry_deny(fixture.memory, REGISTRY_CURRENT_USER, keys[i], REGISTRY_WRITE),
            CODE_SUCCESS);
        char *before = sample_dump(fixture.registry, true);
        struct change_result result = change_fixture_undo(&fixture, false);
        ck_assert_uint_eq(result.outcome, CHANGE_SET_NO_RIGHTS);
        ck_assert_uint_eq(result.code, CODE_ACCESS_DENIED);
        ck_assert_uint_eq(result.conflict_count, 1);
        ck_assert_ptr_nonnull(result.key);
        char *after = sample_dump(fixture.registry, true);
        ck_assert_str_eq(before, after);
        free(before);
        free(after);
        change_fixture_done(&fixture);
    }
}
END_TEST

/* An undo under one circumstance, and the store before and after it when nothing fails. */
struct undo_case {
    size_t foreign_count; /* values that somebody else changed before the undo */
    bool one_is_back;     /* values that were put back by hand before it */
    bool force;
    char *before; /* values only */
    char *after;
    char *after_whole; /* with the record, where that stays */
};

static void init_case(struct change_fixture *fixture, const struct undo_case *undo)
{
    init_applied(fixture);
    for (size_t i = 0; i < undo->foreign_count; i++)
        change_by_hand(fixture, 2 * i + 1);
    if (undo->one_is_back)
        sample_long(fixture->registry, fixture->changes[0].key, "00036627", 1);
}

static void learn_case(struct undo_case *undo)
{
    struct change_fixture fixture;
    init_case(&fixture, undo);
    undo->before = sample_dump(fixture.registry, false);
    ck_assert_uint_eq(change_fixture_undo(&fixture, undo->force).outcome, CHANGE_SET_DONE);
    undo->after = sample_dump(fixture.registry, false);
    undo->after_whole = sample_dump(fixture.registry, true);
    ck_assert_str_ne(undo->before, undo->after);
    change_fixture_done(&fixture);
}

static void forget_case(struct undo_case *undo)
{
    free(undo->before);
    free(undo->after);
    free(undo->after_whole);
}

static bool store_is(struct change_fixture *fixture, bool with_own_keys, const char *expected)
{
    char *dump = sample_dump(fixture->registry, with_own_keys);
    bool same = strcmp(dump, expected) == 0;
    free(dump);
    return same;
}

static void check_values(struct change_fixture *fixture, const struct undo_case *undo,
                         enum change_outcome outcome)
{
    if (outcome == CHANGE_SET_DONE)
        ASSERT_FAST(store_is(fixture, false, undo->after));
    else if (outcome != CHANGE_SET_TORN)
        ASSERT_FAST(store_is(fixture, false, undo->before));
}

/* When tidying up fails, the keys Undo and PromptFix stay behind, empty. */
static bool only_empty_keys_are_left(struct change_fixture *fixture)
{
    char *dump = sample_dump(fixture->registry, true);
    bool empty = strstr(dump, "\\PromptFix\n") != NULL && strstr(dump, "\\Undo\\") == NULL &&
                 strstr(dump, "\\PromptFix :") == NULL && strstr(dump, "\\Undo :") == NULL;
    free(dump);
    return empty;
}

/* What must hold after an undo that told `outcome`, after the next run's recovery, and after one
 * more undo. */
static void check_after_undo(struct change_fixture *fixture, const struct undo_case *undo,
                             enum change_outcome outcome)
{
    check_values(fixture, undo, outcome);
    ASSERT_FAST(change_fixture_recover(fixture).outcome != RECOVERY_FAILED);
    check_values(fixture, undo, outcome);
    if (!store_is(fixture, false, undo->after)) {
        ASSERT_FAST(store_is(fixture, false, undo->before));
        ASSERT_FAST(change_fixture_undo(fixture, undo->force).outcome == CHANGE_SET_DONE);
    }
    ASSERT_FAST(store_is(fixture, true, undo->after_whole) || only_empty_keys_are_left(fixture));
}

static bool undo_with_fault(const struct fault *fault, void *context)
{
    const struct undo_case *undo = context;
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_case(&fixture, undo);
    ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
    change_fixture_arm(&fixture, fault);
    struct change_result result =
        change_set_undo(fixture.registry, &set, record, undo->force, NULL);
    bool came_to_pass = change_fixture_calm(&fixture, fault);
    check_after_undo(&fixture, undo, result.outcome);
    change_fixture_done(&fixture);
    return came_to_pass;
}

static bool late_undo(const struct undo_case *undo, size_t call)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_case(&fixture, undo);
    ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
    change_fixture_fail_late(&fixture, call, CODE_REGISTRY_IO_FAILED);
    struct change_result result =
        change_set_undo(fixture.registry, &set, record, undo->force, NULL);
    bool came_to_pass = fixture.late_call == 0;
    change_fixture_fail_late(&fixture, 0, CODE_SUCCESS);
    check_after_undo(&fixture, undo, result.outcome);
    change_fixture_done(&fixture);
    return came_to_pass;
}

static const struct undo_case cases[] = {
    {0},
    {.foreign_count = 2},
    {.foreign_count = 2, .force = true},
    {.one_is_back = true},
    {.foreign_count = 2, .one_is_back = true, .force = true},
};

START_TEST(survives_every_fault)
{
    struct undo_case undo = cases[_i];
    learn_case(&undo);
    size_t count = change_fixture_each_fault(undo_with_fault, &undo, FAULT_CODE_COUNT);
    size_t late = 0;
    while (late_undo(&undo, late + 1))
        late++;
    printf("change_set_undo, case %d: %zu faults, %zu late ones\n", _i, count, late);
    ck_assert_uint_gt(count, 360);
    ck_assert_uint_gt(late, 7);
    forget_case(&undo);
}
END_TEST

static size_t undo_with_two_faults(size_t first, size_t second, void *context)
{
    const struct undo_case *undo = context;
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_case(&fixture, undo);
    ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
    struct fault_pair faults = {.memory = fixture.memory, .first = first, .second = second};
    change_fixture_arm_pair(&faults);
    struct change_result result =
        change_set_undo(fixture.registry, &set, record, undo->force, NULL);
    change_fixture_calm_pair(&faults);
    check_after_undo(&fixture, undo, result.outcome);
    change_fixture_done(&fixture);
    return faults.call_count;
}

START_TEST(survives_every_two_faults)
{
    struct undo_case undo = cases[_i];
    learn_case(&undo);
    size_t count = change_fixture_each_pair(undo_with_two_faults, &undo);
    printf("change_set_undo, case %d: %zu pairs of faults\n", _i, count);
    ck_assert_uint_gt(count, 300);
    forget_case(&undo);
}
END_TEST

/* A key that is gone once was somebody else's undo for all one knows: one looks again. */
static bool may_be_survived(const struct fault *fault)
{
    return fault->code == CODE_KEY_DELETED && !fault->from_then_on;
}

static bool load_with_fault(const struct fault *fault, void *context)
{
    struct change_fixture fixture;
    struct change_set set = {.count = 77};
    uint32_t record = 77;
    (void)context;
    init_applied(&fixture);
    change_fixture_arm(&fixture, fault);
    error_code code = change_fixture_load(&fixture, &set, &record);
    bool came_to_pass = change_fixture_calm(&fixture, fault);
    if (!came_to_pass || !may_be_survived(fault))
        ASSERT_FAST(code == (came_to_pass ? fault->code : CODE_SUCCESS));
    else
        ASSERT_FAST(code == CODE_SUCCESS || code == CODE_KEY_DELETED);
    ASSERT_FAST(set.count == (code == CODE_SUCCESS ? FIXTURE_CHANGE_COUNT : 77));
    change_fixture_expect_new_and_undoable(&fixture);
    change_fixture_done(&fixture);
    return came_to_pass;
}

static bool review_with_fault(const struct fault *fault, void *context)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    (void)context;
    init_applied(&fixture);
    ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
    change_fixture_arm(&fixture, fault);
    struct change_result result = change_set_review_undo(fixture.registry, &set, false);
    bool came_to_pass = change_fixture_calm(&fixture, fault);
    ASSERT_FAST(result.code == (came_to_pass ? fault->code : CODE_SUCCESS));
    ASSERT_FAST(result.outcome == (came_to_pass ? CHANGE_SET_ROLLED_BACK : CHANGE_SET_DONE));
    change_fixture_expect_new_and_undoable(&fixture);
    change_fixture_done(&fixture);
    return came_to_pass;
}

START_TEST(loading_and_reviewing_tell_every_fault)
{
    size_t load_count = change_fixture_each_fault(load_with_fault, NULL, FAULT_CODE_COUNT);
    size_t review_count = change_fixture_each_fault(review_with_fault, NULL, FAULT_CODE_COUNT);
    printf("change_set_load_undo: %zu faults, change_set_review_undo: %zu\n", load_count,
           review_count);
    ck_assert_uint_gt(load_count, 360);
    ck_assert_uint_gt(review_count, 150);
}
END_TEST

Suite *change_undo_suite(void);

Suite *change_undo_suite(void)
{
    Suite *suite = suite_create("change_undo");
    TCase *tests = tcase_create("change_undo");
    const int case_count = sizeof cases / sizeof cases[0];
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, gives_back_type_and_bytes_and_leaves_no_trace);
    tcase_add_test(tests, leaves_what_others_keep_beside_the_records);
    tcase_add_test(tests, takes_back_the_newest_record_first);
    tcase_add_test(tests, leaves_somebody_elses_value_alone_and_keeps_the_record);
    tcase_add_test(tests, a_forced_undo_that_failed_makes_nobodys_value_its_own);
    tcase_add_test(tests, a_value_that_is_back_already_is_no_conflict);
    tcase_add_test(tests, does_not_bring_back_a_key_that_was_deleted);
    tcase_add_test(tests, reviews_without_writing);
    tcase_add_test(tests, changes_nothing_without_rights);
    tcase_add_test(tests, loading_and_reviewing_tell_every_fault);
    tcase_add_loop_test(tests, survives_every_fault, 0, case_count);
    tcase_add_loop_test(tests, survives_every_two_faults, 0, case_count);
    suite_add_tcase(suite, tests);
    return suite;
}
