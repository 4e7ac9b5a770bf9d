/* Every order of changes to a watched key, with somebody else at work between any two steps of the
 * watch, and with every step failing. No change may be lost, and what happens only around the key
 * must not be taken for one. */
#include "registry/registry_watch.h"

#include "tests/unit/sample_registry.h"
#include "tests/unit/watch_fixture.h"

#include <check.h>

static struct watch_fixture fixture;

/* Since the last look: was the target touched? */
static bool touched;

static void happen(enum happening happening)
{
    touched |= watch_fixture_happen(&fixture, happening);
}

/* Every sequence of happenings, with the agent woken after each, after two, or after all. */
enum { SEQUENCE_LENGTH = 4 };

static void play(const int *happenings, int wake_after)
{
    struct watch_sight before = watch_fixture_look(&fixture);
    touched = false;
    for (int i = 0; i < SEQUENCE_LENGTH; i++) {
        happen((enum happening)happenings[i]);
        if ((i + 1) % wake_after != 0)
            continue;
        watch_fixture_expect_answer(&fixture, watch_fixture_wake(&fixture), &before, touched);
        before = watch_fixture_look(&fixture);
        touched = false;
    }
    watch_fixture_expect_to_go_on(&fixture);
}

/* Counts on, each digit below HAPPENING_COUNT. False when they are through. */
static bool next_sequence(int *digits)
{
    for (int i = 0; i < SEQUENCE_LENGTH; i++) {
        if (++digits[i] < HAPPENING_COUNT)
            return true;
        digits[i] = 0;
    }
    return false;
}

START_TEST(no_change_is_lost_and_none_made_up)
{
    int happenings[SEQUENCE_LENGTH] = {0};
    do {
        for (int wake_after = 1; wake_after <= SEQUENCE_LENGTH; wake_after *= 2) {
            watch_fixture_init(&fixture, _i);
            watch_fixture_start(&fixture);
            play(happenings, wake_after);
            watch_fixture_done(&fixture);
        }
    } while (next_sequence(happenings));
}
END_TEST

/* Somebody else who does something before one call. */
struct intruder {
    size_t call;
    enum happening happening;
    bool acted;
};

static void intrude(void *context, size_t call)
{
    struct intruder *intruder = context;
    if (call != intruder->call)
        return;
    intruder->acted = true;
    happen(intruder->happening);
}

/* The intruder comes while the watch begins. */
static void pass_intruder_at_start(enum happening happening, struct intruder *intruder)
{
    memory_registry_watch_calls(fixture.memory, intrude, intruder);
    watch_fixture_start(&fixture);
    memory_registry_watch_calls(fixture.memory, NULL, NULL);
    struct watch_sight before = watch_fixture_look(&fixture); /* comes after the start */
    (void)watch_fixture_happen(&fixture, happening);
    watch_fixture_expect_answer(&fixture, watch_fixture_wake(&fixture), &before, true);
}

/* The intruder comes while the watch moves, since something has happened. */
static void pass_intruder(enum happening happening, struct intruder *intruder)
{
    watch_fixture_start(&fixture);
    struct watch_sight before = watch_fixture_look(&fixture);
    touched = false;
    happen(happening);
    memory_registry_watch_calls(fixture.memory, intrude, intruder);
    bool changed = watch_fixture_wake(&fixture);
    memory_registry_watch_calls(fixture.memory, NULL, NULL);
    watch_fixture_expect_answer(&fixture, changed, &before, touched);
}

/* With each intruder before each call. Returns how often one came. */
static size_t pass_all_intruders(int kind, int beginning, enum happening happening,
                                 void (*pass)(enum happening, struct intruder *))
{
    size_t count = 0;
    for (int other = 0; other < HAPPENING_COUNT; other++) {
        struct intruder intruder = {.happening = (enum happening)other, .acted = true};
        while (intruder.acted) {
            intruder.call++;
            intruder.acted = false;
            watch_fixture_init(&fixture, kind);
            watch_fixture_begin(&fixture, beginning);
            pass(happening, &intruder);
            watch_fixture_expect_to_go_on(&fixture);
            watch_fixture_done(&fixture);
            count += intruder.acted;
        }
    }
    return count;
}

