/* The real program is ended before every write to the registry that it makes, and after it: after
 * one write is before the next. Each time the registry must hold, for each half, either all of the
 * old or all of the new, or a record that says a run is under way; the next start must bring it to
 * an end; and /undo must still give back the original bytes. */
#include "tests/system/half_state.h"
#include "tests/system/machine.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/stepped_run.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* Between the writes at which a run is ended, unless all are wanted. */
enum { USUAL_STRIDE = 4 };

static char *before;

/* Two values in the user half, so that it can be torn. Where Windows can be said to be XP, the
 * level is absent: its undo is a deletion. */
static void set_up(void)
{
    free(before);
    machine_set_windows(L"winxp");
    mail_sample_write(BASIC);
    mail_sample_add(L"Second", BASIC);
    mail_sample_write_level(machine_is_wine() ? -1 : 1);
    before = registry_dump_without_records();
}

static void tear_down(void)
{
    machine_set_windows(NULL);
    free(before);
    before = NULL;
    live_registry_clear();
}

/* Ends a run at a step. False when it ended by itself before that, with all its steps made. */
static bool kill_at(const wchar_t *arguments, unsigned step)
{
    struct stepped_run run;
    ck_assert(stepped_run_start(&run, arguments, STEP_WRITE, step));
    bool stands = stepped_run_stands(&run);
    if (stands)
        stepped_run_kill(&run);
    else
        ck_assert_uint_eq(stepped_run_finish(&run, NULL), 3010);
    return stands;
}

/* The exit code of the next run, by what it finds. */
static DWORD expected_exit_code(const struct half_states *states, bool fixing)
{
    const struct half_state *user = &states->halves[0];
    const struct half_state *machine = &states->halves[1];
    if (machine->record == RECORD_PENDING || machine->record == RECORD_UNDOING)
        return 3010; /* recovered: whether Windows was restarted since is not known */
    if (fixing ? machine->values == VALUES_OLD : machine->record == RECORD_APPLIED)
        return 3010;
    if (user->record == RECORD_PENDING || user->record == RECORD_UNDOING)
        return 3011;
    if (fixing ? user->values == VALUES_OLD : user->record == RECORD_APPLIED)
        return 3011;
    return 0;
}

static void expect_sound(const struct half_states *states, const wchar_t *verb, unsigned step)
{
    for (int half = 0; half < 2; half++) {
        const struct half_state *state = &states->halves[half];
        bool under_way = state->record == RECORD_PENDING || state->record == RECORD_UNDOING;
        ck_assert_msg(state->values != VALUES_TORN || under_way,
                      "%ls ended at write %u left half %d torn, and no record tells", verb, step,
                      half);
        ck_assert_msg(state->values != VALUES_NEW || under_way || state->record == RECORD_APPLIED,
                      "%ls ended at write %u left half %d changed without a record", verb, step,
                      half);
    }
}

static void expect_original(const wchar_t *verb, unsigned step)
{
    for (int half = 0; half < 2; half++)
        ck_assert_msg(half_states_read().halves[half].record == RECORD_NONE,
                      "%ls ended at write %u: a record is left after /undo", verb, step);
    registry_expect_same_without_records(before);
}

static void run_next(const wchar_t *next, const struct half_states *states, const wchar_t *verb,
                     unsigned step)
{
    DWORD expected = expected_exit_code(states, next[1] == L'f');
    DWORD exit_code = promptfix(next)->exit_code;
    ck_assert_msg(exit_code == expected, "%ls ended at write %u: then %ls ends with %lu, not %lu",
                  verb, step, next, exit_code, expected);
}

START_TEST(survives_the_end_of_a_fix_at_every_write)
{
    unsigned step = 1;
    unsigned count = 0;
    for (; kill_at(L"/fix", step); step += stepped_run_stride(USUAL_STRIDE), count++) {
        /* Once the next start is an undo, once another fix with an undo behind it. */
        struct half_states states = half_states_read();
        expect_sound(&states, L"/fix", step);
        run_next(L"/undo", &states, L"/fix", step);
        expect_original(L"/fix", step);

        set_up();
        ck_assert(kill_at(L"/fix", step));
        states = half_states_read();
        run_next(L"/fix", &states, L"/fix", step);
        states = half_states_read();
        ck_assert_int_eq(states.halves[0].values, VALUES_NEW);
        ck_assert_int_eq(states.halves[1].values, VALUES_NEW);
        ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
        expect_original(L"/fix", step);
        set_up();
    }
    ck_assert_uint_gt(step, 20);
    printf("killed anywhere: /fix ended at %u writes, twice\n", count);
}
END_TEST

START_TEST(survives_the_end_of_an_undo_at_every_write)
{
    unsigned step = 1;
    unsigned count = 0;
    for (;; step += stepped_run_stride(USUAL_STRIDE), count++) {
        ck_assert_uint_eq(promptfix(L"/fix /quiet")->exit_code, 3010);
        if (!kill_at(L"/undo", step))
            break;
        struct half_states states = half_states_read();
        expect_sound(&states, L"/undo", step);
        run_next(L"/undo", &states, L"/undo", step);
        expect_original(L"/undo", step);
        set_up();
    }
    ck_assert_uint_gt(step, 6);
    printf("killed anywhere: /undo ended at %u writes\n", count);
}
END_TEST

/* Ends a fix between the two values of the user half. */
static void tear(void)
{
    struct stepped_run run;
    unsigned at = 1;
    unsigned values = 0;
    ck_assert(stepped_run_start(&run, L"/fix", STEP_WRITE, at));
    while (stepped_run_stands(&run)) {
        values += stepped_run_is_at_value(&run, L"00036627");
        if (values == 2)
            break;
        stepped_run_go_on(&run, ++at);
    }
    ck_assert_uint_eq(values, 2);
    stepped_run_kill(&run);
    ck_assert_int_eq(half_states_read().halves[0].values, VALUES_TORN);
}

/* The run that takes the first one back is ended, too. */
START_TEST(survives_the_end_of_a_recovery_at_every_write)
{
    unsigned step = 1;
    unsigned count = 0;
    for (;; step += stepped_run_stride(USUAL_STRIDE), count++) {
        struct stepped_run run;
        tear();
        ck_assert(stepped_run_start(&run, L"/undo", STEP_WRITE, step));
        if (!stepped_run_stands(&run)) {
            ck_assert_uint_eq(stepped_run_finish(&run, NULL), 3011);
            break;
        }
        stepped_run_kill(&run);
        struct half_states states = half_states_read();
        expect_sound(&states, L"recovery", step);
        run_next(L"/undo", &states, L"recovery", step);
        expect_original(L"recovery", step);
        set_up();
    }
    expect_original(L"recovery", step);
    ck_assert_uint_gt(step, 3);
    printf("killed anywhere: the recovery ended at %u writes\n", count);
}
END_TEST

Suite *killed_run_suite(void);

Suite *killed_run_suite(void)
{
    Suite *suite = suite_create("killed_run");
    TCase *tests = tcase_create("killed_run");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, survives_the_end_of_a_fix_at_every_write);
    tcase_add_test(tests, survives_the_end_of_an_undo_at_every_write);
    tcase_add_test(tests, survives_the_end_of_a_recovery_at_every_write);
    suite_add_tcase(suite, tests);
    return suite;
}
