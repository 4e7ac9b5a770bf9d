/* What somebody may put into a user's registry to confuse whoever reads it: none of it keeps
 * promptfix.exe from mending the other profiles, and none of it makes it write anywhere else. */
#include "tests/system/mail_sample.h"
#include "tests/system/native_registry.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define NUL_NAME L"Out\0look"
#define LINKED L"Linked"
#define ELSEWHERE L"Software\\PromptFixTestElsewhere"

enum { NUL_LENGTH = sizeof NUL_NAME / sizeof(wchar_t) - 1 };

static HKEY hidden;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    if (hidden != NULL)
        native_registry_delete(hidden);
    hidden = NULL;
    native_registry_unlink(PROFILES_KEY L"\\" LINKED);
    live_registry_delete_tree(HKEY_CURRENT_USER, ELSEWHERE);
    live_registry_clear();
}

static HKEY open_key(const wchar_t *path)
{
    HKEY key = NULL;
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_ALL_ACCESS, &key),
                     ERROR_SUCCESS);
    return key;
}

static void hide_profile(void)
{
    HKEY profiles = open_key(PROFILES_KEY);
    hidden = native_registry_create(profiles, NUL_NAME, NUL_LENGTH);
    RegCloseKey(profiles);
}

START_TEST(reports_a_profile_with_a_nul_in_its_name)
{
    hide_profile();
    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 3010);
    output_expect_in_object(fix->output, "\"id\": \"unreadable\"", "\"profile\": null");
    mail_sample_expect(L"Outlook", NTLM);
}
END_TEST

/* Windows' own functions cannot open a key of such a name, and cut it to that of another one:
 * "Out", which is a profile, too, and would be there twice. */
START_TEST(is_not_misled_by_a_nul_in_the_name_of_a_profile)
{
    mail_sample_add(L"Out", BASIC);
    hide_profile();
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3010);
    mail_sample_expect(L"Out", NTLM);
    mail_sample_expect(L"Outlook", NTLM);
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    mail_sample_expect(L"Out", BASIC);
}
END_TEST

START_TEST(is_not_misled_by_a_nul_in_the_name_of_a_value)
{
    static const DWORD basic = BASIC;
    static const wchar_t name[] = L"00036627\0";
    HKEY section = open_key(mail_sample_section(L"Outlook"));
    native_registry_set(section, name, 9, REG_BINARY, &basic, sizeof basic);
    native_registry_set(section, L"00036623\0x", 10, REG_BINARY, &basic, sizeof basic);
    RegCloseKey(section);
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3010);
    mail_sample_expect(L"Outlook", NTLM);
    ck_assert_uint_eq(promptfix(L"/check")->exit_code, 0);
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    mail_sample_expect(L"Outlook", BASIC);
}
END_TEST

START_TEST(tells_names_apart_that_differ_in_spaces_only)
{
    mail_sample_add(L"Outlook ", BASIC);
    mail_sample_add(L" Outlook", NTLM);
    mail_sample_add(L"Outlook.", BASIC);
    ck_assert_uint_eq(promptfix(L"/fix /scope:user /profile:Outlook")->exit_code, 3011);
    mail_sample_expect(L"Outlook", NTLM);
    mail_sample_expect(L"Outlook ", BASIC);
    mail_sample_expect(L"Outlook.", BASIC);
    ck_assert_uint_eq(promptfix(L"/fix /scope:user \"/profile:Outlook \"")->exit_code, 3011);
    mail_sample_expect(L"Outlook ", NTLM);
    mail_sample_expect(L"Outlook.", BASIC);
}
END_TEST

START_TEST(is_not_stopped_by_keys_200_levels_deep)
{
    enum { DEPTH = 200 };
    HKEY keys[DEPTH + 1];
    keys[0] = open_key(mail_sample_section(L"Outlook"));
    for (int i = 0; i < DEPTH; i++)
        keys[i + 1] = native_registry_create(keys[i], L"deeper", 6);
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3010);
    mail_sample_expect(L"Outlook", NTLM);
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    mail_sample_expect(L"Outlook", BASIC);
    for (int i = DEPTH; i > 0; i--)
        native_registry_delete(keys[i]);
    RegCloseKey(keys[0]);
}
END_TEST

START_TEST(is_not_stopped_by_values_of_a_megabyte)
{
    enum { SIZE = 1024 * 1024 };
    BYTE *bytes = malloc(SIZE);
    ck_assert_ptr_nonnull(bytes);
    memset(bytes, 'x', SIZE);
    mail_sample_add(L"Large", BASIC);
    mail_sample_set(L"Large", L"00036627", REG_BINARY, bytes, SIZE);
    mail_sample_set(L"Outlook", L"001f6622", REG_BINARY, bytes, SIZE); /* the proxy's name */
    mail_sample_set(L"Outlook", L"11020000", REG_BINARY, bytes, SIZE);
    char *before = registry_dump_without_records();
    const struct program_result *fix = promptfix(L"/fix /json");
    ck_assert_uint_eq(fix->exit_code, 3010);
    ck_assert(output_is_json(fix->output, fix->output_size));
    mail_sample_expect(L"Outlook", NTLM);
    live_registry_set(HKEY_CURRENT_USER, L"Software\\PromptFix\\Undo\\1", L"1.Note", REG_BINARY,
                      bytes, SIZE);
    ck_assert_uint_eq(promptfix(L"/undo /quiet")->exit_code, 3010);
    registry_expect_same_without_records(before);
    free(before);
    free(bytes);
}
END_TEST

