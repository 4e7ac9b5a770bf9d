#include "agent/windows_restart_windows.h"

#include "agent/dll_search_windows.h"

#include <stdlib.h>
#include <windows.h>
#include <wtsapi32.h>

/* Reconfiguration of a program, planned: what the System log shows as the reason. Without it the
 * restart counts as unplanned (facts.md section 8). */
enum {
    REASON = (int)(SHTDN_REASON_MAJOR_APPLICATION | SHTDN_REASON_MINOR_RECONFIG |
                   SHTDN_REASON_FLAG_PLANNED),
};

/* wtsapi32 is not loaded with the program: a verb that restarts nothing has no need of it. */
struct session_functions {
    BOOL(WINAPI *enumerate)
    (HANDLE server, DWORD reserved, DWORD version, WTS_SESSION_INFOW **sessions, DWORD *count);
    BOOL(WINAPI *query)
    (HANDLE server, DWORD session, WTS_INFO_CLASS what, wchar_t **text, DWORD *size);
    void(WINAPI *release)(void *memory);
};

static bool find_functions(struct session_functions *functions)
{
    functions->enumerate =
        (BOOL(WINAPI *)(HANDLE, DWORD, DWORD, WTS_SESSION_INFOW **, DWORD *))dll_find_function(
            L"wtsapi32.dll", "WTSEnumerateSessionsW");
    functions->query =
        (BOOL(WINAPI *)(HANDLE, DWORD, WTS_INFO_CLASS, wchar_t **, DWORD *))dll_find_function(
            L"wtsapi32.dll", "WTSQuerySessionInformationW");
    functions->release =
        (void(WINAPI *)(void *))dll_find_function(L"wtsapi32.dll", "WTSFreeMemory");
    return functions->enumerate != NULL && functions->query != NULL && functions->release != NULL;
}

static enum answer has_user(const struct session_functions *functions, DWORD session)
{
    wchar_t *name = NULL;
    DWORD size = 0;
    if (!functions->query(WTS_CURRENT_SERVER_HANDLE, session, WTSUserName, &name, &size))
        return ANSWER_UNKNOWN;
    const enum answer answer = name != NULL && name[0] != L'\0' ? ANSWER_YES : ANSWER_NO;
    functions->release(name);
    return answer;
}

/* A list without this process's own session says nothing about the others either. Its services run
 * in session 0, which has no user. */
static enum answer find_other_users(void)
{
    struct session_functions functions;
    WTS_SESSION_INFOW *sessions = NULL;
    DWORD count = 0;
    DWORD own_session = 0;
    bool own_is_there = false;
    bool in_doubt = false;
    bool others = false;
    if (!find_functions(&functions) || !ProcessIdToSessionId(GetCurrentProcessId(), &own_session) ||
        !functions.enumerate(WTS_CURRENT_SERVER_HANDLE, 0, 1, &sessions, &count))
        return ANSWER_UNKNOWN;
    for (DWORD i = 0; i < count; i++) {
        if (sessions[i].SessionId == own_session) {
            own_is_there = true;
            continue;
        }
        const enum answer answer = has_user(&functions, sessions[i].SessionId);
        others |= answer == ANSWER_YES;
        in_doubt |= answer == ANSWER_UNKNOWN;
    }
    functions.release(sessions);
    if (others)
        return ANSWER_YES;
    return own_is_there && !in_doubt ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* Privileges that are held are mostly switched off until they are needed. */
static enum answer holds_shutdown_privilege(void)
{
    HANDLE token = NULL;
    TOKEN_PRIVILEGES *privileges = NULL;
    LUID shutdown;
    DWORD size = 0;
    enum answer answer = ANSWER_UNKNOWN;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return ANSWER_UNKNOWN;
    GetTokenInformation(token, TokenPrivileges, NULL, 0, &size);
    privileges = malloc(size);
    if (privileges == NULL ||
        !GetTokenInformation(token, TokenPrivileges, privileges, size, &size) ||
        !LookupPrivilegeValueW(NULL, L"SeShutdownPrivilege", &shutdown))
        goto out;
    answer = ANSWER_NO;
    for (DWORD i = 0; i < privileges->PrivilegeCount; i++) {
        const LUID *held = &privileges->Privileges[i].Luid;
        if (held->LowPart == shutdown.LowPart && held->HighPart == shutdown.HighPart)
            answer = ANSWER_YES;
    }
out:
    free(privileges);
    CloseHandle(token);
    return answer;
}

enum restart_offer windows_restart_offer(void)
{
    const struct restart_facts facts = {
        .other_users = find_other_users(),
        .remote_session = GetSystemMetrics(SM_REMOTESESSION) != 0 ? ANSWER_YES : ANSWER_NO,
        .privilege = holds_shutdown_privilege(),
    };
    return restart_offer_of(&facts);
}

bool windows_desktop_is_visible(void)
{
    USEROBJECTFLAGS flags = {0};
    HWINSTA station = GetProcessWindowStation();
    return station != NULL &&
           GetUserObjectInformationW(station, UOI_FLAGS, &flags, sizeof flags, NULL) &&
           (flags.dwFlags & WSF_VISIBLE) != 0;
}

/* Switches the privilege on; `before` is what to switch it back to. */
static error_code enable_privilege(HANDLE *token, TOKEN_PRIVILEGES *before)
{
    TOKEN_PRIVILEGES wanted = {.PrivilegeCount = 1};
    DWORD size = 0;
    HANDLE own = NULL;
    error_code code = CODE_SUCCESS;
    wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &own))
        return GetLastError();
    if (!LookupPrivilegeValueW(NULL, L"SeShutdownPrivilege", &wanted.Privileges[0].Luid) ||
        !AdjustTokenPrivileges(own, FALSE, &wanted, sizeof *before, before, &size))
        code = GetLastError();
    else if (GetLastError() == ERROR_NOT_ALL_ASSIGNED) /* which is no failure to Windows */
        code = ERROR_NOT_ALL_ASSIGNED;
    if (code == CODE_SUCCESS)
        *token = own;
    else
        CloseHandle(own);
    return code;
}

static void restore_privilege(HANDLE token, TOKEN_PRIVILEGES *before)
{
    AdjustTokenPrivileges(token, FALSE, before, 0, NULL, NULL);
    CloseHandle(token);
}

error_code windows_restart(void)
{
    HANDLE token = NULL;
    TOKEN_PRIVILEGES before;
    error_code code = enable_privilege(&token, &before);
    if (code != CODE_SUCCESS)
        return code;
    if (!ExitWindowsEx(EWX_REBOOT, REASON))
        code = GetLastError();
    restore_privilege(token, &before);
    return code;
}

error_code windows_restart_after(unsigned seconds, const wchar_t *message)
{
    HANDLE token = NULL;
    TOKEN_PRIVILEGES before;
    error_code code = enable_privilege(&token, &before);
    if (code != CODE_SUCCESS)
        return code;
    if (!InitiateSystemShutdownExW(NULL, (wchar_t *)message, seconds, FALSE, TRUE, REASON))
        code = GetLastError();
    restore_privilege(token, &before);
    return code;
}
