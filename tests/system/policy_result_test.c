/* The resulting set of policy, asked by the real program: of a server of COM that stands in for
 * WMI's (policy_result_server_windows.c) where this is Wine, whose own has no such namespace. */
#include "tests/system/live_registry.h"
#include "tests/system/machine.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/security_template.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define SERVER L"Software\\Classes\\CLSID\\{4590F811-1D3A-11D0-891F-00AA004B2E24}\\InprocServer32"
#define LEVEL_PATH L"MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel"
#define GPO_ID L"CN={31B2F340-016D-11D2-945F-00C04FB984F9},CN=Policies,DC=contoso,DC=com"
#define TEMPLATE(data)                                                                             \
    "[Registry Values]\r\n"                                                                        \
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4," data "\r\n"

#define TEMPLATE_NAME L"gpt00007.dom"

/* Level 3 by an object with a name, and another one that does not win. */
#define ANSWER                                                                                     \
    L"V|MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\NoLMHash|1|" GPO_ID L"|4|1|1;"           \
    L"V|" LEVEL_PATH L"|1|LocalGPO|4|2|1;"                                                         \
    L"V|" LEVEL_PATH L"|3|" GPO_ID L"|4|1|1;"                                                      \
    L"G|LocalGPO|Local Group Policy;"                                                              \
    L"G|cn={31b2f340-016d-11d2-945f-00c04fb984f9},cn=policies,DC=contoso,DC=com|"                  \
    L"Arbeitspl\x00E4tze;"

/* What one run may take, on a machine where even the start of a program can take a second. */
enum { WAITED_MS = 1500, PATIENCE_MS = 10000 };

static wchar_t usual_server[MAX_PATH];
static HANDLE loaded;
static HANDLE released;

/* The DLL lies beside the tests' program. */
static void put_server(void)
{
    wchar_t path[MAX_PATH];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    while (length > 0 && path[length - 1] != L'\\')
        length--;
    ck_assert_uint_lt(length + 32, MAX_PATH);
    wcscpy(path + length, L"policy_result_server.dll");
    live_registry_set_text(HKEY_LOCAL_MACHINE, SERVER, NULL, path);
}

static void put_template(const char *text)
{
    security_template_write(TEMPLATE_NAME, text, strlen(text));
}

static void answer(const wchar_t *words, const wchar_t *fault)
{
    SetEnvironmentVariableW(L"PROMPTFIX_POLICY_RESULT", words);
    SetEnvironmentVariableW(L"PROMPTFIX_POLICY_RESULT_FAULT", fault);
    put_server();
}

static void set_up(void)
{
    HKEY key = NULL;
    DWORD size = sizeof usual_server - sizeof usual_server[0];
    ck_assert_uint_eq(RegOpenKeyExW(HKEY_LOCAL_MACHINE, SERVER, 0, KEY_READ, &key), 0);
    ck_assert_uint_eq(RegQueryValueExW(key, NULL, NULL, NULL, (BYTE *)usual_server, &size), 0);
    RegCloseKey(key);
    loaded = CreateEventW(NULL, TRUE, FALSE, L"Local\\PromptFixPolicyResultLoaded");
    released = CreateEventW(NULL, TRUE, FALSE, L"Local\\PromptFixPolicyResultReleased");
    ck_assert(loaded != NULL && released != NULL);
    live_registry_clear();
    mail_sample_write(NTLM);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    live_registry_set_text(HKEY_LOCAL_MACHINE, SERVER, NULL, usual_server);
    SetEnvironmentVariableW(L"PROMPTFIX_POLICY_RESULT", NULL);
    SetEnvironmentVariableW(L"PROMPTFIX_POLICY_RESULT_FAULT", NULL);
    security_template_delete(TEMPLATE_NAME);
    CloseHandle(loaded);
    CloseHandle(released);
    live_registry_clear();
}

/* Was it since the last time? */
static bool happened(HANDLE event)
{
    const bool is_set = WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
    ResetEvent(event);
    return is_set;
}

static const char *check(void)
{
    const struct program_result *result = promptfix(L"/check /json");
    ck_assert(output_is_json(result->output, result->output_size));
    ck_assert_uint_eq(result->exit_code, 0);
    ck_assert_uint_eq(result->errors_size, 0);
    return result->output;
}

START_TEST(names_the_object_that_sets_the_level)
{
    answer(ANSWER, NULL);
    put_template(TEMPLATE("3"));
    const char *json = check();
    output_expect(json, "\"policy_level\": 3,");
    output_expect(json, "\"policy_template\": \"gpt00007.dom\",");
    output_expect(json, "\"gpo\": \"Arbeitspl\xC3\xA4tze\"");
    ck_assert(happened(loaded));
    ck_assert(happened(released)); /* each object, and the server itself */
    output_expect(promptfix(L"/check")->output,
                  "\\RSOP_RegistryValue\\GPOID = CN={31B2F340-016D-11D2-945F-00C04FB984F9},");
}
END_TEST

