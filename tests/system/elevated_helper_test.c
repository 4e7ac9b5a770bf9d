/* What the elevated helper, `promptfix /fix /scope:machine /level:N`, lets its caller decide: the
 * number, and nothing else. The caller is an ordinary user, who chooses the folder, the
 * environment, what lies beside the program (as far as he may write there), and all of HKCU. */
#include "tests/system/machine.h"
#include "tests/system/mail_sample.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/security_template.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define HELPER L"/fix /scope:machine /level:3"

/* What the program imports late or looks up, what these and Windows' own DLLs bring along, and what
 * others have been tricked into loading. Not those that Windows itself takes from its own folder
 * whatever lies beside a program, and that promptfix.exe binds at its start: advapi32, kernel32,
 * msvcrt, ntdll (the registry's KnownDLLs, on Windows XP already). Wine has no such list. */
static const wchar_t *const names[] = {
    L"actxprxy", L"clbcatq",  L"combase",  L"comres",    L"fastprox", L"ntdsapi",  L"security",
    L"wbemcomn", L"wbemprox", L"wbemsvc",  L"xpsp2res",  L"apphelp",  L"bcrypt",   L"comctl32",
    L"comdlg32", L"credui",   L"crypt32",  L"cryptbase", L"cryptsp",  L"dbghelp",  L"dwmapi",
    L"edputil",  L"gdi32",    L"imm32",    L"iphlpapi",  L"linkinfo", L"mpr",      L"msimg32",
    L"netapi32", L"netutils", L"ntmarta",  L"ole32",     L"oleacc",   L"oleaut32", L"profapi",
    L"propsys",  L"psapi",    L"rpcrt4",   L"rstrtmgr",  L"samcli",   L"secur32",  L"setupapi",
    L"shcore",   L"shell32",  L"shfolder", L"shlwapi",   L"srvcli",   L"sspicli",  L"urlmon",
    L"user32",   L"userenv",  L"uxtheme",  L"version",   L"wevtapi",  L"winhttp",  L"wininet",
    L"winmm",    L"winsta",   L"wkscli",   L"ws2_32",    L"wtsapi32",
};

enum { NAME_COUNT = sizeof names / sizeof names[0], LINE_LIMIT = 2048 };

static char *before;
static HANDLE planted_loaded;

/* Wine takes a DLL of its own whatever lies beside a program, unless it is told to behave as
 * Windows does. */
#define LOAD_ORDER L"Software\\Wine\\AppDefaults\\promptfix.exe"

static void load_as_windows_does(void)
{
    for (int i = 0; machine_is_wine() && i < NAME_COUNT; i++)
        live_registry_set_text(HKEY_CURRENT_USER, LOAD_ORDER L"\\DllOverrides", names[i],
                               L"native,builtin");
}

static void set_up(void)
{
    load_as_windows_does();
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
    before = registry_dump();
    planted_loaded = CreateEventW(NULL, TRUE, FALSE, L"Local\\PromptFixPlantedDll");
    ck_assert_ptr_nonnull(planted_loaded);
}

static void tear_down(void)
{
    CloseHandle(planted_loaded);
    free(before);
    before = NULL;
    live_registry_delete_tree(HKEY_CURRENT_USER, LOAD_ORDER);
    live_registry_clear();
}

static bool was_loaded(void)
{
    return WaitForSingleObject(planted_loaded, 0) == WAIT_OBJECT_0;
}

/* The DLL lies beside the tests' program. */
static const wchar_t *planted_path(void)
{
    static wchar_t path[MAX_PATH];
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    while (length > 0 && path[length - 1] != L'\\')
        length--;
    ck_assert_uint_lt(length + 12, MAX_PATH);
    wcscpy(path + length, L"planted.dll");
    return path;
}

static const wchar_t *file_of(const wchar_t *name)
{
    static wchar_t file[64];
    wcscpy(file, name);
    wcscat(file, L".dll");
    return test_file_path(file);
}

