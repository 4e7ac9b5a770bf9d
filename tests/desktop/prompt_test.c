/* Password prompts of Outlook: the agent notices Windows' own credential dialog when Outlook shows
 * it, once for each, tells of it and counts it; and nothing else. */
#include "tests/desktop/agent_user.h"
#include "tests/desktop/outlook_messages.h"
#include "tests/desktop/outlook_process.h"
#include "tests/desktop/tray_icon.h"
#include "tests/desktop/window_search.h"
#include "tests/system/live_registry.h"
#include "tests/system/mail_sample.h"

#include <check.h>
#include <wchar.h>

#define PROMPTS L"Software\\PromptFix\\Prompts"
#define SETTINGS L"Software\\PromptFix"

static struct agent_process agent;
static HANDLE other;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
    live_registry_delete_tree(HKEY_CURRENT_USER, PROMPTS);
}

static void tear_down(void)
{
    agent_kill(&agent);
    outlook_process_end();
    if (other != NULL) {
        TerminateProcess(other, 1);
        CloseHandle(other);
        other = NULL;
    }
    live_registry_delete_tree(HKEY_CURRENT_USER, PROMPTS);
    live_registry_clear();
}

static void tell_outlook(UINT message, WPARAM wparam)
{
    ck_assert(PostMessageW(outlook_window(), message, wparam, 0));
}

/* All that was counted for the profile. */
static unsigned counted(void)
{
    HKEY key = NULL;
    unsigned sum = 0;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, PROMPTS L"\\Outlook", 0, KEY_READ, &key) != ERROR_SUCCESS)
        return 0;
    for (DWORD index = 0;; index++) {
        wchar_t name[64];
        DWORD length = sizeof name / sizeof *name;
        DWORD number = 0;
        DWORD size = sizeof number;
        DWORD type = 0;
        if (RegEnumValueW(key, index, name, &length, NULL, &type, (BYTE *)&number, &size) !=
            ERROR_SUCCESS)
            break;
        sum += type == REG_DWORD ? number : 0;
    }
    RegCloseKey(key);
    return sum;
}

static bool counted_is(void *context)
{
    return counted() == *(const unsigned *)context;
}

static void expect_counted(unsigned count)
{
    EXPECT_SOON(counted_is, &count);
}

/* What was shown before has been noticed by now, if it is ever: the agent's window is opened and
 * closed by messages that come after. */
static void expect_counted_at_last(unsigned count)
{
    const POINT place = {0, 0};
    expect_counted(count);
    agent_icon_event(&agent, NIN_SELECT, place);
    EXPECT_SOON(agent_dialog_is_open, &agent);
    PostMessageW(agent_dialog(&agent), WM_CLOSE, 0, 0);
    EXPECT_SOON(agent_dialog_is_closed, &agent);
    ck_assert_uint_eq(counted(), count);
}

/* A dialog that is owned by the window, or that nobody owns. */
struct dialog_search {
    DWORD process;
    HWND found;
};

static bool dialog_is_there(void *context)
{
    struct dialog_search *search = context;
    search->found = window_search(search->process, L"#32770", true);
    return search->found != NULL;
}

/* One that has only just come may not listen yet: it is told again. */
static bool dialog_is_gone(void *context)
{
    const struct dialog_search *search = context;
    if (!dialog_is_there(context))
        return true;
    PostMessageW(search->found, WM_COMMAND, IDCANCEL, 0);
    return false;
}

static HWND dialog_of(HWND main_window)
{
    struct dialog_search search = {0};
    GetWindowThreadProcessId(main_window, &search.process);
    EXPECT_SOON(dialog_is_there, &search);
    return search.found;
}

static void close_dialog(HWND main_window)
{
    struct dialog_search search = {0};
    GetWindowThreadProcessId(main_window, &search.process);
    dialog_of(main_window);
    EXPECT_SOON(dialog_is_gone, &search);
}

static bool is_shown(void *context)
{
    return IsWindowVisible(context) != FALSE;
}

static bool is_hidden(void *context)
{
    return IsWindowVisible(context) == FALSE;
}

static bool notice_says(void *context)
{
    wchar_t text[NOTICE_LENGTH];
    tray_icon_notice_text(text);
    return wcsstr(text, context) != NULL;
}

static void expect_notice(DWORD message)
{
    wchar_t words[NOTICE_LENGTH];
    _snwprintf(words, NOTICE_LENGTH, L"%ls", message_words(message));
    EXPECT_SOON(notice_says, words);
}

