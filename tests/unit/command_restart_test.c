/* /promptrestart and /forcerestart: when a restart is asked for, and what a script and a reader
 * learn of each end that it can have. */
#include "agent/command.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct fake_host fake;

/* One profile with Basic, and a level that is too low: a whole fix needs a restart of Windows. */
static void set_up(void)
{
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_level(fake.registry, 0);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void end_with(enum restart_end end)
{
    fake.restart_result = (struct restart_result){.end = end};
}

static void expect_asked(enum restart what, enum restart_mode mode)
{
    ck_assert_uint_eq(fake.restart_count, 1);
    ck_assert_int_eq(fake.restart_what, what);
    ck_assert_int_eq(fake.restart_mode, mode);
}

static void expect_output(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) != NULL, "no \"%s\" in\n%s", part,
                  fake_host_output(&fake));
}

START_TEST(nothing_is_asked_without_the_option)
{
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3010);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/norestart"), 3010);
    ck_assert_uint_eq(fake.restart_count, 0);
}
END_TEST

START_TEST(nothing_is_asked_when_no_restart_is_due)
{
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3010);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart"), 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart"), 0);
    ck_assert_uint_eq(fake.restart_count, 0);
    expect_output("nothing to do");
}
END_TEST

START_TEST(a_failed_fix_restarts_nothing)
{
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Outlook"), REGISTRY_WRITE),
                      CODE_SUCCESS);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart"), 1603);
    ck_assert_uint_eq(fake.restart_count, 0);
}
END_TEST

START_TEST(a_wrong_profile_restarts_nothing)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart", "/profile:Outlok"), 87);
    ck_assert_uint_eq(fake.restart_count, 0);
}
END_TEST

START_TEST(the_half_decides_what_is_restarted)
{
    end_with(RESTART_END_LATER);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart", "/scope:user"), 3011);
    expect_asked(RESTART_OUTLOOK, RESTART_ASK);
    fake.restart_count = 0;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart"), 3010);
    expect_asked(RESTART_WINDOWS, RESTART_ASK);
    fake.restart_count = 0;
    end_with(RESTART_END_CANCELLED);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/forcerestart", "/scope:user"), 1223);
    expect_asked(RESTART_OUTLOOK, RESTART_COUNTDOWN);
}
END_TEST

START_TEST(both_halves_are_one_question)
{
    end_with(RESTART_END_STARTED);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart"), 1641);
    expect_asked(RESTART_WINDOWS, RESTART_COUNTDOWN);
}
END_TEST

START_TEST(without_rights_outlook_is_still_asked_for)
{
    /* Without a principal name it is the level alone that lets Windows sign on. */
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "001f6625");
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE,
                                           "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                                           REGISTRY_WRITE),
                      CODE_SUCCESS);
    end_with(RESTART_END_RESTARTED);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart"), 740);
    expect_asked(RESTART_OUTLOOK, RESTART_ASK);
    expect_output("needs an administrator");
    expect_output("Outlook has been restarted.");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "Restart Outlook for"));
}
END_TEST

START_TEST(the_mark_of_a_pending_restart_goes_when_it_was_made)
{
    end_with(RESTART_END_LATER);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart", "/scope:user"), 3011);
    fake_host_expect_marks(&fake, true, false);
    end_with(RESTART_END_RESTARTED);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/promptrestart", "/scope:user"), 0);
    fake_host_expect_marks(&fake, false, false);
    end_with(RESTART_END_STARTED); /* Windows itself forgets the mark when it goes down */
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart"), 1641);
    fake_host_expect_marks(&fake, true, true);
}
END_TEST

START_TEST(the_report_and_the_log_wait_for_the_answer)
{
    end_with(RESTART_END_STARTED);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart", "/report:r.json", "/log:l.txt"), 1641);
    ck_assert_uint_eq(fake.printed_before_restart, 0);
    ck_assert_ptr_nonnull(strstr(byte_buffer_text(fake_host_file(&fake, "r.json")),
                                 "\"restart_answer\": \"started\",\n  \"exit_code\": 1641"));
    ck_assert_ptr_nonnull(
        strstr(byte_buffer_text(fake_host_file(&fake, "l.txt")), "being restarted"));
}
END_TEST

