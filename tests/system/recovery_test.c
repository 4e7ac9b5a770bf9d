/* After a run that was killed between two writes: its pending record is written here by hand, in
 * the format of registry/undo_record.h. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/restart_mark.h"

#include <check.h>
#include <stdlib.h>

#define RECORD_KEY RECORDS_KEY L"\\1"

static const DWORD basic = BASIC;
static const DWORD ntlm = NTLM;

static char *before;

static void tear_down(void)
{
    free(before);
    before = NULL;
    live_registry_clear();
}

/* The change of one profile from Basic to NTLM, as number `number` of the record. */
static void record_change(wchar_t number, const wchar_t *profile)
{
    wchar_t name[] = L"0.Before";
    name[0] = number;
    live_registry_set(HKEY_CURRENT_USER, RECORD_KEY, name, REG_BINARY, &basic, sizeof basic);
    wcscpy(name + 2, L"After");
    live_registry_set(HKEY_CURRENT_USER, RECORD_KEY, name, REG_BINARY, &ntlm, sizeof ntlm);
    wcscpy(name + 2, L"Key");
    live_registry_set_text(HKEY_CURRENT_USER, RECORD_KEY, name, mail_sample_section(profile));
    wcscpy(name + 2, L"Value");
    live_registry_set_text(HKEY_CURRENT_USER, RECORD_KEY, name, L"00036627");
}

static void record_state(HKEY root, DWORD change_count)
{
    live_registry_set_dword(root, RECORD_KEY, L"Changes", change_count);
    live_registry_set_text(root, RECORD_KEY, L"Time", L"2026-11-22T10:00:00Z");
    live_registry_set_text(root, RECORD_KEY, L"Program", L"promptfix 0.1.0");
    live_registry_set_text(root, RECORD_KEY, L"State", L"pending");
}

/* Killed with the first of two values written. */
static void interrupt_halfway(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
    mail_sample_add(L"Second", BASIC);
    before = registry_dump();
    record_change(L'1', L"Outlook");
    record_change(L'2', L"Second");
    record_state(HKEY_CURRENT_USER, 2);
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, &ntlm, sizeof ntlm);
}

START_TEST(reports_an_interrupted_run_and_writes_nothing)
{
    interrupt_halfway();
    char *interrupted = registry_dump();
    const struct program_result *check = promptfix(L"/check /json");
    ck_assert_uint_eq(check->exit_code, 1);
    output_expect_in_object(check->output, "\"interrupted_fix\"", "\"remedy\": \"recover\"");
    registry_expect_same(interrupted);
    free(interrupted);
}
END_TEST

/* Were the record only dropped, /undo would leave the first value at what the killed run wrote. */
START_TEST(takes_half_a_run_back_before_it_fixes)
{
    interrupt_halfway();
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3011);
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect(L"Second", NTLM);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_CURRENT_USER, RECORDS_KEY), 1);
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3011);
    restart_mark_forget();
    registry_expect_same(before);
}
END_TEST

/* Killed with the level written and the record not yet marked: the run is complete, and can be
 * undone. */
START_TEST(completes_a_run_whose_values_are_all_written)
{
    const DWORD one = 1;
    const DWORD three = 3;
    mail_sample_write(NTLM);
    mail_sample_write_level(1);
    before = registry_dump();
    live_registry_set_text(HKEY_LOCAL_MACHINE, RECORD_KEY, L"1.Key", LSA_KEY);
    live_registry_set_text(HKEY_LOCAL_MACHINE, RECORD_KEY, L"1.Value", LEVEL_VALUE);
    live_registry_set(HKEY_LOCAL_MACHINE, RECORD_KEY, L"1.Before", REG_DWORD, &one, sizeof one);
    live_registry_set(HKEY_LOCAL_MACHINE, RECORD_KEY, L"1.After", REG_DWORD, &three, sizeof three);
    record_state(HKEY_LOCAL_MACHINE, 1);
    mail_sample_write_level(3);

    const struct program_result *fix = promptfix(L"/fix");
    ck_assert_uint_eq(fix->exit_code, 3010);
    mail_sample_expect_level(3);
    live_registry_expect(HKEY_LOCAL_MACHINE, RECORD_KEY, L"State", REG_SZ, L"applied",
                         sizeof L"applied");
    restart_mark_expect(false, true); /* the killed run has not come to that */
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    restart_mark_forget();
    registry_expect_same(before);
}
END_TEST

Suite *recovery_suite(void);

Suite *recovery_suite(void)
{
    Suite *suite = suite_create("recovery");
    TCase *tests = tcase_create("recovery");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, reports_an_interrupted_run_and_writes_nothing);
    tcase_add_test(tests, takes_half_a_run_back_before_it_fixes);
    tcase_add_test(tests, completes_a_run_whose_values_are_all_written);
    suite_add_tcase(suite, tests);
    return suite;
}
