/* The restarts after a fix: what is asked and when, and how it is known that one has happened. */
#include "agent/tray_agent.h"

#include "agent/restart_pending.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/fake_rights.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define LONG_AGO "2026-11-22T08:00:00Z"

static struct fake_host host;
static struct fake_desktop desktop;

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_rights_init(&host);
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_BASIC);
    sample_level(host.registry, 3);
    fake_desktop_init(&desktop, &host);
    fake_desktop_start_outlook(&desktop, LONG_AGO);
    tray_agent_start(desktop.agent);
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void ask_for(enum agent_command command)
{
    tray_agent_command(desktop.agent, command);
}

static void expect_status(const char *part)
{
    ck_assert_msg(strstr(desktop.status, part) != NULL, "\"%s\" is not in \"%s\"", part,
                  desktop.status);
}

START_TEST(a_running_outlook_is_asked_for)
{
    ask_for(COMMAND_FIX);
    ck_assert_int_eq(desktop.asked, RESTART_OUTLOOK);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    ck_assert(desktop.outlook_is_watched);
    ck_assert(desktop.restart.visible && desktop.restart.enabled);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    fake_clock_advance(FAKE_HOUR);
    fake_desktop_end_outlook(&desktop);
    ck_assert(!desktop.icon_is_there);
    ck_assert_int_eq(desktop.window_state, TRAY_FINE);
    fake_host_expect_marks(&host, false, false);
}
END_TEST

START_TEST(without_outlook_there_is_no_question)
{
    fake_desktop_end_outlook(&desktop);
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.ask_restart, 0);
    ck_assert(!desktop.icon_is_there);
    expect_status("Done");
    fake_host_expect_marks(&host, false, false);
    fake_desktop_start_outlook(&desktop, fake_clock_text()); /* it reads what is there now */
    tray_agent_session_resumed(desktop.agent);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(whether_outlook_runs_may_be_unknown)
{
    desktop.outlook = ANSWER_UNKNOWN;
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.ask_restart + desktop.counts.watch_outlook, 0);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING); /* not known is not done */
    desktop.outlook = ANSWER_NO;
    tray_agent_session_resumed(desktop.agent);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

/* Started later than the change, it has read it; in the same second it may not have. */
START_TEST(an_outlook_that_was_started_since_has_read_the_change)
{
    ask_for(COMMAND_FIX);
    const char *second = fake_clock_text();
    fake_desktop_start_outlook(&desktop, second);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    fake_clock_advance(1);
    fake_desktop_start_outlook(&desktop, fake_clock_text());
    tray_agent_session_resumed(desktop.agent);
    ck_assert(!desktop.icon_is_there);
    fake_host_expect_marks(&host, false, false);
    fake_desktop_answer(&desktop, RESTART_ANSWER_DONE);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(a_mark_without_a_time_waits_for_the_end_of_outlook)
{
    ask_for(COMMAND_FIX);
    sample_delete(host.registry, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time");
    fake_clock_advance(FAKE_DAY);
    fake_desktop_start_outlook(&desktop, fake_clock_text());
    tray_agent_session_resumed(desktop.agent);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    fake_desktop_end_outlook(&desktop);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

/* Whoever answers quickly may have it all done within the second that the times are told to. */
START_TEST(outlook_restarted_by_the_question_within_a_second_settles_it)
{
    ask_for(COMMAND_FIX);
    fake_desktop_start_outlook(&desktop, fake_clock_text());
    fake_desktop_answer(&desktop, RESTART_ANSWER_DONE);
    ck_assert(!desktop.icon_is_there);
    fake_host_expect_marks(&host, false, false);
}
END_TEST

START_TEST(a_change_made_while_the_question_is_open_is_judged_by_the_time)
{
    ask_for(COMMAND_FIX);
    ask_for(COMMAND_UNDO);
    fake_desktop_start_outlook(&desktop, fake_clock_text());
    fake_desktop_answer(&desktop, RESTART_ANSWER_DONE);
    ck_assert(desktop.icon_is_there);
    fake_host_expect_marks(&host, true, false);
}
END_TEST

START_TEST(outlook_restarted_by_the_question_settles_it)
{
    ask_for(COMMAND_FIX);
    fake_clock_advance(30);
    fake_desktop_end_outlook(&desktop);
    fake_desktop_start_outlook(&desktop, fake_clock_text());
    fake_desktop_answer(&desktop, RESTART_ANSWER_DONE);
    ck_assert(!desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.ask_restart, 1);
}
END_TEST

START_TEST(outlook_is_asked_for_before_windows)
{
    sample_level(host.registry, 1);
    ask_for(COMMAND_FIX);
    ck_assert_int_eq(desktop.asked, RESTART_OUTLOOK);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ck_assert_uint_eq(desktop.counts.ask_restart, 2);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    fake_desktop_end_outlook(&desktop);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING); /* Windows' is left */
    ck_assert_ptr_nonnull(strstr(desktop.tip, "Restart Windows"));
    memory_registry_restart(host.memory, REGISTRY_LOCAL_MACHINE);
    fake_desktop_done(&desktop);
    fake_desktop_init(&desktop, &host);
    tray_agent_start(desktop.agent);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(nothing_is_asked_while_the_helper_is_at_work)
{
    sample_level(host.registry, 1);
    fake_rights_set(false);
    ask_for(COMMAND_FIX);
    ck_assert(desktop.helper_is_running);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
    ask_for(COMMAND_RESTART);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
    fake_desktop_end_helper(&desktop, EXIT_DECLINED);
    ck_assert_int_eq(desktop.asked, RESTART_OUTLOOK); /* the user half is done all the same */
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ck_assert_uint_eq(desktop.counts.ask_restart, 1);
}
END_TEST

START_TEST(a_question_that_is_open_is_not_asked_twice)
{
    ask_for(COMMAND_FIX);
    ask_for(COMMAND_RESTART);
    ask_for(COMMAND_UNDO);
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.ask_restart, 1);
    fake_desktop_answer(&desktop, RESTART_ANSWER_FAILED);
    ck_assert_uint_eq(desktop.counts.ask_restart, 2); /* for what was changed meanwhile */
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    tray_agent_restart_answered(desktop.agent, RESTART_OUTLOOK, RESTART_ANSWER_DONE, 0);
    ck_assert_uint_eq(desktop.counts.ask_restart, 2);
}
END_TEST

START_TEST(answers_may_come_at_once)
{
    static const enum restart_answer later = RESTART_ANSWER_LATER;
    sample_level(host.registry, 1);
    desktop.restart_answer = &later;
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.ask_restart, 2);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
}
END_TEST

START_TEST(windows_going_down_ends_the_questions)
{
    sample_level(host.registry, 1);
    fake_desktop_end_outlook(&desktop);
    ask_for(COMMAND_FIX);
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
    const struct fake_counts before = desktop.counts;
    fake_desktop_answer(&desktop, RESTART_ANSWER_STARTED);
    ck_assert_uint_eq(memcmp(&before, &desktop.counts, sizeof before), 0);
}
END_TEST

START_TEST(where_windows_is_not_offered_the_window_says_why)
{
    static const enum restart_offer offers[] = {RESTART_OTHER_USERS, RESTART_REMOTE_SESSION,
                                                RESTART_NO_PRIVILEGE, RESTART_OFFER_UNKNOWN};
    sample_level(host.registry, 1);
    fake_desktop_end_outlook(&desktop);
    desktop.offer = offers[_i];
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.ask_restart, 0);
    expect_status(fake_messages.text(&fake_messages, restart_offer_reason(offers[_i])));
    ck_assert(!desktop.restart.enabled);
    ask_for(COMMAND_RESTART);
    ck_assert_uint_eq(desktop.counts.ask_restart, 0);
    desktop.offer = RESTART_OFFERED;
    ask_for(COMMAND_RESTART);
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
}
END_TEST

