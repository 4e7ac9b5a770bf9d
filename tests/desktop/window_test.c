/* The window, met as a user does: a click on the icon, what there is to read, a click on Fix. */
#include "tests/desktop/agent_user.h"
#include "tests/desktop/kept_answer.h"
#include "tests/desktop/screen.h"
#include "tests/desktop/tray_icon.h"
#include "tests/desktop/window_text.h"
#include "tests/system/mail_sample.h"

#include <check.h>

#define RPC_POLICY_KEY L"Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\RPC"

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    agent_kill(&agent);
    live_registry_delete_tree(HKEY_CURRENT_USER, RPC_POLICY_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, L"Software\\PromptFix\\Proxies");
    live_registry_clear();
}

static void open_window(void)
{
    agent_start(&agent);
    user_opens_window(&agent);
}

static void press(DWORD label)
{
    user_presses(&agent, label);
}

START_TEST(opens_by_a_click_and_says_what_is_wrong)
{
    open_window();
    agent_expect_text(&agent, L"mail.contoso.invalid");
    agent_expect_text(&agent, message_words(MESSAGE_METHOD_BASIC));
    agent_expect_text(&agent, message_words(MESSAGE_VERDICT_ASKS));
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_SEVERAL));
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_CHANGES));
    agent_expect_text(&agent, message_words(MESSAGE_CHANGE_LEVEL));
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_WARNING));
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_LEVEL_3));
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_LEVEL_2));
}
END_TEST

START_TEST(fixes_by_clicks_and_takes_it_back_by_clicks)
{
    open_window();
    press(MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_WINDOWS_HEADING));
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(3);
    press(MESSAGE_RESTART_LATER);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_RESTART_WINDOWS));
    press(MESSAGE_BUTTON_UNDO);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_WINDOWS_HEADING));
    press(MESSAGE_RESTART_LATER);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_UNDONE));
    mail_sample_expect(L"Outlook", BASIC);
    mail_sample_expect_level(1);
}
END_TEST

/* The proxy of the sample has a name that nobody has. */
START_TEST(tests_the_sign_in_and_says_what_came_of_it)
{
    open_window();
    press(MESSAGE_BUTTON_TEST_SIGN_IN);
    agent_expect_text(&agent, message_words(MESSAGE_PROBE_NAME_NOT_FOUND));
    mail_sample_expect(L"Outlook", BASIC);
    press(MESSAGE_BUTTON_TEST_SIGN_IN); /* it can be pressed again */
    agent_expect_text(&agent, message_words(MESSAGE_PROBE_NAME_NOT_FOUND));
}
END_TEST

START_TEST(raises_to_the_level_that_is_chosen)
{
    open_window();
    press(MESSAGE_WINDOW_LEVEL_2);
    press(MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_RESTART_WINDOWS_HEADING));
    mail_sample_expect_level(2);
}
END_TEST

/* Wine grants no rights by "runas": the helper ends as it does when somebody consents who is no
 * administrator. */
START_TEST(does_the_user_half_without_rights_and_says_what_is_left)
{
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE | KEY_CREATE_SUB_KEY);
    open_window();
    press(MESSAGE_BUTTON_FIX);
    agent_expect_text(&agent, message_words(MESSAGE_VERDICT_KEPT_BACK));
    agent_expect_text(&agent, message_words(MESSAGE_CHANGE_LEVEL));
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DECLINED_FIX));
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(1);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
}
END_TEST

/* The second choice: the certificate's name, without rights and without the helper. */
START_TEST(names_the_certificate_by_a_click_and_takes_it_back)
{
    static const wchar_t name[] = L"msstd:mail.contoso.com";
    mail_sample_write(NTLM);
    mail_sample_write_level(1);
    kept_answer_write(L"mail.contoso.com");
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE | KEY_CREATE_SUB_KEY);
    open_window();
    agent_expect_text(&agent, message_words(MESSAGE_WHY_CERTIFICATE_NAME));
    press(MESSAGE_BUTTON_CERTIFICATE_NAME);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    live_registry_expect(HKEY_CURRENT_USER, mail_sample_section(L"Outlook"), L"001f6625",
                         REG_BINARY, name, sizeof name);
    agent_expect_text(&agent, message_words(MESSAGE_WHY_LEVEL_ADVICE));
    press(MESSAGE_BUTTON_UNDO);
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_UNDONE));
    live_registry_expect_absent(HKEY_CURRENT_USER, mail_sample_section(L"Outlook"), L"001f6625");
    mail_sample_expect_level(1);
}
END_TEST