/* Copies promptfix.exe into the tests' folder, and the DLL beside it under each of the names. */
static void plant(void)
{
    wchar_t program[MAX_PATH];
    ck_assert_uint_gt(GetEnvironmentVariableW(L"PROMPTFIX_EXE", program, MAX_PATH), 0);
    ck_assert(CopyFileW(program, test_file_path(L"promptfix.exe"), FALSE));
    for (int i = 0; i < NAME_COUNT; i++)
        ck_assert(CopyFileW(planted_path(), file_of(names[i]), FALSE));
}

static void clear_planted(void)
{
    DeleteFileW(test_file_path(L"promptfix.exe"));
    for (int i = 0; i < NAME_COUNT; i++)
        DeleteFileW(file_of(names[i]));
}

/* Runs promptfix.exe of the tests' folder, which is its current folder too. `environment` is a
 * block for CreateProcess, or NULL. */
static DWORD run_planted(const wchar_t *arguments, wchar_t *environment)
{
    wchar_t line[LINE_LIMIT];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    swprintf(line, LINE_LIMIT, L"\"%ls\" %ls", test_file_path(L"promptfix.exe"), arguments);
    ck_assert(CreateProcessW(NULL, line, NULL, NULL, FALSE,
                             DETACHED_PROCESS | CREATE_UNICODE_ENVIRONMENT, environment,
                             test_file_path(L""), &startup, &process));
    CloseHandle(process.hThread);
    return program_finish(process.hProcess);
}

static unsigned count_files(void)
{
    WIN32_FIND_DATAW found;
    unsigned count = 0;
    HANDLE search = FindFirstFileW(test_file_path(L"*"), &found);
    ck_assert_ptr_ne(search, INVALID_HANDLE_VALUE);
    do {
        count++;
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return count;
}

/* The level is raised, and neither HKCU nor anything else has changed. */
static void expect_only_the_level(void)
{
    const DWORD one = 1;
    mail_sample_expect_level(3);
    live_registry_set(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE, REG_DWORD, &one, sizeof one);
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, L"Software\\PromptFix");
    registry_expect_same(before);
}

START_TEST(the_planted_dll_would_tell)
{
    HMODULE dll = LoadLibraryW(planted_path());
    ck_assert_ptr_nonnull(dll);
    FreeLibrary(dll);
    ck_assert(was_loaded());
}
END_TEST

/* Not the elevated verb, but whoever downloads the program runs it where downloads lie: asking the
 * proxy loads WinHTTP, and what that needs. */
START_TEST(loads_none_either_when_it_asks_a_proxy)
{
    plant();
    const DWORD exit_code = run_planted(L"/check /quiet /probe:prefer", NULL);
    clear_planted();
    ck_assert(!was_loaded());
    ck_assert_uint_eq(exit_code, 1);
}
END_TEST

/* Nor the elevated verb, which loads no COM: asking for the resulting set of policy does. */
START_TEST(loads_none_either_when_it_asks_for_the_policy_result)
{
    static const char malformed[] =
        "[Registry Values]\r\n"
        "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4,three\r\n";
    security_template_write(L"gpt00007.dom", malformed, strlen(malformed));
    plant();
    const DWORD exit_code = run_planted(L"/check /quiet", NULL);
    clear_planted();
    security_template_delete(L"gpt00007.dom");
    ck_assert(!was_loaded());
    ck_assert_uint_eq(exit_code, 1);
}
END_TEST

START_TEST(loads_no_dll_that_lies_beside_it)
{
    plant();
    ck_assert_uint_eq(run_planted(HELPER, NULL), 3010);
    ck_assert(!was_loaded());
    expect_only_the_level();
    ck_assert_uint_eq(run_planted(L"/check", NULL), 1);
    ck_assert(!was_loaded());
    clear_planted();
    printf("elevated helper: none of %d planted DLLs was loaded\n", NAME_COUNT);
}
END_TEST

/* Appends NAME=VALUE and its NUL to an environment block. */
static wchar_t *append_variable(wchar_t *end, const wchar_t *name, const wchar_t *value)
{
    wcscpy(end, name);
    wcscat(end, L"=");
    wcscat(end, value);
    return end + wcslen(end) + 1;
}

