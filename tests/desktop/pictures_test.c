/* Takes a picture of every window and every state of the icon, for people to look at: see
 * pictures.sh. It tests that they appear at all.
 *
 * PROMPTFIX_PICTURES names the folder below build/screenshots, such as de-200. */
#include "tests/desktop/agent_user.h"
#include "tests/desktop/kept_answer.h"
#include "tests/desktop/outlook_process.h"
#include "tests/desktop/screen.h"
#include "tests/desktop/tray_icon.h"
#include "tests/desktop/window_text.h"
#include "tests/system/mail_sample.h"

#include <check.h>
#include <stdio.h>

#define RPC_POLICY_KEY L"Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\RPC"

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    /* Notifications would stand in the pictures of the icon. */
    live_registry_set_dword(HKEY_CURRENT_USER, L"Software\\PromptFix", L"ShowIcon", 1);
    live_registry_set_dword(HKEY_CURRENT_USER, L"Software\\PromptFix", L"Notify", 0);
}

static void tear_down(void)
{
    agent_kill(&agent);
    outlook_process_end();
    live_registry_delete_tree(HKEY_CURRENT_USER, RPC_POLICY_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, L"Software\\PromptFix\\Proxies");
    live_registry_clear();
}

static const char *name_of(const char *picture)
{
    static char name[256];
    char folder[64] = ".";
    GetEnvironmentVariableA("PROMPTFIX_PICTURES", folder, sizeof folder);
    snprintf(name, sizeof name, "%s/%s", folder, picture);
    return name;
}

static void picture_of_dialog(const char *name)
{
    screen_leave();
    screen_picture_of_window(agent_dialog(&agent), name_of(name));
}

/* The corner of the screen with the taskbar: so much of it around the icon. */
static void picture_of_icon(const char *name, int left, int above)
{
    RECT place;
    screen_leave();
    ck_assert(GetWindowRect(tray_icon_window(), &place));
    place.left = max(place.left - left, 0);
    place.top = max(place.top - above, 0);
    place.right = GetSystemMetrics(SM_CXSCREEN);
    place.bottom = GetSystemMetrics(SM_CYSCREEN);
    screen_picture(&place, name_of(name));
}

/* The icon and the window of a state that the agent starts with. */
static void picture_of_state(const char *icon, const char *window, DWORD tip)
{
    agent_start(&agent);
    EXPECT_SOON(tray_icon_tip_contains, message_words(tip));
    picture_of_icon(icon, 8, 0);
    user_opens_window(&agent);
    picture_of_dialog(window);
}

START_TEST(problem)
{
    picture_of_state("icon-problem", "window-problem", MESSAGE_TIP_PROBLEM);
}
END_TEST

START_TEST(fine)
{
    mail_sample_write(NTLM);
    mail_sample_write_level(3);
    live_registry_set_dword(HKEY_CURRENT_USER, L"Software\\PromptFix", L"ShowIcon", 1);
    picture_of_state("icon-fine", "window-fine", MESSAGE_TIP_FINE);
}
END_TEST

START_TEST(set_by_administrator)
{
    mail_sample_write_level(3);
    live_registry_set_dword(HKEY_CURRENT_USER, RPC_POLICY_KEY, L"ProxyAuthenticationService",
                            BASIC);
    picture_of_state("icon-set-by-administrator", "window-set-by-administrator",
                     MESSAGE_TIP_SET_BY_ADMINISTRATOR);
}
END_TEST

START_TEST(cannot_tell)
{
    mail_sample_write_level(3);
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, "\x10\0\0\0", 4);
    picture_of_state("icon-cannot-tell", "window-cannot-tell", MESSAGE_TIP_CANNOT_TELL);
}
END_TEST

START_TEST(many_accounts)
{
    static const wchar_t *const profiles[] = {
        L"Outlook with a profile name that is really rather long",
        L"Accounts receivable",
        L"Home",
        L"Test",
        L"Vertrieb",
    };
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++)
        mail_sample_add(profiles[i], i % 2 == 0 ? BASIC : NTLM);
    agent_start(&agent);
    user_opens_window(&agent);
    picture_of_dialog("window-many-accounts");
}
END_TEST

START_TEST(no_accounts)
{
    live_registry_delete_tree(HKEY_CURRENT_USER, PROFILES_KEY);
    mail_sample_write_level(3);
    agent_start(&agent);
    user_opens_window(&agent);
    picture_of_dialog("window-no-accounts");
}
END_TEST

