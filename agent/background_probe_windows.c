#include "agent/background_probe_windows.h"

#include "agent/proxy_probe_windows.h"

#include <stdlib.h>
#include <string.h>

struct request {
    HWND window;
    UINT message;
    unsigned number;
    HANDLE cancel;                    /* the thread's own handle of the event */
    struct background_answer *answer; /* made before it is needed: telling must not fail */
};

static void release(struct request *request)
{
    if (request->cancel != NULL)
        CloseHandle(request->cancel);
    free(request->answer);
    free(request);
}

static DWORD WINAPI serve(void *parameter)
{
    struct request *request = parameter;
    struct background_answer *answer = request->answer;
    struct utf16_text text = {0}; /* converters belong to one thread */
    proxy_probe_ask(answer->exchanges, answer->count, &text, request->cancel);
    utf16_text_done(&text);
    if (PostMessageW(request->window, request->message, request->number, (LPARAM)answer))
        request->answer = NULL; /* else the window is gone, and with it whoever asked */
    release(request);
    return 0;
}

error_code background_probe_start(struct background_probe *probe, HWND window, UINT message,
                                  const struct proxy_exchange *exchanges, size_t count)
{
    const HANDLE self = GetCurrentProcess();
    const size_t exchanges_size = count * sizeof *exchanges;
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    HANDLE cancel = NULL;
    struct request *request = calloc(1, sizeof *request);
    if (request == NULL)
        return code;
    request->window = window;
    request->message = message;
    request->number = probe->number + 1;
    request->answer = malloc(sizeof *request->answer + exchanges_size);
    if (request->answer == NULL)
        goto out;
    request->answer->count = count;
    memcpy(request->answer->exchanges, exchanges, exchanges_size);
    cancel = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (cancel == NULL ||
        !DuplicateHandle(self, cancel, self, &request->cancel, 0, FALSE, DUPLICATE_SAME_ACCESS)) {
        code = GetLastError();
        goto out;
    }
    HANDLE thread = CreateThread(NULL, 0, serve, request, 0, NULL);
    if (thread == NULL) {
        code = GetLastError();
        goto out;
    }
    CloseHandle(thread);
    probe->cancel = cancel;
    probe->number++;
    return CODE_SUCCESS;
out:
    if (cancel != NULL)
        CloseHandle(cancel);
    release(request);
    return code;
}

struct background_answer *background_probe_take(struct background_probe *probe, WPARAM wparam,
                                                LPARAM lparam)
{
    struct background_answer *answer = (struct background_answer *)lparam;
    if (probe->cancel == NULL || wparam != probe->number) {
        free(answer);
        return NULL;
    }
    CloseHandle(probe->cancel);
    probe->cancel = NULL;
    return answer;
}

void background_probe_stop(struct background_probe *probe)
{
    if (probe->cancel == NULL)
        return;
    SetEvent(probe->cancel);
    CloseHandle(probe->cancel);
    probe->cancel = NULL;
}