START_TEST(believes_no_environment)
{
    static const wchar_t *const folders[] = {
        L"ALLUSERSPROFILE", L"APPDATA",    L"COMSPEC",     L"HOME",
        L"LOCALAPPDATA",    L"PATH",       L"ProgramData", L"ProgramFiles",
        L"SystemDrive",     L"SystemRoot", L"TEMP",        L"TMP",
        L"USERPROFILE",     L"windir"};
    static const wchar_t *const words[] = {L"LANG",         L"LC_ALL",    L"TZ",
                                           L"USERDOMAIN",   L"USERNAME",  L"__COMPAT_LAYER",
                                           L"COMPUTERNAME", L"GCONV_PATH"};
    static wchar_t block[32 * MAX_PATH];
    wchar_t *end = block;
    plant();
    unsigned file_count = count_files();
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        end = append_variable(end, folders[i], test_file_path(L""));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        end = append_variable(end, words[i], L"%s%n..\\..\\\xD800\"'");
    *end = L'\0';
    ck_assert_uint_eq(run_planted(HELPER, block), 3010);
    ck_assert(!was_loaded());
    ck_assert_uint_eq(count_files(), file_count);
    expect_only_the_level();
    clear_planted();
}
END_TEST

/* HKCU is the caller's, or that of the administrator who lent his name: neither is looked at. */
START_TEST(looks_at_no_hkcu)
{
    static const wchar_t record[] = RECORDS_KEY L"\\1";
    static BYTE huge[64 * 1024];
    live_registry_set_text(HKEY_CURRENT_USER, record, L"State", L"pending");
    live_registry_set_text(HKEY_CURRENT_USER, record, L"1.Key", LSA_KEY);
    live_registry_set_text(HKEY_CURRENT_USER, record, L"1.Value", LEVEL_VALUE);
    live_registry_set_dword(HKEY_CURRENT_USER, record, L"1.Before", 0);
    live_registry_set_dword(HKEY_CURRENT_USER, record, L"1.After", 3);
    live_registry_set_dword(HKEY_CURRENT_USER, record, L"Changes", 0xFFFFFFFF);
    live_registry_set_dword(HKEY_CURRENT_USER, L"Software\\PromptFix\\RestartPending", L"Time", 1);
    mail_sample_set(L"Outlook", L"00036627", REG_BINARY, huge, sizeof huge);
    free(before);
    before = registry_dump();
    ck_assert_uint_eq(promptfix(HELPER)->exit_code, 3010);
    expect_only_the_level();
}
END_TEST

START_TEST(takes_no_other_words)
{
    static const wchar_t *const lines[] = {
        L"/fix /scope:machine /level:0",
        L"/fix /scope:machine /level:1",
        L"/fix /scope:machine /level:4",
        L"/fix /scope:machine /level:-3",
        L"/fix /scope:machine /level:3 /level:2",
        L"/fix /scope:machine /level:3 anything",
        L"/fix /scope:machine /level:3x",
        L"/fix /scope:machine /level:99999999999999999999",
        L"/fix /scope:machine /level:3 /run:cmd",
        L"/fix /scope:machine /level:3 /from:x.reg",
        L"/fix /undo /scope:machine",
        L"/fix /scope:HKLM",
        L"/fix /scope:machine /level:",
        L"/fix /scope:machine \"/level:3\xD800\"",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        DWORD exit_code = promptfix(lines[i])->exit_code;
        ck_assert_msg(exit_code == 87, "%ls ends with %lu", lines[i], exit_code);
    }
    registry_expect_same(before);
}
END_TEST

Suite *elevated_helper_suite(void);

Suite *elevated_helper_suite(void)
{
    Suite *suite = suite_create("elevated_helper");
    TCase *tests = tcase_create("elevated_helper");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_planted_dll_would_tell);
    tcase_add_test(tests, loads_none_either_when_it_asks_a_proxy);
    tcase_add_test(tests, loads_none_either_when_it_asks_for_the_policy_result);
    tcase_add_test(tests, loads_no_dll_that_lies_beside_it);
    tcase_add_test(tests, believes_no_environment);
    tcase_add_test(tests, looks_at_no_hkcu);
    tcase_add_test(tests, takes_no_other_words);
    suite_add_tcase(suite, tests);
    return suite;
}
