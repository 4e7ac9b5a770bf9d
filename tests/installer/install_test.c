/* The life of an installation: each step by msiexec, silently, as a deployment does it. */
#include "tests/installer/installation.h"

#include "tests/system/live_registry.h"
#include "tests/system/mail_sample.h"
#include "tests/system/restart_mark.h"

#include <check.h>

#define VERSION_WIDE_(text) L##text
#define VERSION_WIDE(text) VERSION_WIDE_(text)
#define THIS_VERSION VERSION_WIDE(PROMPTFIX_VERSION)

enum { DONE = 0, FAILED = 1603, FAILED_AS_WINE_SAYS = 1627, RESTART = 3010 };

static void set_up(void)
{
    mail_sample_write_level(0);
}

static void tear_down(void)
{
    live_registry_allow(HKEY_LOCAL_MACHINE, LSA_KEY);
    if (installation_has_file(L"promptfix.exe"))
        msiexec(L"/x", THIS_MSI, L"UNDO_ON_REMOVE=1");
    live_registry_clear();
    restart_mark_forget();
}

START_TEST(installs_and_leaves_nothing)
{
    ck_assert_uint_eq(msiexec(L"/i", THIS_MSI, L""), DONE);
    installation_expect(THIS_VERSION);
    installation_expect_autostart(true);
    installation_expect_agent(0); /* in the session of the one who installs */
    mail_sample_expect_level(0);

    ck_assert_uint_eq(msiexec(L"/x", THIS_MSI, L""), DONE);
    installation_expect_none();
    ck_assert(!live_registry_has_key(HKEY_LOCAL_MACHINE, L"Software\\PromptFix"));
}
END_TEST

START_TEST(refuses_other_values)
{
    ck_assert_uint_eq(msiexec(L"/i", THIS_MSI, L"LEVEL=5"), FAILED);
    installation_expect_none();
}
END_TEST

START_TEST(upgrades_repairs_and_undoes)
{
    ck_assert_uint_eq(msiexec(L"/i", OLDER_MSI, L"FIX=1 LEVEL=2"), RESTART);
    installation_expect(L"0.0.9");
    mail_sample_expect_level(2);
    restart_mark_expect(false, true);
    const DWORD first = installation_expect_agent(0);

    /* Upgraded, with what it remembers. The removal of the old one undoes nothing. */
    ck_assert_uint_eq(msiexec(L"/i", THIS_MSI, L"UNDO_ON_REMOVE=1"), RESTART);
    installation_expect(THIS_VERSION);
    installation_expect_autostart(true);
    installation_expect_setting(L"FIX", L"1");
    installation_expect_setting(L"LEVEL", L"2");
    mail_sample_expect_level(2);
    const DWORD second = installation_expect_agent(first);

    ck_assert_uint_eq(msiexec(L"/i", OLDER_MSI, L""), FAILED);
    installation_expect(THIS_VERSION);
    ck_assert_uint_eq(installation_agent(), second);

    /* Repaired by the same words that install it, and one that is new. */
    installation_delete_file(L"licences.txt");
    ck_assert_uint_eq(msiexec(L"/i", THIS_MSI, L"AUTOSTART=0 LEVEL=3"), RESTART);
    installation_expect(THIS_VERSION);
    installation_expect_autostart(false);
    installation_expect_setting(L"UNDO_ON_REMOVE", L"1");
    mail_sample_expect_level(3);
    installation_expect_agent(second);

    /* It remembers to undo, both fixes. */
    ck_assert_uint_eq(msiexec(L"/x", THIS_MSI, L""), RESTART);
    installation_expect_none();
    mail_sample_expect_level(0);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_LOCAL_MACHINE, RECORDS_KEY), 0);
}
END_TEST

START_TEST(keeps_the_fix_unless_asked)
{
    ck_assert_uint_eq(msiexec(L"/i", THIS_MSI, L"FIX=1 AUTOSTART=0"), RESTART);
    installation_expect_autostart(false);
    ck_assert_uint_eq(installation_agent(), 0);
    mail_sample_expect_level(3);
    ck_assert_uint_eq(msiexec(L"/x", THIS_MSI, L""), DONE);
    installation_expect_none();
    mail_sample_expect_level(3);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_LOCAL_MACHINE, RECORDS_KEY), 1);
}
END_TEST

START_TEST(a_later_failure_takes_all_back)
{
    const DWORD exit_code = msiexec(L"/i", FAILING_MSI, L"FIX=1");
    ck_assert(exit_code == FAILED || exit_code == FAILED_AS_WINE_SAYS);
    installation_expect_none();
    mail_sample_expect_level(0);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_LOCAL_MACHINE, RECORDS_KEY), 0);
}
END_TEST

START_TEST(a_fix_that_fails_takes_all_back)
{
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE);
    ck_assert_uint_eq(msiexec(L"/i", THIS_MSI, L"FIX=1"), FAILED);
    installation_expect_none();
    mail_sample_expect_level(0);
}
END_TEST

Suite *install_suite(void);

Suite *install_suite(void)
{
    Suite *suite = suite_create("install");
    TCase *tests = tcase_create("install");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, installs_and_leaves_nothing);
    tcase_add_test(tests, refuses_other_values);
    tcase_add_test(tests, upgrades_repairs_and_undoes);
    tcase_add_test(tests, keeps_the_fix_unless_asked);
    tcase_add_test(tests, a_later_failure_takes_all_back);
    tcase_add_test(tests, a_fix_that_fails_takes_all_back);
    suite_add_tcase(suite, tests);
    return suite;
}
