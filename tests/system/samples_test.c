/* The sample registries of every Outlook and their mixtures (tests/samples): what is exported says
 * the same as what is in the machine's registry, and a fix by file does what a fix does. */
#include "tests/system/live_registry.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFICE_KEY L"Software\\Microsoft\\Office"
#define OFFICE_POLICIES_KEY L"Software\\Policies\\Microsoft\\Office"

static const struct {
    const wchar_t *name;
    DWORD exit_code; /* of /check and of /fix */
    DWORD fix_exit_code;
    const char *says[4]; /* in the report */
} samples[] = {
    {L"outlook2007_policy", 1, 3011, {"\"outlook\": \"2007\"", "\"policy\": true"}},
    {L"outlook2010_two_accounts",
     1,
     3010,
     {"\"outlook\": \"2010\"", "\"account_name\": \"user0@contoso.com\"",
      "\"account_name\": \"user1@contoso.com\""}},
    {L"outlook2010_after_2007",
     1,
     3011,
     {"\"outlook\": null", "\"outlook\": \"2010\"",
      "\"section\": \"b0000000000000000000000000000000\""}},
    {L"outlook2013_basic", 1, 3011, {"\"outlook\": \"2013\"", "\"policy\": false"}},
    {L"outlook2016_negotiate",
     0,
     0,
     {"\"outlook\": \"2016\"", "\"authentication\": \"negotiate\"",
      "\"authentication\": \"certificate\""}},
    {L"outlook2016_provider_only", 2, 2, {"\"report_only\": true"}},
    {L"outlooks_side_by_side",
     2,
     3010,
     {"\"outlook\": \"2010\"", "\"outlook\": \"2013\"", "\"outlook\": \"2016\"",
      "\"policy\": true"}},
};

static void clear(void)
{
    live_registry_clear();
    live_registry_delete_tree(HKEY_CURRENT_USER, OFFICE_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, OFFICE_POLICIES_KEY);
}

/* A command line with the sample's path in it: `format` has two %ls. */
static const wchar_t *with_sample(const wchar_t *format, int index)
{
    static wchar_t line[1024];
    const char *sources = getenv("PROMPTFIX_SOURCES");
    wchar_t wide[512];
    ck_assert_ptr_nonnull(sources);
    ck_assert_int_gt(MultiByteToWideChar(CP_ACP, 0, sources, -1, wide, 512), 0);
    ck_assert_int_gt(_snwprintf(line, 1023, format, wide, samples[index].name), 0);
    return line;
}

static void import_sample(int index)
{
    clear();
    ck_assert_uint_eq(
        program_run(with_sample(L"reg.exe import \"%ls\\tests\\samples\\%ls.reg\"", index))
            ->exit_code,
        0);
}

START_TEST(says_the_same_of_the_export_and_of_the_machine)
{
    import_sample(_i);
    const struct program_result *check = promptfix(L"/check /json");
    ck_assert_uint_eq(check->exit_code, samples[_i].exit_code);
    ck_assert(output_is_json(check->output, check->output_size));
    for (size_t i = 0; i < 4 && samples[_i].says[i] != NULL; i++)
        output_expect(check->output, samples[_i].says[i]);
    char *live = output_without_origin(check->output);
    clear();
    check = promptfix(with_sample(L"/check /json /from:\"%ls\\tests\\samples\\%ls.reg\"", _i));
    ck_assert_uint_eq(check->exit_code, samples[_i].exit_code);
    ck_assert_uint_eq(check->errors_size, 0);
    char *exported = output_without_origin(check->output);
    ck_assert_str_eq(exported, live);
    free(exported);
    free(live);
}
END_TEST

START_TEST(a_fix_by_file_does_what_a_fix_does_and_undo_takes_it_back)
{
    import_sample(_i);
    char *before = registry_dump_without_records();
    ck_assert_uint_eq(promptfix(L"/fix /quiet")->exit_code, samples[_i].fix_exit_code);
    char *mended = registry_dump_without_records();
    if (samples[_i].fix_exit_code >= 3010)
        (void)promptfix(L"/undo /quiet");
    registry_expect_same_without_records(before);
    const DWORD code =
        promptfix(
            with_sample(L"/fix /quiet /from:\"%ls\\tests\\samples\\%ls.reg\" /out:fix.reg", _i))
            ->exit_code;
    ck_assert_uint_eq(code, samples[_i].fix_exit_code);
    import_sample(_i);
    if (code >= 3010)
        ck_assert_uint_eq(program_run(L"reg.exe import fix.reg")->exit_code, 0);
    registry_expect_same_without_records(mended);
    free(mended);
    free(before);
}
END_TEST

Suite *samples_suite(void);

Suite *samples_suite(void)
{
    enum { SAMPLE_COUNT = sizeof samples / sizeof samples[0] };
    Suite *suite = suite_create("samples");
    TCase *tests = tcase_create("samples");
    tcase_add_checked_fixture(tests, clear, clear);
    tcase_add_loop_test(tests, says_the_same_of_the_export_and_of_the_machine, 0, SAMPLE_COUNT);
    tcase_add_loop_test(tests, a_fix_by_file_does_what_a_fix_does_and_undo_takes_it_back, 0,
                        SAMPLE_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