START_TEST(fixed_and_restart_of_windows)
{
    agent_start(&agent);
    user_opens_window(&agent);
    user_presses(&agent, MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_WINDOWS_HEADING));
    picture_of_dialog("question-restart-windows");
    user_presses(&agent, MESSAGE_RESTART_LATER);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    picture_of_dialog("window-restart-windows-pending");
    picture_of_icon("icon-restart-pending", 8, 0);
}
END_TEST

START_TEST(restart_of_outlook)
{
    mail_sample_write_level(3);
    outlook_process_start(L"asks");
    agent_start(&agent);
    user_opens_window(&agent);
    user_presses(&agent, MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_OUTLOOK_HEADING));
    picture_of_dialog("question-restart-outlook");
    user_presses(&agent, MESSAGE_RESTART_NOW);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_OUTLOOK_ASKS));
    picture_of_dialog("question-outlook-asks");
    user_presses(&agent, MESSAGE_RESTART_LATER);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_RESTART_OUTLOOK));
    picture_of_dialog("window-restart-outlook-pending");
}
END_TEST

START_TEST(without_rights)
{
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE | KEY_CREATE_SUB_KEY);
    agent_start(&agent);
    user_opens_window(&agent);
    user_presses(&agent, MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DECLINED_FIX));
    picture_of_dialog("window-without-rights");
}
END_TEST

START_TEST(second_choice)
{
    mail_sample_write(NTLM);
    mail_sample_write_level(1);
    kept_answer_write(L"mail.contoso.com");
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE | KEY_CREATE_SUB_KEY);
    agent_start(&agent);
    user_opens_window(&agent);
    picture_of_dialog("window-second-choice");
    user_presses(&agent, MESSAGE_BUTTON_CERTIFICATE_NAME);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    picture_of_dialog("window-second-choice-done");
}
END_TEST

START_TEST(undone)
{
    mail_sample_write_level(3);
    agent_start(&agent);
    user_opens_window(&agent);
    user_presses(&agent, MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    picture_of_dialog("window-done");
    user_presses(&agent, MESSAGE_BUTTON_UNDO);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_UNDONE));
    picture_of_dialog("window-undone");
}
END_TEST

START_TEST(menu_and_about)
{
    static const BYTE about[] = {VK_UP, VK_UP, VK_RETURN, 0};
    static const BYTE escape[] = {VK_ESCAPE, 0};
    agent_start(&agent);
    EXPECT_SOON(tray_icon_is_there, NULL);
    user_opens_menu(&agent);
    screen_leave();
    screen_picture_of_window(agent_menu(&agent), name_of("menu"));
    screen_press(about); /* the last but one; its access key is another in every language */
    agent_expect_text(&agent, L"libiconv");
    picture_of_dialog("about");
    screen_press(escape);
    EXPECT_SOON(agent_dialog_is_closed, &agent);
}
END_TEST

START_TEST(notification)
{
    live_registry_set_dword(HKEY_CURRENT_USER, L"Software\\PromptFix", L"Notify", 1);
    agent_start(&agent);
    EXPECT_SOON(tray_icon_notice_is_there, NULL);
    RECT notice;
    RECT icon;
    ck_assert(GetWindowRect(tray_icon_notice_window(), &notice));
    ck_assert(GetWindowRect(tray_icon_window(), &icon));
    picture_of_icon("notification", max(icon.left - notice.left, 0) + 8,
                    max(icon.top - notice.top, 0) + 8);
}
END_TEST

Suite *pictures_suite(void);

Suite *pictures_suite(void)
{
    Suite *suite = suite_create("pictures");
    TCase *tests = tcase_create("pictures");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, problem);
    tcase_add_test(tests, fine);
    tcase_add_test(tests, set_by_administrator);
    tcase_add_test(tests, cannot_tell);
    tcase_add_test(tests, many_accounts);
    tcase_add_test(tests, no_accounts);
    tcase_add_test(tests, fixed_and_restart_of_windows);
    tcase_add_test(tests, restart_of_outlook);
    tcase_add_test(tests, without_rights);
    tcase_add_test(tests, undone);
    tcase_add_test(tests, menu_and_about);
    tcase_add_test(tests, notification);
    suite_add_tcase(suite, tests);
    tests = tcase_create("second_choice");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, second_choice);
    suite_add_tcase(suite, tests);
    return suite;
}
