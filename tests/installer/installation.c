#include "tests/installer/installation.h"

#include "agent/close_request.h"
#include "agent/single_instance_windows.h"
#include "tests/desktop/event_wait.h"
#include "tests/system/live_registry.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdlib.h>
#include <wchar.h>

#define FOLDER L"C:\\Program Files\\PromptFix\\"
#define SETTINGS_KEY L"Software\\PromptFix\\Installer"
#define STATE_KEY L"Software\\PromptFix.Installing"
#define EVENT_KEY L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\PromptFix"
#define UNINSTALL_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall"
#define RUN_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Run"

enum { TEXT_SIZE = 1024 }; /* units */

DWORD msiexec(const wchar_t *verb, const wchar_t *msi, const wchar_t *words)
{
    wchar_t line[TEXT_SIZE];
    _snwprintf(line, TEXT_SIZE, L"msiexec.exe %ls \"%ls\\build\\%ls\" /qn %ls", verb,
               _wgetenv(L"PROMPTFIX_SOURCES"), msi, words);
    return program_run(line)->exit_code;
}

static bool has(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

bool installation_has_file(const wchar_t *name)
{
    wchar_t path[TEXT_SIZE];
    _snwprintf(path, TEXT_SIZE, FOLDER L"%ls", name);
    return has(path);
}

void installation_delete_file(const wchar_t *name)
{
    wchar_t path[TEXT_SIZE];
    _snwprintf(path, TEXT_SIZE, FOLDER L"%ls", name);
    ck_assert(DeleteFileW(path));
}

/* Windows has the Start menu of all users for it; Wine, whatever ALLUSERS says, the user's own. */
static bool has_shortcut(void)
{
    wchar_t path[TEXT_SIZE];
    const wchar_t *const places[] = {L"%APPDATA%\\Microsoft\\Windows\\Start Menu",
                                     L"%ProgramData%\\Microsoft\\Windows\\Start Menu",
                                     L"%ALLUSERSPROFILE%\\Start Menu"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        ExpandEnvironmentStringsW(places[i], path, TEXT_SIZE / 2);
        wcscat(path, L"\\Programs\\PromptFix.lnk");
        if (has(path))
            return true;
    }
    return false;
}

static bool read_text(HKEY key, const wchar_t *name, wchar_t text[TEXT_SIZE])
{
    DWORD size = (TEXT_SIZE - 1) * sizeof *text;
    if (RegQueryValueExW(key, name, NULL, NULL, (BYTE *)text, &size) != ERROR_SUCCESS)
        return false;
    text[size / sizeof *text] = L'\0';
    return true;
}

/* The version of the entry of this name among the installed programs; false without one. More than
 * one fails the test. */
static bool entry_version(wchar_t version[TEXT_SIZE])
{
    HKEY all;
    bool found = false;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, UNINSTALL_KEY, 0, KEY_READ, &all) != ERROR_SUCCESS)
        return false;
    for (DWORD i = 0;; i++) {
        wchar_t name[256];
        wchar_t text[TEXT_SIZE];
        DWORD length = 256;
        HKEY entry;
        if (RegEnumKeyExW(all, i, name, &length, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        ck_assert_int_eq(RegOpenKeyExW(all, name, 0, KEY_READ, &entry), ERROR_SUCCESS);
        if (read_text(entry, L"DisplayName", text) && wcscmp(text, L"PromptFix") == 0) {
            ck_assert_msg(!found, "two entries among the installed programs");
            found = read_text(entry, L"DisplayVersion", version);
        }
        RegCloseKey(entry);
    }
    RegCloseKey(all);
    return found;
}

static void expect_text(const wchar_t *key_name, const wchar_t *name, const wchar_t *expected)
{
    HKEY key;
    wchar_t text[TEXT_SIZE] = L"";
    ck_assert_int_eq(RegOpenKeyExW(HKEY_LOCAL_MACHINE, key_name, 0, KEY_READ, &key), ERROR_SUCCESS);
    const bool found = read_text(key, name, text);
    RegCloseKey(key);
    ck_assert_msg(found && wcscmp(text, expected) == 0, "%ls is \"%ls\"", name, text);
}

void installation_expect(const wchar_t *version)
{
    static const DWORD all_types = 7;
    wchar_t found[TEXT_SIZE] = L"";
    ck_assert(installation_has_file(L"promptfix.exe"));
    ck_assert(installation_has_file(L"licences.txt"));
    ck_assert(has_shortcut());
    ck_assert(entry_version(found));
    ck_assert_msg(wcscmp(found, version) == 0, "version %ls is installed", found);
    expect_text(EVENT_KEY, L"EventMessageFile", FOLDER L"promptfix.exe");
    live_registry_expect(HKEY_LOCAL_MACHINE, EVENT_KEY, L"TypesSupported", REG_DWORD, &all_types,
                         sizeof all_types);
    expect_text(SETTINGS_KEY, L"INSTALLDIR", FOLDER);
    ck_assert(!live_registry_has_key(HKEY_LOCAL_MACHINE, STATE_KEY));
}

void installation_expect_none(void)
{
    wchar_t found[TEXT_SIZE] = L"";
    ck_assert(!installation_has_file(L"promptfix.exe"));
    ck_assert(!installation_has_file(L"licences.txt"));
    ck_assert(!has(L"C:\\Program Files\\PromptFix"));
    ck_assert(!has_shortcut());
    ck_assert(!entry_version(found));
    ck_assert(!live_registry_has_key(HKEY_LOCAL_MACHINE, EVENT_KEY));
    ck_assert(!live_registry_has_key(HKEY_LOCAL_MACHINE, SETTINGS_KEY));
    ck_assert(!live_registry_has_key(HKEY_LOCAL_MACHINE, STATE_KEY));
    installation_expect_autostart(false);
    ck_assert_uint_eq(installation_agent(), 0);
}

void installation_expect_autostart(bool wanted)
{
    if (wanted)
        expect_text(RUN_KEY, L"PromptFix", L"\"" FOLDER L"promptfix.exe\"");
    else
        live_registry_expect_absent(HKEY_LOCAL_MACHINE, RUN_KEY, L"PromptFix");
}

void installation_expect_setting(const wchar_t *name, const wchar_t *value)
{
    expect_text(SETTINGS_KEY, name, value);
}

/* It answers, and hears what an installer asks. */
DWORD installation_agent(void)
{
    DWORD process = 0;
    HWND window = FindWindowW(AGENT_WINDOW_CLASS, NULL);
    HANDLE request = OpenEventW(SYNCHRONIZE, FALSE, CLOSE_REQUEST_NAME);
    if (window != NULL && request != NULL)
        GetWindowThreadProcessId(window, &process);
    if (request != NULL)
        CloseHandle(request);
    return process;
}

static bool has_another_agent(void *context)
{
    const DWORD *before = context;
    const DWORD now = installation_agent();
    return now != 0 && now != *before;
}

DWORD installation_expect_agent(DWORD before)
{
    /* While a handle is open, no other process gets the number. */
    static HANDLE known;
    EXPECT_SOON(has_another_agent, &before);
    const DWORD agent = installation_agent();
    if (known != NULL)
        CloseHandle(known);
    known = OpenProcess(SYNCHRONIZE, FALSE, agent);
    ck_assert_ptr_nonnull(known);
    return agent;
}
