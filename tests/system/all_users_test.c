/* The profiles of other users, by the real promptfix.exe: of one who is logged on, of one whose
 * hive lies in a file, and of one who has put a link into his registry.
 *
 * Wine loads a hive file that it has saved, but does not keep others out of it meanwhile, and does
 * not write back what was changed: what a fix leaves in the file, and that a file in use is left
 * alone, cannot be seen here (the unit tests have both with registries in memory). Wine gives every
 * account the privileges to load a hive: the run without them is a unit test, too. */
#include "tests/system/live_registry.h"
#include "tests/system/mail_sample.h"
#include "tests/system/native_registry.h"
#include "tests/system/other_user.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"

#include <check.h>

#define ELSEWHERE L"Software\\PromptFixTestElsewhere"
#define LINKED L"Linked"
#define ANNA_PROFILES ANNA_SID L"\\" PROFILES_KEY
#define ANNA_RECORDS ANNA_SID L"\\" RECORDS_KEY

static void set_up(void)
{
    mail_sample_write(NTLM);
    mail_sample_write_level(3);
    other_user_log_on(BASIC);
}

static void tear_down(void)
{
    native_registry_unlink_at(HKEY_USERS, ANNA_PROFILES L"\\" LINKED);
    native_registry_unlink_at(HKEY_USERS, ANNA_SID L"\\Software\\PromptFix");
    live_registry_delete_tree(HKEY_CURRENT_USER, ELSEWHERE);
    other_users_clear();
    live_registry_clear();
}

START_TEST(mends_and_restores_the_profile_of_one_who_is_logged_on)
{
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 0);
    ck_assert_uint_eq(promptfix(L"/check /allusers")->exit_code, 1);
    const struct program_result *fix = promptfix(L"/fix /allusers /json");
    ck_assert_uint_eq(fix->exit_code, 3011);
    ck_assert(output_is_json(fix->output, fix->output_size));
    output_expect(fix->output, "\"key\": \"HKU\\\\S-1-5-21-77-77-77-1001\\\\Software");
    other_user_expect(L"Outlook", NTLM);
    ck_assert(live_registry_has_key(HKEY_USERS, ANNA_RECORDS L"\\1"));
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, RECORDS_KEY L"\\1"));
    ck_assert_uint_eq(promptfix(L"/fix /allusers")->exit_code, 0);
    ck_assert_uint_eq(promptfix(L"/undo /allusers")->exit_code, 3011);
    other_user_expect(L"Outlook", BASIC);
    ck_assert(!live_registry_has_key(HKEY_USERS, ANNA_RECORDS));
}
END_TEST

START_TEST(loads_a_hive_mends_it_and_unloads_it)
{
    other_user_store(BASIC);
    const struct program_result *fix = promptfix(L"/fix /allusers /json");
    ck_assert_uint_eq(fix->exit_code, 3011);
    output_expect(fix->output, "\"key\": \"HKU\\\\S-1-5-21-77-77-77-1002\\\\Software");
    ck_assert(!other_user_is_loaded());
    ck_assert_uint_eq(promptfix(L"/check /allusers")->exit_code, 1); /* see above: Wine forgets */
    ck_assert(!other_user_is_loaded());
}
END_TEST

/* What Windows says to the loading is told as it is: here that the file is no hive, elsewhere that
 * somebody has it open. (Wine leaves an empty key where a hive could not be loaded.) */
START_TEST(tells_why_a_hive_cannot_be_loaded)
{
    other_user_store(BASIC);
    other_user_spoil();
    const struct program_result *fix = promptfix(L"/fix /allusers /json");
    ck_assert_uint_eq(fix->exit_code, 3011); /* Anna's */
    output_expect(fix->output, "\"error\": 1017");
    other_user_expect(L"Outlook", NTLM);
    ck_assert_uint_eq(promptfix(L"/fix /allusers")->exit_code, 2);
}
END_TEST

START_TEST(unloads_what_a_run_that_was_ended_has_left)
{
    other_user_store(NTLM);
    other_user_leave_loaded();
    ck_assert(other_user_is_loaded());
    ck_assert_uint_eq(promptfix(L"/fix /allusers")->exit_code, 3011);
    ck_assert(!other_user_is_loaded());
}
END_TEST

/* One's own profile may lie behind a link; through another user's an administrator would write
 * wherever that user wants. */
START_TEST(follows_no_link_of_another_user)
{
    const DWORD basic = BASIC;
    live_registry_create(HKEY_CURRENT_USER, ELSEWHERE L"\\" EXCHANGE_SECTION);
    native_registry_link_at(HKEY_USERS, ANNA_PROFILES L"\\" LINKED, ELSEWHERE);
    other_user_add_profile(HKEY_USERS, ANNA_SID, LINKED, BASIC); /* through the link */
    const struct program_result *fix = promptfix(L"/fix /allusers /json");
    ck_assert_uint_eq(fix->exit_code, 3011);
    output_expect(fix->output, "\"error\": 681");
    other_user_expect(L"Outlook", NTLM);
    live_registry_expect(HKEY_CURRENT_USER, ELSEWHERE L"\\" EXCHANGE_SECTION, L"00036627",
                         REG_BINARY, &basic, sizeof basic);
}
END_TEST

START_TEST(writes_no_record_behind_a_link)
{
    live_registry_create(HKEY_CURRENT_USER, ELSEWHERE);
    native_registry_link_at(HKEY_USERS, ANNA_SID L"\\Software\\PromptFix", ELSEWHERE);
    ck_assert_uint_eq(promptfix(L"/fix /allusers")->exit_code, 1603);
    other_user_expect(L"Outlook", BASIC);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_CURRENT_USER, ELSEWHERE), 0);
    /* Nor where nothing is there yet. */
    live_registry_delete_tree(HKEY_CURRENT_USER, ELSEWHERE);
    ck_assert_uint_eq(promptfix(L"/fix /allusers")->exit_code, 1603);
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, ELSEWHERE));
}
END_TEST

Suite *all_users_suite(void);

Suite *all_users_suite(void)
{
    Suite *suite = suite_create("all_users");
    TCase *tests = tcase_create("all_users");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, mends_and_restores_the_profile_of_one_who_is_logged_on);
    tcase_add_test(tests, loads_a_hive_mends_it_and_unloads_it);
    tcase_add_test(tests, tells_why_a_hive_cannot_be_loaded);
    tcase_add_test(tests, unloads_what_a_run_that_was_ended_has_left);
    tcase_add_test(tests, follows_no_link_of_another_user);
    tcase_add_test(tests, writes_no_record_behind_a_link);
    suite_add_tcase(suite, tests);
    return suite;
}
