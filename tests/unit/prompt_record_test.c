/* What is remembered of prompts in the registry, and what becomes of what others put there. */
#include "agent/prompt_record.h"

#include "agent/fix_time.h"
#include "registry/undo_record.h"
#include "tests/unit/change_fixture.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD PROMPTS_KEY "\\Outlook"
#define NOW "2026-11-22T10:00:00Z"
#define YESTERDAY "2026-11-21T23:59:59Z"

static struct memory_registry *memory;
static struct registry *registry;
static struct prompt_history history;

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
    history = (struct prompt_history){0};
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
}

static void add(const char *time, uint32_t session, bool fix_in_effect)
{
    ck_assert_uint_eq(prompt_record_add(registry, "Outlook", time, session, fix_in_effect),
                      CODE_SUCCESS);
}

static void look(void)
{
    ck_assert_uint_eq(prompt_record_read(registry, "Outlook", NOW, &history), CODE_SUCCESS);
}

START_TEST(is_as_documented)
{
    add(YESTERDAY, 1, false);
    add(NOW, 1, false);
    add(NOW, 1, false);
    add(NOW, 1, true);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "2026-11-21.1", VALUE_DWORD, "\1\0\0",
                  4);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "2026-11-22.1", VALUE_DWORD, "\2\0\0",
                  4);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "2026-11-22.1+", VALUE_DWORD, "\1\0\0",
                  4);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 3);
    ck_assert_uint_eq(history.after_fix[0], 1);
    ck_assert_uint_eq(history.counts[1], 1);
    ck_assert_str_eq(history.last_after_fix, NOW);
}
END_TEST

START_TEST(nothing_counted_is_no_error)
{
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 0);
    ck_assert_uint_eq(prompt_records_prune(registry, NOW), CODE_SUCCESS);
    add(NOW, 1, false);
    ck_assert_uint_eq(prompt_record_read(registry, "Another", NOW, &history), CODE_SUCCESS);
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 0);
}
END_TEST

START_TEST(several_writers_add_up)
{
    for (uint32_t session = 0; session < 5; session++)
        for (int i = 0; i < 3; i++)
            add(NOW, session == 4 ? UINT32_MAX : session, session == 2);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 15);
    ck_assert_uint_eq(history.after_fix[0], 3);
}
END_TEST

/* Another agent counts before each single call of this one. */
static void other_agent(void *context, size_t call)
{
    size_t *calls = context;
    (void)call;
    add(NOW, 2, false);
    (*calls)++;
}

START_TEST(none_loses_what_another_counts)
{
    size_t calls = 0;
    memory_registry_watch_calls(memory, other_agent, &calls);
    add(NOW, 1, false);
    add(NOW, 1, false);
    memory_registry_watch_calls(memory, NULL, NULL);
    look();
    ck_assert_uint_gt(calls, 4);
    ck_assert_uint_eq(history.counts[0], calls + 2);
}
END_TEST

START_TEST(ninety_days_are_kept)
{
    add("2026-08-24T23:59:59Z", 1, false); /* 90 days back */
    add("2026-08-25T00:00:00Z", 1, true);  /* 89 */
    look();
    ck_assert_uint_eq(history.counts[89], 1);
    add(NOW, 1, false);
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, "2026-08-24.1");
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "2026-08-25.1+", VALUE_DWORD, "\1\0\0",
                  4);
    ck_assert_uint_eq(prompt_records_prune(registry, "2026-11-23T00:00:00Z"), CODE_SUCCESS);
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, "2026-08-25.1+");
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, "LastAfterFix");
}
END_TEST

START_TEST(what_is_empty_is_deleted)
{
    struct registry_key *key = NULL;
    add("2026-08-01T00:00:00Z", 1, false);
    ck_assert_uint_eq(prompt_record_add(registry, "Old profile", "2026-08-01T00:00:00Z", 1, true),
                      CODE_SUCCESS);
    ck_assert_uint_eq(prompt_record_add(registry, "Used", NOW, 1, true), CODE_SUCCESS);
    ck_assert_uint_eq(prompt_records_prune(registry, NOW), CODE_SUCCESS);
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, RECORD, REGISTRY_READ, &key),
                      CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, PROMPTS_KEY "\\Old profile",
                                    REGISTRY_READ, &key),
                      CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(prompt_record_read(registry, "Used", NOW, &history), CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 1);
}
END_TEST