/* Outlook would follow the link, too: what lies behind it is the profile. The link stays one, and
 * nothing but the profile's own value is written there. */
START_TEST(follows_a_link_and_writes_one_value_behind_it)
{
    const DWORD ntlm = NTLM;
    live_registry_create(HKEY_CURRENT_USER, ELSEWHERE);
    native_registry_link(PROFILES_KEY L"\\" LINKED, ELSEWHERE);
    mail_sample_add(LINKED, BASIC); /* through the link */
    ck_assert(live_registry_has_key(HKEY_CURRENT_USER, ELSEWHERE L"\\" EXCHANGE_SECTION));
    char *before = registry_dump_without_records();
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3010);
    live_registry_expect(HKEY_CURRENT_USER, ELSEWHERE L"\\" EXCHANGE_SECTION, L"00036627",
                         REG_BINARY, &ntlm, sizeof ntlm);
    native_registry_unlink(PROFILES_KEY L"\\" LINKED);
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, PROFILES_KEY L"\\" LINKED));
    native_registry_link(PROFILES_KEY L"\\" LINKED, ELSEWHERE);
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3010);
    registry_expect_same_without_records(before);
    free(before);
}
END_TEST

START_TEST(reports_a_link_that_leads_nowhere_or_to_itself)
{
    native_registry_link(PROFILES_KEY L"\\" LINKED, PROFILES_KEY L"\\" LINKED);
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3010);
    mail_sample_expect(L"Outlook", NTLM);
    native_registry_unlink(PROFILES_KEY L"\\" LINKED);

    set_up();
    native_registry_link(PROFILES_KEY L"\\" LINKED, ELSEWHERE);
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 3010);
    mail_sample_expect(L"Outlook", NTLM);
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, ELSEWHERE));
}
END_TEST

/* Windows itself has a link on the way to the level: CurrentControlSet leads to one of the numbered
 * sets. */
START_TEST(raises_the_level_behind_the_link_that_windows_has)
{
    const DWORD raised = 3;
    ck_assert_uint_eq(promptfix(L"/fix /scope:machine")->exit_code, 3010);
    live_registry_expect(HKEY_LOCAL_MACHINE, L"SYSTEM\\ControlSet001\\Control\\Lsa",
                         L"LmCompatibilityLevel", REG_DWORD, &raised, sizeof raised);
    ck_assert_uint_eq(promptfix(L"/undo /scope:machine")->exit_code, 3010);
}
END_TEST

/* What lies in a profile beside the settings of the proxy: names, encrypted passwords, anything.
 * None of it is told to anybody, as text or as bytes. */
static void expect_no_secret(const char *text)
{
    static const char *const forms[] = {
        "Geheimwort", "47656865696d776f7274",       /* its bytes */
        "470065006800650069006d0077006f0072007400", /* as UTF-16 */
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        output_expect_not(text, forms[i]);
}

static void expect_no_secret_in_file(const wchar_t *name)
{
    size_t size = 0;
    char *text = test_file_read(name, &size);
    output_expect(text, "Outlook"); /* the file says something */
    expect_no_secret(text);
    free(text);
}

START_TEST(tells_nothing_of_what_else_a_profile_holds)
{
    static const wchar_t wide[] = L"Geheimwort";
    static const char narrow[] = "Geheimwort";
    mail_sample_set(L"Outlook", L"S001e67f1", REG_BINARY, narrow, sizeof narrow);
    mail_sample_set(L"Outlook", L"001e67f1", REG_SZ, wide, sizeof wide);
    mail_sample_set(L"Outlook", L"001f6603", REG_BINARY, wide, sizeof wide);
    mail_sample_set(L"Outlook", L"Password", REG_SZ, wide, sizeof wide);
    mail_sample_set(L"Outlook", L"11020355", REG_BINARY, narrow, sizeof narrow);
    static const wchar_t *const verbs[] = {L"/check", L"/fix", L"/undo"};
    wchar_t arguments[512];
    for (int i = 0; i < 3; i++)
        for (int json = 0; json < 2; json++) {
            swprintf(arguments, 512, L"%ls %ls /log:\"%ls\" /report:\"%ls\"", verbs[i],
                     json ? L"/json" : L"", test_file_path(L"secret.log"),
                     test_file_path(L"secret.json"));
            const struct program_result *run = promptfix(arguments);
            expect_no_secret(run->output);
            expect_no_secret(run->errors);
            expect_no_secret_in_file(L"secret.log");
            expect_no_secret_in_file(L"secret.json");
        }
}
END_TEST

Suite *hostile_registry_suite(void);

Suite *hostile_registry_suite(void)
{
    Suite *suite = suite_create("hostile_registry");
    TCase *tests = tcase_create("hostile_registry");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, reports_a_profile_with_a_nul_in_its_name);
    tcase_add_test(tests, is_not_misled_by_a_nul_in_the_name_of_a_profile);
    tcase_add_test(tests, is_not_misled_by_a_nul_in_the_name_of_a_value);
    tcase_add_test(tests, tells_names_apart_that_differ_in_spaces_only);
    tcase_add_test(tests, is_not_stopped_by_keys_200_levels_deep);
    tcase_add_test(tests, is_not_stopped_by_values_of_a_megabyte);
    tcase_add_test(tests, follows_a_link_and_writes_one_value_behind_it);
    tcase_add_test(tests, reports_a_link_that_leads_nowhere_or_to_itself);
    tcase_add_test(tests, raises_the_level_behind_the_link_that_windows_has);
    tcase_add_test(tests, tells_nothing_of_what_else_a_profile_holds);
    suite_add_tcase(suite, tests);
    return suite;
}
