#include "registry/windows_lock_windows.h"

#include <windows.h>

#include <sddl.h>
#include <stdlib.h>
#include <wchar.h>

enum { NAME_UNIT_COUNT = 256, DESCRIPTOR_UNIT_COUNT = 256 };

error_code windows_own_sid(wchar_t text[SID_TEXT_UNIT_COUNT])
{
    union {
        TOKEN_USER user;
        BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } answer;
    HANDLE token = NULL;
    wchar_t *sid = NULL;
    DWORD size = 0;
    error_code error = CODE_SUCCESS;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return GetLastError();
    if (!GetTokenInformation(token, TokenUser, &answer, sizeof answer, &size) ||
        !ConvertSidToStringSidW(answer.user.User.Sid, &sid)) {
        error = GetLastError();
        goto out;
    }
    if (wcslen(sid) >= SID_TEXT_UNIT_COUNT)
        error = CODE_INVALID_DATA;
    else
        wcscpy(text, sid);
out:
    LocalFree(sid);
    CloseHandle(token);
    return error;
}

/* The mutex's name, and in SDDL who may do what with it. The machine's belongs to administrators,
 * but every user may ask whether it is taken (0x100000 is SYNCHRONIZE): a run without rights then
 * learns "busy" rather than "denied". A user's is for that user, elevated or not; the default would
 * shut out the one kind of run from the mutex of the other. */
static error_code describe(enum registry_root root, const wchar_t *user,
                           wchar_t name[NAME_UNIT_COUNT], wchar_t descriptor[DESCRIPTOR_UNIT_COUNT])
{
    if (root == REGISTRY_LOCAL_MACHINE) {
        wcscpy(name, L"Global\\PromptFix.Machine");
        wcscpy(descriptor, L"D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x100000;;;AU)");
        return CODE_SUCCESS;
    }
    wchar_t sid[SID_TEXT_UNIT_COUNT];
    error_code error = CODE_SUCCESS;
    if (user == NULL)
        error = windows_own_sid(sid);
    else if (wcslen(user) >= SID_TEXT_UNIT_COUNT)
        error = CODE_INVALID_PARAMETER;
    else
        wcscpy(sid, user);
    if (error != CODE_SUCCESS)
        return error;
    wcscpy(name, L"Global\\PromptFix.User.");
    wcscat(name, sid);
    wcscpy(descriptor, L"D:(A;;GA;;;SY)(A;;GA;;;");
    wcscat(descriptor, sid);
    wcscat(descriptor, L")");
    return CODE_SUCCESS;
}

/* Creates the mutex or opens the one that is there. CreateMutexW asks for all rights to it, which
 * only some have; to wait for it SYNCHRONIZE is enough. */
static error_code open_mutex(enum registry_root root, const wchar_t *user, HANDLE *mutex)
{
    wchar_t name[NAME_UNIT_COUNT];
    wchar_t text[DESCRIPTOR_UNIT_COUNT];
    error_code error = describe(root, user, name, text);
    if (error != CODE_SUCCESS)
        return error;

    SECURITY_ATTRIBUTES security = {.nLength = sizeof security};
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1,
                                                              &security.lpSecurityDescriptor, NULL))
        return GetLastError();
    HANDLE made = CreateMutexW(&security, FALSE, name);
    if (made == NULL && GetLastError() == ERROR_ACCESS_DENIED)
        made = OpenMutexW(SYNCHRONIZE, FALSE, name);
    if (made == NULL)
        error = GetLastError();
    LocalFree(security.lpSecurityDescriptor);

    /* Denied: it is there, so somebody uses it. Not found: it was there a moment ago. */
    if (error == CODE_ACCESS_DENIED || error == CODE_FILE_NOT_FOUND)
        error = CODE_INSTALL_ALREADY_RUNNING;
    if (error == CODE_SUCCESS)
        *mutex = made;
    return error;
}

error_code windows_lock_take(struct windows_lock *lock, enum registry_root root, const wchar_t *sid)
{
    HANDLE mutex = NULL;
    if (lock->mutex != NULL)
        return CODE_INSTALL_ALREADY_RUNNING; /* Windows lets its owner take it once more */
    error_code error = open_mutex(root, sid, &mutex);
    if (error != CODE_SUCCESS)
        return error;

    switch (WaitForSingleObject(mutex, 0)) {
    case WAIT_OBJECT_0:
    case WAIT_ABANDONED: /* its owner died; recovery of what it left undone comes afterwards */
        lock->mutex = mutex;
        return CODE_SUCCESS;
    case WAIT_TIMEOUT:
        error = CODE_INSTALL_ALREADY_RUNNING;
        break;
    default:
        error = GetLastError();
        break;
    }
    CloseHandle(mutex);
    return error;
}

void windows_lock_release(struct windows_lock *lock)
{
    if (lock->mutex == NULL)
        return;
    ReleaseMutex(lock->mutex);
    CloseHandle(lock->mutex);
    lock->mutex = NULL;
}
