/* Fifty runs of /fix, /undo and /check started together on one registry.
 *
 * Each /fix that says it changed something takes the registry from the old state to the new, each
 * such /undo takes it back: so the two must balance, and what is left must be what they add up to.
 * Two that applied at once, or a lost one, would not.
 *
 * PROMPTFIX_ROUNDS says how often; `make stress` sets it. */
#include "tests/system/half_state.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

enum { RUN_COUNT = 50, USUAL_ROUNDS = 1 };

static const struct {
    const wchar_t *arguments;
    DWORD allowed[4];
} kinds[] = {
    {L"/fix", {3010, 1618, 0, 0}},  {L"/undo /quiet", {3010, 1618, 0, 0}},
    {L"/check", {1, 0, 0, 0}},      {L"/fix /json", {3010, 1618, 0, 0}},
    {L"/undo", {3010, 1618, 0, 0}},
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static char *before;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_add(L"Second", BASIC);
    mail_sample_write_level(1);
    free(before);
    before = registry_dump_without_records();
}

static void tear_down(void)
{
    free(before);
    before = NULL;
    live_registry_clear();
}

static int rounds(void)
{
    wchar_t word[16];
    DWORD length = GetEnvironmentVariableW(L"PROMPTFIX_ROUNDS", word, 16);
    return length > 0 && length < 16 ? (int)wcstol(word, NULL, 10) : USUAL_ROUNDS;
}

static void start_all(HANDLE runs[RUN_COUNT])
{
    HANDLE threads[RUN_COUNT];
    for (int i = 0; i < RUN_COUNT; i++) {
        const struct program_start start = {
            .flags = DETACHED_PROCESS | CREATE_SUSPENDED,
            .thread = &threads[i],
        };
        runs[i] = program_start(promptfix_command_line(kinds[i % KIND_COUNT].arguments), &start);
    }
    for (int i = 0; i < RUN_COUNT; i++) {
        ResumeThread(threads[i]);
        CloseHandle(threads[i]);
    }
}

static bool is_allowed(int kind, DWORD exit_code)
{
    for (int i = 0; i < 4; i++)
        if (kinds[kind].allowed[i] == exit_code)
            return true;
    return false;
}

/* Waits for all; what the fixes are ahead of the undos. */
static int finish_all(HANDLE runs[RUN_COUNT], unsigned *change_count)
{
    int ahead = 0;
    for (int i = 0; i < RUN_COUNT; i++) {
        const wchar_t *arguments = kinds[i % KIND_COUNT].arguments;
        DWORD exit_code = program_finish(runs[i]);
        ck_assert_msg(is_allowed(i % KIND_COUNT, exit_code), "%ls ended with %lu", arguments,
                      exit_code);
        if (exit_code != 3010)
            continue;
        ++*change_count;
        ahead += arguments[1] == L'f' ? 1 : -1;
    }
    return ahead;
}

START_TEST(balances_in_fifty_runs_at_once)
{
    HANDLE runs[RUN_COUNT];
    unsigned change_count = 0;
    for (int round = 0; round < rounds(); round++) {
        start_all(runs);
        int ahead = finish_all(runs, &change_count);
        ck_assert_msg(ahead == 0 || ahead == 1, "the fixes are %d ahead of the undos", ahead);
        const struct half_states states = half_states_read();
        for (int half = 0; half < 2; half++) {
            ck_assert_int_eq(states.halves[half].values, ahead == 1 ? VALUES_NEW : VALUES_OLD);
            ck_assert_int_eq(states.halves[half].record, ahead == 1 ? RECORD_APPLIED : RECORD_NONE);
        }
        if (ahead == 1)
            ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
        registry_expect_same_without_records(before);
    }
    ck_assert_uint_gt(change_count, 0);
    printf("many at once: %d times %d runs, %u of them changed something\n", rounds(), RUN_COUNT,
           change_count);
}
END_TEST

Suite *many_runs_suite(void);

Suite *many_runs_suite(void)
{
    Suite *suite = suite_create("many_runs");
    TCase *tests = tcase_create("many_runs");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, balances_in_fifty_runs_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
