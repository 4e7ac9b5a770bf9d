/* The command line as Windows hands it over: quoting, case, wild cards, ill-formed words. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdlib.h>

static char *before;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    before = registry_dump();
}

static void tear_down(void)
{
    free(before);
    before = NULL;
    live_registry_clear();
}

/* Refused: the error output names the word, and nothing is done. */
static void expect_refusal(const wchar_t *arguments, const char *word)
{
    const struct program_result *run = promptfix(arguments);
    ck_assert_uint_eq(run->exit_code, 87);
    ck_assert_uint_eq(run->output_size, 0);
    output_expect_windows_lines(run->errors, run->errors_size);
    output_expect(run->errors, word);
    registry_expect_same(before);
}

START_TEST(names_the_word_that_is_wrong)
{
    expect_refusal(L"/fixx /level:9", "/fixx");
    expect_refusal(L"/fix /level:9", "/level:9");
    expect_refusal(L"/fix /scope:\xD800", "number 2");
}
END_TEST

/* Were ? taken for a wild card, the file "-check" would make a verb of it. */
START_TEST(takes_no_word_for_a_file_name)
{
    test_file_write(L"-check", "", 0);
    expect_refusal(L"-che?k", "-che?k");
    expect_refusal(L"-chec*", "-chec*");
}
END_TEST

START_TEST(reads_any_case_and_quotes)
{
    mail_sample_add(L"My mail", BASIC);
    const struct program_result *check = promptfix(L"-CHECK /Json /profile:\"My mail\"");
    ck_assert_uint_eq(check->exit_code, 1);
    output_expect(check->output, "\"profile\": \"My mail\"");
    output_expect_not(check->output, "\"profile\": \"Outlook\"");
}
END_TEST

START_TEST(helps)
{
    const struct program_result *help = promptfix(L"/?");
    ck_assert_uint_eq(help->exit_code, 0);
    ck_assert_uint_eq(help->errors_size, 0);
    output_expect_windows_lines(help->output, help->output_size);
    output_expect(help->output, "/scope:all|user|machine");
    output_expect(help->output, "3010");
}
END_TEST

Suite *command_line_suite(void);

Suite *command_line_suite(void)
{
    Suite *suite = suite_create("command_line");
    TCase *tests = tcase_create("command_line");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, names_the_word_that_is_wrong);
    tcase_add_test(tests, takes_no_word_for_a_file_name);
    tcase_add_test(tests, reads_any_case_and_quotes);
    tcase_add_test(tests, helps);
    suite_add_tcase(suite, tests);
    return suite;
}
