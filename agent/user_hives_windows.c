#include "agent/user_hives_windows.h"

#include "agent/account_name_windows.h"
#include "registry/windows_registry_windows.h"

#include <windows.h>

#include <stdlib.h>
#include <string.h>

enum { PATH_UNIT_COUNT = 1024 };

static struct windows_user_hives *windows_of(struct user_hives *hives)
{
    return (struct windows_user_hives *)(void *)hives;
}

static const wchar_t *wide(struct user_hives *hives, const char *text, error_code *code)
{
    return utf16_text_of_utf8(&windows_of(hives)->text, text, strlen(text), NULL, code);
}

/* AdjustTokenPrivileges succeeds also where it has not done all, and says so by the last error. */
static error_code enable(struct user_hives *hives)
{
    static const wchar_t *const names[] = {SE_BACKUP_NAME, SE_RESTORE_NAME};
    HANDLE token = NULL;
    error_code code = CODE_SUCCESS;
    (void)hives;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token))
        return GetLastError();
    for (size_t i = 0; code == CODE_SUCCESS && i < sizeof names / sizeof names[0]; i++) {
        TOKEN_PRIVILEGES wanted = {.PrivilegeCount = 1};
        wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
        if (!LookupPrivilegeValueW(NULL, names[i], &wanted.Privileges[0].Luid)) {
            code = GetLastError();
            break;
        }
        const BOOL adjusted = AdjustTokenPrivileges(token, FALSE, &wanted, 0, NULL, NULL);
        const DWORD error = GetLastError();
        if (!adjusted || error != ERROR_SUCCESS)
            code = error == ERROR_NOT_ALL_ASSIGNED ? CODE_PRIVILEGE_NOT_HELD : error;
    }
    CloseHandle(token);
    return code;
}

static error_code append_own_sid(struct user_hives *hives, struct byte_buffer *sid)
{
    wchar_t text[SID_TEXT_UNIT_COUNT];
    error_code code = windows_own_sid(text);
    return code == CODE_SUCCESS ? utf16_text_append_utf8(&windows_of(hives)->text, text,
                                                         wcslen(text) * sizeof *text, sid)
                                : code;
}

static error_code append_user(struct user_hives *hives, const char *sid, struct byte_buffer *name)
{
    struct windows_user_hives *windows = windows_of(hives);
    wchar_t text[ACCOUNT_NAME_UNIT_COUNT];
    error_code code = CODE_SUCCESS;
    if (windows->names_take_long)
        return ERROR_TIMEOUT;
    const wchar_t *wide_sid = wide(hives, sid, &code);
    if (wide_sid == NULL)
        return code;
    code = account_name_of(wide_sid, text);
    windows->names_take_long = code == ERROR_TIMEOUT;
    return code == CODE_SUCCESS
               ? utf16_text_append_utf8(&windows->text, text, wcslen(text) * sizeof *text, name)
               : code;
}

static error_code enumerate(struct user_hives *hives, size_t index, struct byte_buffer *name)
{
    wchar_t key[256]; /* a key's name has up to 255 characters */
    DWORD length = sizeof key / sizeof key[0];
    error_code code =
        (error_code)RegEnumKeyExW(HKEY_USERS, (DWORD)index, key, &length, NULL, NULL, NULL, NULL);
    if (code != CODE_SUCCESS)
        return code;
    byte_buffer_clear(name);
    code = utf16_text_append_utf8(&windows_of(hives)->text, key, length * sizeof *key, name);
    if (code == CODE_SUCCESS && byte_buffer_text(name) == NULL)
        code = CODE_NOT_ENOUGH_MEMORY;
    return code;
}

static error_code lock(struct user_hives *hives, const char *sid)
{
    error_code code = CODE_SUCCESS;
    const wchar_t *wide_sid = wide(hives, sid, &code);
    return wide_sid != NULL
               ? windows_lock_take(&windows_of(hives)->lock, REGISTRY_CURRENT_USER, wide_sid)
               : code;
}

static void unlock(struct user_hives *hives)
{
    windows_lock_release(&windows_of(hives)->lock);
}

