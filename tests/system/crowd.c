#include "tests/system/crowd.h"

#include "tests/system/half_state.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"

#include <check.h>
#include <stdlib.h>

enum { USUAL_ROUNDS = 1, ALLOWED_COUNT = 3 };

static const struct {
    const wchar_t *arguments;
    DWORD allowed[ALLOWED_COUNT];
} kinds[] = {
    {L"/fix", {3010, 1618, 0}},       {L"/undo /quiet", {3010, 1618, 0}}, {L"/check", {1, 0, 0}},
    {L"/fix /json", {3010, 1618, 0}}, {L"/undo", {3010, 1618, 0}},
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0] };

static char *before;
static unsigned change_count;

void crowd_set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_add(L"Second", BASIC);
    mail_sample_write_level(1);
    free(before);
    before = registry_dump_without_records();
    change_count = 0;
}

void crowd_tear_down(void)
{
    free(before);
    before = NULL;
    live_registry_clear();
}

int crowd_rounds(void)
{
    wchar_t word[16];
    DWORD length = GetEnvironmentVariableW(L"PROMPTFIX_ROUNDS", word, 16);
    return length > 0 && length < 16 ? (int)wcstol(word, NULL, 10) : USUAL_ROUNDS;
}

unsigned crowd_change_count(void)
{
    return change_count;
}

static void start_all(HANDLE runs[CROWD_SIZE])
{
    HANDLE threads[CROWD_SIZE];
    for (int i = 0; i < CROWD_SIZE; i++) {
        const struct program_start start = {
            .flags = DETACHED_PROCESS | CREATE_SUSPENDED,
            .thread = &threads[i],
        };
        runs[i] = program_start(promptfix_command_line(kinds[i % KIND_COUNT].arguments), &start);
    }
    for (int i = 0; i < CROWD_SIZE; i++) {
        ResumeThread(threads[i]);
        CloseHandle(threads[i]);
    }
}

static bool is_allowed(int kind, DWORD exit_code)
{
    for (int i = 0; i < ALLOWED_COUNT; i++)
        if (kinds[kind].allowed[i] == exit_code)
            return true;
    return false;
}

/* Waits for all; what the fixes are ahead of the undos. */
static int finish_all(HANDLE runs[CROWD_SIZE])
{
    int ahead = 0;
    for (int i = 0; i < CROWD_SIZE; i++) {
        const wchar_t *arguments = kinds[i % KIND_COUNT].arguments;
        DWORD exit_code = program_finish(runs[i]);
        ck_assert_msg(is_allowed(i % KIND_COUNT, exit_code), "%ls ended with %lu", arguments,
                      exit_code);
        if (exit_code != 3010)
            continue;
        change_count++;
        ahead += arguments[1] == L'f' ? 1 : -1;
    }
    return ahead;
}

bool crowd_run(void)
{
    HANDLE runs[CROWD_SIZE];
    start_all(runs);
    int ahead = finish_all(runs);
    ck_assert_msg(ahead == 0 || ahead == 1, "the fixes are %d ahead of the undos", ahead);
    const struct half_states states = half_states_read();
    for (int half = 0; half < 2; half++) {
        ck_assert_int_eq(states.halves[half].values, ahead == 1 ? VALUES_NEW : VALUES_OLD);
        ck_assert_int_eq(states.halves[half].record, ahead == 1 ? RECORD_APPLIED : RECORD_NONE);
    }
    return ahead == 1;
}

void crowd_undo(bool is_fixed)
{
    if (is_fixed)
        ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    registry_expect_same_without_records(before);
}