START_TEST(nobody_slips_in_between_two_steps)
{
    size_t count = 0;
    for (int beginning = 0; beginning < WATCH_BEGINNING_COUNT; beginning++) {
        for (int happening = 0; happening < HAPPENING_COUNT; happening++) {
            count += pass_all_intruders(_i, beginning, (enum happening)happening, pass_intruder);
            count += pass_all_intruders(_i, beginning, (enum happening)happening,
                                        pass_intruder_at_start);
        }
    }
    ck_assert_uint_gt(count, 5000);
}
END_TEST

/* A call fails while the watch moves: either it goes on all the same, or it says that it does not,
 * and whoever tries again misses nothing. Returns whether there was such a call. */
static bool pass_fault(enum happening happening, size_t call, bool from_then_on)
{
    watch_fixture_start(&fixture);
    struct watch_sight before = watch_fixture_look(&fixture);
    happen(happening);
    const size_t count = memory_registry_call_count(fixture.memory);
    memory_registry_fail(fixture.memory, call, CODE_REGISTRY_IO_FAILED, from_then_on);
    bool changed = watch_fixture_wake(&fixture);
    memory_registry_fail(fixture.memory, 0, CODE_SUCCESS, false);
    const bool reached = memory_registry_call_count(fixture.memory) - count >= call;

    watch_fixture_expect_not_lost(&fixture, changed, &before);
    error_code code = registry_watch_error(fixture.watch, 0);
    if (code != CODE_SUCCESS) {
        ASSERT_FAST(code == CODE_REGISTRY_IO_FAILED);
        ASSERT_FAST(reached && changed);
        ASSERT_FAST(memory_registry_open_count(fixture.memory) == 0);
        ASSERT_FAST(!watch_fixture_wake(&fixture)); /* nothing watches any more */
        ASSERT_FAST(registry_watch_retry(fixture.watch, 0));
    }
    ASSERT_FAST(!registry_watch_retry(fixture.watch, 0));
    watch_fixture_expect_to_go_on(&fixture);
    return reached;
}

static size_t pass_all_faults(int kind, int beginning, enum happening happening, bool from_then_on)
{
    size_t count = 0;
    for (bool more = true; more; count += more) {
        watch_fixture_init(&fixture, kind);
        watch_fixture_begin(&fixture, beginning);
        more = pass_fault(happening, count + 1, from_then_on);
        watch_fixture_done(&fixture);
    }
    return count;
}

START_TEST(call_that_fails_loses_no_change)
{
    size_t count = 0;
    for (int beginning = 0; beginning < WATCH_BEGINNING_COUNT; beginning++) {
        for (int happening = 0; happening < HAPPENING_COUNT; happening++) {
            count += pass_all_faults(_i, beginning, (enum happening)happening, false);
            count += pass_all_faults(_i, beginning, (enum happening)happening, true);
        }
    }
    ck_assert_uint_gt(count, 200);
}
END_TEST

/* Seconds; some 500,000 ways through, under sanitizers. */
enum { TIME_LIMIT = 120 };

Suite *registry_watch_races_suite(void);

Suite *registry_watch_races_suite(void)
{
    Suite *suite = suite_create("registry_watch_races");
    TCase *tests = tcase_create("registry_watch_races");
    tcase_set_timeout(tests, TIME_LIMIT);
    tcase_add_loop_test(tests, no_change_is_lost_and_none_made_up, 0, WATCH_KIND_COUNT);
    tcase_add_loop_test(tests, nobody_slips_in_between_two_steps, 0, WATCH_KIND_COUNT);
    tcase_add_loop_test(tests, call_that_fails_loses_no_change, 0, WATCH_KIND_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
