/* Where the program's words go, whoever starts it from wherever; the exit code is right each time.
 */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/parent_process.h"
#include "tests/system/program_run.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    live_registry_clear();
}

START_TEST(writes_utf8_lines_into_a_pipe)
{
    mail_sample_add(L"\x6771\x4EAC \x00FC", BASIC);
    const struct program_result *check = promptfix(L"/check");
    ck_assert_uint_eq(check->exit_code, 1);
    ck_assert_uint_eq(check->errors_size, 0);
    output_expect_windows_lines(check->output, check->output_size);
    output_expect(check->output, "Profile \"\xE6\x9D\xB1\xE4\xBA\xAC \xC3\xBC\"");
    output_expect(check->output, "(exit code 1)\r\n");
}
END_TEST

/* Standard output goes to a file, complaints elsewhere. */
START_TEST(keeps_output_in_a_file_apart_from_errors)
{
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    HANDLE files[2];
    static const wchar_t *const names[] = {L"output.txt", L"errors.txt"};
    size_t size = 0;
    for (int i = 0; i < 2; i++) {
        files[i] = CreateFileW(test_file_path(names[i]), GENERIC_WRITE, FILE_SHARE_READ,
                               &inheritable, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
        ck_assert_ptr_ne(files[i], INVALID_HANDLE_VALUE);
    }
    const struct program_start start = {.output = files[0], .errors = files[1]};
    DWORD exit_code = program_finish(
        program_start(promptfix_command_line(L"/check /report:no\\such\\folder.json"), &start));
    CloseHandle(files[0]);
    CloseHandle(files[1]);
    ck_assert_uint_eq(exit_code, 1);
    char *output = test_file_read(names[0], &size);
    output_expect_windows_lines(output, size);
    ck_assert_mem_eq(output, "promptfix ", 10); /* no byte order mark */
    output_expect_not(output, "no\\such\\folder.json");
    free(output);
    char *errors = test_file_read(names[1], &size);
    output_expect_windows_lines(errors, size);
    output_expect(errors, "no\\such\\folder.json");
    free(errors);
}
END_TEST

START_TEST(prints_only_json_on_request)
{
    const struct program_result *check = promptfix(L"/check /json /report:report.json");
    size_t size = 0;
    ck_assert_uint_eq(check->exit_code, 1);
    ck_assert(output_is_json(check->output, check->output_size));
    output_expect(check->output, "\"exit_code\": 1\r\n}");
    char *report = test_file_read(L"report.json", &size);
    ck_assert(output_is_json(report, size));
    output_expect(report, "\"proxy_server\": \"mail.contoso.invalid\"");
    free(report);
}
END_TEST

START_TEST(says_nothing_when_quiet)
{
    const struct program_result *check = promptfix(L"/check /quiet /log:run.log");
    size_t size = 0;
    ck_assert_uint_eq(check->exit_code, 1);
    ck_assert_uint_eq(check->output_size, 0);
    ck_assert_uint_eq(check->errors_size, 0);
    char *log = test_file_read(L"run.log", &size);
    output_expect(log, "mail.contoso.invalid");
    free(log);
}
END_TEST

START_TEST(runs_without_console_and_handles)
{
    ck_assert_uint_eq(run_from_nowhere(promptfix_command_line(L"/fix")), 3010);
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(3);
}
END_TEST

/* Whoever does not want to read on gets the exit code all the same. */
START_TEST(runs_on_when_nobody_reads)
{
    SECURITY_ATTRIBUTES inheritable = {.nLength = sizeof inheritable, .bInheritHandle = TRUE};
    HANDLE read_end = NULL;
    HANDLE write_end = NULL;
    ck_assert(CreatePipe(&read_end, &write_end, &inheritable, 0));
    CloseHandle(read_end);
    const struct program_start start = {.output = write_end, .errors = write_end};
    HANDLE process = program_start(promptfix_command_line(L"/check"), &start);
    CloseHandle(write_end);
    ck_assert_uint_eq(program_finish(process), 1);
}
END_TEST

START_TEST(tells_a_batch_file_the_whole_exit_code)
{
    static const char batch[] = "@echo off\r\n"
                                "\"%PROMPTFIX_EXE%\" /fix >output.txt 2>errors.txt\r\n"
                                "echo after: %ERRORLEVEL%\r\n"
                                "exit /b %ERRORLEVEL%\r\n";
    size_t size = 0;
    test_file_write(L"fix.cmd", batch, sizeof batch - 1);
    const struct program_result *run = program_run(L"cmd.exe /d /c fix.cmd");
    ck_assert_uint_eq(run->exit_code, 3010);
    ck_assert_str_eq(run->output, "after: 3010\r\n");
    char *output = test_file_read(L"output.txt", &size);
    output_expect_windows_lines(output, size);
    output_expect(output, "(exit code 3010)");
    free(output);
    char *errors = test_file_read(L"errors.txt", &size);
    ck_assert_uint_eq(size, 0);
    free(errors);
}
END_TEST

START_TEST(speaks_on_the_console_it_was_started_from)
{
    const struct program_result *version = run_from_console(promptfix_command_line(L"/version"));
    ck_assert_uint_eq(version->exit_code, 0);
    output_expect(version->output, "promptfix ");
    const struct program_result *check =
        run_from_console(promptfix_command_line(L"/check /profile:B\x00FCro"));
    ck_assert_uint_eq(check->exit_code, 87);
    output_expect(check->output, "named \"B\xC3\xBCro\"");
}
END_TEST

Suite *output_suite(void);

Suite *output_suite(void)
{
    Suite *suite = suite_create("output");
    TCase *tests = tcase_create("output");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, writes_utf8_lines_into_a_pipe);
    tcase_add_test(tests, keeps_output_in_a_file_apart_from_errors);
    tcase_add_test(tests, prints_only_json_on_request);
    tcase_add_test(tests, says_nothing_when_quiet);
    tcase_add_test(tests, runs_without_console_and_handles);
    tcase_add_test(tests, runs_on_when_nobody_reads);
    tcase_add_test(tests, tells_a_batch_file_the_whole_exit_code);
    tcase_add_test(tests, speaks_on_the_console_it_was_started_from);
    suite_add_tcase(suite, tests);
    return suite;
}
