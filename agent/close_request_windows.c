#include "agent/close_request_windows.h"

#include "agent/close_request.h"

#include <sddl.h>

/* All that the first agent's own account gets is SYNCHRONIZE (0x100000), too: it is only waited
 * for. Medium integrity is enough to wait. */
static const wchar_t descriptor[] = L"D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x100000;;;WD)";

HANDLE close_request_open(void)
{
    HANDLE event = OpenEventW(SYNCHRONIZE, FALSE, CLOSE_REQUEST_NAME);
    if (event != NULL || GetLastError() != ERROR_FILE_NOT_FOUND)
        return event;
    SECURITY_ATTRIBUTES security = {.nLength = sizeof security};
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(descriptor, SDDL_REVISION_1,
                                                              &security.lpSecurityDescriptor, NULL))
        return NULL;
    event = CreateEventW(&security, TRUE, FALSE, CLOSE_REQUEST_NAME);
    if (event == NULL && GetLastError() == ERROR_ACCESS_DENIED) /* another session was faster */
        event = OpenEventW(SYNCHRONIZE, FALSE, CLOSE_REQUEST_NAME);
    LocalFree(security.lpSecurityDescriptor);
    return event;
}

static void CALLBACK close_window(void *context, BOOLEAN timed_out)
{
    (void)timed_out;
    PostMessageW((HWND)context, WM_CLOSE, 0, 0);
}

void close_watch_begin(struct close_watch *watch, HWND window)
{
    *watch = (struct close_watch){.request = close_request_open()};
    if (watch->request != NULL &&
        !RegisterWaitForSingleObject(&watch->wait, watch->request, close_window, window, INFINITE,
                                     WT_EXECUTEINWAITTHREAD | WT_EXECUTEONLYONCE))
        watch->wait = NULL;
}

void close_watch_end(struct close_watch *watch)
{
    if (watch->wait != NULL)
        UnregisterWaitEx(watch->wait, INVALID_HANDLE_VALUE); /* waits for close_window to return */
    if (watch->request != NULL)
        CloseHandle(watch->request);
    *watch = (struct close_watch){0};
}