START_TEST(quiet_announces_the_forced_restart_all_the_same)
{
    end_with(RESTART_END_STARTED);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart", "/quiet"), 1641);
    expect_asked(RESTART_WINDOWS, RESTART_COUNTDOWN);
    ck_assert_str_eq(fake_host_output(&fake), "");
}
END_TEST

/* Every end, for both subjects: exit code, what is still to be restarted, its name, its words. */
static const struct {
    enum restart what;
    struct restart_result result;
    enum exit_code code;
    const char *left; /* as the report names it */
    const char *answer;
    const char *words;
    const char *more; /* or NULL */
} ends[] = {
    {RESTART_OUTLOOK,
     {RESTART_END_LATER, 0, 0},
     3011,
     "outlook",
     "\"later\"",
     "done. Restart Outlook. (exit code 3011)",
     NULL},
    {RESTART_OUTLOOK,
     {RESTART_END_CANCELLED, 0, 0},
     1223,
     "outlook",
     "\"cancelled\"",
     "done, but the restart was cancelled. (exit code 1223)",
     "Restart Outlook for what"},
    {RESTART_OUTLOOK,
     {RESTART_END_NOT_RUNNING, 0, 0},
     0,
     "none",
     "\"not_running\"",
     "done. (exit code 0)",
     "Outlook is not running"},
    {RESTART_OUTLOOK,
     {RESTART_END_RESTARTED, 0, 0},
     0,
     "none",
     "\"restarted\"",
     "done. (exit code 0)",
     "Outlook has been restarted."},
    {RESTART_OUTLOOK,
     {RESTART_END_NOT_CLOSED, 0, 0},
     3011,
     "outlook",
     "\"not_closed\"",
     "done. Restart Outlook.",
     "is still open"},
    {RESTART_OUTLOOK,
     {RESTART_END_NOT_STARTED, 0, CODE_FILE_NOT_FOUND},
     3011,
     "outlook",
     "\"not_started\"",
     "done. Restart Outlook.",
     "cannot find the file specified. (2)"},
    {RESTART_OUTLOOK,
     {RESTART_END_FAILED, 0, CODE_ACCESS_DENIED},
     3011,
     "outlook",
     "\"failed\"",
     "done. Restart Outlook.",
     "cannot restart Outlook: Access is denied. (5)"},
    {RESTART_OUTLOOK,
     {RESTART_END_NOBODY, 0, 0},
     3011,
     "outlook",
     "\"no_desktop\"",
     "done. Restart Outlook.",
     "There is no desktop"},
    {RESTART_WINDOWS,
     {RESTART_END_LATER, 0, 0},
     3010,
     "windows",
     "\"later\"",
     "done. Restart Windows. (exit code 3010)",
     NULL},
    {RESTART_WINDOWS,
     {RESTART_END_CANCELLED, 0, 0},
     1223,
     "windows",
     "\"cancelled\"",
     "done, but the restart was cancelled. (exit code 1223)",
     "Restart Windows for what"},
    {RESTART_WINDOWS,
     {RESTART_END_STARTED, 0, 0},
     1641,
     "windows",
     "\"started\"",
     "done. Windows is being restarted. (exit code 1641)",
     NULL},
    {RESTART_WINDOWS,
     {RESTART_END_FAILED, 0, CODE_ACCESS_DENIED},
     3010,
     "windows",
     "\"failed\"",
     "done. Restart Windows.",
     "cannot restart Windows: Access is denied. (5)"},
    {RESTART_WINDOWS,
     {RESTART_END_NOBODY, 0, 0},
     3010,
     "windows",
     "\"no_desktop\"",
     "done. Restart Windows.",
     "There is no desktop"},
    {RESTART_WINDOWS,
     {RESTART_END_NOT_OFFERED, RESTART_OTHER_USERS, 0},
     3010,
     "windows",
     "\"other_users\"",
     "done. Restart Windows.",
     "other users are logged on"},
    {RESTART_WINDOWS,
     {RESTART_END_NOT_OFFERED, RESTART_REMOTE_SESSION, 0},
     3010,
     "windows",
     "\"remote_session\"",
     "done. Restart Windows.",
     "this is a remote session"},
    {RESTART_WINDOWS,
     {RESTART_END_NOT_OFFERED, RESTART_NO_PRIVILEGE, 0},
     3010,
     "windows",
     "\"no_privilege\"",
     "done. Restart Windows.",
     "this account may not"},
    {RESTART_WINDOWS,
     {RESTART_END_NOT_OFFERED, RESTART_OFFER_UNKNOWN, 0},
     3010,
     "windows",
     "\"other_users_unknown\"",
     "done. Restart Windows.",
     "it cannot be told"},
};