START_TEST(is_told_and_counted_when_it_comes)
{
    agent_start(&agent);
    expect_notice(MESSAGE_NOTICE_TEXT_PROBLEM);
    outlook_process_start(L"closes");
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_notice(MESSAGE_NOTICE_TEXT_PROMPT);
    expect_counted(1);
    close_dialog(outlook_window());
    user_opens_window(&agent);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_BASIC));
}
END_TEST

START_TEST(each_dialog_counts_once)
{
    outlook_process_start(L"closes");
    agent_start(&agent);
    tell_outlook(OUTLOOK_PROMPTS, 1);
    expect_counted(1);
    HWND dialog = dialog_of(outlook_window());
    for (int i = 0; i < 3; i++) { /* the same one, hidden and shown again */
        ShowWindow(dialog, SW_HIDE);
        EXPECT_SOON(is_hidden, dialog);
        ShowWindow(dialog, SW_SHOW);
        EXPECT_SOON(is_shown, dialog);
    }
    close_dialog(outlook_window());
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_counted(2);
    close_dialog(outlook_window());
}
END_TEST

START_TEST(one_that_was_there_before_the_agent_counts)
{
    outlook_process_start(L"closes");
    tell_outlook(OUTLOOK_PROMPTS, 0);
    dialog_of(outlook_window());
    agent_start(&agent);
    expect_counted(1);
    close_dialog(outlook_window());
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_counted(2);
}
END_TEST

/* Wine has only the dialog of Windows XP; what is told of the newer ones from outside is built
 * after them (outlook_windows.c, credential_broker_windows.c). */
START_TEST(the_dialog_of_vista_counts)
{
    outlook_process_start(L"closes");
    agent_start(&agent);
    tell_outlook(OUTLOOK_PROMPTS_AS_VISTA, 1);
    expect_notice(MESSAGE_NOTICE_TEXT_PROMPT);
    expect_counted(1);
    close_dialog(outlook_window());
}
END_TEST

START_TEST(the_dialog_of_vista_counts_when_a_password_is_wanted)
{
    outlook_process_start(L"closes");
    agent_start(&agent);
    /* A choice of certificates alone is none. */
    tell_outlook(OUTLOOK_PROMPTS_AS_VISTA, 0);
    close_dialog(outlook_window());
    tell_outlook(OUTLOOK_PROMPTS_AS_VISTA, 0);
    dialog_of(outlook_window());
    tell_outlook(OUTLOOK_CHOOSES_PASSWORD, 0);
    expect_counted(1);
    close_dialog(outlook_window());
    tell_outlook(OUTLOOK_PROMPTS_AS_VISTA, 1);
    expect_counted(2);
    close_dialog(outlook_window());
}
END_TEST

#define BROKER L"CredentialUIBroker.exe"

static void start_broker(const wchar_t *name, HWND owner, HWND *window)
{
    other = outlook_process_start_broker(name, owner, window);
}

static bool has_ended(void *context)
{
    return WaitForSingleObject(context, 0) == WAIT_OBJECT_0;
}

static void end_broker(HWND window)
{
    PostMessageW(window, WM_COMMAND, IDCANCEL, 0);
    EXPECT_SOON(has_ended, other);
    CloseHandle(other);
    other = NULL;
}

START_TEST(the_host_of_windows_8_counts_when_outlook_asks)
{
    HWND window = NULL;
    outlook_process_start(L"closes");
    agent_start(&agent);
    for (unsigned i = 1; i <= 2; i++) {
        start_broker(BROKER, outlook_window(), &window);
        expect_counted(i);
        end_broker(window);
    }
}
END_TEST

START_TEST(the_host_of_windows_8_that_is_there_when_outlook_is_noticed_counts)
{
    HWND window = NULL;
    outlook_process_start(L"closes");
    start_broker(BROKER, outlook_window(), &window);
    agent_start(&agent);
    expect_counted(1);
    end_broker(window);
}
END_TEST

/* Another program's, and Windows' consent to elevation, which has a process of its own. */
START_TEST(other_windows_of_that_class_do_not_count)
{
    HWND window = NULL;
    outlook_process_start(L"closes");
    agent_start(&agent);
    start_broker(BROKER, NULL, &window);
    expect_counted_at_last(0);
    end_broker(window);
    start_broker(L"consent.exe", outlook_window(), &window);
    expect_counted_at_last(0);
    end_broker(window);
    start_broker(BROKER, outlook_window(), &window);
    expect_counted_at_last(1);
    end_broker(window);
}
END_TEST

