#include "registry/undo_record.h"
#include "tests/unit/change_fixture.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(applies_every_change)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    struct change_result result = change_fixture_apply(&fixture);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(result.code, CODE_SUCCESS);
    for (size_t i = 0; i < FIXTURE_CHANGE_COUNT; i++)
        ck_assert_uint_eq(fixture.changes[i].state, CHANGE_APPLIED);
    change_fixture_expect_new_and_undoable(&fixture);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(an_empty_set_touches_nothing)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    size_t calls = memory_registry_call_count(fixture.memory);
    fixture.set.count = 0;
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(memory_registry_call_count(fixture.memory), calls);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(applying_twice_is_applying_once)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    char *once = sample_dump(fixture.registry, true);
    change_fixture_plan(&fixture);
    struct change_result result = change_fixture_apply(&fixture);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_STALE);
    ck_assert_uint_eq(fixture.changes[0].state, CHANGE_CONFLICT);
    ck_assert_str_eq(result.name, fixture.changes[0].name);
    char *twice = sample_dump(fixture.registry, true);
    ck_assert_str_eq(once, twice);
    free(once);
    free(twice);
    change_fixture_expect_new_and_undoable(&fixture);
    change_fixture_done(&fixture);
}
END_TEST

/* Changes one value in one way: other bytes, other type, absence, presence, or no key at all. */
static void disturb(struct change_fixture *fixture, size_t index, int way)
{
    const struct registry_change *change = &fixture->changes[index];
    if (way == 0)
        sample_write(fixture->registry, REGISTRY_CURRENT_USER, change->key, change->name,
                     VALUE_BINARY, "\3\0\0\0", 4);
    else if (way == 1 && change->before.present)
        sample_write(fixture->registry, REGISTRY_CURRENT_USER, change->key, change->name,
                     VALUE_EXPAND_STRING, change->before.bytes, change->before.size);
    else if (way == 2 && change->before.present)
        sample_delete(fixture->registry, REGISTRY_CURRENT_USER, change->key, change->name);
    else
        ck_assert_uint_eq(
            memory_registry_delete_tree(fixture->memory, REGISTRY_CURRENT_USER, change->key),
            CODE_SUCCESS);
}

