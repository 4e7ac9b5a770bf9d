/* Lock and unlock, remote connections, sleep, the end of the session: Windows tells of them by
 * messages, which the tests send. Afterwards the state must be right. */
#include "agent/close_request.h"
#include "tests/desktop/agent_process.h"
#include "tests/desktop/message_words.h"
#include "tests/desktop/tray_icon.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"

#include <check.h>

/* Not in the headers for Windows XP SP2 without wtsapi32.h; values from winuser.h. */
enum {
    MESSAGE_SESSION_CHANGE = 0x02B1, /* WM_WTSSESSION_CHANGE */
    CONSOLE_CONNECT = 1,
    CONSOLE_DISCONNECT = 2,
    REMOTE_CONNECT = 3,
    REMOTE_DISCONNECT = 4,
    SESSION_LOCK = 7,
    SESSION_UNLOCK = 8,
};

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
    agent_start(&agent);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
}

static void tear_down(void)
{
    agent_kill(&agent);
    live_registry_clear();
}

static void set_method(DWORD authentication)
{
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, &authentication, sizeof authentication);
}

/* While the user is away the shell loses the icon; when he is back it must be there, and right. */
static void leave_and_return(WPARAM leaves, WPARAM returns)
{
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, leaves, 0);
    tray_icon_take_away(agent.window);
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, returns, 0);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
    ck_assert_uint_eq(tray_icon_count(), 1);
}

START_TEST(is_locked_and_unlocked)
{
    leave_and_return(SESSION_LOCK, SESSION_UNLOCK);
}
END_TEST

START_TEST(is_taken_over_remotely_and_back)
{
    leave_and_return(CONSOLE_DISCONNECT, REMOTE_CONNECT);
    leave_and_return(REMOTE_DISCONNECT, CONSOLE_CONNECT);
}
END_TEST

START_TEST(is_mended_by_somebody_while_locked)
{
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, SESSION_LOCK, 0);
    set_method(NTLM);
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, SESSION_UNLOCK, 0);
    tray_icon_expect_gone();
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, SESSION_LOCK, 0);
    set_method(BASIC);
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, SESSION_UNLOCK, 0);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
}
END_TEST

START_TEST(sleeps_and_wakes)
{
    agent_tell(&agent, WM_POWERBROADCAST, PBT_APMSUSPEND, 0);
    tray_icon_take_away(agent.window);
    ck_assert_int_eq(agent_tell(&agent, WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, 0), TRUE);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
}
END_TEST

START_TEST(ends_with_the_session)
{
    ck_assert_int_eq(agent_tell(&agent, WM_QUERYENDSESSION, 0, 0), TRUE);
    agent_tell(&agent, WM_ENDSESSION, FALSE, 0); /* it was stopped by another program */
    ck_assert_uint_eq(tray_icon_count(), 1);
    ck_assert_int_eq(agent_tell(&agent, WM_QUERYENDSESSION, 0, 0), TRUE);
    agent_tell(&agent, WM_ENDSESSION, TRUE, 0);
    ck_assert_uint_eq(program_finish(agent.process), 0);
    agent = (struct agent_process){0};
    tray_icon_expect_gone();
}
END_TEST

START_TEST(closes_when_an_installer_asks)
{
    HANDLE request = OpenEventW(EVENT_MODIFY_STATE, FALSE, CLOSE_REQUEST_NAME);
    ck_assert_ptr_nonnull(request);
    SetEvent(request);
    ck_assert_uint_eq(program_finish(agent.process), 0);
    tray_icon_expect_gone();

    /* One that starts meanwhile does not stay. */
    const struct program_start start = {.flags = DETACHED_PROCESS};
    ck_assert_uint_eq(program_finish(program_start(promptfix_command_line(L""), &start)), 0);
    CloseHandle(request);
    agent = (struct agent_process){0};
}
END_TEST

Suite *session_suite(void);

Suite *session_suite(void)
{
    Suite *suite = suite_create("session");
    TCase *tests = tcase_create("session");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_locked_and_unlocked);
    tcase_add_test(tests, is_taken_over_remotely_and_back);
    tcase_add_test(tests, is_mended_by_somebody_while_locked);
    tcase_add_test(tests, sleeps_and_wakes);
    tcase_add_test(tests, ends_with_the_session);
    tcase_add_test(tests, closes_when_an_installer_asks);
    suite_add_tcase(suite, tests);
    return suite;
}
