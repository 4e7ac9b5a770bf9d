/* /promptrestart and /forcerestart on a real desktop: the question is a window that a user answers,
 * and the exit code and the report tell what came of it. */
#include "tests/desktop/agent_user.h"
#include "tests/desktop/outlook_process.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One run; what is asked is a window of its process. */
static struct agent_process run;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    if (run.process != NULL) {
        TerminateProcess(run.process, 1);
        WaitForSingleObject(run.process, INFINITE);
        CloseHandle(run.process);
    }
    run = (struct agent_process){0};
    outlook_process_end();
    live_registry_clear();
}

/* As a script that keeps its own window hidden starts it. */
static void start(const wchar_t *arguments)
{
    wchar_t line[1024];
    const struct program_start hidden = {0};
    swprintf(line, sizeof line / sizeof *line, L"%ls /report:%ls", arguments,
             test_file_path(L"restart.json"));
    run.process = program_start(promptfix_command_line(line), &hidden);
    run.id = GetProcessId(run.process);
}

static void expect_end(DWORD exit_code, const char *answer)
{
    char member[64];
    size_t size = 0;
    HANDLE process = run.process;
    run.process = NULL;
    ck_assert_uint_eq(program_finish(process), exit_code);
    char *report = test_file_read(L"restart.json", &size);
    snprintf(member, sizeof member, "\"restart_answer\": %s,", answer);
    ck_assert_msg(strstr(report, member) != NULL, "no %s in:\n%s", member, report);
    free(report);
    mail_sample_expect(L"Outlook", NTLM);
}

static void expect_question(DWORD heading)
{
    agent_expect_text(&run, message_words(heading));
}

START_TEST(outlook_is_restarted_when_the_user_says_so)
{
    char expected[] = "started\nclosing\nclosed\nstarted\n";
    outlook_process_start(L"closes");
    start(L"/fix /promptrestart");
    expect_question(MESSAGE_RESTART_OUTLOOK_HEADING);
    user_presses(&run, MESSAGE_RESTART_NOW);
    expect_end(0, "\"restarted\"");
    EXPECT_SOON(outlook_log_is, expected);
}
END_TEST

START_TEST(later_leaves_outlook_alone)
{
    outlook_process_start(L"closes");
    start(L"/fix /promptrestart");
    expect_question(MESSAGE_RESTART_OUTLOOK_HEADING);
    user_presses(&run, MESSAGE_RESTART_LATER);
    expect_end(3011, "\"later\"");
    ck_assert_str_eq(outlook_log(), "started\n");
}
END_TEST

START_TEST(an_outlook_that_asks_is_waited_for)
{
    char expected[] = "started\nclosing\nasking\nclosed\nstarted\n";
    outlook_process_start(L"asks");
    start(L"/fix /forcerestart");
    expect_question(MESSAGE_RESTART_OUTLOOK_COMING);
    user_presses(&run, MESSAGE_RESTART_NOW);
    EXPECT_SOON(outlook_is_asking, NULL);
    agent_expect_text(&run, message_words(MESSAGE_RESTART_OUTLOOK_ASKS));
    PostMessageW(outlook_question(), WM_COMMAND, IDYES, 0);
    expect_end(0, "\"restarted\"");
    EXPECT_SOON(outlook_log_is, expected);
}
END_TEST

START_TEST(an_outlook_that_stays_is_given_up)
{
    outlook_process_start(L"stays");
    start(L"/fix /promptrestart");
    expect_question(MESSAGE_RESTART_OUTLOOK_HEADING);
    user_presses(&run, MESSAGE_RESTART_NOW);
    agent_expect_text(&run, message_words(MESSAGE_RESTART_OUTLOOK_SLOW));
    user_presses(&run, MESSAGE_RESTART_TRY_AGAIN);
    agent_expect_text(&run, message_words(MESSAGE_RESTART_CLOSING));
    user_presses(&run, MESSAGE_RESTART_LATER);
    expect_end(3011, "\"not_closed\"");
    ck_assert_ptr_null(strstr(outlook_log(), "closed"));
}
END_TEST

START_TEST(a_countdown_can_be_cancelled_also_by_escape)
{
    outlook_process_start(L"closes");
    start(L"/fix /forcerestart /quiet");
    expect_question(MESSAGE_RESTART_OUTLOOK_COMING);
    agent_expect_text(&run, message_words(MESSAGE_RESTART_SECONDS_LEFT));
    PostMessageW(agent_dialog(&run), WM_KEYDOWN, VK_ESCAPE, 0);
    expect_end(1223, "\"cancelled\"");
    ck_assert_str_eq(outlook_log(), "started\n");
}
END_TEST

