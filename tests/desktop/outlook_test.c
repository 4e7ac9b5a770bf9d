/* After the user half: Outlook is restarted if it runs and the user wants it; it is asked to close,
 * waited for, and never ended by force. */
#include "tests/desktop/agent_user.h"
#include "tests/desktop/outlook_process.h"
#include "tests/desktop/tray_icon.h"
#include "tests/system/mail_sample.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    agent_kill(&agent);
    outlook_process_end();
    live_registry_clear();
}

static void press(DWORD label)
{
    user_presses(&agent, label);
}

static void expect_log(const char *expected)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%s", expected);
    ck_assert_msg(event_wait(outlook_log_is, wanted), "Outlook's log: %s", outlook_log());
}

static void fix(void)
{
    agent_start(&agent);
    user_opens_window(&agent);
    press(MESSAGE_BUTTON_FIX);
}

static void fix_and_expect_question(void)
{
    fix();
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_OUTLOOK_HEADING));
    mail_sample_expect(L"Outlook", NTLM);
}

START_TEST(closes_and_is_started_again)
{
    outlook_process_start(L"closes");
    fix_and_expect_question();
    press(MESSAGE_RESTART_NOW);
    expect_log("started\nclosing\nclosed\nstarted\n");
    EXPECT_SOON(outlook_is_running, NULL);
    tray_icon_expect_gone();
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_FINE));
}
END_TEST

START_TEST(is_waited_for_while_it_asks)
{
    outlook_process_start(L"asks");
    fix_and_expect_question();
    press(MESSAGE_RESTART_NOW);
    EXPECT_SOON(outlook_is_asking, NULL);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_OUTLOOK_ASKS));
    expect_log("started\nclosing\nasking\n");
    PostMessageW(outlook_question(), WM_COMMAND, IDYES, 0);
    expect_log("started\nclosing\nasking\nclosed\nstarted\n");
    EXPECT_SOON(outlook_is_running, NULL);
}
END_TEST

START_TEST(stays_and_the_restart_is_pending)
{
    outlook_process_start(L"stays");
    fix_and_expect_question();
    press(MESSAGE_RESTART_NOW);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_CLOSING));
    press(MESSAGE_RESTART_LATER);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_RESTART_OUTLOOK));
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_RESTART_OUTLOOK));
    ck_assert_ptr_nonnull(outlook_window());
    ck_assert_ptr_null(strstr(outlook_log(), "closed"));
}
END_TEST

START_TEST(is_left_alone_and_the_mark_goes_when_it_ends)
{
    outlook_process_start(L"closes");
    fix_and_expect_question();
    press(MESSAGE_RESTART_LATER);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_RESTART_OUTLOOK));
    ck_assert_str_eq(outlook_log(), "started\n");
    PostMessageW(outlook_window(), WM_CLOSE, 0, 0);
    tray_icon_expect_gone();
}
END_TEST

START_TEST(is_not_asked_about_when_it_does_not_run)
{
    fix();
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    mail_sample_expect(L"Outlook", NTLM);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_FINE));
    tray_icon_expect_gone();
}
END_TEST

Suite *outlook_suite(void);

Suite *outlook_suite(void)
{
    Suite *suite = suite_create("outlook");
    TCase *tests = tcase_create("outlook");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, closes_and_is_started_again);
    tcase_add_test(tests, is_waited_for_while_it_asks);
    tcase_add_test(tests, stays_and_the_restart_is_pending);
    tcase_add_test(tests, is_left_alone_and_the_mark_goes_when_it_ends);
    tcase_add_test(tests, is_not_asked_about_when_it_does_not_run);
    suite_add_tcase(suite, tests);
    return suite;
}
