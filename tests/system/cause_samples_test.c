/* The sample registries of the causes beyond the article (tests/samples): each is told of the
 * export as of the machine's own registry, and where there is none, none is. */
#include "tests/system/kept_value.h"
#include "tests/system/live_registry.h"
#include "tests/system/machine.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFICE_KEY L"Software\\Microsoft\\Office"
#define OFFICE_POLICIES_KEY L"Software\\Policies\\Microsoft\\Office"
#define INTERNET_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
#define PROTOCOLS_KEY L"SOFTWARE\\Microsoft\\Rpc\\ClientProtocols"
#define TCPIP_KEY L"SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"

enum { TOLD_LIMIT = 6 };

static const struct {
    const wchar_t *name;
    const wchar_t *wine_name; /* of the Windows */
    const wchar_t *windows;
    DWORD exit_code;
    const char *told[TOLD_LIMIT]; /* the findings that are causes */
    const char *not_told[TOLD_LIMIT];
} samples[] = {
    {L"causes_windows_xp",
     L"winxp",
     L"5.1",
     1,
     {"web_proxy", "rpc_protocol_missing", "credentials_not_storable", "inner_authentication",
      "basic_password_not_saved", "workgroup_computer"},
     {"ntlm_restricted"}},
    {L"causes_windows_7",
     L"win7",
     L"6.1",
     2,
     {"ntlm_restricted", "basic_password_not_saved"},
     {"web_proxy", "rpc_protocol_missing", "credentials_not_storable", "inner_authentication",
      "workgroup_computer"}},
    {L"causes_none", L"winxp", L"5.1", 0, {NULL}, {""}},
};

static struct kept_value kept[] = {
    {.root = HKEY_CURRENT_USER, .key = INTERNET_KEY, .name = L"ProxyEnable"},
    {.root = HKEY_CURRENT_USER, .key = INTERNET_KEY, .name = L"ProxyServer"},
    {.root = HKEY_CURRENT_USER, .key = INTERNET_KEY, .name = L"ProxyOverride"},
    {.root = HKEY_LOCAL_MACHINE, .key = PROTOCOLS_KEY, .name = L"ncacn_np"},
    {.root = HKEY_LOCAL_MACHINE, .key = PROTOCOLS_KEY, .name = L"ncacn_http"},
    {.root = HKEY_LOCAL_MACHINE, .key = LSA_KEY, .name = L"DisableDomainCreds"},
    {.root = HKEY_LOCAL_MACHINE, .key = LSA_KEY L"\\MSV1_0", .name = L"RestrictSendingNTLMTraffic"},
    {.root = HKEY_LOCAL_MACHINE, .key = TCPIP_KEY, .name = L"Domain"},
};

static void clear(void)
{
    live_registry_clear();
    live_registry_delete_tree(HKEY_CURRENT_USER, OFFICE_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, OFFICE_POLICIES_KEY);
}

static void set_up(void)
{
    clear();
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        kept_value_take(&kept[i]);
}

static void tear_down(void)
{
    machine_set_windows(NULL);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        kept_value_give_back(&kept[i]);
    clear();
}

static void path_of_sample(int index, wchar_t path[MAX_PATH])
{
    wchar_t sources[MAX_PATH];
    const DWORD length = GetEnvironmentVariableW(L"PROMPTFIX_SOURCES", sources, MAX_PATH);
    ck_assert_msg(length > 0 && length < MAX_PATH, "PROMPTFIX_SOURCES must name the checkout");
    ck_assert_int_gt(_snwprintf(path, MAX_PATH - 1, L"%ls\\tests\\samples\\%ls.reg", sources,
                                samples[index].name),
                     0);
}

static bool has_finding(const char *report, const char *id)
{
    char line[64];
    snprintf(line, sizeof line, "\"id\": \"%s", id);
    return strstr(report, line) != NULL;
}

static char *check_sample(const wchar_t *line, int index)
{
    const struct program_result *check = promptfix(line);
    ck_assert_uint_eq(check->exit_code, samples[index].exit_code);
    ck_assert_uint_eq(check->errors_size, 0);
    ck_assert(output_is_json(check->output, check->output_size));
    return output_without_origin(check->output);
}

START_TEST(are_told_of_the_export_as_of_the_machine)
{
    wchar_t path[MAX_PATH] = L"";
    wchar_t line[2 * MAX_PATH];
    path_of_sample(_i, path);
    ck_assert_int_gt(_snwprintf(line, 2 * MAX_PATH - 1, L"reg.exe import \"%ls\"", path), 0);
    ck_assert_uint_eq(program_run(line)->exit_code, 0);
    machine_set_windows(samples[_i].wine_name);
    char *live = check_sample(L"/check /json", _i);
    for (size_t i = 0; i < TOLD_LIMIT && samples[_i].told[i] != NULL; i++)
        ck_assert_msg(has_finding(live, samples[_i].told[i]), "%s: %s", samples[_i].told[i], live);
    for (size_t i = 0; i < TOLD_LIMIT && samples[_i].not_told[i] != NULL; i++)
        ck_assert_msg(!has_finding(live, samples[_i].not_told[i]), "%s", samples[_i].not_told[i]);
    tear_down();
    ck_assert_int_gt(_snwprintf(line, 2 * MAX_PATH - 1, L"/check /json /from:\"%ls\" /windows:%ls",
                                path, samples[_i].windows),
                     0);
    char *exported = check_sample(line, _i);
    ck_assert_str_eq(exported, live);
    free(exported);
    free(live);
}
END_TEST

Suite *cause_samples_suite(void);

Suite *cause_samples_suite(void)
{
    Suite *suite = suite_create("cause_samples");
    TCase *tests = tcase_create("cause_samples");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, are_told_of_the_export_as_of_the_machine, 0,
                        (int)(sizeof samples / sizeof samples[0]));
    suite_add_tcase(suite, tests);
    return suite;
}
