#include "agent/elevation_windows.h"

#include <shellapi.h>
#include <stdlib.h>
#include <wchar.h>

struct request {
    HWND window;
    UINT message;
    struct helper_result *result; /* made before it is needed: reporting must not fail */
    wchar_t path[MAX_PATH];       /* of this program */
    wchar_t arguments[MAX_PATH];
};

/* Waits for consent and for the helper's end. SEE_MASK_NOASYNC: this thread has no message loop.
 * SEE_MASK_FLAG_NO_UI: what went wrong is told by the window, not by a message box. */
static void run_helper(const struct request *request)
{
    struct helper_result *result = request->result;
    SHELLEXECUTEINFOW start = {
        .cbSize = sizeof start,
        .fMask = SEE_MASK_NOCLOSEPROCESS | SEE_MASK_FLAG_DDEWAIT | SEE_MASK_FLAG_NO_UI,
        .hwnd = request->window,
        .lpVerb = L"runas",
        .lpFile = request->path,
        .lpParameters = request->arguments,
        .nShow = SW_HIDE,
    };
    if (!ShellExecuteExW(&start)) {
        result->start_error = GetLastError();
        result->declined = result->start_error == ERROR_CANCELLED;
        return;
    }
    DWORD exit_code = 0;
    if (start.hProcess == NULL) {
        result->start_error = ERROR_INVALID_HANDLE; /* nothing to wait for: not known to have run */
        return;
    }
    if (WaitForSingleObject(start.hProcess, INFINITE) != WAIT_OBJECT_0 ||
        !GetExitCodeProcess(start.hProcess, &exit_code))
        result->start_error = GetLastError();
    result->exit_code = exit_code;
    CloseHandle(start.hProcess);
}

static DWORD WINAPI serve(void *parameter)
{
    struct request *request = parameter;
    run_helper(request);
    if (!PostMessageW(request->window, request->message, 0, (LPARAM)request->result))
        free(request->result); /* the window is gone, and with it whoever asked */
    free(request);
    return 0;
}

error_code elevation_start(HWND window, UINT message, const wchar_t *arguments)
{
    error_code code = CODE_SUCCESS;
    HANDLE thread = NULL;
    struct request *request = calloc(1, sizeof *request);
    struct helper_result *result = calloc(1, sizeof *result);
    if (request == NULL || result == NULL) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    request->window = window;
    request->message = message;
    request->result = result;
    DWORD length = GetModuleFileNameW(NULL, request->path, MAX_PATH);
    if (length == 0 || length >= MAX_PATH || wcslen(arguments) >= MAX_PATH) {
        code = length == 0 ? GetLastError() : (error_code)ERROR_FILENAME_EXCED_RANGE;
        goto out;
    }
    wcscpy(request->arguments, arguments);
    thread = CreateThread(NULL, 0, serve, request, 0, NULL);
    if (thread == NULL) {
        code = GetLastError();
        goto out;
    }
    CloseHandle(thread);
    return CODE_SUCCESS;
out:
    free(request);
    free(result);
    return code;
}