START_TEST(an_outlook_that_ends_by_itself_answers_the_question)
{
    outlook_process_start(L"closes");
    start(L"/fix /promptrestart");
    expect_question(MESSAGE_RESTART_OUTLOOK_HEADING);
    PostMessageW(outlook_window(), WM_CLOSE, 0, 0);
    expect_end(0, "\"not_running\"");
}
END_TEST

static bool both_have_closed_before_one_started(void *context)
{
    (void)context;
    const char *closed = strstr(outlook_log(), "closed\n");
    closed = closed != NULL ? strstr(closed + 1, "closed\n") : NULL;
    return closed != NULL && strcmp(closed, "closed\nstarted\n") == 0;
}

START_TEST(two_outlooks_are_both_closed_and_one_is_started)
{
    char second[] = "started\n"; /* the second begins a new log */
    outlook_process_start(L"closes");
    outlook_process_start(L"closes");
    EXPECT_SOON(outlook_log_is, second);
    start(L"/fix /promptrestart");
    expect_question(MESSAGE_RESTART_OUTLOOK_HEADING);
    user_presses(&run, MESSAGE_RESTART_NOW);
    expect_end(0, "\"restarted\"");
    EXPECT_SOON(both_have_closed_before_one_started, NULL);
}
END_TEST

START_TEST(without_outlook_nothing_is_asked)
{
    start(L"/fix /forcerestart");
    expect_end(0, "\"not_running\"");
}
END_TEST

/* A startup script has a desktop that nobody sees. */
START_TEST(without_a_desktop_nobody_is_asked)
{
    wchar_t desktop[] = L"PromptFixHidden\\Default";
    STARTUPINFOW startup = {.cb = sizeof startup, .lpDesktop = desktop};
    PROCESS_INFORMATION process;
    wchar_t line[1024];
    HWINSTA own = GetProcessWindowStation();
    HWINSTA hidden = CreateWindowStationW(L"PromptFixHidden", 0, MAXIMUM_ALLOWED, NULL);
    ck_assert_ptr_nonnull(hidden);
    ck_assert(SetProcessWindowStation(hidden));
    HDESK made = CreateDesktopW(L"Default", NULL, NULL, 0, MAXIMUM_ALLOWED, NULL);
    ck_assert(SetProcessWindowStation(own));
    ck_assert_ptr_nonnull(made);
    mail_sample_write_level(0);
    swprintf(line, sizeof line / sizeof *line, L"%ls/fix /promptrestart /report:%ls",
             promptfix_command_line(L""), test_file_path(L"restart.json"));
    ck_assert(CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    run.process = process.hProcess;
    expect_end(3010, "\"no_desktop\"");
    CloseDesktop(made);
    CloseWindowStation(hidden);
}
END_TEST

START_TEST(a_countdown_to_the_restart_of_windows_can_be_cancelled)
{
    mail_sample_write_level(0);
    start(L"/fix /forcerestart");
    expect_question(MESSAGE_RESTART_WINDOWS_COMING);
    user_presses(&run, MESSAGE_RESTART_CANCEL);
    expect_end(1223, "\"cancelled\"");
}
END_TEST

Suite *command_restart_suite(void);

Suite *command_restart_suite(void)
{
    Suite *suite = suite_create("command_restart");
    TCase *tests = tcase_create("command_restart");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, outlook_is_restarted_when_the_user_says_so);
    tcase_add_test(tests, later_leaves_outlook_alone);
    tcase_add_test(tests, an_outlook_that_asks_is_waited_for);
    tcase_add_test(tests, an_outlook_that_stays_is_given_up);
    tcase_add_test(tests, a_countdown_can_be_cancelled_also_by_escape);
    tcase_add_test(tests, an_outlook_that_ends_by_itself_answers_the_question);
    tcase_add_test(tests, two_outlooks_are_both_closed_and_one_is_started);
    tcase_add_test(tests, without_outlook_nothing_is_asked);
    tcase_add_test(tests, without_a_desktop_nobody_is_asked);
    tcase_add_test(tests, a_countdown_to_the_restart_of_windows_can_be_cancelled);
    suite_add_tcase(suite, tests);
    return suite;
}
