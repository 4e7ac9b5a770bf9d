/* Password prompts of Outlook: noticed when they come, counted, and told by the rules that hold for
 * every notification. */
#include "agent/tray_agent.h"

#include "agent/policy.h"
#include "agent/prompt_record.h"
#include "agent/settings.h"
#include "registry/undo_record.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define CAPTION "Connect to mail.contoso.com"
#define JUST_ASKED "Outlook has just asked for your password"

static struct fake_host host;
static struct fake_desktop desktop;

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    sample_level(host.registry, 3);
    fake_desktop_init(&desktop, &host);
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void start_with(uint32_t authentication)
{
    sample_exchange_profile(host.registry, "Outlook", authentication);
    tray_agent_start(desktop.agent);
}

static void prompt(void)
{
    tray_agent_prompt_shown(desktop.agent, CAPTION);
}

/* The user half was fixed a day ago. */
static void fixed_yesterday(void)
{
    sample_text(host.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State", "applied");
    sample_text(host.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "Time",
                "2026-11-21T10:00:00Z");
}

static struct prompt_history history_of(const char *profile)
{
    struct prompt_history history;
    ck_assert_uint_eq(prompt_record_read(host.registry, profile, fake_clock_text(), &history),
                      CODE_SUCCESS);
    ck_assert_uint_eq(history.error, CODE_SUCCESS);
    return history;
}

static void expect_notice(const char *title, const char *text)
{
    ck_assert_str_eq(desktop.notice_title, title);
    ck_assert_str_eq(desktop.notice_text, text);
}

START_TEST(is_told_at_that_moment_though_the_problem_was_told_before)
{
    start_with(SAMPLE_BASIC);
    expect_notice("Outlook keeps asking for your password",
                  "PromptFix knows why and can stop it. Click here to see how.");
    prompt();
    expect_notice(JUST_ASKED, "PromptFix can stop that. Click here to see how.");
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    ck_assert_uint_eq(history_of("Outlook").counts[0], 1);
    tray_agent_notice_chosen(desktop.agent);
    ck_assert(desktop.window_is_open);
    ck_assert(strstr(desktop.window, "Password prompts in profile Outlook: 1 in the last seven"));
}
END_TEST

START_TEST(is_told_once_a_day_and_three_times_in_all)
{
    start_with(SAMPLE_BASIC);
    for (int day = 0; day < 5; day++) {
        for (int i = 0; i < 4; i++) {
            prompt();
            fake_clock_advance(FAKE_HOUR);
        }
        fake_clock_advance(FAKE_DAY - 4 * FAKE_HOUR + FAKE_MINUTE);
    }
    ck_assert_uint_eq(history_of("Outlook").counts[1], 4);
    ck_assert_uint_eq(history_of("Outlook").counts[5], 4);
    ck_assert_uint_le(desktop.counts.show_notice, 6); /* three of the problem, three of prompts */
    ck_assert_uint_ge(desktop.counts.show_notice, 4);
}
END_TEST

START_TEST(is_not_told_to_who_does_not_want_that)
{
    start_with(SAMPLE_BASIC);
    tray_agent_command(desktop.agent, COMMAND_DO_NOT_ASK_AGAIN);
    prompt();
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    ck_assert_uint_eq(history_of("Outlook").counts[0], 1);
}
END_TEST

START_TEST(is_not_told_without_notifications_or_before_a_full_screen)
{
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify", 0);
    start_with(SAMPLE_BASIC);
    prompt();
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify", 1);
    desktop.attention = ATTENTION_FULL_SCREEN;
    prompt();
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    ck_assert_uint_eq(history_of("Outlook").counts[0], 2);
}
END_TEST

START_TEST(says_that_a_restart_is_due)
{
    start_with(SAMPLE_BASIC);
    fake_desktop_start_outlook(&desktop, "2026-11-22T08:00:00Z");
    tray_agent_command(desktop.agent, COMMAND_FIX);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    tray_agent_command(desktop.agent, COMMAND_CLOSE_WINDOW);
    prompt();
    expect_notice(JUST_ASKED, "What stops that is done, but a restart is still to come. Click here "
                              "for more.");
    ck_assert_uint_eq(history_of("Outlook").counts[0], 1);
    ck_assert_uint_eq(history_of("Outlook").after_fix[0], 0);
}
END_TEST

START_TEST(after_a_fix_and_its_restart_it_continues)
{
    start_with(SAMPLE_BASIC);
    sample_delete(host.registry, REGISTRY_LOCAL_MACHINE,
                  "SOFTWARE\\Microsoft\\Rpc\\ClientProtocols", "ncacn_http");
    fake_desktop_start_outlook(&desktop, "2026-11-22T08:00:00Z");
    tray_agent_command(desktop.agent, COMMAND_FIX);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    tray_agent_command(desktop.agent, COMMAND_CLOSE_WINDOW);
    fake_clock_advance(FAKE_HOUR);
    fake_desktop_start_outlook(&desktop, "2026-11-22T10:30:00Z"); /* the agent was not told */
    prompt();
    ck_assert_uint_eq(history_of("Outlook").after_fix[0], 1);
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    expect_notice(JUST_ASKED,
                  "The fix has not stopped that. Click here to see what else can cause it.");
    tray_agent_notice_chosen(desktop.agent);
    ck_assert(strstr(desktop.window, "https://testconnectivity.microsoft.com") != NULL);
    ck_assert(strstr(desktop.window, "none in the week before the fix, 1 since") != NULL);
    ck_assert(strstr(desktop.window, " \xC2\xB7 \xC2\xB7 [fix] 1\n") != NULL);
    tray_agent_command(desktop.agent, COMMAND_COPY_DETAILS);
    ck_assert(strstr(desktop.copied, "- likely: ") != NULL);
}
END_TEST

START_TEST(the_first_prompt_ever_after_a_fix_continues_too)
{
    fixed_yesterday();
    start_with(SAMPLE_NTLM);
    ck_assert(!desktop.icon_is_there);
    prompt();
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    expect_notice(JUST_ASKED,
                  "The fix has not stopped that. Click here to see what else can cause it.");
    fake_clock_advance(7 * FAKE_DAY);
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(where_all_is_well_and_nothing_was_fixed_it_is_only_counted)
{
    start_with(SAMPLE_NTLM);
    prompt();
    ck_assert(!desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    ck_assert_uint_eq(history_of("Outlook").counts[0], 1);
}
END_TEST

START_TEST(is_of_the_account_whose_server_is_named)
{
    sample_account(host.registry, &(struct sample_account){.profile = "Other",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_NTLM,
                                                           .config_flags = 4,
                                                           .proxy_server = "owa.fabrikam.com"});
    start_with(SAMPLE_NTLM);
    tray_agent_prompt_shown(desktop.agent, "Verbindung mit owa.fabrikam.com herstellen");
    tray_agent_prompt_shown(desktop.agent, "Connect to somewhere.else");
    ck_assert_uint_eq(history_of("Other").counts[0], 1);
    ck_assert_uint_eq(history_of("Outlook").counts[0], 0);
    sample_default_profile(host.registry, "Outlook");
    fake_desktop_registry_changed(&desktop);
    tray_agent_prompt_shown(desktop.agent, "Windows Security");
    ck_assert_uint_eq(history_of("Outlook").counts[0], 1);
}
END_TEST

START_TEST(is_watched_for_only_where_it_can_come_and_is_wanted)
{
    sample_ldap_profile(host.registry, "Addresses");
    tray_agent_start(desktop.agent);
    ck_assert(!desktop.prompts_are_watched);
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_NTLM);
    fake_desktop_registry_changed(&desktop);
    ck_assert(desktop.prompts_are_watched);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "PromptSensor", 0);
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.prompts_are_watched);
    prompt(); /* it was on its way */
    ck_assert_uint_eq(history_of("Outlook").counts[0], 0);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "PromptSensor", 1);
    fake_desktop_registry_changed(&desktop);
    ck_assert(desktop.prompts_are_watched);
    tray_agent_command(desktop.agent, COMMAND_EXIT);
    ck_assert(!desktop.prompts_are_watched);
    prompt();
    ck_assert_uint_eq(history_of("Outlook").counts[0], 0);
}
END_TEST