/* What is no count of prompts. */
static const struct strange {
    const char *name;
    uint32_t type;
    const char *bytes;
    size_t size;
} strange[] = {
    {"2026-11-22.1", VALUE_STRING, "1\0\0", 4},
    {"2026-11-22.1", VALUE_DWORD, "\1\0", 2},
    {"2026-11-22.1", VALUE_DWORD, "\1\0\0\0\0", 5},
    {"2026-11-22.1", VALUE_DWORD, "", 0},
    {"2026-11-22.1", VALUE_DWORD, "\0\0\0", 4},
    {"2026-11-22.1", VALUE_DWORD, "\xff\xff\xff\xff", 4},
    {"2026-11-22.1", VALUE_DWORD, "\x10\x27\0", 4}, /* 10000 */
    {"2026-11-31.1", VALUE_DWORD, "\1\0\0", 4},
    {"2026-11-22", VALUE_DWORD, "\1\0\0", 4},
    {"2026-11-22.", VALUE_DWORD, "\1\0\0", 4},
    {"2026-11-22.+", VALUE_DWORD, "\1\0\0", 4},
    {"2026-11-22.1++", VALUE_DWORD, "\1\0\0", 4},
    {"2026-11-22.1-", VALUE_DWORD, "\1\0\0", 4},
    {"2026-11-22.12345678901", VALUE_DWORD, "\1\0\0", 4},
    {"1969-12-31.1", VALUE_DWORD, "\1\0\0", 4},
    {"", VALUE_DWORD, "\1\0\0", 4},
    {"Password", VALUE_STRING, "s\0e\0c\0r\0e\0t\0\0", 14},
    {"LastAfterFix", VALUE_STRING, "s\0o\0o\0n\0\0", 10},
    {"LastAfterFix", VALUE_DWORD, "\1\0\0", 4},
    {"LastAfterFix", VALUE_STRING, "\0\xD8", 2},
    {"LastAfterFix", VALUE_STRING, "", 0},
};

START_TEST(what_is_strange_is_passed_over_told_and_deleted)
{
    const struct strange *one = &strange[_i];
    add(YESTERDAY, 3, false);
    sample_write(registry, REGISTRY_CURRENT_USER, RECORD, one->name, one->type, one->bytes,
                 one->size);
    look();
    ck_assert_uint_eq(history.error, CODE_INVALID_DATA);
    ck_assert_uint_eq(history.counts[0], 0);
    ck_assert_uint_eq(history.counts[1], 1);
    ck_assert_str_eq(history.last_after_fix, "");
    add(NOW, 3, false);
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, one->name);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 1);
}
END_TEST

START_TEST(a_strange_value_of_ones_own_starts_anew)
{
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "2026-11-22.1", "many");
    add(NOW, 1, false);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 1);
}
END_TEST

START_TEST(a_days_count_has_an_end)
{
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "2026-11-22.1", PROMPT_COUNT_LIMIT);
    add(NOW, 1, false);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], PROMPT_COUNT_LIMIT);
}
END_TEST

START_TEST(days_to_come_are_kept_but_not_counted)
{
    add("2026-12-24T00:00:00Z", 1, false);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    add(NOW, 1, false); /* the clock is right again */
    ck_assert_uint_eq(prompt_record_read(registry, "Outlook", "2026-12-24T00:00:00Z", &history),
                      CODE_SUCCESS);
    ck_assert_uint_eq(history.counts[0], 1);
    ck_assert_uint_eq(history.counts[32], 1);
}
END_TEST

START_TEST(a_flood_of_values_is_bounded)
{
    char name[32];
    for (int i = 0; i < PROMPT_VALUE_LIMIT + 10; i++) {
        snprintf(name, sizeof name, "2199-01-01.%d", i);
        sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, name, 1);
    }
    look();
    ck_assert_uint_eq(history.error, CODE_INVALID_DATA);
    add(NOW, 1, false);
    look();
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
}
END_TEST

