#include "agent/single_instance_windows.h"

#include <sddl.h>

/* How long the first agent may take to answer, in milliseconds. */
enum { ANSWER_LIMIT = 10000 };

/* Every interactive user may wait for it (0x100001: SYNCHRONIZE and MUTEX_MODIFY_STATE), since an
 * agent may run as another account in the same session. */
static const wchar_t descriptor[] = L"D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x100001;;;IU)";

error_code single_instance_decide(HANDLE *decision)
{
    static const wchar_t name[] = L"Local\\PromptFix.Agent";
    SECURITY_ATTRIBUTES security = {.nLength = sizeof security};
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(descriptor, SDDL_REVISION_1,
                                                              &security.lpSecurityDescriptor, NULL))
        return GetLastError();
    HANDLE mutex = CreateMutexW(&security, FALSE, name);
    if (mutex == NULL && GetLastError() == ERROR_ACCESS_DENIED)
        mutex = OpenMutexW(SYNCHRONIZE, FALSE, name);
    error_code code = mutex == NULL ? GetLastError() : CODE_SUCCESS;
    LocalFree(security.lpSecurityDescriptor);
    if (code != CODE_SUCCESS)
        return code;

    /* Abandoned is as good: whoever decided has ended, and the window tells whether one is left. */
    if (WaitForSingleObject(mutex, INFINITE) == WAIT_FAILED) {
        code = GetLastError();
        CloseHandle(mutex);
        return code;
    }
    *decision = mutex;
    return CODE_SUCCESS;
}

void single_instance_decided(HANDLE decision)
{
    ReleaseMutex(decision);
    CloseHandle(decision);
}

/* Only windows of this session's desktop are found. */
HWND single_instance_find(void)
{
    return FindWindowW(AGENT_WINDOW_CLASS, NULL);
}

error_code single_instance_show(HWND window)
{
    DWORD process = 0;
    DWORD_PTR answer = 0;
    GetWindowThreadProcessId(window, &process);
    AllowSetForegroundWindow(process); /* this start was the user's wish; hand it on */
    SetLastError(ERROR_SUCCESS);
    if (SendMessageTimeoutW(window, RegisterWindowMessageW(AGENT_SHOW_MESSAGE), 0, 0,
                            SMTO_ABORTIFHUNG, ANSWER_LIMIT, &answer) == 0) {
        error_code code = GetLastError();
        return code != CODE_SUCCESS ? code : (error_code)ERROR_TIMEOUT;
    }
    return answer == AGENT_SHOWN ? CODE_SUCCESS : (error_code)ERROR_INVALID_WINDOW_HANDLE;
}
