#include "agent/log_file_windows.h"

#include "agent/file_name.h"
#include "agent/plain_file_windows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

enum {
    LOCK_LIMIT = 2000, /* how long, in milliseconds, an entry waits for other writers */
    ATTEMPTS = 4,      /* how often the file may become the old one under our hands */
};

/* The lock lies far behind all content, so that it keeps nobody from reading. */
enum { LOCK_OFFSET_HIGH = 0x7FFFFFFF };

/* An open log. `event` is for one pending operation at a time. */
struct log_file {
    HANDLE file;
    HANDLE event;
    bool locked;
};

static HANDLE open_with(const wchar_t *path, DWORD access)
{
    return CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                       OPEN_ALWAYS, PLAIN_FILE_FLAGS | FILE_FLAG_OVERLAPPED, NULL);
}

/* Reading is for the lock. On a share that lets people only add there is no lock, and so no old
 * generation. */
static error_code open_log(const wchar_t *path, struct log_file *log)
{
    log->file = open_with(path, FILE_APPEND_DATA | FILE_READ_DATA);
    if (log->file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_ACCESS_DENIED)
        log->file = open_with(path, FILE_APPEND_DATA);
    if (log->file == INVALID_HANDLE_VALUE)
        return plain_file_error(path, GetLastError());
    error_code code = plain_file_check(log->file);
    if (code != CODE_SUCCESS)
        CloseHandle(log->file);
    return code;
}

/* Waits for other writers, but not for ever: one may be on another computer and hang. An append
 * without the lock is mostly whole too; only the change of generations then is left to others.
 * (Wine waits without a limit.) */
static void lock(struct log_file *log)
{
    OVERLAPPED place = {.OffsetHigh = LOCK_OFFSET_HIGH, .hEvent = log->event};
    DWORD transferred;
    if (LockFileEx(log->file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &place)) {
        log->locked = true;
        return;
    }
    if (GetLastError() != ERROR_IO_PENDING)
        return;
    if (WaitForSingleObject(log->event, LOCK_LIMIT) != WAIT_OBJECT_0)
        CancelIo(log->file);
    log->locked = GetOverlappedResult(log->file, &place, &transferred, TRUE) != 0;
}

static void unlock(struct log_file *log)
{
    OVERLAPPED place = {.OffsetHigh = LOCK_OFFSET_HIGH};
    if (log->locked)
        UnlockFileEx(log->file, 0, 1, 0, &place);
    log->locked = false;
}

/* Would the entry take the file beyond the limit? An empty file takes any entry. */
static bool is_beyond(HANDLE file, size_t entry_size, LONGLONG limit)
{
    LARGE_INTEGER size;
    return GetFileSizeEx(file, &size) && size.QuadPart > 0 &&
           size.QuadPart + (LONGLONG)entry_size > limit;
}

/* Is the open file still the one that the path leads to? */
static bool is_at_path(HANDLE file, const wchar_t *path)
{
    BY_HANDLE_FILE_INFORMATION mine;
    BY_HANDLE_FILE_INFORMATION there;
    HANDLE other = CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                               NULL, OPEN_EXISTING, PLAIN_FILE_FLAGS, NULL);
    if (other == INVALID_HANDLE_VALUE)
        return false;
    bool known =
        GetFileInformationByHandle(file, &mine) && GetFileInformationByHandle(other, &there);
    CloseHandle(other);
    return known && mine.dwVolumeSerialNumber == there.dwVolumeSerialNumber &&
           mine.nFileIndexHigh == there.nFileIndexHigh && mine.nFileIndexLow == there.nFileIndexLow;
}

/* One write at the end of the file, whatever others have added meanwhile. */
static error_code append_entry(const struct log_file *log, const void *bytes, size_t size)
{
    OVERLAPPED end = {.Offset = 0xFFFFFFFF, .OffsetHigh = 0xFFFFFFFF, .hEvent = log->event};
    DWORD written = 0;
    if (!WriteFile(log->file, bytes, (DWORD)size, NULL, &end) && GetLastError() != ERROR_IO_PENDING)
        return GetLastError();
    if (!GetOverlappedResult(log->file, &end, &written, TRUE))
        return GetLastError();
    return written == size ? CODE_SUCCESS : (error_code)ERROR_DISK_FULL;
}

/* With the file open and, mostly, locked. True: the path leads to another file now, open that. */
static bool append_or_make_old(struct log_file *log, const wchar_t *path, const wchar_t *old,
                               const void *bytes, size_t size, error_code *code)
{
    if (log->locked && is_beyond(log->file, size, LOG_FILE_LIMIT) &&
        (!is_at_path(log->file, path) || MoveFileExW(path, old, MOVEFILE_REPLACE_EXISTING)))
        return true;
    /* Where the old generation cannot be replaced, the entry is more worth than the limit, up to
     * twice its size. */
    *code = is_beyond(log->file, size, 2LL * LOG_FILE_LIMIT) ? CODE_FILE_TOO_LARGE
                                                             : append_entry(log, bytes, size);
    return false;
}

static error_code append(struct log_file *log, const wchar_t *path, const wchar_t *old,
                         const void *bytes, size_t size)
{
    error_code code = CODE_FILE_TOO_LARGE;
    bool again = true;
    for (int attempt = 0; again && attempt < ATTEMPTS; attempt++) {
        error_code opened = open_log(path, log);
        if (opened != CODE_SUCCESS)
            return opened;
        lock(log);
        again = append_or_make_old(log, path, old, bytes, size, &code);
        unlock(log);
        if (!CloseHandle(log->file) && code == CODE_SUCCESS)
            code = GetLastError();
    }
    return code;
}

error_code log_file_append(struct utf16_text *text, const char *path, const void *bytes,
                           size_t size)
{
    static const wchar_t ending[] = L".old";
    struct log_file log = {.event = NULL};
    error_code code = file_name_check(path);
    size_t path_size = 0;
    if (code != CODE_SUCCESS)
        return code;
    const wchar_t *wide = utf16_text_of_utf8(text, path, strlen(path), &path_size, &code);
    if (wide == NULL)
        return code;
    wchar_t *old = malloc(path_size + sizeof ending);
    if (old == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    wcscpy(old, wide);
    wcscat(old, ending);
    log.event = CreateEventW(NULL, TRUE, FALSE, NULL);
    code = log.event != NULL ? append(&log, wide, old, bytes, size) : GetLastError();
    if (log.event != NULL)
        CloseHandle(log.event);
    free(old);
    return code;
}
