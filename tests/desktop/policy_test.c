/* Policies, as Group Policy writes them while the agent is at work. */
#include "tests/desktop/agent_user.h"
#include "tests/desktop/message_words.h"
#include "tests/desktop/tray_icon.h"
#include "tests/desktop/window_text.h"
#include "tests/system/mail_sample.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <shlobj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wtsapi32.h>

#define POLICIES L"Software\\Policies\\PromptFix"
#define OUTLOOK_POLICIES L"Software\\Policies\\Microsoft\\Office"

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    agent_kill(&agent);
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, POLICIES);
    live_registry_delete_tree(HKEY_CURRENT_USER, OUTLOOK_POLICIES);
    live_registry_clear();
}

static void set(const wchar_t *name, DWORD number)
{
    live_registry_set_dword(HKEY_LOCAL_MACHINE, POLICIES, name, number);
}

START_TEST(fix_is_disabled_and_the_window_says_by_whom)
{
    agent_start(&agent);
    user_opens_window(&agent);
    ck_assert(
        IsWindowEnabled(window_button(agent_dialog(&agent), message_words(MESSAGE_BUTTON_FIX))));
    set(L"AllowFix", 0);
    agent_expect_text(&agent, message_words(MESSAGE_FIX_BY_ADMINISTRATOR));
    ck_assert(
        !IsWindowEnabled(window_button(agent_dialog(&agent), message_words(MESSAGE_BUTTON_FIX))));
    mail_sample_expect(L"Outlook", BASIC);
}
END_TEST

START_TEST(outlooks_own_dialog_that_is_disabled_is_told)
{
    agent_start(&agent);
    user_opens_window(&agent);
    ck_assert(!window_says(agent_dialog(&agent), message_words(MESSAGE_WHY_DIALOG_HIDDEN)));
    live_registry_set_dword(HKEY_CURRENT_USER, OUTLOOK_POLICIES L"\\11.0\\Outlook\\RPC",
                            L"EnableRPCTunnelingUI", 4);
    agent_expect_text(&agent, message_words(MESSAGE_WHY_DIALOG_HIDDEN));
}
END_TEST

START_TEST(an_icon_that_is_never_wanted_goes_and_comes_back_with_the_policy)
{
    agent_start(&agent);
    EXPECT_SOON(tray_icon_is_there, NULL);
    set(L"ShowIcon", 0);
    tray_icon_expect_gone();
    set(L"ShowIcon", 1);
    EXPECT_SOON(tray_icon_is_there, NULL);
}
END_TEST

/* What the agent has written last. It is read once only: as long as somebody reads it, nobody can
 * write it anew. */
static const char *last_report(void)
{
    static FILETIME time;
    static char *text;
    size_t size = 0;
    WIN32_FILE_ATTRIBUTE_DATA found;
    if (!GetFileAttributesExW(test_file_path(L"report.json"), GetFileExInfoStandard, &found))
        return "";
    if (text == NULL || CompareFileTime(&time, &found.ftLastWriteTime) != 0) {
        time = found.ftLastWriteTime;
        free(text);
        text = test_file_read(L"report.json", &size);
    }
    return text;
}

static bool report_says(void *context)
{
    return strstr(last_report(), context) != NULL;
}

START_TEST(the_report_follows_what_the_agent_sees)
{
    live_registry_set_text(HKEY_LOCAL_MACHINE, POLICIES, L"ReportPath",
                           test_file_path(L"report.json"));
    agent_start(&agent);
    EXPECT_SOON(report_says, "\"authentication\": \"basic\"");
    user_opens_window(&agent);
    user_presses(&agent, MESSAGE_BUTTON_FIX);
    EXPECT_SOON(report_says, "\"authentication\": \"ntlm\"");
    ck_assert(report_says("\"user\": \""));
    mail_sample_write_level(0);
    EXPECT_SOON(report_says, "\"id\": \"lm_level_too_low\"");
    /* A path that cannot be: the agent goes on all the same. */
    live_registry_set_text(HKEY_LOCAL_MACHINE, POLICIES, L"ReportPath",
                           test_file_path(L"no folder\\report.json"));
    mail_sample_write_level(3);
    agent_expect_text(&agent, message_words(MESSAGE_WINDOW_FINE));
    ck_assert(report_says("\"id\": \"lm_level_too_low\""));
    live_registry_set_text(HKEY_LOCAL_MACHINE, POLICIES, L"ReportPath",
                           test_file_path(L"report.json"));
    EXPECT_SOON(report_says, "\"findings\": []");
}
END_TEST

/* NULL: there is no log yet. */
static FILE *open_log(void)
{
    wchar_t path[MAX_PATH];
    ck_assert(SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA, NULL, SHGFP_TYPE_CURRENT, path) == S_OK);
    wcscat(path, L"\\PromptFix\\promptfix.log");
    return _wfopen(path, L"rb");
}

static long log_size(void)
{
    FILE *file = open_log();
    if (file == NULL)
        return 0;
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    fclose(file);
    return size;
}

/* What the agent's log has got since it had a size. */
static const char *log_since(long size)
{
    static char text[65536];
    FILE *file = open_log();
    text[0] = '\0';
    if (file == NULL)
        return text;
    fseek(file, size, SEEK_SET);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

struct log_words {
    long start;
    const char *words;
};

static bool log_says(void *context)
{
    const struct log_words *expected = context;
    return strstr(log_since(expected->start), expected->words) != NULL;
}

START_TEST(a_report_that_somebody_holds_follows_at_the_next_look)
{
    struct log_words told = {log_size(), "report.json"};
    live_registry_set_text(HKEY_LOCAL_MACHINE, POLICIES, L"ReportPath",
                           test_file_path(L"report.json"));
    agent_start(&agent);
    EXPECT_SOON(report_says, "\"authentication\": \"basic\"");
    ck_assert(!log_says(&told));
    HANDLE reader = CreateFileW(test_file_path(L"report.json"), GENERIC_READ, FILE_SHARE_READ, NULL,
                                OPEN_EXISTING, 0, NULL);
    ck_assert_ptr_ne(reader, INVALID_HANDLE_VALUE);
    mail_sample_write_level(0);
    EXPECT_SOON(log_says, &told);
    ck_assert(!report_says("\"id\": \"lm_level_too_low\""));
    CloseHandle(reader);
    agent_tell(&agent, WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, 0);
    agent_tell(&agent, WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK, 0);
    EXPECT_SOON(report_says, "\"id\": \"lm_level_too_low\"");
}
END_TEST

Suite *policy_suite(void);

Suite *policy_suite(void)
{
    Suite *suite = suite_create("policy");
    TCase *tests = tcase_create("policy");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, fix_is_disabled_and_the_window_says_by_whom);
    tcase_add_test(tests, outlooks_own_dialog_that_is_disabled_is_told);
    tcase_add_test(tests, an_icon_that_is_never_wanted_goes_and_comes_back_with_the_policy);
    tcase_add_test(tests, the_report_follows_what_the_agent_sees);
    tcase_add_test(tests, a_report_that_somebody_holds_follows_at_the_next_look);
    suite_add_tcase(suite, tests);
    return suite;
}
