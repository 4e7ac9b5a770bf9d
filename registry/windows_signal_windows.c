#include "registry/windows_signal_windows.h"

#include <windows.h>

#include <stdlib.h>

struct registry_signal {
    HANDLE event;
};

error_code windows_signal_create(struct registry_signal **signal)
{
    struct registry_signal *made = malloc(sizeof *made);
    if (made == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    made->event = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (made->event == NULL) {
        error_code error = GetLastError();
        free(made);
        return error;
    }
    *signal = made;
    return CODE_SUCCESS;
}

void windows_signal_free(struct registry_signal *signal)
{
    if (signal == NULL)
        return;
    CloseHandle(signal->event);
    free(signal);
}

void *windows_signal_event(const struct registry_signal *signal)
{
    return signal->event;
}
