#include "tests/system/native_registry.h"

#include <check.h>
#include <sddl.h>
#include <winternl.h>

/* Microsoft documents these as ZwCreateKey, ZwSetValueKey and ZwDeleteKey. */
typedef NTSTATUS WINAPI create_function(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG,
                                        UNICODE_STRING *, ULONG, ULONG *);
typedef NTSTATUS WINAPI set_function(HANDLE, UNICODE_STRING *, ULONG, ULONG, const void *, ULONG);
typedef NTSTATUS WINAPI delete_function(HANDLE);

static void (*find(const char *name))(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    ck_assert_ptr_nonnull(ntdll);
    void (*found)(void) = (void (*)(void))GetProcAddress(ntdll, name);
    ck_assert_msg(found != NULL, "ntdll has no %s", name);
    return found;
}

static UNICODE_STRING string_of(const wchar_t *name, size_t length)
{
    const USHORT size = (USHORT)(length * sizeof *name);
    return (UNICODE_STRING){size, size, (wchar_t *)name};
}

HKEY native_registry_create(HKEY parent, const wchar_t *name, size_t length)
{
    HANDLE key = NULL;
    UNICODE_STRING string = string_of(name, length);
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes,
                                    .RootDirectory = parent,
                                    .ObjectName = &string,
                                    .Attributes = OBJ_CASE_INSENSITIVE};
    create_function *create = (create_function *)find("NtCreateKey");
    NTSTATUS status = create(&key, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, NULL);
    ck_assert_msg(status == 0, "NtCreateKey: %lx", (unsigned long)status);
    return (HKEY)key;
}

void native_registry_set(HKEY key, const wchar_t *name, size_t length, DWORD type, const void *data,
                         size_t data_size)
{
    UNICODE_STRING string = string_of(name, length);
    set_function *set = (set_function *)find("NtSetValueKey");
    ck_assert_int_eq(set(key, &string, 0, type, data, (ULONG)data_size), 0);
}

void native_registry_delete(HKEY key)
{
    delete_function *delete_key = (delete_function *)find("NtDeleteKey");
    delete_key(key);
    RegCloseKey(key);
}

/* "\Registry\User\<SID>\" and a path: how the native functions name HKEY_CURRENT_USER. */
static void native_path(const wchar_t *path, wchar_t native[512])
{
    union {
        TOKEN_USER user;
        BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } answer;
    HANDLE token = NULL;
    wchar_t *sid = NULL;
    DWORD size = 0;
    ck_assert(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    ck_assert(GetTokenInformation(token, TokenUser, &answer, sizeof answer, &size));
    ck_assert(ConvertSidToStringSidW(answer.user.User.Sid, &sid));
    CloseHandle(token);
    ck_assert_uint_lt(wcslen(sid) + wcslen(path) + 20, 512);
    wcscpy(native, L"\\Registry\\User\\");
    wcscat(native, sid);
    wcscat(native, L"\\");
    wcscat(native, path);
    LocalFree(sid);
}

void native_registry_link_at(HKEY root, const wchar_t *path, const wchar_t *target)
{
    HKEY key = NULL;
    wchar_t native[512];
    native_path(target, native);
    ck_assert_int_eq(RegCreateKeyExW(root, path, 0, NULL, REG_OPTION_CREATE_LINK,
                                     KEY_SET_VALUE | KEY_CREATE_LINK, NULL, &key, NULL),
                     ERROR_SUCCESS);
    ck_assert_int_eq(RegSetValueExW(key, L"SymbolicLinkValue", 0, REG_LINK, (const BYTE *)native,
                                    (DWORD)(wcslen(native) * sizeof *native)),
                     ERROR_SUCCESS);
    RegCloseKey(key);
}

void native_registry_link(const wchar_t *path, const wchar_t *target)
{
    native_registry_link_at(HKEY_CURRENT_USER, path, target);
}

void native_registry_unlink_at(HKEY root, const wchar_t *path)
{
    HKEY key = NULL;
    if (RegOpenKeyExW(root, path, REG_OPTION_OPEN_LINK, DELETE, &key) == ERROR_SUCCESS)
        native_registry_delete(key);
}

void native_registry_unlink(const wchar_t *path)
{
    native_registry_unlink_at(HKEY_CURRENT_USER, path);
}
