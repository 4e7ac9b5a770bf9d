/* Several runs at once: one works, the others say so and leave. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/restart_mark.h"
#include "tests/system/stepped_run.h"

#include <check.h>
#include <sddl.h>
#include <stdlib.h>

enum { RUN_COUNT = 6 };

static char *before;
static HANDLE held;
static struct stepped_run standing;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    before = registry_dump();
}

static void tear_down(void)
{
    if (held != NULL) {
        ReleaseMutex(held);
        CloseHandle(held);
        held = NULL;
    }
    if (standing.process != NULL)
        stepped_run_kill(&standing);
    standing = (struct stepped_run){0};
    free(before);
    before = NULL;
    live_registry_clear();
}

/* Takes a mutex as a run of PromptFix does; the names are those of windows_lock_windows.c. */
static void hold(const wchar_t *name)
{
    held = CreateMutexW(NULL, TRUE, name);
    ck_assert_ptr_nonnull(held);
    ck_assert_uint_ne(GetLastError(), ERROR_ALREADY_EXISTS);
}

static void expect_busy(const wchar_t *arguments)
{
    ck_assert_uint_eq(promptfix(arguments)->exit_code, 1618);
    registry_expect_same(before);
}

START_TEST(waits_for_nobody_on_the_machine_half)
{
    hold(L"Global\\PromptFix.Machine");
    expect_busy(L"/fix");
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 1);
    ck_assert_uint_eq(promptfix(L"/fix /scope:user")->exit_code, 3011);
}
END_TEST

START_TEST(waits_for_nobody_on_the_user_half)
{
    union {
        TOKEN_USER user;
        BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } answer;
    wchar_t name[256] = L"Global\\PromptFix.User.";
    HANDLE token = NULL;
    wchar_t *sid = NULL;
    DWORD size = 0;
    ck_assert(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    ck_assert(GetTokenInformation(token, TokenUser, &answer, sizeof answer, &size));
    ck_assert(ConvertSidToStringSidW(answer.user.User.Sid, &sid));
    wcscat(name, sid);
    LocalFree(sid);
    CloseHandle(token);
    hold(name);
    expect_busy(L"/undo");
    expect_busy(L"/fix");
}
END_TEST

/* Where another run would do harm: a run has read the value again, and is about to write it. */
static void expect_alone_at(const wchar_t *value, const wchar_t *same_half)
{
    ck_assert(stepped_run_start(&standing, L"/fix", STEP_WRITE, 1));
    ck_assert(stepped_run_stands(&standing));
    for (unsigned step = 2; !stepped_run_is_at_value(&standing, value); step++) {
        stepped_run_go_on(&standing, step);
        ck_assert(stepped_run_stands(&standing));
    }
    char *as_it_stands = registry_dump();
    ck_assert_uint_eq(promptfix(same_half)->exit_code, 1618);
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 1618);
    registry_expect_same(as_it_stands);
    free(as_it_stands);
    stepped_run_go_on(&standing, 0);
    ck_assert_uint_eq(stepped_run_finish(&standing, NULL), 3010);
    standing = (struct stepped_run){0};
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(3);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_CURRENT_USER, RECORDS_KEY), 1);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_LOCAL_MACHINE, RECORDS_KEY), 1);
}

START_TEST(leaves_a_run_alone_that_is_about_to_write)
{
    expect_alone_at(LEVEL_VALUE, L"/fix /scope:machine");
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    expect_alone_at(L"00036627", L"/fix /scope:user");
}
END_TEST

START_TEST(makes_each_change_once_in_six_runs_at_once)
{
    HANDLE runs[RUN_COUNT];
    HANDLE threads[RUN_COUNT];
    unsigned changed = 0;
    for (int i = 0; i < RUN_COUNT; i++) {
        const struct program_start start = {
            .flags = DETACHED_PROCESS | CREATE_SUSPENDED,
            .thread = &threads[i],
        };
        runs[i] = program_start(promptfix_command_line(L"/fix"), &start);
    }
    for (int i = 0; i < RUN_COUNT; i++) {
        ResumeThread(threads[i]);
        CloseHandle(threads[i]);
    }
    for (int i = 0; i < RUN_COUNT; i++) {
        DWORD exit_code = program_finish(runs[i]);
        ck_assert_msg(exit_code == 3010 || exit_code == 1618 || exit_code == 0,
                      "a run ended with %lu", exit_code);
        changed += exit_code == 3010;
    }
    ck_assert_uint_eq(changed, 1);
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(3);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_CURRENT_USER, RECORDS_KEY), 1);
    ck_assert_uint_eq(live_registry_count_subkeys(HKEY_LOCAL_MACHINE, RECORDS_KEY), 1);
    restart_mark_expect(true, true);
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    restart_mark_forget();
    registry_expect_same(before);
}
END_TEST

Suite *concurrency_suite(void);

Suite *concurrency_suite(void)
{
    Suite *suite = suite_create("concurrency");
    TCase *tests = tcase_create("concurrency");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, waits_for_nobody_on_the_machine_half);
    tcase_add_test(tests, waits_for_nobody_on_the_user_half);
    tcase_add_test(tests, leaves_a_run_alone_that_is_about_to_write);
    tcase_add_test(tests, makes_each_change_once_in_six_runs_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
