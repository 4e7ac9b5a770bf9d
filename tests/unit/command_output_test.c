/* Whole commands: where their output goes, and dry runs, which have nothing but output. */
#include "agent/command.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/json_syntax.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

/* A file as text. */
static const char *file_text(const char *path)
{
    struct byte_buffer *file = fake_host_file(&fake, path);
    ck_assert_msg(file != NULL, "no file %s", path);
    return byte_buffer_text(file);
}

START_TEST(help_and_version_go_to_the_output_and_end_with_0)
{
    ck_assert_uint_eq(RUN(&fake, "/?"), 0);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "/check"));
    ck_assert_ptr_eq(strstr(fake_host_output(&fake), PROGRAM_NAME_AND_VERSION),
                     fake_host_output(&fake));
    ck_assert_uint_eq(RUN(&fake, "/version"), 0);
    ck_assert_str_eq(fake_host_output(&fake), PROGRAM_NAME_AND_VERSION "\n");
    ck_assert_str_eq(fake_host_errors(&fake), "");
}
END_TEST

START_TEST(a_wrong_line_goes_to_the_error_output_and_does_nothing)
{
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fixx", "/level:9"), 87);
    ck_assert_str_eq(fake_host_errors(&fake),
                     "There is no option /fixx. Did you mean /fix?\n"
                     "Nothing was done. \"promptfix /?\" shows every option.\n");
    ck_assert_str_eq(fake_host_output(&fake), "");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/level:9"), 87);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "/level:9"));
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "2|3"));
    fake_host_expect_store(&fake, before);
    free(before);
}
END_TEST

START_TEST(json_is_the_whole_output)
{
    static const char *const verbs[] = {"/check", "/fix", "/fix", "/undo", "/undo", "/check"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        (void)RUN(&fake, verbs[i], "/json", "/quiet");
        ck_assert(json_is_well_formed(fake_host_output(&fake), fake.output.size));
        ck_assert_str_eq(fake_host_errors(&fake), "");
    }
}
END_TEST

START_TEST(report_is_the_json_in_a_file)
{
    ck_assert_uint_eq(RUN(&fake, "/check", "/report:\\\\server\\share\\r.json", "/json"), 1);
    ck_assert_str_eq(file_text("\\\\server\\share\\r.json"), fake_host_output(&fake));
    ck_assert_uint_eq(RUN(&fake, "/fix", "/report:\\\\server\\share\\r.json"), 3010);
    ck_assert_ptr_nonnull(strstr(file_text("\\\\server\\share\\r.json"), "\"exit_code\": 3010"));
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "\"exit_code\""));
}
END_TEST

START_TEST(the_log_grows_by_an_entry_for_each_run)
{
    ck_assert_uint_eq(RUN(&fake, "/check", "/log:p.log"), 1);
    const size_t once = strlen(file_text("p.log"));
    ck_assert_ptr_eq(strstr(file_text("p.log"), "2026-11-22T10:00:00Z "), file_text("p.log"));
    ck_assert_ptr_nonnull(strstr(file_text("p.log"), " on PC-0815, Windows 5.1\r\n\r\nProfile "));
    ck_assert_ptr_nonnull(strstr(file_text("p.log"), "(exit code 1)\r\n\r\n"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/log:p.log", "/quiet"), 1);
    ck_assert_uint_eq(strlen(file_text("p.log")), 2 * once);
}
END_TEST

START_TEST(quiet_is_quiet_but_not_about_errors)
{
    ck_assert_uint_eq(RUN(&fake, "/check", "/quiet"), 1);
    ck_assert_str_eq(fake_host_output(&fake), "");
    ck_assert_uint_eq(RUN(&fake, "/check", "/quiet", "/level:1"), 87);
    ck_assert_str_ne(fake_host_errors(&fake), "");
}
END_TEST

START_TEST(a_report_that_cannot_be_written_is_said_and_changes_no_exit_code)
{
    fake.write_error = CODE_ACCESS_DENIED;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/report:r.json", "/log:p.log"), 3010);
    ck_assert_str_eq(fake_host_errors(&fake), "Cannot write r.json: Access is denied. (5)\n"
                                              "Cannot write p.log: Access is denied. (5)\n");
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "exit code 3010"));
}
END_TEST

