#include "tests/system/other_user.h"

#include "tests/system/mail_sample.h"
#include "tests/system/native_registry.h"

#include <check.h>

#define PROFILE_LIST L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\"
#define STAGE L"Software\\PromptFixTestHive"
#define BERT_LOADED L"PromptFix-" BERT_SID

static wchar_t bert_folder[MAX_PATH];

static void enable(const wchar_t *name)
{
    HANDLE token = NULL;
    TOKEN_PRIVILEGES wanted = {.PrivilegeCount = 1};
    wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    ck_assert(OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token));
    ck_assert(LookupPrivilegeValueW(NULL, name, &wanted.Privileges[0].Luid));
    ck_assert(AdjustTokenPrivileges(token, FALSE, &wanted, 0, NULL, NULL));
    CloseHandle(token);
}

static const wchar_t *section_below(const wchar_t *key, const wchar_t *profile)
{
    static wchar_t path[512];
    wcscpy(path, key);
    wcscat(path, L"\\");
    wcscat(path, mail_sample_section(profile));
    return path;
}

const wchar_t *other_user_section(const wchar_t *profile)
{
    return section_below(ANNA_SID, profile);
}

void other_user_add_profile(HKEY root, const wchar_t *key, const wchar_t *profile,
                            DWORD authentication)
{
    static const DWORD flags = SAMPLE_ROH_FLAGS;
    static const wchar_t proxy[] = L"mail.contoso.invalid";
    const wchar_t *path = section_below(key, profile);
    live_registry_set(root, path, L"00036623", REG_BINARY, &flags, sizeof flags);
    live_registry_set(root, path, L"00036627", REG_BINARY, &authentication, sizeof authentication);
    live_registry_set(root, path, L"001f6622", REG_BINARY, proxy, sizeof proxy);
}

void other_user_log_on(DWORD authentication)
{
    other_user_add_profile(HKEY_USERS, ANNA_SID, L"Outlook", authentication);
    live_registry_set_text(HKEY_LOCAL_MACHINE, PROFILE_LIST ANNA_SID, L"ProfileImagePath",
                           L"C:\\nowhere\\anna");
}

static void hive_path(wchar_t path[MAX_PATH + 16])
{
    wcscpy(path, bert_folder);
    wcscat(path, L"\\NTUSER.DAT");
}

void other_user_store(DWORD authentication)
{
    wchar_t path[MAX_PATH + 16];
    HKEY stage = NULL;
    ck_assert_uint_ne(GetTempPathW(MAX_PATH - 32, bert_folder), 0);
    wcscat(bert_folder, L"promptfix-bert");
    CreateDirectoryW(bert_folder, NULL);
    hive_path(path);
    DeleteFileW(path);
    enable(SE_BACKUP_NAME);
    enable(SE_RESTORE_NAME);
    other_user_add_profile(HKEY_CURRENT_USER, STAGE, L"Post", authentication);
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, STAGE, 0, KEY_READ, &stage), ERROR_SUCCESS);
    ck_assert_int_eq(RegSaveKeyW(stage, path, NULL), ERROR_SUCCESS);
    RegCloseKey(stage);
    live_registry_delete_tree(HKEY_CURRENT_USER, STAGE);
    live_registry_set_text(HKEY_LOCAL_MACHINE, PROFILE_LIST BERT_SID, L"ProfileImagePath",
                           bert_folder);
}

void other_user_spoil(void)
{
    static const char text[] = "no hive";
    wchar_t path[MAX_PATH + 16];
    DWORD written = 0;
    hive_path(path);
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    ck_assert(WriteFile(file, text, sizeof text - 1, &written, NULL));
    CloseHandle(file);
}

void other_user_leave_loaded(void)
{
    wchar_t path[MAX_PATH + 16];
    hive_path(path);
    ck_assert_int_eq(RegLoadKeyW(HKEY_USERS, BERT_LOADED, path), ERROR_SUCCESS);
}

BOOL other_user_is_loaded(void)
{
    return live_registry_has_key(HKEY_USERS, BERT_LOADED);
}

void other_users_clear(void)
{
    wchar_t path[MAX_PATH + 16];
    RegUnLoadKeyW(HKEY_USERS, BERT_LOADED);
    live_registry_delete_tree(HKEY_USERS, ANNA_SID);
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, PROFILE_LIST ANNA_SID);
    live_registry_delete_tree(HKEY_LOCAL_MACHINE, PROFILE_LIST BERT_SID);
    live_registry_delete_tree(HKEY_CURRENT_USER, STAGE);
    if (bert_folder[0] == L'\0')
        return;
    hive_path(path);
    DeleteFileW(path);
    RemoveDirectoryW(bert_folder);
    bert_folder[0] = L'\0';
}

void other_user_expect(const wchar_t *profile, DWORD authentication)
{
    live_registry_expect(HKEY_USERS, other_user_section(profile), L"00036627", REG_BINARY,
                         &authentication, sizeof authentication);
}
