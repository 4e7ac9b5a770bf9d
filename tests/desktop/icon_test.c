/* The icon: there when there is something to say, and only then; it follows the registry, and
 * survives the taskbar. */
#include "tests/desktop/agent_process.h"
#include "tests/desktop/busy_taskbar.h"
#include "tests/desktop/message_words.h"
#include "tests/desktop/tray_icon.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <shellapi.h>

#define SETTINGS L"Software\\PromptFix"

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    busy_taskbar_end();
    agent_kill(&agent);
    live_registry_clear();
}

static void set_method(DWORD authentication)
{
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, &authentication, sizeof authentication);
}

static void expect_icon(DWORD tip)
{
    EXPECT_SOON(tray_icon_is_there, NULL);
    EXPECT_SOON(tray_icon_tip_contains, message_words(tip));
    ck_assert_uint_eq(tray_icon_count(), 1);
}

START_TEST(appears_on_a_problem)
{
    agent_start(&agent);
    expect_icon(MESSAGE_TIP_PROBLEM);
    agent_end(&agent);
    tray_icon_expect_gone();
}
END_TEST

START_TEST(is_not_there_when_all_is_well)
{
    set_method(NTLM);
    agent_start(&agent);
    ck_assert_uint_eq(tray_icon_count(), 0);
}
END_TEST

START_TEST(is_there_when_all_is_well_if_it_is_wanted)
{
    set_method(NTLM);
    live_registry_set_dword(HKEY_CURRENT_USER, SETTINGS, L"ShowIcon", 1);
    agent_start(&agent);
    expect_icon(MESSAGE_TIP_FINE);
}
END_TEST

START_TEST(follows_the_registry)
{
    set_method(NTLM);
    agent_start(&agent);
    set_method(BASIC);
    expect_icon(MESSAGE_TIP_PROBLEM);
    set_method(NTLM);
    tray_icon_expect_gone();
    mail_sample_write_level(1);
    expect_icon(MESSAGE_TIP_PROBLEM);
    mail_sample_write_level(3);
    tray_icon_expect_gone();
}
END_TEST

START_TEST(follows_profiles_that_come_and_go)
{
    live_registry_delete_tree(HKEY_CURRENT_USER, PROFILES_KEY);
    agent_start(&agent);
    ck_assert_uint_eq(tray_icon_count(), 0);
    mail_sample_add(L"Outlook", BASIC);
    expect_icon(MESSAGE_TIP_PROBLEM);
    live_registry_delete_tree(HKEY_CURRENT_USER, PROFILES_KEY);
    tray_icon_expect_gone();
    mail_sample_add(L"Outlook", BASIC);
    expect_icon(MESSAGE_TIP_PROBLEM);
}
END_TEST

START_TEST(comes_back_with_its_state_when_explorer_restarts)
{
    agent_start(&agent);
    expect_icon(MESSAGE_TIP_PROBLEM);
    tray_icon_take_away(agent.window);
    agent_tell(&agent, agent_taskbar_created(), 0, 0);
    expect_icon(MESSAGE_TIP_PROBLEM);
    agent_tell(&agent, agent_taskbar_created(), 0, 0); /* said twice, it is there once */
    expect_icon(MESSAGE_TIP_PROBLEM);
}
END_TEST

START_TEST(comes_back_when_the_shell_has_forgotten_it)
{
    live_registry_set_dword(HKEY_CURRENT_USER, SETTINGS, L"ShowIcon", 1);
    agent_start(&agent);
    expect_icon(MESSAGE_TIP_PROBLEM);
    tray_icon_take_away(agent.window);
    set_method(NTLM);
    expect_icon(MESSAGE_TIP_FINE);
}
END_TEST

START_TEST(waits_for_the_taskbar_at_logon)
{
    busy_taskbar_begin();
    agent_start(&agent);
    EXPECT_SOON(busy_taskbar_has_refused, NULL);
    ck_assert_uint_eq(tray_icon_count(), 0);
    busy_taskbar_end();
    agent_tell(&agent, agent_taskbar_created(), 0, 0);
    ck_assert_uint_eq(tray_icon_count(), 1);
    expect_icon(MESSAGE_TIP_PROBLEM);
}
END_TEST

START_TEST(tries_again_when_the_taskbar_was_busy)
{
    busy_taskbar_begin();
    agent_start(&agent);
    EXPECT_SOON(busy_taskbar_has_refused, NULL);
    busy_taskbar_end();
    expect_icon(MESSAGE_TIP_PROBLEM);
}
END_TEST

START_TEST(goes_with_a_killed_agent_and_comes_with_the_next)
{
    agent_start(&agent);
    expect_icon(MESSAGE_TIP_PROBLEM);
    agent_kill(&agent);
    tray_icon_expect_gone();
    agent_start(&agent);
    expect_icon(MESSAGE_TIP_PROBLEM);
}
END_TEST

START_TEST(has_a_second_start_show_the_window)
{
    agent_start(&agent);
    ck_assert_uint_eq(promptfix(L"")->exit_code, 0);
    ck_assert_ptr_nonnull(agent_dialog(&agent));
    ck_assert_uint_eq(promptfix(L"")->exit_code, 0); /* also when it is open already */
    ck_assert_ptr_nonnull(agent_dialog(&agent));
    ck_assert_uint_eq(tray_icon_count(), 1);
}
END_TEST

START_TEST(notifies_of_a_problem_once)
{
    wchar_t text[NOTICE_LENGTH];
    agent_start(&agent);
    EXPECT_SOON(tray_icon_notice_is_there, NULL);
    tray_icon_notice_text(text);
    ck_assert_ptr_nonnull(wcsstr(text, message_words(MESSAGE_NOTICE_TEXT_PROBLEM)));
    agent_icon_event(&agent, NIN_BALLOONUSERCLICK, (POINT){0, 0});
    EXPECT_SOON(agent_dialog_is_open, &agent);
    agent_end(&agent);
    agent_start(&agent); /* the same problem is no news */
    expect_icon(MESSAGE_TIP_PROBLEM);
    ck_assert_ptr_null(tray_icon_notice_window());
}
END_TEST

Suite *icon_suite(void);

Suite *icon_suite(void)
{
    Suite *suite = suite_create("icon");
    TCase *tests = tcase_create("icon");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, appears_on_a_problem);
    tcase_add_test(tests, is_not_there_when_all_is_well);
    tcase_add_test(tests, is_there_when_all_is_well_if_it_is_wanted);
    tcase_add_test(tests, follows_the_registry);
    tcase_add_test(tests, follows_profiles_that_come_and_go);
    tcase_add_test(tests, comes_back_with_its_state_when_explorer_restarts);
    tcase_add_test(tests, comes_back_when_the_shell_has_forgotten_it);
    tcase_add_test(tests, waits_for_the_taskbar_at_logon);
    tcase_add_test(tests, tries_again_when_the_taskbar_was_busy);
    tcase_add_test(tests, goes_with_a_killed_agent_and_comes_with_the_next);
    tcase_add_test(tests, has_a_second_start_show_the_window);
    tcase_add_test(tests, notifies_of_a_problem_once);
    suite_add_tcase(suite, tests);
    return suite;
}