START_TEST(follows_the_registry_while_it_is_open)
{
    const DWORD ntlm = NTLM;
    open_window();
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, &ntlm, sizeof ntlm);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_LEVEL));
    mail_sample_write_level(3);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_FINE));
    ck_assert_ptr_nonnull(agent_dialog(&agent));
}
END_TEST

START_TEST(says_what_the_administrator_has_set)
{
    mail_sample_write_level(3);
    live_registry_set_dword(HKEY_CURRENT_USER, RPC_POLICY_KEY, L"ProxyAuthenticationService",
                            BASIC);
    agent_start(&agent);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_SET_BY_ADMINISTRATOR));
    screen_click(tray_icon_window(), LEFT_BUTTON);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_BY_ADMINISTRATOR));
    agent_expect_text(&agent, message_words(MESSAGE_VERDICT_BY_POLICY));
    HWND fix = window_button(agent_dialog(&agent), message_words(MESSAGE_BUTTON_FIX));
    ck_assert(fix == NULL || !IsWindowEnabled(fix));
}
END_TEST

START_TEST(closes_by_escape_and_the_icon_stays)
{
    static const BYTE escape[] = {VK_ESCAPE, 0};
    open_window();
    screen_press(escape);
    EXPECT_SOON(agent_dialog_is_closed, &agent);
    ck_assert_ptr_nonnull(tray_icon_window());
}
END_TEST

START_TEST(fixes_by_its_access_key)
{
    mail_sample_write_level(3);
    open_window();
    screen_press_with_alt('F');
    agent_expect_text(&agent, message_words(MESSAGE_STATUS_DONE));
    mail_sample_expect(L"Outlook", NTLM);
}
END_TEST

static bool clipboard_has_text(void *context)
{
    (void)context;
    return IsClipboardFormatAvailable(CF_UNICODETEXT) != 0;
}

START_TEST(copies_its_details)
{
    ck_assert(OpenClipboard(NULL));
    EmptyClipboard();
    CloseClipboard();
    open_window();
    press(MESSAGE_BUTTON_COPY);
    EXPECT_SOON(clipboard_has_text, NULL);
    ck_assert(OpenClipboard(NULL));
    const wchar_t *text = GlobalLock(GetClipboardData(CF_UNICODETEXT));
    ck_assert_ptr_nonnull(text);
    ck_assert_ptr_nonnull(wcsstr(text, L"mail.contoso.invalid"));
    ck_assert_ptr_nonnull(wcsstr(text, L"00036627"));
    CloseClipboard();
}
END_TEST

Suite *window_suite(void);

Suite *window_suite(void)
{
    Suite *suite = suite_create("window");
    TCase *tests = tcase_create("window");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, opens_by_a_click_and_says_what_is_wrong);
    tcase_add_test(tests, fixes_by_clicks_and_takes_it_back_by_clicks);
    tcase_add_test(tests, tests_the_sign_in_and_says_what_came_of_it);
    tcase_add_test(tests, raises_to_the_level_that_is_chosen);
    tcase_add_test(tests, does_the_user_half_without_rights_and_says_what_is_left);
    tcase_add_test(tests, follows_the_registry_while_it_is_open);
    tcase_add_test(tests, says_what_the_administrator_has_set);
    tcase_add_test(tests, closes_by_escape_and_the_icon_stays);
    tcase_add_test(tests, fixes_by_its_access_key);
    tcase_add_test(tests, copies_its_details);
    suite_add_tcase(suite, tests);
    tests = tcase_create("certificate_name");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, names_the_certificate_by_a_click_and_takes_it_back);
    suite_add_tcase(suite, tests);
    return suite;
}
