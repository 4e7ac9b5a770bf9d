/* Registries as they should not be, but are: each oddity has its answer, and none keeps the other
 * profiles from being looked at and mended. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/restart_mark.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define JAPANESE L"\x6771\x4EAC"
#define LONE_SURROGATE L"half \xD800"
#define DENIED L"Denied"

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    live_registry_allow(HKEY_CURRENT_USER, mail_sample_section(DENIED));
    live_registry_clear();
}

static const wchar_t *longest_name(void)
{
    static wchar_t name[256]; /* 255, the most that Windows allows, and a NUL */
    for (int i = 0; i < 255; i++)
        name[i] = i % 2 == 0 ? L'\x6771' : L'x';
    return name;
}

START_TEST(mends_profiles_of_any_name)
{
    mail_sample_add(JAPANESE, BASIC);
    mail_sample_add(LONE_SURROGATE, BASIC);
    mail_sample_add(longest_name(), BASIC);
    char *before = registry_dump();

    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 3010);
    ck_assert(output_is_json(fix->output, fix->output_size));
    output_expect(fix->output, "\"profile\": \"\xE6\x9D\xB1\xE4\xBA\xAC\"");
    output_expect_in_object(fix->output, "\"id\": \"unreadable\"", "\"profile\": null");
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect(JAPANESE, NTLM);
    mail_sample_expect(longest_name(), NTLM);
    mail_sample_expect(LONE_SURROGATE, BASIC);

    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 2); /* one is left */
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    restart_mark_forget();
    registry_expect_same(before);
    free(before);
}
END_TEST

START_TEST(leaves_malformed_values_alone)
{
    static const BYTE bytes[] = {1, 0, 0, 0, 0};
    static const wchar_t stray[] = L"mail.contoso.invalid\0\x4321";
    mail_sample_add(L"Text", BASIC);
    mail_sample_set(L"Text", L"00036627", REG_SZ, L"1", sizeof L"1");
    mail_sample_add(L"Short", BASIC);
    mail_sample_set(L"Short", L"00036627", REG_BINARY, bytes, 3);
    mail_sample_add(L"Empty", BASIC);
    mail_sample_set(L"Empty", L"00036627", REG_BINARY, bytes, 0);
    mail_sample_add(L"Flags", BASIC);
    mail_sample_set(L"Flags", L"00036623", REG_BINARY, bytes, 5);
    mail_sample_set(L"Outlook", L"001f6622", REG_BINARY, stray, sizeof L"mail.contoso.invalid" + 1);
    char *before = registry_dump();

    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 3010);
    const char *findings = strstr(fix->output, "\"findings\"");
    ck_assert_ptr_nonnull(findings);
    static const char *const unknown[] = {"\"Text\"", "\"Short\"", "\"Empty\""};
    for (int i = 0; i < 3; i++) {
        output_expect_in_object(findings, unknown[i], "\"remedy\": null");
        output_expect_in_object(fix->output, unknown[i], "\"authentication\": \"unreadable\"");
    }
    output_expect_in_object(findings, "\"unreadable\"", "\"Flags\"");
    output_expect_in_object(fix->output, "\"Outlook\"",
                            "\"proxy_server\": \"mail.contoso.invalid\"");

    /* But for the two values of the sample everything is as it was. */
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect_level(3);
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, bytes, 4);
    mail_sample_write_level(1);
    live_registry_delete_tree(HKEY_CURRENT_USER, L"Software\\PromptFix");
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, L"Software\\PromptFix");
    registry_expect_same(before);
    free(before);
}
END_TEST

START_TEST(mends_what_stands_beside_a_denied_section)
{
    mail_sample_add(DENIED, BASIC);
    live_registry_deny(HKEY_CURRENT_USER, mail_sample_section(DENIED), KEY_QUERY_VALUE);
    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 3010);
    output_expect_in_object(fix->output, "\"id\": \"unreadable\"", "\"profile\": \"Denied\"");
    mail_sample_expect(L"Outlook", NTLM);
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 2);

    live_registry_allow(HKEY_CURRENT_USER, mail_sample_section(DENIED));
    mail_sample_expect(DENIED, BASIC);
}
END_TEST

START_TEST(mends_hundreds_of_profiles)
{
    enum { PROFILE_COUNT = 300 };
    wchar_t name[] = L"Profile 000";
    size_t digits = wcslen(name) - 3;
    for (int i = 0; i < PROFILE_COUNT; i++) {
        name[digits] = (wchar_t)(L'0' + i / 100);
        name[digits + 1] = (wchar_t)(L'0' + i / 10 % 10);
        name[digits + 2] = (wchar_t)(L'0' + i % 10);
        mail_sample_add(name, BASIC);
    }
    char *before = registry_dump();
    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 3010);
    unsigned applied = 0;
    for (const char *at = fix->output; (at = strstr(at, "\"applied\"")) != NULL; at++)
        applied++;
    ck_assert_uint_eq(applied, PROFILE_COUNT + 2); /* with the sample's profile and the level */
    mail_sample_expect(name, NTLM);
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 0);
    ck_assert_uint_eq(promptfix(L"/undo /quiet")->exit_code, 3010);
    restart_mark_forget();
    registry_expect_same(before);
    free(before);
}
END_TEST

Suite *odd_registry_suite(void);

Suite *odd_registry_suite(void)
{
    Suite *suite = suite_create("odd_registry");
    TCase *tests = tcase_create("odd_registry");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, mends_profiles_of_any_name);
    tcase_add_test(tests, leaves_malformed_values_alone);
    tcase_add_test(tests, mends_what_stands_beside_a_denied_section);
    tcase_add_test(tests, mends_hundreds_of_profiles);
    suite_add_tcase(suite, tests);
    return suite;
}