START_TEST(what_else_outlook_shows_does_not_count)
{
    outlook_process_start(L"closes");
    agent_start(&agent);
    tell_outlook(OUTLOOK_SHOWS_MESSAGE, 0);
    dialog_of(outlook_window());
    expect_counted_at_last(0);
    close_dialog(outlook_window());
    tell_outlook(OUTLOOK_TAKES_PASSWORD, 0);
    dialog_of(outlook_window());
    expect_counted_at_last(0);
    close_dialog(outlook_window());
    tell_outlook(OUTLOOK_OPENS_WINDOWS, 100);
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_counted_at_last(1);
    close_dialog(outlook_window());
}
END_TEST

START_TEST(the_same_dialogs_of_another_program_do_not_count)
{
    HWND window = NULL;
    agent_start(&agent);
    other = outlook_process_start_other(L"look-out.exe", &window);
    PostMessageW(window, OUTLOOK_PROMPTS, 0, 0);
    dialog_of(window);
    expect_counted_at_last(0);
    close_dialog(window);
    PostMessageW(window, OUTLOOK_TAKES_PASSWORD, 0, 0);
    close_dialog(window);
    PostMessageW(window, OUTLOOK_OPENS_WINDOWS, 100, 0);
    PostMessageW(window, OUTLOOK_PROMPTS, 1, 0);
    dialog_of(window);
    expect_counted_at_last(0);
    close_dialog(window);
    TerminateProcess(other, 1);
    WaitForSingleObject(other, INFINITE);
    outlook_process_start(L"closes");
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_counted_at_last(1);
    close_dialog(outlook_window());
}
END_TEST

START_TEST(an_outlook_that_was_started_anew_is_watched_too)
{
    agent_start(&agent);
    for (unsigned i = 1; i <= 3; i++) {
        outlook_process_start(L"closes");
        tell_outlook(OUTLOOK_PROMPTS, 0);
        expect_counted(i);
        outlook_process_end();
    }
}
END_TEST

START_TEST(nothing_is_noticed_when_that_is_not_wanted)
{
    live_registry_set_dword(HKEY_CURRENT_USER, SETTINGS, L"PromptSensor", 0);
    outlook_process_start(L"closes");
    agent_start(&agent);
    tell_outlook(OUTLOOK_PROMPTS, 0);
    dialog_of(outlook_window());
    close_dialog(outlook_window());
    ck_assert_uint_eq(counted(), 0);
    live_registry_set_dword(HKEY_CURRENT_USER, SETTINGS, L"PromptSensor", 1);
    /* The agent looks a moment later; until then nothing is counted. */
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_counted(1);
    close_dialog(outlook_window());
    agent_end(&agent);
}
END_TEST

START_TEST(the_agent_ends_with_a_dialog_open)
{
    outlook_process_start(L"closes");
    agent_start(&agent);
    tell_outlook(OUTLOOK_PROMPTS, 0);
    expect_counted(1);
    agent_end(&agent);
    close_dialog(outlook_window());
    ck_assert_uint_eq(counted(), 1);
}
END_TEST

Suite *prompt_suite(void);

Suite *prompt_suite(void)
{
    Suite *suite = suite_create("prompt");
    TCase *tests = tcase_create("prompt");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_told_and_counted_when_it_comes);
    tcase_add_test(tests, each_dialog_counts_once);
    tcase_add_test(tests, one_that_was_there_before_the_agent_counts);
    tcase_add_test(tests, the_dialog_of_vista_counts);
    tcase_add_test(tests, the_dialog_of_vista_counts_when_a_password_is_wanted);
    tcase_add_test(tests, the_host_of_windows_8_counts_when_outlook_asks);
    tcase_add_test(tests, the_host_of_windows_8_that_is_there_when_outlook_is_noticed_counts);
    tcase_add_test(tests, other_windows_of_that_class_do_not_count);
    tcase_add_test(tests, what_else_outlook_shows_does_not_count);
    tcase_add_test(tests, the_same_dialogs_of_another_program_do_not_count);
    tcase_add_test(tests, an_outlook_that_was_started_anew_is_watched_too);
    tcase_add_test(tests, nothing_is_noticed_when_that_is_not_wanted);
    tcase_add_test(tests, the_agent_ends_with_a_dialog_open);
    suite_add_tcase(suite, tests);
    return suite;
}
