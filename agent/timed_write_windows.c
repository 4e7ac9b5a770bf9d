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
    write_ended_function *ended; /* of a write that nobody waits for */
    void *context;
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

/* Ends the operation that the thread waits for, where Windows can. */
static bool cancel_operation(HANDLE thread)
{
    typedef BOOL(WINAPI cancel_function)(HANDLE);
    cancel_function *cancel =
        (cancel_function *)dll_find_function(L"kernel32.dll", "CancelSynchronousIo");
    return cancel != NULL && cancel(thread);
}

/* Does the thread end within the time? */
static bool wait_for(HANDLE thread, uint32_t *left)
{
    const DWORD began = GetTickCount();
    bool ended = WaitForSingleObject(thread, *left) == WAIT_OBJECT_0;
    const DWORD took = GetTickCount() - began;
    *left = took < *left ? *left - took : 0;
    if (ended)
        return true;
    *left = 0;
    return cancel_operation(thread) && WaitForSingleObject(thread, CANCEL_LIMIT) == WAIT_OBJECT_0;
}

/* What an ended write came to. */
static error_code outcome_of(const struct pending_write *pending)
{
    return pending->code == ERROR_OPERATION_ABORTED ? CODE_TIMED_OUT : pending->code;
}

/* Has the thread make the write. */
static error_code begin(struct pending_write *pending, HANDLE *thread)
{
    pending->owners++;
    *thread = CreateThread(NULL, 0, carry_out, pending, 0, NULL);
    if (*thread != NULL)
        return CODE_SUCCESS;
    pending->owners--;
    return GetLastError();
}

error_code timed_write(write_function *write, const char *path, const void *bytes, size_t size,
                       uint32_t *left)
{
    if (*left == 0)
        return CODE_TIMED_OUT;
    struct pending_write *pending = pending_write_create(write, path, bytes, size);
    if (pending == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    HANDLE thread = NULL;
    error_code code = begin(pending, &thread);
    if (code == CODE_SUCCESS) {
        code = wait_for(thread, left) ? outcome_of(pending) : CODE_TIMED_OUT;
        CloseHandle(thread);
    }
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

/* Waits for the very end: a write that was given up and is done after all would undo a later one.
 */
static DWORD WINAPI attend(void *context)
{
    struct pending_write *pending = context;
    HANDLE thread = NULL;
    error_code code = begin(pending, &thread);
    if (code == CODE_SUCCESS) {
        if (WaitForSingleObject(thread, TIMED_WRITE_LIMIT) != WAIT_OBJECT_0)
            (void)cancel_operation(thread);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        code = outcome_of(pending);
    }
    pending->ended(pending->context, code);
    release(pending);
    return 0;
}

error_code timed_write_start(write_function *write, const char *path, const void *bytes,
                             size_t size, write_ended_function *ended, void *context)
{
    struct pending_write *pending = pending_write_create(write, path, bytes, size);
    if (pending == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    pending->ended = ended;
    pending->context = context;
    HANDLE thread = CreateThread(NULL, 0, attend, pending, 0, NULL);
    if (thread == NULL) {
        const error_code code = GetLastError();
        release(pending);
        return code;
    }
    CloseHandle(thread);
    return CODE_SUCCESS;
}
