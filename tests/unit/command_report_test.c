/* Where a whole command writes its report: as the command line says, else as the policy does. */
#include "agent/policy.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define BY_POLICY "\\\\server\\reports\\PC-0815.json"

static struct fake_host fake;

/* XP, level 0, a profile with Basic, and the policy of the computer. */
static void set_up(void)
{
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_level(fake.registry, 0);
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath",
                "\\\\server\\reports\\%COMPUTERNAME%.json");
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void expect_in(struct byte_buffer *file, const char *part)
{
    ck_assert_ptr_nonnull(file);
    const char *text = byte_buffer_text(file);
    ck_assert_msg(strstr(text, part) != NULL, "%s is not in: %s", part, text);
}

START_TEST(each_verb_writes_its_report_where_the_policy_says)
{
    static const struct {
        const char *verb;
        enum exit_code code;
    } verbs[] = {{"check", EXIT_CAN_BE_MENDED},
                 {"fix", EXIT_RESTART_WINDOWS},
                 {"undo", EXIT_RESTART_WINDOWS}};
    for (size_t i = 0; i < 3; i++) {
        char word[8];
        char member[32];
        snprintf(word, sizeof word, "/%s", verbs[i].verb);
        snprintf(member, sizeof member, "\"verb\": \"%s\"", verbs[i].verb);
        ck_assert_int_eq(RUN(&fake, word, "/quiet"), verbs[i].code);
        ck_assert_uint_eq(fake.write_count, i + 1);
        expect_in(fake_host_file(&fake, BY_POLICY), member);
        expect_in(fake_host_file(&fake, BY_POLICY), "\"computer\": \"PC-0815\"");
        expect_in(fake_host_file(&fake, BY_POLICY), "\"user\": \"CONTOSO\\\\anna\"");
        ck_assert_str_eq(fake_host_errors(&fake), "");
    }
}
END_TEST

START_TEST(a_path_on_the_command_line_takes_its_place)
{
    RUN(&fake, "/check", "/report:mine.json");
    expect_in(fake_host_file(&fake, "mine.json"), "\"verb\": \"check\"");
    ck_assert_ptr_null(fake_host_file(&fake, BY_POLICY));
}
END_TEST

START_TEST(a_table_is_written_where_the_path_of_the_policy_ends_so)
{
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath",
                "%USERDOMAIN%-%USERNAME%.CSV");
    RUN(&fake, "/check");
    expect_in(fake_host_file(&fake, "CONTOSO-anna.CSV"), "basic_authentication");
    expect_in(fake_host_file(&fake, "CONTOSO-anna.CSV"), "\r\n");
}
END_TEST

/* What an export says is not true of this machine, and its policies are not this machine's. */
START_TEST(neither_a_dry_run_nor_an_export_is_written_by_policy)
{
    static const char export_file[] =
        "REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\Software\\Policies\\PromptFix]\r\n"
        "\"ReportPath\"=\"C:\\\\theirs.json\"\r\n";
    fake_host_put_file(&fake, "e.reg", export_file, sizeof export_file - 1);
    RUN(&fake, "/fix", "/dryrun");
    RUN(&fake, "/check", "/from:e.reg", "/windows:5.1");
    ck_assert_uint_eq(fake.write_count, 0);
    RUN(&fake, "/fix", "/dryrun", "/report:dry.json");
    expect_in(fake_host_file(&fake, "dry.json"), "\"state\": \"planned\"");
}
END_TEST

START_TEST(a_report_that_cannot_be_written_changes_no_exit_code)
{
    fake.write_error = CODE_TIMED_OUT;
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_CAN_BE_MENDED);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), BY_POLICY ": not written within"));
    fake.write_error = CODE_SUCCESS;
    fake.computer = NULL; /* so the variable has no value */
    ck_assert_int_eq(RUN(&fake, "/fix", "/log:l.txt"), EXIT_RESTART_WINDOWS);
    ck_assert_ptr_null(fake_host_file(&fake, BY_POLICY));
    expect_in(fake_host_file(&fake, "l.txt"), "%COMPUTERNAME%.json: the report was not written");
}
END_TEST

START_TEST(an_unknown_variable_in_the_policy_is_reported_and_nothing_else_changes)
{
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", "%TEMP%.json");
    ck_assert_int_eq(RUN(&fake, "/check", "/log:l.txt"), EXIT_CAN_BE_MENDED);
    ck_assert_uint_eq(fake.write_count, 1); /* the log */
    ck_assert_str_eq(fake_host_errors(&fake), "");
    expect_in(fake_host_file(&fake, "l.txt"),
              "HKLM\\Software\\Policies\\PromptFix\\ReportPath\r\n");
    ck_assert_int_eq(RUN(&fake, "/fix", "/json"), EXIT_RESTART_WINDOWS);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake),
                                 "\"name\": \"ReportPath\",\n      \"state\": \"malformed\""));
}
END_TEST

START_TEST(a_run_for_the_machine_half_goes_by_the_computers_path)
{
    sample_text(fake.registry, REGISTRY_CURRENT_USER, POLICIES_KEY, "ReportPath", "users.json");
    RUN(&fake, "/fix", "/scope:machine");
    ck_assert_ptr_nonnull(fake_host_file(&fake, BY_POLICY));
    sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath");
    RUN(&fake, "/undo", "/scope:machine");
    ck_assert_ptr_null(fake_host_file(&fake, "users.json"));
    RUN(&fake, "/check");
    ck_assert_ptr_nonnull(fake_host_file(&fake, "users.json"));
}
END_TEST

Suite *command_report_suite(void);

Suite *command_report_suite(void)
{
    Suite *suite = suite_create("command_report");
    TCase *tests = tcase_create("command_report");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, each_verb_writes_its_report_where_the_policy_says);
    tcase_add_test(tests, a_path_on_the_command_line_takes_its_place);
    tcase_add_test(tests, a_table_is_written_where_the_path_of_the_policy_ends_so);
    tcase_add_test(tests, neither_a_dry_run_nor_an_export_is_written_by_policy);
    tcase_add_test(tests, a_report_that_cannot_be_written_changes_no_exit_code);
    tcase_add_test(tests, an_unknown_variable_in_the_policy_is_reported_and_nothing_else_changes);
    tcase_add_test(tests, a_run_for_the_machine_half_goes_by_the_computers_path);
    suite_add_tcase(suite, tests);
    return suite;
}
