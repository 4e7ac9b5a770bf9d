#include "registry/windows_link_windows.h"

#include "registry/registry_path.h"

#include <wchar.h>

/* ERROR_STOPPED_ON_SYMLINK, which older headers lack. */
enum { STOPPED_ON_SYMLINK = 681 };

/* Is the key, opened as what it is, a link? The value with its target makes it one. Source:
 * Microsoft, "Registry symbolic links" (winnt.h, REG_LINK). */
static LSTATUS refuse_link(HKEY key)
{
    DWORD type = 0;
    LSTATUS status = RegQueryValueExW(key, L"SymbolicLinkValue", NULL, &type, NULL, NULL);
    if (status == ERROR_FILE_NOT_FOUND)
        return ERROR_SUCCESS;
    return status == ERROR_SUCCESS || status == ERROR_MORE_DATA ? STOPPED_ON_SYMLINK : status;
}

static LSTATUS open_part(HKEY parent, const wchar_t *name, REGSAM rights, HKEY *key)
{
    HKEY opened = NULL;
    LSTATUS status =
        RegOpenKeyExW(parent, name, REG_OPTION_OPEN_LINK, rights | KEY_QUERY_VALUE, &opened);
    if (status != ERROR_SUCCESS)
        return status;
    status = refuse_link(opened);
    if (status != ERROR_SUCCESS)
        RegCloseKey(opened);
    else
        *key = opened;
    return status;
}

/* Somebody may put a link there between a look and the creation, which would then be done behind
 * it: what was created is not used, only what is then found in the place. */
static LSTATUS create_part(HKEY parent, const wchar_t *name, DWORD options, REGSAM rights,
                           HKEY *key)
{
    HKEY created = NULL;
    LSTATUS status = open_part(parent, name, rights, key);
    if (status != ERROR_FILE_NOT_FOUND)
        return status;
    status = RegCreateKeyExW(parent, name, 0, NULL, options, rights, NULL, &created, NULL);
    if (status != ERROR_SUCCESS)
        return status;
    RegCloseKey(created);
    return open_part(parent, name, rights, key);
}

/* Goes down the path part by part. `options` of -1 creates nothing. */
static LSTATUS go_down(HKEY parent, const wchar_t *path, int options, REGSAM rights, HKEY *key)
{
    const REGSAM passing = KEY_QUERY_VALUE | KEY_ENUMERATE_SUB_KEYS | KEY_WOW64_64KEY;
    wchar_t name[REGISTRY_KEY_NAME_LIMIT + 1];
    HKEY at = parent;
    LSTATUS status = ERROR_SUCCESS;
    do {
        const size_t length = wcscspn(path, L"\\");
        const BOOL last = path[length] == L'\0';
        HKEY next = NULL;
        wmemcpy(name, path, length); /* registry_path_check has seen that it fits */
        name[length] = L'\0';
        path += length + (last ? 0 : 1);
        if (options < 0)
            status = open_part(at, name, last ? rights : passing, &next);
        else
            status = create_part(at, name, last ? (DWORD)options : REG_OPTION_NON_VOLATILE,
                                 last ? rights : passing | KEY_CREATE_SUB_KEY, &next);
        if (at != parent)
            RegCloseKey(at);
        at = next;
    } while (status == ERROR_SUCCESS && *path != L'\0');
    if (status == ERROR_SUCCESS)
        *key = at;
    return status;
}

LSTATUS windows_open_key(bool follow_links, HKEY parent, const wchar_t *path, REGSAM rights,
                         HKEY *key)
{
    return follow_links ? RegOpenKeyExW(parent, path, 0, rights, key)
                        : go_down(parent, path, -1, rights, key);
}

LSTATUS windows_create_key(bool follow_links, HKEY parent, const wchar_t *path, DWORD options,
                           REGSAM rights, HKEY *key)
{
    return follow_links ? RegCreateKeyExW(parent, path, 0, NULL, options, rights, NULL, key, NULL)
                        : go_down(parent, path, (int)options, rights, key);
}

/* By way of void: a cast from one function type to another is what GetProcAddress asks for. */
typedef void any_function(void);
static any_function *find_function(const wchar_t *dll, const char *name)
{
    HMODULE module = GetModuleHandleW(dll);
    return module != NULL ? (any_function *)(void (*)(void))GetProcAddress(module, name) : NULL;
}

/* RegDeleteKeyW would delete from the 32-bit view. Where Windows lacks the newer function, which it
 * has since Vista and XP x64, it has one view only. */
static LSTATUS delete_by_name(HKEY parent, const wchar_t *name)
{
    typedef LSTATUS WINAPI delete_function(HKEY, LPCWSTR, REGSAM, DWORD);
    delete_function *delete_key =
        (delete_function *)find_function(L"advapi32.dll", "RegDeleteKeyExW");
    return delete_key != NULL ? delete_key(parent, name, KEY_WOW64_64KEY, 0)
                              : RegDeleteKeyW(parent, name);
}

/* By name Windows would look for the key once more: it is deleted by the handle that was opened
 * here. Source: Microsoft, "ZwDeleteKey function". */
LSTATUS windows_delete_key(bool follow_links, HKEY parent, const wchar_t *name)
{
    typedef LONG WINAPI delete_function(HANDLE);
    typedef ULONG WINAPI error_function(LONG);
    HKEY key = NULL;
    if (follow_links)
        return delete_by_name(parent, name);
    delete_function *delete_key = (delete_function *)find_function(L"ntdll.dll", "NtDeleteKey");
    error_function *to_error =
        (error_function *)find_function(L"ntdll.dll", "RtlNtStatusToDosError");
    if (delete_key == NULL || to_error == NULL)
        return ERROR_PROC_NOT_FOUND;
    LSTATUS status = RegOpenKeyExW(parent, name, REG_OPTION_OPEN_LINK,
                                   DELETE | KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key);
    if (status != ERROR_SUCCESS)
        return status;
    status = (LSTATUS)to_error(delete_key(key));
    RegCloseKey(key);
    return status;
}
