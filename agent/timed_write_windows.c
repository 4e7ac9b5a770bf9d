#include "agent/timed_write_windows.h"

#include "agent/dll_search_windows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { CANCEL_LIMIT = 400 }; /* milliseconds for a cancelled write to clean up behind itself */

/* What the thread needs, for it may outlive the call. Who is last of the two releases it. */
struct pending_write {
    volatile LONG owners;
    write_function *write;
    char *path;
    uint8_t *bytes;
    size_t size;
    error_code code;
};

static void release(struct pending_write *pending)
{
    if (InterlockedDecrement(&pending->owners) > 0)
        return;
    free(pending->path);
    free(pending->bytes);
    free(pending);
}

static DWORD WINAPI carry_out(void *context)
{
    struct pending_write *pending = context;
    struct utf16_text text = {0};
    pending->code = pending->write(&text, pending->path, pending->bytes, pending->size);
    utf16_text_done(&text);
    release(pending);
    return 0;
}

static struct pending_write *pending_write_create(write_function *write, const char *path,
                                                  const void *bytes, size_t size)
{
    const size_t path_size = strlen(path) + 1;
    struct pending_write *pending = calloc(1, sizeof *pending);
    if (pending == NULL)
        return NULL;
    *pending = (struct pending_write){
        .owners = 1,
        .write = write,
        .path = malloc(path_size),
        .bytes = malloc(size + 1),
        .size = size,
        .code = CODE_TIMED_OUT,
    };
    if (pending->path == NULL || pending->bytes == NULL) {
        release(pending);
        return NULL;
    }
    memcpy(pending->path, path, path_size);
    memcpy(pending->bytes, bytes, size);
    return pending;
}

/* Does the thread end within the time? */
static bool wait_for(HANDLE thread, uint32_t *left)
{
    typedef BOOL(WINAPI cancel_function)(HANDLE);
    const DWORD began = GetTickCount();
    bool ended = WaitForSingleObject(thread, *left) == WAIT_OBJECT_0;
    const DWORD took = GetTickCount() - began;
    *left = took < *left ? *left - took : 0;
    if (ended)
        return true;
    *left = 0;
    cancel_function *cancel =
        (cancel_function *)dll_find_function(L"kernel32.dll", "CancelSynchronousIo");
    return cancel != NULL && cancel(thread) &&
           WaitForSingleObject(thread, CANCEL_LIMIT) == WAIT_OBJECT_0;
}

error_code timed_write(write_function *write, const char *path, const void *bytes, size_t size,
                       uint32_t *left)
{
    if (*left == 0)
        return CODE_TIMED_OUT;
    struct pending_write *pending = pending_write_create(write, path, bytes, size);
    if (pending == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    error_code code = CODE_TIMED_OUT;
    pending->owners = 2;
    HANDLE thread = CreateThread(NULL, 0, carry_out, pending, 0, NULL);
    if (thread == NULL) {
        code = GetLastError();
        pending->owners = 1;
        release(pending);
        return code;
    }
    if (wait_for(thread, left))
        code = pending->code == ERROR_OPERATION_ABORTED ? CODE_TIMED_OUT : pending->code;
    CloseHandle(thread);
    release(pending);
    return code;
}

error_code timed_write_report(write_function *write, const char *path, const void *bytes,
                              size_t size, uint32_t *left)
{
    const uint32_t reserve = *left < TIMED_WRITE_RESERVE ? *left : TIMED_WRITE_RESERVE;
    *left -= reserve;
    error_code code = timed_write(write, path, bytes, size, left);
    *left += reserve;
    return code;
}