/* The path of a file in a folder whose name may have variables in it. */
static error_code file_path(struct user_hives *hives, const char *folder, const wchar_t *file,
                            wchar_t path[PATH_UNIT_COUNT])
{
    error_code code = CODE_SUCCESS;
    const wchar_t *wide_folder = wide(hives, folder, &code);
    if (wide_folder == NULL)
        return code;
    const DWORD room = PATH_UNIT_COUNT - 16; /* for the file's name */
    const DWORD length = ExpandEnvironmentStringsW(wide_folder, path, room);
    if (length == 0)
        return GetLastError();
    if (length > room)
        return CODE_NAME_TOO_LONG;
    wcscat(path, file);
    return CODE_SUCCESS;
}

/* What is there under a path, itself where it is a link. A file with a second name may be somebody
 * else's file. */
static error_code look(const wchar_t *path, bool *is_link)
{
    BY_HANDLE_FILE_INFORMATION information;
    HANDLE file = CreateFileW(
        path, FILE_READ_ATTRIBUTES, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
        OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    error_code code = CODE_SUCCESS;
    if (!GetFileInformationByHandle(file, &information))
        code = GetLastError();
    else
        *is_link = (information.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 ||
                   ((information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0 &&
                    information.nNumberOfLinks > 1);
    CloseHandle(file);
    return code;
}

static error_code find_file(struct user_hives *hives, const char *folder, enum hive_file *kind)
{
    static const wchar_t *const names[] = {L"", L"\\NTUSER.DAT", L"\\NTUSER.MAN"};
    wchar_t path[PATH_UNIT_COUNT];
    error_code found[3] = {CODE_SUCCESS};
    bool is_link[3] = {false};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        error_code code = file_path(hives, folder, names[i], path);
        if (code != CODE_SUCCESS)
            return code;
        found[i] = look(path, &is_link[i]);
        if (found[i] != CODE_SUCCESS && found[i] != CODE_FILE_NOT_FOUND &&
            found[i] != CODE_PATH_NOT_FOUND)
            return found[i];
    }
    if (found[2] == CODE_SUCCESS)
        *kind = HIVE_FILE_MANDATORY;
    else if (found[1] != CODE_SUCCESS)
        *kind = HIVE_FILE_NONE;
    else
        *kind = is_link[0] || is_link[1] ? HIVE_FILE_LINK : HIVE_FILE_USUAL;
    return CODE_SUCCESS;
}

/* Windows opens the file for itself alone: one that is in use is ERROR_SHARING_VIOLATION. (Wine
 * loads it all the same, lets go of it while keys are open, and does not write back what was
 * changed.) */
static error_code load(struct user_hives *hives, const char *name, const char *folder)
{
    wchar_t path[PATH_UNIT_COUNT];
    error_code code = file_path(hives, folder, L"\\NTUSER.DAT", path);
    const wchar_t *wide_name = code == CODE_SUCCESS ? wide(hives, name, &code) : NULL;
    return wide_name != NULL ? (error_code)RegLoadKeyW(HKEY_USERS, wide_name, path) : code;
}

static error_code unload(struct user_hives *hives, const char *name)
{
    error_code code = CODE_SUCCESS;
    const wchar_t *wide_name = wide(hives, name, &code);
    return wide_name != NULL ? (error_code)RegUnLoadKeyW(HKEY_USERS, wide_name) : code;
}

/* The store that is open; the interface to it comes first in it. */
static error_code open(struct user_hives *hives, const char *name, struct registry **registry)
{
    struct windows_registry *windows = NULL;
    error_code code = CODE_SUCCESS;
    const wchar_t *wide_name = wide(hives, name, &code);
    if (wide_name != NULL)
        code = windows_registry_create_for_user(wide_name, &windows);
    if (code == CODE_SUCCESS)
        *registry = windows_registry_interface(windows);
    return code;
}

static void close(struct user_hives *hives, struct registry *registry)
{
    (void)hives;
    windows_registry_free((struct windows_registry *)(void *)registry);
}

void windows_user_hives_init(struct windows_user_hives *windows)
{
    *windows = (struct windows_user_hives){
        .hives =
            {
                .enable = enable,
                .append_own_sid = append_own_sid,
                .append_user = append_user,
                .enumerate = enumerate,
                .lock = lock,
                .unlock = unlock,
                .find_file = find_file,
                .load = load,
                .unload = unload,
                .open = open,
                .close = close,
            },
    };
}

void windows_user_hives_done(struct windows_user_hives *windows)
{
    windows_lock_release(&windows->lock);
    utf16_text_done(&windows->text);
}