START_TEST(writes_nothing_when_a_value_is_not_what_was_seen)
{
    for (int i = 0; i < 4 * FIXTURE_CHANGE_COUNT; i++) {
        struct change_fixture fixture;
        change_fixture_init(&fixture);
        size_t index = (size_t)i / 4;
        disturb(&fixture, index, i % 4);
        char *before = sample_dump(fixture.registry, true);
        struct change_result result = change_fixture_apply(&fixture);
        ck_assert_uint_eq(result.outcome, CHANGE_SET_STALE);
        if (i % 4 == 0) {
            ck_assert_str_eq(result.key, fixture.changes[index].key);
            ck_assert_str_eq(result.name, fixture.changes[index].name);
            ck_assert_uint_eq(fixture.changes[index].state, CHANGE_CONFLICT);
        }
        char *after = sample_dump(fixture.registry, true);
        ck_assert_str_eq(before, after);
        free(before);
        free(after);
        change_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(writes_nothing_without_rights_to_every_key)
{
    static const char *const keys[] = {"Software\\Fixture\\A", "Software\\Fixture\\B\\Below",
                                       "Software\\Fixture\\C", "Software"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct change_fixture fixture;
        change_fixture_init(&fixture);
        ck_assert_uint_eq(
            memory_registry_deny(fixture.memory, REGISTRY_CURRENT_USER, keys[i], REGISTRY_WRITE),
            CODE_SUCCESS);
        struct change_result result = change_fixture_apply(&fixture);
        ck_assert_uint_eq(result.outcome, CHANGE_SET_NO_RIGHTS);
        ck_assert_uint_eq(result.code, CODE_ACCESS_DENIED);
        ck_assert_ptr_nonnull(result.key);
        ck_assert(change_fixture_is_original(&fixture));
        change_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(the_machine_half_keeps_its_record_in_its_own_hive)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    struct registry_change change = {
        .key = "SYSTEM\\CurrentControlSet\\Control\\Lsa",
        .name = "LmCompatibilityLevel",
        .before = {true, VALUE_DWORD, (const uint8_t *)"\1\0\0", 4},
        .after = {true, VALUE_DWORD, (const uint8_t *)"\3\0\0", 4},
    };
    struct change_set set = {REGISTRY_LOCAL_MACHINE, &change, 1};
    ck_assert_uint_eq(change_set_apply(fixture.registry, &set, "now", "test", NULL).outcome,
                      CHANGE_SET_DONE);
    sample_expect(fixture.registry, REGISTRY_LOCAL_MACHINE, change.key, change.name, VALUE_DWORD,
                  "\3\0\0", 4);
    sample_expect(fixture.registry, REGISTRY_LOCAL_MACHINE, UNDO_RECORDS_KEY "\\1", "1.Before",
                  VALUE_DWORD, "\1\0\0", 4);
    sample_expect_absent(fixture.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY, "");
    change_fixture_done(&fixture);
}
END_TEST

/* What the store was like at each call of a run: what the protocol promises at every moment. */
struct protocol_watch {
    struct change_fixture *fixture;
    bool written; /* a value has been seen that was not old */
};

static void look_at_record_before_values(void *context, size_t call)
{
    struct protocol_watch *watch = context;
    uint32_t number = 0;
    enum undo_record_state state = UNDO_RECORD_INCOMPLETE;
    (void)call;
    if (change_fixture_is_old(watch->fixture))
        return;
    watch->written = true;
    ck_assert_uint_eq(undo_record_newest(watch->fixture->registry, REGISTRY_CURRENT_USER,
                                         UNDO_RECORD_ANY, &number, &state),
                      CODE_SUCCESS);
    ck_assert(state == UNDO_RECORD_PENDING ||
              (state == UNDO_RECORD_APPLIED && change_fixture_is_new(watch->fixture)));
}

START_TEST(records_before_it_writes_and_marks_after_it_has_written)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    struct protocol_watch watch = {.fixture = &fixture};
    memory_registry_watch_calls(fixture.memory, look_at_record_before_values, &watch);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    memory_registry_watch_calls(fixture.memory, NULL, NULL);
    ck_assert(watch.written);
    change_fixture_done(&fixture);
}
END_TEST

/* What a run did, in order: "r" writes to the record, "v" changes values, "f" flushes; of each what
 * follows one another counts once. And the values' names as they were changed. */
enum { NAME_LIMIT = 4 * FIXTURE_CHANGE_COUNT };

struct protocol {
    struct registry_operations store;
    char steps[32];
    const char *names[NAME_LIMIT];
    size_t name_count;
    const char *ignored; /* writing this value has no effect, and is not told */
};

static struct protocol protocol;

static void note_step(char step)
{
    size_t length = strlen(protocol.steps);
    if (length > 0 && protocol.steps[length - 1] == step)
        return;
    ck_assert_uint_lt(length, sizeof protocol.steps - 1);
    protocol.steps[length] = step;
}

static void note_change(const char *name)
{
    bool of_record = strchr(name, '.') != NULL || strcmp(name, "State") == 0 ||
                     strcmp(name, "Time") == 0 || strcmp(name, "Program") == 0 ||
                     strcmp(name, "Changes") == 0;
    note_step(of_record ? 'r' : 'v');
    if (of_record)
        return;
    ck_assert_uint_lt(protocol.name_count, NAME_LIMIT);
    protocol.names[protocol.name_count++] = name;
}

static error_code noted_write(struct registry_key *key, const char *name, uint32_t type,
                              const void *data, size_t data_size)
{
    note_change(name);
    if (protocol.ignored != NULL && strcmp(name, protocol.ignored) == 0)
        return CODE_SUCCESS;
    return protocol.store.write(key, name, type, data, data_size);
}

static error_code noted_delete_value(struct registry_key *key, const char *name)
{
    note_change(name);
    return protocol.store.delete_value(key, name);
}

static error_code noted_flush(struct registry_key *key)
{
    note_step('f');
    return protocol.store.flush(key);
}

static void init_noted(struct change_fixture *fixture)
{
    change_fixture_init(fixture);
    protocol = (struct protocol){.store = fixture->original_operations};
    fixture->operations.write = noted_write;
    fixture->operations.delete_value = noted_delete_value;
    fixture->operations.flush = noted_flush;
}

START_TEST(flushes_the_record_then_the_values_then_the_mark)
{
    struct change_fixture fixture;
    init_noted(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    ck_assert_str_eq(protocol.steps, "rfrfvfrf");
    ck_assert_uint_eq(protocol.name_count, FIXTURE_CHANGE_COUNT);
    memset(protocol.steps, 0, sizeof protocol.steps);
    ck_assert_uint_eq(change_fixture_undo(&fixture, false).outcome, CHANGE_SET_DONE);
    ck_assert_str_eq(protocol.steps, "rfvf");
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(notices_a_write_that_does_not_hold_and_puts_back_in_reverse)
{
    struct change_fixture fixture;
    init_noted(&fixture);
    protocol.ignored = "Empty";
    struct change_result result = change_fixture_apply(&fixture);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_ROLLED_BACK);
    ck_assert_uint_eq(result.code, CODE_REGISTRY_IO_FAILED);
    ck_assert_uint_eq(result.rollback_code, CODE_SUCCESS);
    ck_assert_str_eq(result.name, "Empty");
    ck_assert(change_fixture_is_original(&fixture));
    /* All were written; all but the one without effect were put back, the last one first. */
    ck_assert_uint_eq(protocol.name_count, 2 * FIXTURE_CHANGE_COUNT - 1);
    size_t at = FIXTURE_CHANGE_COUNT;
    for (size_t i = FIXTURE_CHANGE_COUNT; i-- > 0;) {
        ck_assert_str_eq(protocol.names[i], fixture.changes[i].name);
        ck_assert_uint_eq(fixture.changes[i].state, CHANGE_ROLLED_BACK);
        if (strcmp(fixture.changes[i].name, "Empty") != 0)
            ck_assert_str_eq(protocol.names[at++], fixture.changes[i].name);
    }
    change_fixture_done(&fixture);
}
END_TEST

/* What must hold after an apply that told `outcome`, and after the next run's recovery. */
static void check_after_apply(struct change_fixture *fixture, enum change_outcome outcome)
{
    if (outcome == CHANGE_SET_DONE)
        ASSERT_FAST(change_fixture_is_new(fixture));
    else if (outcome != CHANGE_SET_TORN)
        ASSERT_FAST(change_fixture_is_old(fixture));
    ASSERT_FAST(change_fixture_recover(fixture).outcome != RECOVERY_FAILED);
    if (outcome == CHANGE_SET_DONE)
        ASSERT_FAST(change_fixture_is_new(fixture));
    else if (outcome != CHANGE_SET_TORN)
        ASSERT_FAST(change_fixture_is_old(fixture));

    if (change_fixture_is_new(fixture))
        change_fixture_expect_new_and_undoable(fixture);
    else
        change_fixture_expect_old_and_well(fixture);
}

static bool apply_with_fault(const struct fault *fault, void *context)
{
    struct change_fixture fixture;
    (void)context;
    change_fixture_init(&fixture);
    change_fixture_arm(&fixture, fault);
    struct change_result result = change_fixture_apply(&fixture);
    bool came_to_pass = change_fixture_calm(&fixture, fault);
    if (result.outcome != CHANGE_SET_DONE)
        ASSERT_FAST(result.code == fault->code);
    check_after_apply(&fixture, result.outcome);
    change_fixture_done(&fixture);
    return came_to_pass;
}

static size_t failing_flush;

static error_code fail_one_flush(struct registry_key *key)
{
    (void)key;
    return failing_flush > 0 && --failing_flush == 0 ? CODE_REGISTRY_IO_FAILED : CODE_SUCCESS;
}

/* What may not be on disk is not done: not the record, not a value, not the mark. */
START_TEST(no_flush_may_fail_unnoticed)
{
    size_t flush = 1;
    for (;; flush++) {
        struct change_fixture fixture;
        change_fixture_init(&fixture);
        fixture.operations.flush = fail_one_flush;
        failing_flush = flush;
        const enum change_outcome outcome = change_fixture_apply(&fixture).outcome;
        const bool reached = failing_flush == 0;
        ck_assert_int_eq(outcome, reached ? CHANGE_SET_ROLLED_BACK : CHANGE_SET_DONE);
        ck_assert(reached ? change_fixture_is_old(&fixture) : change_fixture_is_new(&fixture));
        change_fixture_done(&fixture);
        if (!reached)
            break;
    }
    ck_assert_uint_gt(flush, 6); /* the record twice, each key, the mark */
}
END_TEST

START_TEST(survives_every_fault)
{
    size_t count = change_fixture_each_fault(apply_with_fault, NULL, FAULT_CODE_COUNT);
    printf("change_set_apply: %zu faults\n", count);
    ck_assert_uint_gt(count, 600);
}
END_TEST

START_TEST(survives_calls_that_fail_after_they_took_effect)
{
    size_t call = 1;
    for (bool more = true; more; call++) {
        struct change_fixture fixture;
        change_fixture_init(&fixture);
        change_fixture_fail_late(&fixture, call, CODE_REGISTRY_IO_FAILED);
        struct change_result result = change_fixture_apply(&fixture);
        more = fixture.late_call == 0;
        change_fixture_fail_late(&fixture, 0, CODE_SUCCESS);
        check_after_apply(&fixture, result.outcome);
        change_fixture_done(&fixture);
    }
    printf("change_set_apply: %zu late faults\n", call - 2);
    ck_assert_uint_gt(call, 30);
}
END_TEST

static size_t apply_with_two_faults(size_t first, size_t second, void *context)
{
    struct change_fixture fixture;
    (void)context;
    change_fixture_init(&fixture);
    struct fault_pair faults = {.memory = fixture.memory, .first = first, .second = second};
    change_fixture_arm_pair(&faults);
    struct change_result result = change_fixture_apply(&fixture);
    change_fixture_calm_pair(&faults);
    check_after_apply(&fixture, result.outcome);
    change_fixture_done(&fixture);
    return faults.call_count;
}

START_TEST(survives_every_two_faults)
{
    size_t count = change_fixture_each_pair(apply_with_two_faults, NULL);
    printf("change_set_apply: %zu pairs of faults\n", count);
    ck_assert_uint_gt(count, 1000);
}
END_TEST

Suite *change_set_suite(void);

Suite *change_set_suite(void)
{
    Suite *suite = suite_create("change_set");
    TCase *tests = tcase_create("change_set");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, no_flush_may_fail_unnoticed);
    tcase_add_test(tests, applies_every_change);
    tcase_add_test(tests, an_empty_set_touches_nothing);
    tcase_add_test(tests, applying_twice_is_applying_once);
    tcase_add_test(tests, writes_nothing_when_a_value_is_not_what_was_seen);
    tcase_add_test(tests, writes_nothing_without_rights_to_every_key);
    tcase_add_test(tests, the_machine_half_keeps_its_record_in_its_own_hive);
    tcase_add_test(tests, records_before_it_writes_and_marks_after_it_has_written);
    tcase_add_test(tests, flushes_the_record_then_the_values_then_the_mark);
    tcase_add_test(tests, notices_a_write_that_does_not_hold_and_puts_back_in_reverse);
    tcase_add_test(tests, survives_every_fault);
    tcase_add_test(tests, survives_calls_that_fail_after_they_took_effect);
    tcase_add_test(tests, survives_every_two_faults);
    suite_add_tcase(suite, tests);
    return suite;
}
