/* The path of a report: its variables, and what becomes of one that cannot be written. */
#include "agent/report_path.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
    sample_level(fake.registry, 3);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void expect_path(const char *path, const char *expected)
{
    const struct report report = {.computer = "PC-0815", .user = "CONTOSO\\anna"};
    struct byte_buffer out = {0};
    ck_assert_uint_eq(report_path_expand(&out, path, &report), CODE_SUCCESS);
    ck_assert_str_eq(byte_buffer_text(&out), expected);
    byte_buffer_done(&out);
}

static void expect_no_path(const char *path, const char *computer, const char *user)
{
    const struct report report = {.computer = computer, .user = user};
    struct byte_buffer out = {0};
    ck_assert_uint_eq(report_path_expand(&out, path, &report), CODE_ENVIRONMENT_VARIABLE_NOT_FOUND);
    ck_assert_uint_eq(out.size, 0);
    byte_buffer_done(&out);
}

START_TEST(replaces_computer_user_and_domain)
{
    expect_path("\\\\server\\share\\%COMPUTERNAME%.json", "\\\\server\\share\\PC-0815.json");
    expect_path("%computername%-%UserDomain%-%USERNAME%", "PC-0815-CONTOSO-anna");
    expect_path("100%.json", "100%.json");
    expect_path("%%%USERNAME%%", "%%anna%");
    expect_path("5% to 10%.json", "5% to 10%.json");
}
END_TEST

START_TEST(finds_unknown_variables)
{
    size_t size = 0;
    ck_assert_ptr_null(report_path_unknown_variable("%USERNAME%100%.json", &size));
    const char *path = "%USERNAME%\\%TEMP%.json";
    ck_assert_ptr_eq(report_path_unknown_variable(path, &size), path + 11);
    ck_assert_uint_eq(size, 6);
    expect_no_path(path, "PC", "anna");
}
END_TEST

START_TEST(refuses_values_that_lead_elsewhere)
{
    static const char *const bad[] = {"a\\b", "..", "a/b", "c:", "a.", "a ", "", "a*", "a\tb"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        expect_no_path("%COMPUTERNAME%", bad[i], NULL);
    expect_no_path("%COMPUTERNAME%", NULL, NULL);
    expect_no_path("%USERNAME%", "PC", NULL);
    expect_no_path("%USERDOMAIN%", "PC", "anna"); /* no domain is known */
    expect_no_path("%USERDOMAIN%", "PC", "..\\anna");
    expect_no_path("%USERNAME%", "PC", "CONTOSO\\..\\anna");
}
END_TEST

START_TEST(a_command_writes_where_the_variables_lead)
{
    ck_assert_uint_eq(RUN(&fake, "/check", "/report:C:\\%COMPUTERNAME%.json"), 0);
    ck_assert_ptr_nonnull(fake_host_file(&fake, "C:\\PC-0815.json"));
}
END_TEST

START_TEST(a_report_that_fails_is_told_and_changes_no_exit_code)
{
    fake.computer = NULL;
    ck_assert_uint_eq(RUN(&fake, "/check", "/report:%COMPUTERNAME%.csv", "/log:log.txt"), 0);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "%COMPUTERNAME%.csv"));
    ck_assert_ptr_nonnull(
        strstr(byte_buffer_text(fake_host_file(&fake, "log.txt")), "%COMPUTERNAME%.csv"));

    fake.write_error = CODE_TIMED_OUT;
    ck_assert_uint_eq(RUN(&fake, "/check", "/report:a.csv", "/log:log.txt"), 0);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "a.csv: not written within 5 seconds"));
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "log.txt: not written within 5"));

    fake.write_error = CODE_ACCESS_DENIED;
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/check", "/report:a.csv"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/report:a.csv"), 3011);
}
END_TEST

Suite *report_path_suite(void);

Suite *report_path_suite(void)
{
    Suite *suite = suite_create("report_path");
    TCase *tests = tcase_create("report_path");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, replaces_computer_user_and_domain);
    tcase_add_test(tests, finds_unknown_variables);
    tcase_add_test(tests, refuses_values_that_lead_elsewhere);
    tcase_add_test(tests, a_command_writes_where_the_variables_lead);
    tcase_add_test(tests, a_report_that_fails_is_told_and_changes_no_exit_code);
    suite_add_tcase(suite, tests);
    return suite;
}
