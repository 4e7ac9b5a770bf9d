/* A run without an administrator's rights, made by denying writes to the Lsa key: the user half is
 * done, the machine half waits, and the exit code says 740. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/restart_mark.h"

#include <check.h>
#include <stdlib.h>

static char *before;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    before = registry_dump();
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE);
}

static void tear_down(void)
{
    HKEY lsa = NULL;
    live_registry_allow(HKEY_LOCAL_MACHINE, LSA_KEY);
    free(before);
    before = NULL;
    live_registry_clear();
    ck_assert_int_eq(RegOpenKeyExW(HKEY_LOCAL_MACHINE, LSA_KEY, 0, KEY_SET_VALUE, &lsa),
                     ERROR_SUCCESS);
    RegCloseKey(lsa);
}

START_TEST(does_the_user_half_and_asks_for_an_administrator)
{
    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 740);
    output_expect(fix->output, "\"exit_code\": 740");
    output_expect(fix->output, "\"restart\": \"outlook\"");
    output_expect_in_object(fix->output, "\"lm_level_too_low\"", "\"blocked_by\": \"rights\"");
    output_expect_in_object(fix->output, "\"basic_authentication\"", "\"blocked_by\": null");
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(1);

    /* Half a fix does not wear out: the second run has the same to say, and nothing to write. */
    char *half_fixed = registry_dump();
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 740);
    registry_expect_same(half_fixed);
    ck_assert_uint_eq(promptfix(L"/fix /scope:user")->exit_code, 0);
    registry_expect_same(half_fixed);
    free(half_fixed);

    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3011);
    restart_mark_expect(true, false);
    restart_mark_forget();
    registry_expect_same(before);
}
END_TEST

START_TEST(changes_nothing_when_only_the_machine_half_is_wanted)
{
    ck_assert_uint_eq(promptfix(L"/fix /scope:machine")->exit_code, 740);
    registry_expect_same(before);
}
END_TEST

START_TEST(checks_without_rights)
{
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 1);
    registry_expect_same(before);
}
END_TEST

Suite *rights_suite(void);

Suite *rights_suite(void)
{
    Suite *suite = suite_create("rights");
    TCase *tests = tcase_create("rights");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, does_the_user_half_and_asks_for_an_administrator);
    tcase_add_test(tests, changes_nothing_when_only_the_machine_half_is_wanted);
    tcase_add_test(tests, checks_without_rights);
    suite_add_tcase(suite, tests);
    return suite;
}
