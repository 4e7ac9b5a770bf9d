#include "installer/agent_sessions_windows.h"

#include "agent/close_request.h"
#include "installer/install_log_windows.h"
#include "installer/install_state_windows.h"

#include <psapi.h>
#include <tlhelp32.h>
#include <userenv.h>
#include <wtsapi32.h>

#include <wchar.h>

typedef void any_function(void);

enum {
    CLOSE_LIMIT = 10000, /* milliseconds, for all of them */
    PATH_SIZE = 1024,    /* units */
};

struct agents {
    HANDLE processes[SESSION_LIMIT];
    DWORD count;
};

static const wchar_t *file_name(const wchar_t *path)
{
    const wchar_t *slash = wcsrchr(path, L'\\');
    return slash != NULL ? slash + 1 : path;
}

/* The path of a process's program; 0 when it cannot be told. Windows XP has only the second way. */
static DWORD program_path(HANDLE process, wchar_t path[PATH_SIZE])
{
    typedef BOOL WINAPI query_function(HANDLE process, DWORD flags, wchar_t * path, DWORD * length);
    any_function *found = (any_function *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"),
                                                         "QueryFullProcessImageNameW");
    query_function *query = (query_function *)found;
    DWORD length = PATH_SIZE;
    if (query != NULL && query(process, 0, path, &length))
        return length;
    length = GetModuleFileNameExW(process, NULL, path, PATH_SIZE);
    return length < PATH_SIZE ? length : 0;
}

static bool runs_program(HANDLE process, const wchar_t *program)
{
    wchar_t path[PATH_SIZE];
    wchar_t long_path[PATH_SIZE];
    if (program_path(process, path) == 0)
        return false;
    const DWORD long_length = GetLongPathNameW(path, long_path, PATH_SIZE);
    return _wcsicmp(path, program) == 0 ||
           (long_length > 0 && long_length < PATH_SIZE && _wcsicmp(long_path, program) == 0);
}

static void add_agent(MSIHANDLE install, struct agents *agents, DWORD id, const wchar_t *program)
{
    DWORD session = 0;
    HANDLE process =
        OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, id);
    if (process == NULL) {
        install_log_error(install, L"a process cannot be looked at", GetLastError());
        return;
    }
    if (agents->count == SESSION_LIMIT || !runs_program(process, program)) {
        CloseHandle(process);
        return;
    }
    agents->processes[agents->count++] = process;
    if (ProcessIdToSessionId(id, &session))
        install_state_add_session(session);
}

static void find_agents(MSIHANDLE install, struct agents *agents, const wchar_t *program)
{
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (snapshot == INVALID_HANDLE_VALUE)
        return;
    for (BOOL more = Process32FirstW(snapshot, &entry); more;
         more = Process32NextW(snapshot, &entry))
        if (_wcsicmp(entry.szExeFile, file_name(program)) == 0)
            add_agent(install, agents, entry.th32ProcessID, program);
    CloseHandle(snapshot);
}

/* The number of those that have not ended in time. */
static DWORD wait_for_end(const struct agents *agents)
{
    const DWORD started = GetTickCount();
    DWORD left = 0;
    for (DWORD i = 0; i < agents->count; i++) {
        const DWORD passed = GetTickCount() - started;
        const DWORD limit = passed < CLOSE_LIMIT ? CLOSE_LIMIT - passed : 0;
        if (WaitForSingleObject(agents->processes[i], limit) != WAIT_OBJECT_0)
            left++;
    }
    return left;
}

void agent_sessions_close(MSIHANDLE install, const wchar_t *program)
{
    struct agents agents = {.count = 0};
    find_agents(install, &agents, program);
    HANDLE request =
        agents.count > 0 ? OpenEventW(EVENT_MODIFY_STATE, FALSE, CLOSE_REQUEST_NAME) : NULL;
    if (request != NULL)
        SetEvent(request);
    else if (agents.count > 0)
        install_log_error(install, L"the agents cannot be asked to close", GetLastError());
    const DWORD left = wait_for_end(&agents);
    if (request != NULL) {
        ResetEvent(request);
        CloseHandle(request);
    }
    install_log(install, L"%lu running of %ls, %lu of them did not close", agents.count, program,
                left);
    for (DWORD i = 0; i < agents.count; i++)
        CloseHandle(agents.processes[i]);
}

/* SYSTEM has the privilege; WTSQueryUserToken wants it switched on. */
static void enable_tcb_privilege(void)
{
    HANDLE token;
    TOKEN_PRIVILEGES privileges = {.PrivilegeCount = 1};
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token))
        return;
    if (LookupPrivilegeValueW(NULL, SE_TCB_NAME, &privileges.Privileges[0].Luid)) {
        privileges.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
        AdjustTokenPrivileges(token, FALSE, &privileges, 0, NULL, NULL);
    }
    CloseHandle(token);
}

static DWORD start_as(HANDLE token, const wchar_t *program)
{
    wchar_t desktop[] = L"winsta0\\default";
    wchar_t command_line[PATH_SIZE + 2];
    STARTUPINFOW startup = {.cb = sizeof startup, .lpDesktop = desktop};
    PROCESS_INFORMATION started;
    void *environment = NULL;
    DWORD error = ERROR_SUCCESS;

    if (wcslen(program) >= PATH_SIZE)
        return ERROR_FILENAME_EXCED_RANGE;
    _snwprintf(command_line, PATH_SIZE + 2, L"\"%ls\"", program);
    if (!CreateEnvironmentBlock(&environment, token, FALSE))
        environment = NULL; /* its own is better than none */
    if (CreateProcessAsUserW(token, program, command_line, NULL, NULL, FALSE,
                             environment != NULL ? CREATE_UNICODE_ENVIRONMENT : 0, environment,
                             NULL, &startup, &started)) {
        CloseHandle(started.hThread);
        CloseHandle(started.hProcess);
    } else {
        error = GetLastError();
    }
    if (environment != NULL)
        DestroyEnvironmentBlock(environment);
    return error;
}

/* The token that Windows gives for a session is the one its user works with: of an administrator
 * under User Account Control, the one without an administrator's rights. */
void agent_sessions_start(MSIHANDLE install, const wchar_t *program, DWORD session)
{
    HANDLE token;
    enable_tcb_privilege();
    if (!WTSQueryUserToken(session, &token)) {
        install_log_error(install, L"nobody to start the agent for", GetLastError());
        return;
    }
    const DWORD error = start_as(token, program);
    CloseHandle(token);
    if (error == ERROR_SUCCESS)
        install_log(install, L"the agent is started in session %lu", session);
    else
        install_log_error(install, L"the agent cannot be started; it will be at the next logon",
                          error);
}
