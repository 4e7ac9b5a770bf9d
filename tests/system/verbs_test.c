/* /check, /fix and /undo on each Windows: with LmCompatibilityLevel absent, as on a bare machine,
 * what the level means depends on it. */
#include "tests/system/machine.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/restart_mark.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* facts.md 4.2 */
static const struct windows_kind wine_kinds[] = {
    {L"winxp", "5.1", 0},
    {L"win2003", "5.2", 2},
    {L"win7", "6.1", 3},
    {L"win10", "10.0", 3},
};

static struct windows_kind kind;
static char *before;

static void choose_windows(int index)
{
    if (machine_is_wine())
        kind = wine_kinds[index];
    else
        machine_windows(&kind);
    machine_set_windows(kind.wine_name);
}

static void tear_down(void)
{
    free(before);
    before = NULL;
    live_registry_clear();
    machine_set_windows(NULL);
}

static bool level_is_low(void)
{
    return kind.default_level < 2;
}

/* What is asked of /fix: the sample as it would be with NTLM, and with level 3 where it was too
 * low. */
static char *dump_of_mended_sample(void)
{
    mail_sample_write(NTLM);
    mail_sample_write_level(level_is_low() ? 3 : -1);
    return registry_dump_without_records();
}

static void expect_check_to_find_basic(void)
{
    char line[64];
    const struct program_result *check = promptfix(L"/check /json");
    ck_assert_uint_eq(check->exit_code, 1);
    ck_assert(output_is_json(check->output, check->output_size));
    ck_assert_uint_eq(check->errors_size, 0);
    snprintf(line, sizeof line, "\"windows\": \"%s\",", kind.number);
    output_expect(check->output, line);
    snprintf(line, sizeof line, "\"effective\": %u,", kind.default_level);
    output_expect_in_object(check->output, "\"stored\": null", line);
    output_expect_in_object(check->output, line, "\"source\": \"default\"");
    output_expect_in_object(check->output, "\"basic_authentication\"",
                            "\"remedy\": \"switch_to_ntlm\"");
    if (level_is_low())
        output_expect_in_object(check->output, "\"lm_level_too_low\"",
                                "\"remedy\": \"raise_level\"");
    else
        output_expect_not(check->output, "lm_level_too_low");
    output_expect_not(check->output, "Address book");
    registry_expect_same(before);
}

START_TEST(fixes_and_undoes_a_bare_machine)
{
    choose_windows(_i);
    const DWORD changed = level_is_low() ? 3010 : 3011;
    char *mended = dump_of_mended_sample();
    mail_sample_write(BASIC);
    before = registry_dump();

    expect_check_to_find_basic();
    ck_assert_uint_eq(promptfix(L"/fix /norestart")->exit_code, changed);
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(level_is_low() ? 3 : -1);
    restart_mark_expect(true, level_is_low());
    registry_expect_same_without_records(mended);
    free(mended);
    ck_assert(live_registry_has_key(HKEY_CURRENT_USER, RECORDS_KEY L"\\1"));

    char *fixed = registry_dump();
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 0);
    registry_expect_same(fixed);
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 0);
    registry_expect_same(fixed);
    free(fixed);

    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, changed);
    restart_mark_expect(true, level_is_low());
    restart_mark_forget();
    registry_expect_same(before);
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, L"Software\\PromptFix"));
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 0);
    registry_expect_same(before);
}
END_TEST

/* The types that are there are kept, as are bits without a name. */
START_TEST(clears_one_flag_and_keeps_types)
{
    static const DWORD prompting = 0x80001A8C;
    static const DWORD quiet = 0x80001A84;
    static const DWORD basic = BASIC;
    static const DWORD ntlm = NTLM;
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    mail_sample_set(L"Outlook", L"00036601", REG_BINARY, &prompting, sizeof prompting);
    mail_sample_set(L"Outlook", L"00036627", REG_DWORD, &basic, sizeof basic);
    before = registry_dump();

    ck_assert_uint_eq(promptfix(L"/fix /alwaysprompt:clear /level:2")->exit_code, 3010);
    const wchar_t *section = mail_sample_section(L"Outlook");
    live_registry_expect(HKEY_CURRENT_USER, section, L"00036601", REG_BINARY, &quiet, sizeof quiet);
    live_registry_expect(HKEY_CURRENT_USER, section, L"00036627", REG_DWORD, &ntlm, sizeof ntlm);
    mail_sample_expect_level(2);

    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    restart_mark_forget();
    registry_expect_same(before);
}
END_TEST

Suite *verbs_suite(void);

Suite *verbs_suite(void)
{
    const int kind_count = machine_is_wine() ? (int)(sizeof wine_kinds / sizeof wine_kinds[0]) : 1;
    Suite *suite = suite_create("verbs");
    TCase *tests = tcase_create("verbs");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_loop_test(tests, fixes_and_undoes_a_bare_machine, 0, kind_count);
    tcase_add_test(tests, clears_one_flag_and_keeps_types);
    suite_add_tcase(suite, tests);
    return suite;
}
