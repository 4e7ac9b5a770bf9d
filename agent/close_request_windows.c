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
