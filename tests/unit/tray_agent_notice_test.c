/* What the tray agent notifies of, and when (the words and the plan have tests of their own). */
#include "agent/tray_agent.h"

#include "agent/notice_record.h"
#include "agent/settings.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static struct fake_host host;
static struct fake_desktop desktop;

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_desktop_init(&desktop, &host);
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void set_basic(void)
{
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_BASIC);
    sample_level(host.registry, 3);
}

static void set_fine(void)
{
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_NTLM);
    sample_level(host.registry, 3);
}

static void start(void)
{
    tray_agent_start(desktop.agent);
}

static void ask_for(enum agent_command command)
{
    tray_agent_command(desktop.agent, command);
}

START_TEST(a_notice_is_held_back_over_a_full_screen)
{
    set_basic();
    desktop.attention = ATTENTION_FULL_SCREEN;
    start();
    ck_assert(desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    ck_assert(desktop.full_screen_is_watched);
    tray_agent_session_resumed(desktop.agent); /* still there */
    ck_assert(desktop.full_screen_is_watched);
    tray_agent_attention_changed(desktop.agent);
    ck_assert(desktop.full_screen_is_watched);
    desktop.attention = ATTENTION_FREE;
    tray_agent_attention_changed(desktop.agent);
    ck_assert(!desktop.full_screen_is_watched);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    tray_agent_attention_changed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
}
END_TEST

START_TEST(a_notice_held_back_that_is_no_longer_true_is_dropped)
{
    set_basic();
    desktop.attention = ATTENTION_FULL_SCREEN;
    start();
    set_fine();
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.full_screen_is_watched);
    desktop.attention = ATTENTION_FREE;
    tray_agent_attention_changed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
}
END_TEST

START_TEST(quiet_time_ends_at_the_next_occasion)
{
    set_basic();
    desktop.attention = ATTENTION_QUIET;
    start();
    ck_assert(!desktop.full_screen_is_watched);
    desktop.attention = ATTENTION_FREE;
    tray_agent_attention_changed(desktop.agent); /* of something else */
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
}
END_TEST

START_TEST(a_notice_is_taken_back_when_the_problem_is_gone)
{
    set_basic();
    start();
    set_fine();
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.withdraw_notice, 1);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(a_refused_notice_is_not_counted_as_told)
{
    set_basic();
    desktop.refuses_notice = true;
    start();
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    desktop.refuses_notice = false;
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
}
END_TEST