START_TEST(what_the_registry_refuses_is_told)
{
    add(NOW, 1, false);
    ck_assert_uint_eq(memory_registry_deny(memory, REGISTRY_CURRENT_USER, RECORD, REGISTRY_READ),
                      CODE_SUCCESS);
    look();
    ck_assert_uint_eq(history.error, CODE_ACCESS_DENIED);
    ck_assert_uint_eq(history.counts[0], 0);
    ck_assert_uint_eq(prompt_record_add(registry, "Outlook", NOW, 1, false), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(prompt_records_prune(registry, NOW), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, PROMPTS_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    look();
    ck_assert_uint_eq(history.error, CODE_ACCESS_DENIED);
}
END_TEST

START_TEST(names_that_lead_elsewhere_are_refused)
{
    static const char *const names[] = {"", "A\\B", "\\", "..\\Undo"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ck_assert_uint_eq(prompt_record_add(registry, names[i], NOW, 1, false),
                          CODE_INVALID_PARAMETER);
        ck_assert_uint_eq(prompt_record_read(registry, names[i], NOW, &history), CODE_SUCCESS);
    }
    ck_assert_uint_eq(prompt_record_add(registry, "Outlook", "today", 1, false),
                      CODE_INVALID_PARAMETER);
}
END_TEST

START_TEST(every_failure_leaves_the_count_as_it_was_or_counted)
{
    enum { MORE_THAN_THERE_ARE_CALLS = 24 };
    error_code last = CODE_ACCESS_DENIED;
    for (size_t call = 1; call <= MORE_THAN_THERE_ARE_CALLS; call++) {
        add(NOW, 1, true);
        look();
        const uint32_t before = history.counts[0];
        memory_registry_fail(memory, call, CODE_ACCESS_DENIED, false);
        last = prompt_record_add(registry, "Outlook", NOW, 1, true);
        memory_registry_fail(memory, 0, CODE_SUCCESS, false);
        look();
        ck_assert_uint_eq(history.error, CODE_SUCCESS);
        ck_assert_uint_le(history.counts[0], before + 1);
        ck_assert(last != CODE_SUCCESS || history.counts[0] == before + 1);
    }
    ck_assert_uint_eq(last, CODE_SUCCESS);
}
END_TEST

START_TEST(all_accounts_are_read_with_the_fix)
{
    struct exchange_account accounts[] = {
        {.profile = "Outlook"}, {.profile = NULL}, {.profile = "Other"}};
    const struct account_list list = {.accounts = accounts, .count = 3};
    struct prompt_histories histories = {0};
    struct arena arena = {0};
    ck_assert_uint_eq(prompt_records_read(registry, &list, NOW, &arena, &histories), CODE_SUCCESS);
    ck_assert_ptr_null(histories.accounts);
    ck_assert_uint_eq(prompt_history_of(&histories, 2)->counts[0], 0);
    add(NOW, 1, false);
    sample_text(registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State", "applied");
    sample_text(registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "Time",
                "2026-11-20T10:00:00Z");
    ck_assert_uint_eq(prompt_records_read(registry, &list, NOW, &arena, &histories), CODE_SUCCESS);
    ck_assert_uint_eq(prompt_history_of(&histories, 0)->counts[0], 1);
    ck_assert_uint_eq(prompt_history_of(&histories, 1)->counts[0], 0);
    ck_assert_uint_eq(prompt_history_of(&histories, 2)->counts[0], 0);
    ck_assert_str_eq(histories.fixed, "2026-11-20T10:00:00Z");
    arena_done(&arena);
}
END_TEST

static void put_undo(enum registry_root root, const char *number, const char *state,
                     const char *time)
{
    char key[64];
    snprintf(key, sizeof key, UNDO_RECORDS_KEY "\\%s", number);
    sample_text(registry, root, key, "State", state);
    sample_text(registry, root, key, "Time", time);
}

START_TEST(the_later_fix_of_the_two_halves_counts)
{
    char time[UTC_TIME_SIZE] = "unset";
    ck_assert_uint_eq(fix_time_read(registry, time), CODE_SUCCESS);
    ck_assert_str_eq(time, "");
    put_undo(REGISTRY_CURRENT_USER, "1", "applied", "2026-11-20T10:00:00Z");
    put_undo(REGISTRY_LOCAL_MACHINE, "7", "applied", "2026-11-19T10:00:00Z");
    ck_assert_uint_eq(fix_time_read(registry, time), CODE_SUCCESS);
    ck_assert_str_eq(time, "2026-11-20T10:00:00Z");
    put_undo(REGISTRY_LOCAL_MACHINE, "8", "applied", "2026-11-21T10:00:00Z");
    ck_assert_uint_eq(fix_time_read(registry, time), CODE_SUCCESS);
    ck_assert_str_eq(time, "2026-11-21T10:00:00Z");
    put_undo(REGISTRY_LOCAL_MACHINE, "9", "applied", "some day");
    ck_assert_uint_eq(fix_time_read(registry, time), CODE_SUCCESS);
    ck_assert_str_eq(time, "2026-11-20T10:00:00Z");
    put_undo(REGISTRY_CURRENT_USER, "2", "undoing", "2026-11-22T10:00:00Z");
    ck_assert_uint_eq(fix_time_read(registry, time), CODE_SUCCESS);
    ck_assert_str_eq(time, "");
}
END_TEST

Suite *prompt_record_suite(void);

Suite *prompt_record_suite(void)
{
    Suite *suite = suite_create("prompt_record");
    TCase *tests = tcase_create("prompt_record");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_as_documented);
    tcase_add_test(tests, nothing_counted_is_no_error);
    tcase_add_test(tests, several_writers_add_up);
    tcase_add_test(tests, none_loses_what_another_counts);
    tcase_add_test(tests, ninety_days_are_kept);
    tcase_add_test(tests, what_is_empty_is_deleted);
    tcase_add_loop_test(tests, what_is_strange_is_passed_over_told_and_deleted, 0,
                        (int)(sizeof strange / sizeof strange[0]));
    tcase_add_test(tests, a_strange_value_of_ones_own_starts_anew);
    tcase_add_test(tests, a_days_count_has_an_end);
    tcase_add_test(tests, days_to_come_are_kept_but_not_counted);
    tcase_add_test(tests, a_flood_of_values_is_bounded);
    tcase_add_test(tests, what_the_registry_refuses_is_told);
    tcase_add_test(tests, names_that_lead_elsewhere_are_refused);
    tcase_add_test(tests, every_failure_leaves_the_count_as_it_was_or_counted);
    tcase_add_test(tests, all_accounts_are_read_with_the_fix);
    tcase_add_test(tests, the_later_fix_of_the_two_halves_counts);
    suite_add_tcase(suite, tests);
    return suite;
}