START_TEST(the_administrator_decides_first)
{
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "PromptSensor", 0);
    start_with(SAMPLE_NTLM);
    ck_assert(!desktop.prompts_are_watched);
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "PromptSensor", 1);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "PromptSensor", 0);
    fake_desktop_registry_changed(&desktop);
    ck_assert(desktop.prompts_are_watched);
    sample_text(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "PromptSensor", "?");
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.prompts_are_watched);
}
END_TEST

START_TEST(an_excluded_profile_is_left_alone)
{
    sample_text(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY "\\ExcludedProfiles", "1",
                "Outlook");
    start_with(SAMPLE_NTLM);
    ck_assert(!desktop.prompts_are_watched);
}
END_TEST

START_TEST(what_is_too_old_goes_when_the_agent_starts)
{
    sample_dword(host.registry, REGISTRY_CURRENT_USER, PROMPTS_KEY "\\Gone", "2026-08-01.1", 7);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, PROMPTS_KEY "\\Outlook", "2026-08-01.1", 7);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, PROMPTS_KEY "\\Outlook", "2026-11-01.1", 7);
    start_with(SAMPLE_NTLM);
    sample_expect_absent(host.registry, REGISTRY_CURRENT_USER, PROMPTS_KEY "\\Outlook",
                         "2026-08-01.1");
    ck_assert_uint_eq(history_of("Outlook").counts[21], 7);
}
END_TEST

Suite *tray_agent_prompt_suite(void);

Suite *tray_agent_prompt_suite(void)
{
    Suite *suite = suite_create("tray_agent_prompt");
    TCase *tests = tcase_create("tray_agent_prompt");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_told_at_that_moment_though_the_problem_was_told_before);
    tcase_add_test(tests, is_told_once_a_day_and_three_times_in_all);
    tcase_add_test(tests, is_not_told_to_who_does_not_want_that);
    tcase_add_test(tests, is_not_told_without_notifications_or_before_a_full_screen);
    tcase_add_test(tests, says_that_a_restart_is_due);
    tcase_add_test(tests, after_a_fix_and_its_restart_it_continues);
    tcase_add_test(tests, the_first_prompt_ever_after_a_fix_continues_too);
    tcase_add_test(tests, where_all_is_well_and_nothing_was_fixed_it_is_only_counted);
    tcase_add_test(tests, is_of_the_account_whose_server_is_named);
    tcase_add_test(tests, is_watched_for_only_where_it_can_come_and_is_wanted);
    tcase_add_test(tests, the_administrator_decides_first);
    tcase_add_test(tests, an_excluded_profile_is_left_alone);
    tcase_add_test(tests, what_is_too_old_goes_when_the_agent_starts);
    suite_add_tcase(suite, tests);
    return suite;
}
