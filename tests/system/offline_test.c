/* /from and /out with files that Windows' own reg.exe has written, and reads again. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define JAPANESE L"\x8868\x793A"

static void write_sample(DWORD authentication, int level)
{
    static const wchar_t principal[] = L"msstd:mail.contoso.invalid";
    mail_sample_write(authentication);
    mail_sample_write_level(level);
    mail_sample_add(JAPANESE, authentication);
    mail_sample_set(JAPANESE, L"001f6625", REG_BINARY, principal, sizeof principal);
}

/* Puts two exported files together: the second without its header. */
static void join(const wchar_t *first, const wchar_t *second, const wchar_t *joined)
{
    size_t first_size = 0;
    size_t second_size = 0;
    char *file = test_file_read(first, &first_size);
    char *other = test_file_read(second, &second_size);
    size_t header_size = 0;
    while (header_size + 1 < second_size && other[header_size] != '[')
        header_size += 2; /* UTF-16LE */
    char *both = malloc(first_size + second_size);
    ck_assert_ptr_nonnull(both);
    memcpy(both, file, first_size);
    memcpy(both + first_size, other + header_size, second_size - header_size);
    test_file_write(joined, both, first_size + second_size - header_size);
    free(file);
    free(other);
    free(both);
}

/* Makes machine.reg of the sample, once for all tests. */
static void export_sample(void)
{
    write_sample(BASIC, 1);
    program_run(L"reg.exe export \"HKCU\\" PROFILES_KEY L"\" profiles.reg /y");
    program_run(L"reg.exe export \"HKLM\\" LSA_KEY L"\" lsa.reg /y");
    join(L"profiles.reg", L"lsa.reg", L"machine.reg");
    live_registry_clear();
}

static void clear(void)
{
    live_registry_clear();
}

START_TEST(finds_the_same_as_on_the_machine)
{
    write_sample(BASIC, 1);
    const struct program_result *check = promptfix(L"/check /json");
    ck_assert_uint_eq(check->exit_code, 1);
    output_expect(check->output, "\"profile\": \"\xE8\xA1\xA8\xE7\xA4\xBA\"");
    char *live = output_without_origin(check->output);
    live_registry_clear();

    check = promptfix(L"/check /from:machine.reg /json");
    ck_assert_uint_eq(check->exit_code, 1);
    ck_assert_uint_eq(check->errors_size, 0);
    char *exported = output_without_origin(check->output);
    ck_assert_str_eq(exported, live);
    free(exported);
    free(live);
}
END_TEST

START_TEST(writes_a_file_that_mends_the_machine)
{
    size_t size = 0;
    size_t size_after = 0;
    write_sample(NTLM, 3);
    char *mended = registry_dump();
    write_sample(BASIC, 1);
    char *before = registry_dump();
    char *export = test_file_read(L"machine.reg", &size);

    ck_assert_uint_eq(promptfix(L"/fix /from:machine.reg /out:fix.reg")->exit_code, 3010);
    registry_expect_same(before);
    char *export_after = test_file_read(L"machine.reg", &size_after);
    ck_assert_uint_eq(size_after, size);
    ck_assert_mem_eq(export_after, export, size);

    ck_assert_uint_eq(program_run(L"reg.exe import fix.reg")->exit_code, 0);
    registry_expect_same(mended);
    free(mended);
    free(before);
    free(export);
    free(export_after);
}
END_TEST

START_TEST(never_writes_over_the_file_it_reads)
{
    size_t size = 0;
    size_t size_after = 0;
    char *export = test_file_read(L"machine.reg", &size);
    const struct program_result *fix = promptfix(L"/fix /from:machine.reg /out:.\\MACHINE.REG");
    ck_assert_uint_eq(fix->exit_code, 87);
    output_expect(fix->errors, ".\\MACHINE.REG");
    char *export_after = test_file_read(L"machine.reg", &size_after);
    ck_assert_uint_eq(size_after, size);
    ck_assert_mem_eq(export_after, export, size);
    free(export);
    free(export_after);
}
END_TEST

static void expect_bad_input(const wchar_t *arguments, const char *name)
{
    const struct program_result *check = promptfix(arguments);
    ck_assert_uint_eq(check->exit_code, 13);
    ck_assert_uint_eq(check->output_size, 0);
    output_expect(check->errors, name);
}

START_TEST(names_a_file_it_cannot_use)
{
    test_file_write(L"garbage.reg", "MZ\x90\0\x03 no registry file", 23);
    expect_bad_input(L"/check /from:missing.reg", "missing.reg");
    expect_bad_input(L"/check /from:.", "Cannot read .:");
    expect_bad_input(L"/check /from:garbage.reg", "garbage.reg");
}
END_TEST

/* Of the first character the second byte is a backslash in code page 932. */
START_TEST(reads_the_old_format_in_its_code_page)
{
    static const char file[] =
        "REGEDIT4\r\n\r\n"
        "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
        "Windows Messaging Subsystem\\Profiles\\\x95\x5C\x8E\xA6\\"
        "13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
        "\"00036623\"=hex:2f,00,00,00\r\n"
        "\"00036627\"=hex:01,00,00,00\r\n"
        "\"001f6622\"=hex:6d,00,61,00,\\\r\n  69,00,6c,00,00,00\r\n\r\n"
        "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
        "\"LmCompatibilityLevel\"=dword:00000003\r\n";
    test_file_write(L"old.reg", file, sizeof file - 1);
    const struct program_result *check = promptfix(L"/check /from:old.reg /codepage:932 /json");
    ck_assert_uint_eq(check->exit_code, 1);
    ck_assert_uint_eq(check->errors_size, 0);
    output_expect(check->output, "\"profile\": \"\xE8\xA1\xA8\xE7\xA4\xBA\"");
    output_expect(check->output, "\"proxy_server\": \"mail\"");
    output_expect(check->output, "\"effective\": 3");
}
END_TEST

Suite *offline_suite(void);

Suite *offline_suite(void)
{
    Suite *suite = suite_create("offline");
    TCase *tests = tcase_create("offline");
    tcase_add_unchecked_fixture(tests, export_sample, NULL);
    tcase_add_checked_fixture(tests, NULL, clear);
    tcase_add_test(tests, finds_the_same_as_on_the_machine);
    tcase_add_test(tests, writes_a_file_that_mends_the_machine);
    tcase_add_test(tests, never_writes_over_the_file_it_reads);
    tcase_add_test(tests, names_a_file_it_cannot_use);
    tcase_add_test(tests, reads_the_old_format_in_its_code_page);
    suite_add_tcase(suite, tests);
    return suite;
}