START_TEST(every_end_is_told_by_exit_code_report_and_words)
{
    const char *const scope = ends[_i].what == RESTART_OUTLOOK ? "/scope:user" : "/scope:all";
    char fields[128];
    fake.restart_result = ends[_i].result;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart", scope, "/report:r.json"), ends[_i].code);
    ck_assert_int_eq(fake.restart_what, ends[_i].what);
    expect_output(ends[_i].words);
    if (ends[_i].more != NULL)
        expect_output(ends[_i].more);
    snprintf(fields, sizeof fields, "\"restart\": \"%s\",\n  \"restart_answer\": %s,",
             ends[_i].left, ends[_i].answer);
    const char *json = byte_buffer_text(fake_host_file(&fake, "r.json"));
    ck_assert_msg(strstr(json, fields) != NULL, "no %s in\n%s", fields, json);
    ck_assert_uint_eq(RUN(&fake, "/check", scope), 0);
}
END_TEST

START_TEST(what_else_is_left_counts_after_outlook_was_restarted)
{
    sample_exchange_profile(fake.registry, "Other", 16); /* a method that is not known */
    end_with(RESTART_END_RESTARTED);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/promptrestart", "/scope:user"), 2);
    expect_output("a problem is left");
    expect_output("Outlook has been restarted.");
}
END_TEST

START_TEST(a_problem_that_is_left_is_told_beside_the_restart_of_windows)
{
    sample_exchange_profile(fake.registry, "Other", 16);
    end_with(RESTART_END_STARTED);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/forcerestart"), 1641);
    expect_output("A problem is left");
}
END_TEST

Suite *command_restart_suite(void);

Suite *command_restart_suite(void)
{
    Suite *suite = suite_create("command_restart");
    TCase *tests = tcase_create("command_restart");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, nothing_is_asked_without_the_option);
    tcase_add_test(tests, nothing_is_asked_when_no_restart_is_due);
    tcase_add_test(tests, a_failed_fix_restarts_nothing);
    tcase_add_test(tests, a_wrong_profile_restarts_nothing);
    tcase_add_test(tests, the_half_decides_what_is_restarted);
    tcase_add_test(tests, both_halves_are_one_question);
    tcase_add_test(tests, without_rights_outlook_is_still_asked_for);
    tcase_add_test(tests, the_mark_of_a_pending_restart_goes_when_it_was_made);
    tcase_add_test(tests, the_report_and_the_log_wait_for_the_answer);
    tcase_add_test(tests, quiet_announces_the_forced_restart_all_the_same);
    tcase_add_loop_test(tests, every_end_is_told_by_exit_code_report_and_words, 0,
                        sizeof ends / sizeof ends[0]);
    tcase_add_test(tests, what_else_is_left_counts_after_outlook_was_restarted);
    tcase_add_test(tests, a_problem_that_is_left_is_told_beside_the_restart_of_windows);
    suite_add_tcase(suite, tests);
    return suite;
}
