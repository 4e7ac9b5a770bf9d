#include "tests/system/live_registry.h"

#include <aclapi.h>
#include <check.h>
#include <stdlib.h>
#include <string.h>

static HKEY open_key(HKEY root, const wchar_t *key, REGSAM rights)
{
    HKEY opened = NULL;
    if (RegOpenKeyExW(root, key, 0, rights | KEY_WOW64_64KEY, &opened) != ERROR_SUCCESS)
        return NULL;
    return opened;
}

static HKEY create_key(HKEY root, const wchar_t *key)
{
    HKEY created = NULL;
    LSTATUS status = RegCreateKeyExW(root, key, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, NULL,
                                     &created, NULL);
    ck_assert_msg(status == ERROR_SUCCESS, "cannot create %ls: error %ld", key, (long)status);
    return created;
}

void live_registry_create(HKEY root, const wchar_t *key)
{
    RegCloseKey(create_key(root, key));
}

void live_registry_set(HKEY root, const wchar_t *key, const wchar_t *name, DWORD type,
                       const void *data, size_t data_size)
{
    HKEY opened = create_key(root, key);
    LSTATUS status = RegSetValueExW(opened, name, 0, type, data, (DWORD)data_size);
    RegCloseKey(opened);
    ck_assert_msg(status == ERROR_SUCCESS, "cannot set %ls: error %ld", name, (long)status);
}

void live_registry_set_text(HKEY root, const wchar_t *key, const wchar_t *name, const wchar_t *text)
{
    live_registry_set(root, key, name, REG_SZ, text, (wcslen(text) + 1) * sizeof *text);
}

void live_registry_set_dword(HKEY root, const wchar_t *key, const wchar_t *name, DWORD number)
{
    live_registry_set(root, key, name, REG_DWORD, &number, sizeof number);
}

/* Reads a value of up to 64 bytes. */
static LSTATUS read_value(HKEY root, const wchar_t *key, const wchar_t *name, DWORD *type,
                          BYTE data[64], DWORD *size)
{
    HKEY opened = open_key(root, key, KEY_QUERY_VALUE);
    if (opened == NULL)
        return ERROR_FILE_NOT_FOUND;
    *size = 64;
    LSTATUS status = RegQueryValueExW(opened, name, NULL, type, data, size);
    RegCloseKey(opened);
    return status;
}

void live_registry_expect(HKEY root, const wchar_t *key, const wchar_t *name, DWORD type,
                          const void *data, size_t data_size)
{
    BYTE found[64];
    DWORD found_type = 0;
    DWORD found_size = 0;
    LSTATUS status = read_value(root, key, name, &found_type, found, &found_size);
    ck_assert_msg(status == ERROR_SUCCESS, "cannot read %ls: error %ld", name, (long)status);
    ck_assert_uint_eq(found_type, type);
    ck_assert_uint_eq(found_size, data_size);
    ck_assert_mem_eq(found, data, data_size);
}

void live_registry_expect_absent(HKEY root, const wchar_t *key, const wchar_t *name)
{
    BYTE found[64];
    DWORD type = 0;
    DWORD size = 0;
    LSTATUS status = read_value(root, key, name, &type, found, &size);
    ck_assert_msg(status == ERROR_FILE_NOT_FOUND, "%ls is there", name);
}

bool live_registry_has_key(HKEY root, const wchar_t *key)
{
    HKEY opened = open_key(root, key, KEY_QUERY_VALUE);
    if (opened == NULL)
        return false;
    RegCloseKey(opened);
    return true;
}

