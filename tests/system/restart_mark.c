#include "tests/system/restart_mark.h"

#include "tests/system/live_registry.h"

#include <check.h>

#define OWN_KEY L"Software\\PromptFix"
#define MARK_KEY OWN_KEY L"\\RestartPending"

/* Nothing that lasts can be made below a key that does not. */
static bool is_volatile(HKEY root, const wchar_t *key)
{
    HKEY mark = NULL;
    HKEY below = NULL;
    ck_assert_int_eq(RegOpenKeyExW(root, key, 0, KEY_CREATE_SUB_KEY | KEY_WOW64_64KEY, &mark),
                     ERROR_SUCCESS);
    LSTATUS status = RegCreateKeyExW(mark, L"lasting", 0, NULL, REG_OPTION_NON_VOLATILE,
                                     KEY_QUERY_VALUE | KEY_WOW64_64KEY, NULL, &below, NULL);
    if (status == ERROR_SUCCESS) {
        RegCloseKey(below);
        ck_assert_int_eq(RegDeleteKeyW(mark, L"lasting"), ERROR_SUCCESS);
    }
    RegCloseKey(mark);
    return status == ERROR_CHILD_MUST_BE_VOLATILE;
}

static void expect_time(void)
{
    wchar_t time[32] = L"";
    DWORD type = 0;
    DWORD size = sizeof time - sizeof *time;
    HKEY mark = NULL;
    ck_assert_int_eq(
        RegOpenKeyExW(HKEY_CURRENT_USER, MARK_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &mark),
        ERROR_SUCCESS);
    ck_assert_int_eq(RegQueryValueExW(mark, L"Time", NULL, &type, (BYTE *)time, &size),
                     ERROR_SUCCESS);
    RegCloseKey(mark);
    ck_assert_uint_eq(type, REG_SZ);
    ck_assert_uint_eq(size, sizeof L"2026-11-22T10:00:00Z");
    ck_assert(time[4] == L'-' && time[10] == L'T' && time[19] == L'Z');
}

void restart_mark_expect(bool outlook, bool windows)
{
    ck_assert_int_eq(live_registry_has_key(HKEY_CURRENT_USER, MARK_KEY), outlook);
    ck_assert_int_eq(live_registry_has_key(HKEY_LOCAL_MACHINE, MARK_KEY), windows);
    if (outlook) {
        ck_assert(is_volatile(HKEY_CURRENT_USER, MARK_KEY));
        ck_assert(!is_volatile(HKEY_CURRENT_USER, OWN_KEY));
        expect_time();
    }
    if (windows)
        ck_assert(is_volatile(HKEY_LOCAL_MACHINE, MARK_KEY));
}

static void forget(HKEY root)
{
    HKEY own = NULL;
    DWORD key_count = 1;
    DWORD value_count = 1;
    live_registry_delete_tree(root, MARK_KEY);
    if (RegOpenKeyExW(root, OWN_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &own) != ERROR_SUCCESS)
        return;
    RegQueryInfoKeyW(own, NULL, NULL, NULL, &key_count, NULL, NULL, &value_count, NULL, NULL, NULL,
                     NULL);
    RegCloseKey(own);
    if (key_count == 0 && value_count == 0)
        live_registry_delete_tree(root, OWN_KEY);
}

void restart_mark_forget(void)
{
    forget(HKEY_CURRENT_USER);
    forget(HKEY_LOCAL_MACHINE);
}