START_TEST(the_button_asks_for_what_it_names)
{
    sample_level(host.registry, 1);
    ask_for(COMMAND_FIX);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ask_for(COMMAND_SHOW);
    ck_assert_str_eq(desktop.restart.label, "&Restart Windows...");
    ask_for(COMMAND_RESTART);
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    desktop.offer = RESTART_REMOTE_SESSION;
    ask_for(COMMAND_SHOW);
    ck_assert_str_eq(desktop.restart.label, "&Restart Outlook...");
    ck_assert(desktop.restart.enabled);
    ask_for(COMMAND_RESTART);
    ck_assert_int_eq(desktop.asked, RESTART_OUTLOOK);
}
END_TEST

/* The registry does not take the mark: the agent knows of its own change all the same. */
START_TEST(a_mark_that_cannot_be_made_is_remembered)
{
    ck_assert_uint_eq(memory_registry_deny(host.memory, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY,
                                           REGISTRY_WRITE),
                      CODE_SUCCESS);
    sample_key(host.registry, REGISTRY_CURRENT_USER, "Software\\PromptFix");
    ask_for(COMMAND_FIX);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    ck_assert_int_eq(desktop.asked, RESTART_OUTLOOK);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    fake_desktop_end_outlook(&desktop);
    ck_assert(!desktop.icon_is_there || desktop.icon_state == TRAY_FINE);
}
END_TEST

START_TEST(an_undo_asks_too)
{
    ask_for(COMMAND_FIX);
    fake_clock_advance(60);
    fake_desktop_start_outlook(&desktop, fake_clock_text());
    fake_desktop_answer(&desktop, RESTART_ANSWER_DONE);
    ck_assert(!desktop.icon_is_there);
    fake_clock_advance(60);
    ask_for(COMMAND_UNDO);
    ck_assert_int_eq(desktop.asked, RESTART_OUTLOOK);
}
END_TEST

Suite *tray_agent_restart_suite(void);

Suite *tray_agent_restart_suite(void)
{
    Suite *suite = suite_create("tray_agent_restart");
    TCase *tests = tcase_create("tray_agent_restart");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_running_outlook_is_asked_for);
    tcase_add_test(tests, without_outlook_there_is_no_question);
    tcase_add_test(tests, whether_outlook_runs_may_be_unknown);
    tcase_add_test(tests, an_outlook_that_was_started_since_has_read_the_change);
    tcase_add_test(tests, a_mark_without_a_time_waits_for_the_end_of_outlook);
    tcase_add_test(tests, outlook_restarted_by_the_question_within_a_second_settles_it);
    tcase_add_test(tests, a_change_made_while_the_question_is_open_is_judged_by_the_time);
    tcase_add_test(tests, outlook_restarted_by_the_question_settles_it);
    tcase_add_test(tests, outlook_is_asked_for_before_windows);
    tcase_add_test(tests, nothing_is_asked_while_the_helper_is_at_work);
    tcase_add_test(tests, a_question_that_is_open_is_not_asked_twice);
    tcase_add_test(tests, answers_may_come_at_once);
    tcase_add_test(tests, windows_going_down_ends_the_questions);
    tcase_add_loop_test(tests, where_windows_is_not_offered_the_window_says_why, 0, 4);
    tcase_add_test(tests, the_button_asks_for_what_it_names);
    tcase_add_test(tests, a_mark_that_cannot_be_made_is_remembered);
    tcase_add_test(tests, an_undo_asks_too);
    suite_add_tcase(suite, tests);
    return suite;
}