unsigned live_registry_count_subkeys(HKEY root, const wchar_t *key)
{
    DWORD count = 0;
    HKEY opened = open_key(root, key, KEY_QUERY_VALUE);
    if (opened == NULL)
        return 0;
    RegQueryInfoKeyW(opened, NULL, NULL, NULL, &count, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RegCloseKey(opened);
    return count;
}

/* The well-known SID of everybody, S-1-1-0. */
static PSID everybody(void)
{
    static BYTE sid[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof sid;
    return CreateWellKnownSid(WinWorldSid, NULL, sid, &size) ? sid : NULL;
}

void live_registry_deny(HKEY root, const wchar_t *key, REGSAM rights)
{
    PACL before = NULL;
    PACL after = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    EXPLICIT_ACCESSW denial = {
        .grfAccessPermissions = rights,
        .grfAccessMode = DENY_ACCESS,
        .grfInheritance = NO_INHERITANCE,
        .Trustee = {.TrusteeForm = TRUSTEE_IS_SID, .ptstrName = everybody()},
    };
    HKEY opened = open_key(root, key, READ_CONTROL | WRITE_DAC);
    ck_assert_msg(opened != NULL, "cannot open %ls to deny something", key);
    ck_assert_uint_eq(GetSecurityInfo(opened, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL,
                                      NULL, &before, NULL, &descriptor),
                      ERROR_SUCCESS);
    ck_assert_uint_eq(SetEntriesInAclW(1, &denial, before, &after), ERROR_SUCCESS);
    ck_assert_uint_eq(SetSecurityInfo(opened, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL,
                                      NULL, after, NULL),
                      ERROR_SUCCESS);
    LocalFree(after);
    LocalFree(descriptor);
    RegCloseKey(opened);
}

/* Takes the entries out that live_registry_deny puts in. True if there were any. */
static bool drop_denials(PACL list)
{
    bool dropped = false;
    PSID sid = everybody();
    for (DWORD i = list->AceCount; i-- > 0;) {
        void *entry = NULL;
        if (!GetAce(list, i, &entry))
            continue;
        ACCESS_DENIED_ACE *denied = entry;
        if (denied->Header.AceType == ACCESS_DENIED_ACE_TYPE && EqualSid(&denied->SidStart, sid))
            dropped = DeleteAce(list, i) || dropped;
    }
    return dropped;
}

void live_registry_allow(HKEY root, const wchar_t *key)
{
    PACL list = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    HKEY opened = open_key(root, key, READ_CONTROL | WRITE_DAC);
    if (opened == NULL)
        return;
    if (GetSecurityInfo(opened, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL, NULL, &list, NULL,
                        &descriptor) == ERROR_SUCCESS &&
        list != NULL && drop_denials(list))
        SetSecurityInfo(opened, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL, NULL, list, NULL);
    LocalFree(descriptor);
    RegCloseKey(opened);
}

/* RegDeleteKeyW deletes from the 32-bit view; Windows XP has no other function and no other view.
 */
static void delete_key(HKEY parent, const wchar_t *name)
{
    typedef LSTATUS WINAPI delete_key_function(HKEY, LPCWSTR, REGSAM, DWORD);
    HMODULE advapi32 = GetModuleHandleW(L"advapi32.dll");
    delete_key_function *delete_key_ex =
        (delete_key_function *)(void (*)(void))GetProcAddress(advapi32, "RegDeleteKeyExW");
    if (delete_key_ex != NULL)
        delete_key_ex(parent, name, KEY_WOW64_64KEY, 0);
    else
        RegDeleteKeyW(parent, name);
}

void live_registry_delete_tree(HKEY root, const wchar_t *key)
{
    wchar_t name[256];
    DWORD index = 0;
    HKEY opened = open_key(root, key, KEY_ENUMERATE_SUB_KEYS);
    if (opened == NULL) { /* it is not there, or a test that failed has denied it */
        live_registry_allow(root, key);
        opened = open_key(root, key, KEY_ENUMERATE_SUB_KEYS);
    }
    if (opened == NULL)
        return;
    for (;;) {
        DWORD length = 256;
        if (RegEnumKeyExW(opened, index, name, &length, NULL, NULL, NULL, NULL) != ERROR_SUCCESS)
            break;
        live_registry_delete_tree(opened, name);
        HKEY left = open_key(opened, name, KEY_QUERY_VALUE);
        if (left != NULL) { /* it could not be deleted: go on behind it */
            RegCloseKey(left);
            index++;
        }
    }
    RegCloseKey(opened);
    delete_key(root, key);
}

void live_registry_clear(void)
{
    live_registry_allow(HKEY_LOCAL_MACHINE, LSA_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, PROFILES_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, L"Software\\PromptFix");
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, L"Software\\PromptFix");
    HKEY lsa = open_key(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE);
    if (lsa != NULL) {
        RegDeleteValueW(lsa, LEVEL_VALUE);
        RegCloseKey(lsa);
    }
}
