/* Windows' copies of security templates, as files: in every encoding that they come in, and in
 * every way that they cannot be read. promptfix.exe says which one forces the level, and to what.
 */
#include "tests/system/live_registry.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/security_template.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers that no real copy on this machine has. */
#define FIRST L"gpt09000.inf"
#define SECOND L"gpt09001.dom"

#define LEVEL_LINE "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4,"
#define TEMPLATE(level) "[Unicode]\r\nUnicode=yes\r\n[Registry Values]\r\n" LEVEL_LINE level "\r\n"

static void set_up(void)
{
    mail_sample_write(NTLM);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    security_template_delete(FIRST);
    security_template_delete(SECOND);
    live_registry_clear();
}

static void put_wide(const wchar_t *name, const char *text, bool mark)
{
    wchar_t wide[512] = {0xFEFF};
    size_t count = mark ? 1 : 0;
    for (const char *at = text; *at != '\0'; at++)
        wide[count++] = (unsigned char)*at;
    security_template_write(name, wide, count * sizeof *wide);
}

static void expect_policy(const char *set, const char *level, const char *template)
{
    char words[128];
    const struct program_result *check = promptfix(L"/check /json");
    snprintf(words, sizeof words, "\"set_by_policy\": %s,", set);
    output_expect(check->output, words);
    snprintf(words, sizeof words, "\"policy_level\": %s,", level);
    output_expect(check->output, words);
    snprintf(words, sizeof words, "\"policy_template\": %s", template);
    output_expect(check->output, words);
}

START_TEST(each_encoding_is_read)
{
    static const char ansi[] =
        "; Sicherheit f\xFCr alle\r\n[registry values]\r\n" LEVEL_LINE "5\r\n";
    static const char utf8[] = "\xEF\xBB\xBF" TEMPLATE("2");
    expect_policy("false", "null", "null");
    put_wide(FIRST, TEMPLATE("4"), true);
    expect_policy("true", "4", "\"gpt09000.inf\"");
    put_wide(FIRST, TEMPLATE("1"), false);
    expect_policy("true", "1", "\"gpt09000.inf\"");
    security_template_write(FIRST, ansi, sizeof ansi - 1);
    expect_policy("true", "5", "\"gpt09000.inf\"");
    security_template_write(FIRST, utf8, sizeof utf8 - 1);
    expect_policy("true", "2", "\"gpt09000.inf\"");
    security_template_write(FIRST, "", 0);
    expect_policy("false", "null", "null");
}
END_TEST

START_TEST(the_last_one_counts_also_of_a_domain)
{
    put_wide(FIRST, TEMPLATE("3"), true);
    put_wide(SECOND, TEMPLATE("0"), true);
    expect_policy("true", "0", "\"gpt09001.dom\"");
    put_wide(SECOND, "[Version]\r\nsignature=\"$CHICAGO$\"\r\n", true);
    expect_policy("true", "3", "\"gpt09000.inf\"");
}
END_TEST

START_TEST(what_cannot_be_read_is_not_known)
{
    enum { TOO_LARGE = 4 * 1024 * 1024 + 1 };
    char *large = calloc(1, TOO_LARGE);
    ck_assert_ptr_nonnull(large);
    put_wide(FIRST, TEMPLATE("3"), true);
    HANDLE held =
        CreateFileW(security_template_path(FIRST), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    ck_assert(held != INVALID_HANDLE_VALUE);
    expect_policy("null", "null", "null");
    CloseHandle(held);
    security_template_write(FIRST, large, TOO_LARGE);
    expect_policy("null", "null", "null");
    put_wide(FIRST, TEMPLATE("many"), true);
    expect_policy("null", "null", "null");
    DeleteFileW(security_template_path(FIRST));
    ck_assert(CreateDirectoryW(security_template_path(FIRST), NULL)); /* a folder is no copy */
    expect_policy("false", "null", "null");
    free(large);
}
END_TEST

START_TEST(a_level_that_it_forces_is_left_as_it_is)
{
    mail_sample_write_level(0);
    put_wide(FIRST, TEMPLATE("0"), true);
    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 2);
    output_expect(fix->output, "\"blocked_by\": \"policy\"");
    output_expect(fix->output, "\"changes\": []");
    mail_sample_expect_level(0);
    fix = promptfix(L"/fix");
    output_expect(fix->output, "gpt09000.inf");
}
END_TEST

Suite *security_templates_suite(void);

Suite *security_templates_suite(void)
{
    Suite *suite = suite_create("security_templates");
    TCase *tests = tcase_create("security_templates");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, each_encoding_is_read);
    tcase_add_test(tests, the_last_one_counts_also_of_a_domain);
    tcase_add_test(tests, what_cannot_be_read_is_not_known);
    tcase_add_test(tests, a_level_that_it_forces_is_left_as_it_is);
    suite_add_tcase(suite, tests);
    return suite;
}
