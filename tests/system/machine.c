#include "tests/system/machine.h"

#include <windows.h>

#include <check.h>
#include <stdio.h>

#define DRIVERS_KEY L"Software\\Wine\\Drivers"
#define VERSION_KEY L"Software\\Wine\\AppDefaults\\promptfix.exe"
#define TCPIP_KEY L"SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"

/* A function of ntdll.dll, or NULL. The caller casts it to what it is. */
static void (*find_in_ntdll(const char *name))(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    return ntdll != NULL ? (void (*)(void))GetProcAddress(ntdll, name) : NULL;
}

bool machine_is_wine(void)
{
    return find_in_ntdll("wine_get_version") != NULL;
}

bool machine_may_be_changed(void)
{
    wchar_t word[64] = L"";
    DWORD length = GetEnvironmentVariableW(L"PROMPTFIX_SYSTEM_TESTS", word, 64);
    return machine_is_wine() || (length < 64 && wcscmp(word, L"this-machine-may-be-changed") == 0);
}

static void set_text(HKEY root, const wchar_t *path, const wchar_t *name, const wchar_t *text)
{
    HKEY key = NULL;
    if (RegCreateKeyExW(root, path, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL) != ERROR_SUCCESS)
        return;
    if (text != NULL)
        RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text,
                       (DWORD)((wcslen(text) + 1) * sizeof *text));
    else
        RegDeleteValueW(key, name);
    RegCloseKey(key);
}

void machine_join_domain(void)
{
    if (machine_is_wine())
        set_text(HKEY_LOCAL_MACHINE, TCPIP_KEY, L"Domain", L"contoso.invalid");
}

void machine_begin(void)
{
    machine_join_domain();
    if (machine_is_wine())
        set_text(HKEY_CURRENT_USER, DRIVERS_KEY, L"Graphics", L"null");
}

void machine_end(void)
{
    if (!machine_is_wine())
        return;
    set_text(HKEY_CURRENT_USER, DRIVERS_KEY, L"Graphics", NULL);
    set_text(HKEY_CURRENT_USER, VERSION_KEY, L"Version", NULL);
}

void machine_set_windows(const wchar_t *version)
{
    if (machine_is_wine())
        set_text(HKEY_CURRENT_USER, VERSION_KEY, L"Version", version);
}

void machine_windows(struct windows_kind *kind)
{
    /* GetVersionEx tells a program without a manifest an older Windows than there is. */
    typedef LONG WINAPI get_version_function(OSVERSIONINFOEXW *);
    get_version_function *get_version = (get_version_function *)find_in_ntdll("RtlGetVersion");
    OSVERSIONINFOEXW info = {.dwOSVersionInfoSize = sizeof info};
    ck_assert(get_version != NULL);
    ck_assert_int_eq(get_version(&info), 0);
    *kind = (struct windows_kind){.default_level = 0};
    if (info.dwMajorVersion >= 6)
        kind->default_level = 3;
    else if (info.dwMinorVersion >= 2 && info.wProductType != VER_NT_WORKSTATION)
        kind->default_level = 2;
    snprintf(kind->number, sizeof kind->number, "%u.%u", (unsigned)info.dwMajorVersion % 1000U,
             (unsigned)info.dwMinorVersion % 1000U);
}