START_TEST(a_computer_that_does_not_tell_its_name_is_unknown)
{
    fake.computer = NULL;
    fake.user = NULL;
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 1);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "\"computer\": null,\n  \"user\": null"));
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "(unknown)"));
}
END_TEST

/* A dry run with these options writes nothing and ends like /check with the same. */
#define EXPECT_DRY(verb, ...)                                                                      \
    do {                                                                                           \
        char *before = sample_dump(fake.registry, true);                                           \
        const enum exit_code check = RUN(&fake, "/check", __VA_ARGS__);                            \
        const enum exit_code dry = RUN(&fake, verb, "/dryrun", __VA_ARGS__);                       \
        ck_assert_uint_eq(dry, check);                                                             \
        fake_host_expect_store(&fake, before);                                                     \
        free(before);                                                                              \
    } while (0)

static void expect_all_dry(void)
{
    EXPECT_DRY("/fix", "/scope:all");
    EXPECT_DRY("/fix", "/scope:user");
    EXPECT_DRY("/fix", "/scope:machine");
    EXPECT_DRY("/fix", "/scope:machine", "/level:2");
    EXPECT_DRY("/fix", "/level:3");
    EXPECT_DRY("/fix", "/profile:Outlook", "/insecure", "/alwaysprompt:clear");
    EXPECT_DRY("/fix", "/profile:none");
    EXPECT_DRY("/undo", "/scope:all");
    EXPECT_DRY("/undo", "/scope:user");
    EXPECT_DRY("/undo", "/scope:machine");
}

START_TEST(dry_runs_write_nothing_and_end_like_check)
{
    expect_all_dry();
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3010);
    expect_all_dry();
    sample_long(fake.registry, sample_section("Outlook"), "00036627", 16);
    expect_all_dry();
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE,
                                           "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                                           REGISTRY_WRITE),
                      CODE_SUCCESS);
    expect_all_dry();
}
END_TEST

START_TEST(dry_runs_say_what_would_be)
{
    (void)RUN(&fake, "/fix", "/dryrun");
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "Would be changed:\n"));
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3010);
    (void)RUN(&fake, "/undo", "/dryrun");
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "Would be put back:\n"));
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "02 00 00 00 -> REG_BINARY 01 00 00 00"));
    sample_long(fake.registry, sample_section("Outlook"), "00036627", 16);
    (void)RUN(&fake, "/undo", "/dryrun");
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "left alone"));
    (void)RUN(&fake, "/undo", "/dryrun", "/force");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "left alone"));
}
END_TEST

Suite *command_output_suite(void);

Suite *command_output_suite(void)
{
    Suite *suite = suite_create("command_output");
    TCase *tests = tcase_create("command_output");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, help_and_version_go_to_the_output_and_end_with_0);
    tcase_add_test(tests, a_wrong_line_goes_to_the_error_output_and_does_nothing);
    tcase_add_test(tests, json_is_the_whole_output);
    tcase_add_test(tests, report_is_the_json_in_a_file);
    tcase_add_test(tests, the_log_grows_by_an_entry_for_each_run);
    tcase_add_test(tests, quiet_is_quiet_but_not_about_errors);
    tcase_add_test(tests, a_report_that_cannot_be_written_is_said_and_changes_no_exit_code);
    tcase_add_test(tests, a_computer_that_does_not_tell_its_name_is_unknown);
    tcase_add_test(tests, dry_runs_write_nothing_and_end_like_check);
    tcase_add_test(tests, dry_runs_say_what_would_be);
    suite_add_tcase(suite, tests);
    return suite;
}