/* Where the templates cannot be understood it is the only one that knows. */
START_TEST(knows_what_the_templates_do_not_say)
{
    answer(ANSWER, NULL);
    put_template(TEMPLATE("three"));
    const char *json = check();
    output_expect(json, "\"set_by_policy\": true");
    output_expect(json, "\"policy_level\": 3,");
    output_expect(json, "\"policy_template\": null,");
    output_expect(json, "\"gpo\": \"Arbeitspl\xC3\xA4tze\"");
    mail_sample_write_level(1);
    const struct program_result *fix = promptfix(L"/fix /norestart");
    output_expect(fix->output, "Arbeitspl");
    mail_sample_expect_level(1);
}
END_TEST

static const struct {
    const wchar_t *words;
    const wchar_t *fault;
} useless[] = {
    {L"", NULL},
    {L"V|" LEVEL_PATH L"||" GPO_ID L"|4|1|1", NULL},
    {L"V|" LEVEL_PATH L"|3|" GPO_ID L"|||1", NULL},
    {L"V||3|" GPO_ID L"|4|1|1", NULL},
    {ANSWER, L"denied"},
    {ANSWER, L"breaks"},
};

START_TEST(what_says_nothing_leaves_it_unknown)
{
    answer(useless[_i].words, useless[_i].fault);
    put_template(TEMPLATE("three"));
    output_expect(check(), "\"set_by_policy\": null");
    ck_assert(happened(loaded));
    ck_assert(happened(released));
}
END_TEST

START_TEST(does_not_wait_for_ever)
{
    static const wchar_t *const faults[] = {L"connect", L"next", L"name"};
    answer(ANSWER, faults[_i]);
    put_template(TEMPLATE("3"));
    const DWORD began = GetTickCount();
    const char *json = check();
    const DWORD took = GetTickCount() - began;
    output_expect(json, "\"policy_template\": \"gpt00007.dom\",");
    output_expect(json, "\"gpo\": null");
    ck_assert(happened(loaded));
    ck_assert_msg(took > WAITED_MS && took < PATIENCE_MS, "it took %lu ms", took);
    printf("policy result: never answered at \"%ls\": ended after %lu ms\n", faults[_i], took);
}
END_TEST

/* Wine's own WMI knows no such namespace; and where nothing is registered there is no WMI. */
START_TEST(goes_without_it)
{
    put_template(TEMPLATE("three"));
    output_expect(check(), "\"set_by_policy\": null");
    live_registry_set_text(HKEY_LOCAL_MACHINE, SERVER, NULL, L"C:\\no\\such\\server.dll");
    output_expect(check(), "\"set_by_policy\": null");
    ck_assert(!happened(loaded));
}
END_TEST

/* The elevated helper, and a run that has nothing to ask. */
START_TEST(is_not_even_loaded_where_it_is_not_to_be_asked)
{
    answer(ANSWER, NULL);
    put_template(TEMPLATE("3"));
    mail_sample_write_level(1);
    promptfix(L"/fix /scope:machine /level:3");
    mail_sample_expect_level(1);
    put_template(TEMPLATE("three"));
    promptfix(L"/check /scope:machine");
    ck_assert_uint_eq(promptfix(L"/fix /scope:machine /level:3")->exit_code, 3010);
    ck_assert_uint_eq(promptfix(L"/undo /scope:machine")->exit_code, 3010);
    security_template_delete(TEMPLATE_NAME);
    promptfix(L"/check");
    ck_assert(!happened(loaded));
}
END_TEST

Suite *policy_result_suite(void);

Suite *policy_result_suite(void)
{
    Suite *suite = suite_create("policy_result");
    TCase *tests = tcase_create("policy_result");
    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    if (machine_is_wine()) { /* nobody's WMI is replaced elsewhere */
        tcase_add_test(tests, names_the_object_that_sets_the_level);
        tcase_add_test(tests, knows_what_the_templates_do_not_say);
        tcase_add_loop_test(tests, what_says_nothing_leaves_it_unknown, 0,
                            (int)(sizeof useless / sizeof useless[0]));
        tcase_add_loop_test(tests, does_not_wait_for_ever, 0, 3);
        tcase_add_test(tests, goes_without_it);
        tcase_add_test(tests, is_not_even_loaded_where_it_is_not_to_be_asked);
    }
    suite_add_tcase(suite, tests);
    return suite;
}