START_TEST(a_setting_wants_no_notices)
{
    set_basic();
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify", 0);
    start();
    ck_assert(desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify", 1);
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
}
END_TEST

START_TEST(do_not_notify_again_holds_until_the_facts_change)
{
    set_basic();
    start();
    ck_assert(!fake_desktop_menu_item(&desktop, COMMAND_DO_NOT_ASK_AGAIN)->checked);
    ask_for(COMMAND_DO_NOT_ASK_AGAIN);
    ck_assert(fake_desktop_menu_item(&desktop, COMMAND_DO_NOT_ASK_AGAIN)->checked);
    ck_assert_uint_eq(desktop.counts.withdraw_notice, 1);
    fake_clock_advance(30 * FAKE_DAY);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    ck_assert(desktop.icon_is_there); /* the icon still tells */
    sample_exchange_profile(host.registry, "Work", SAMPLE_BASIC);
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    ask_for(COMMAND_DO_NOT_ASK_AGAIN);
    ask_for(COMMAND_DO_NOT_ASK_AGAIN); /* and back */
    ck_assert(!fake_desktop_menu_item(&desktop, COMMAND_DO_NOT_ASK_AGAIN)->checked);
}
END_TEST

START_TEST(what_cannot_be_stored_is_said)
{
    set_basic();
    start();
    ck_assert_uint_eq(memory_registry_deny(host.memory, REGISTRY_CURRENT_USER,
                                           NOTICES_KEY "\\basic_authentication", REGISTRY_WRITE),
                      CODE_SUCCESS);
    ask_for(COMMAND_DO_NOT_ASK_AGAIN);
    ck_assert(desktop.window_is_open);
    ck_assert_ptr_nonnull(strstr(desktop.status, "could not be remembered: Access is denied. (5)"));
    ck_assert(fake_desktop_menu_item(&desktop, COMMAND_DO_NOT_ASK_AGAIN)->checked);
    ask_for(COMMAND_CLOSE_WINDOW);
    ask_for(COMMAND_SHOW);
    ck_assert_ptr_null(strstr(desktop.status, "remembered"));
}
END_TEST

START_TEST(every_state_is_told_once)
{
    sample_exchange_profile(host.registry, "Outlook", 16);
    start();
    ck_assert_int_eq(desktop.icon_state, TRAY_CANNOT_TELL);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    sample_policy(host.registry, "11.0", "ProxyAuthenticationService", 1);
    fake_desktop_registry_changed(&desktop);
    ck_assert_int_eq(desktop.icon_state, TRAY_SET_BY_ADMINISTRATOR);
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    ck_assert_str_eq(desktop.notice_title, "Your administrator decides how Outlook signs in");
    for (int day = 0; day < 10; day++) {
        fake_clock_advance(FAKE_DAY);
        tray_agent_session_resumed(desktop.agent);
    }
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
}
END_TEST

/* A script has mended it while Outlook was running. */
START_TEST(a_restart_that_a_script_has_made_due_is_told)
{
    set_basic();
    start();
    fake_desktop_start_outlook(&desktop, "2026-11-22T09:00:00Z");
    ck_assert_uint_eq(RUN(&host, "/fix", "/scope:user"), EXIT_RESTART_OUTLOOK);
    fake_desktop_registry_changed(&desktop);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    ck_assert_str_eq(desktop.notice_title, "Outlook has to be restarted");
    ck_assert_uint_eq(desktop.counts.ask_restart, 0); /* nobody has asked for it */
    ck_assert_ptr_null(fake_desktop_menu_item(&desktop, COMMAND_DO_NOT_ASK_AGAIN));
    fake_desktop_end_outlook(&desktop);
    ck_assert(!desktop.icon_is_there);
    fake_host_expect_marks(&host, false, false);
}
END_TEST

START_TEST(what_changed_while_the_session_was_away_is_seen)
{
    set_fine();
    start();
    set_basic();
    tray_agent_session_resumed(desktop.agent);
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    fake_clock_advance(FAKE_DAY);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    fake_clock_advance(FAKE_DAY);
    fake_desktop_registry_changed(&desktop); /* unchanged, but an occasion */
    ck_assert_uint_eq(desktop.counts.show_notice, 3);
    for (int day = 0; day < 100; day++) {
        fake_clock_advance(FAKE_DAY);
        tray_agent_session_resumed(desktop.agent);
    }
    ck_assert_uint_eq(desktop.counts.show_notice, 3);
}
END_TEST

Suite *tray_agent_notice_suite(void);

Suite *tray_agent_notice_suite(void)
{
    Suite *suite = suite_create("tray_agent_notice");
    TCase *tests = tcase_create("tray_agent_notice");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_notice_is_held_back_over_a_full_screen);
    tcase_add_test(tests, a_notice_held_back_that_is_no_longer_true_is_dropped);
    tcase_add_test(tests, quiet_time_ends_at_the_next_occasion);
    tcase_add_test(tests, a_notice_is_taken_back_when_the_problem_is_gone);
    tcase_add_test(tests, a_refused_notice_is_not_counted_as_told);
    tcase_add_test(tests, a_setting_wants_no_notices);
    tcase_add_test(tests, do_not_notify_again_holds_until_the_facts_change);
    tcase_add_test(tests, what_cannot_be_stored_is_said);
    tcase_add_test(tests, every_state_is_told_once);
    tcase_add_test(tests, a_restart_that_a_script_has_made_due_is_told);
    tcase_add_test(tests, what_changed_while_the_session_was_away_is_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
