/* The icon's menu, by mouse and by keyboard. */
#include "agent/close_request.h"
#include "tests/desktop/agent_user.h"
#include "tests/desktop/screen.h"
#include "tests/desktop/tray_icon.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"

#include <check.h>

#define RUN_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Run"

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
    /* A menu needs an icon, also when all has become well. */
    live_registry_set_dword(HKEY_CURRENT_USER, L"Software\\PromptFix", L"ShowIcon", 1);
    agent_start(&agent);
    EXPECT_SOON(tray_icon_is_there, NULL);
}

static void tear_down(void)
{
    agent_kill(&agent);
    live_registry_clear();
}

static void choose(BYTE key)
{
    const BYTE keys[] = {key, 0};
    user_opens_menu(&agent);
    screen_press(keys);
    EXPECT_SOON(agent_menu_is_closed, &agent);
}

START_TEST(opens_by_a_right_click_and_closes_by_escape)
{
    static const BYTE escape[] = {VK_ESCAPE, 0};
    screen_click(tray_icon_window(), RIGHT_BUTTON);
    EXPECT_SOON(agent_menu_is_open, &agent);
    screen_press(escape);
    EXPECT_SOON(agent_menu_is_closed, &agent);
    ck_assert_ptr_null(agent_dialog(&agent));
    ck_assert_ptr_nonnull(tray_icon_window());
}
END_TEST

START_TEST(opens_the_window_by_arrow_and_enter)
{
    static const BYTE keys[] = {VK_DOWN, VK_RETURN, 0};
    user_opens_menu(&agent);
    screen_press(keys);
    EXPECT_SOON(agent_dialog_is_open, &agent);
}
END_TEST

START_TEST(opens_the_window_by_enter_on_the_icon)
{
    agent_icon_event(&agent, WM_USER + 1 /* NIN_KEYSELECT */, (POINT){0, 0});
    EXPECT_SOON(agent_dialog_is_open, &agent);
}
END_TEST

START_TEST(fixes_and_undoes)
{
    choose('F');
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    mail_sample_expect(L"Outlook", NTLM);
    choose('U');
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_UNDONE));
    mail_sample_expect(L"Outlook", BASIC);
}
END_TEST

static bool starts_with_windows(void *context)
{
    HKEY key = NULL;
    (void)context;
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, RUN_KEY, 0, KEY_QUERY_VALUE, &key), 0);
    LSTATUS status = RegQueryValueExW(key, L"PromptFix", NULL, NULL, NULL, NULL);
    RegCloseKey(key);
    return status == ERROR_SUCCESS;
}

static bool does_not_start_with_windows(void *context)
{
    return !starts_with_windows(context);
}

START_TEST(switches_the_start_with_windows_on_and_off)
{
    live_registry_create(HKEY_CURRENT_USER, RUN_KEY);
    choose('W');
    EXPECT_SOON(starts_with_windows, NULL);
    choose('W');
    EXPECT_SOON(does_not_start_with_windows, NULL);
}
END_TEST

START_TEST(shows_about)
{
    static const BYTE escape[] = {VK_ESCAPE, 0};
    choose('A');
    agent_expect_text(&agent, L"libiconv");
    screen_press(escape);
    EXPECT_SOON(agent_dialog_is_closed, &agent);
}
END_TEST

START_TEST(exits)
{
    choose('X');
    ck_assert_uint_eq(program_finish(agent.process), 0);
    agent = (struct agent_process){0};
    tray_icon_expect_gone();
}
END_TEST

/* As an installer does it (installer/agent_sessions_windows.c). Menu and box have loops of their
 * own, which wait for messages only. */
static void expect_to_close_on_request(void)
{
    HANDLE request = OpenEventW(EVENT_MODIFY_STATE, FALSE, CLOSE_REQUEST_NAME);
    ck_assert_ptr_nonnull(request);
    SetEvent(request);
    const DWORD waited = WaitForSingleObject(agent.process, 60000); /* else never */
    ResetEvent(request);
    CloseHandle(request);
    ck_assert_uint_eq(waited, WAIT_OBJECT_0);
    ck_assert_uint_eq(program_finish(agent.process), 0);
    agent = (struct agent_process){0};
    tray_icon_expect_gone();
}

START_TEST(closes_for_an_installer_with_its_menu_open)
{
    user_opens_menu(&agent);
    expect_to_close_on_request();
}
END_TEST

START_TEST(closes_for_an_installer_with_a_box_open)
{
    choose('A');
    agent_expect_text(&agent, L"libiconv");
    expect_to_close_on_request();
}
END_TEST

Suite *menu_suite(void);

Suite *menu_suite(void)
{
    Suite *suite = suite_create("menu");
    TCase *tests = tcase_create("menu");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, opens_by_a_right_click_and_closes_by_escape);
    tcase_add_test(tests, opens_the_window_by_arrow_and_enter);
    tcase_add_test(tests, opens_the_window_by_enter_on_the_icon);
    tcase_add_test(tests, fixes_and_undoes);
    tcase_add_test(tests, switches_the_start_with_windows_on_and_off);
    tcase_add_test(tests, shows_about);
    tcase_add_test(tests, exits);
    tcase_add_test(tests, closes_for_an_installer_with_its_menu_open);
    tcase_add_test(tests, closes_for_an_installer_with_a_box_open);
    suite_add_tcase(suite, tests);
    return suite;
}
