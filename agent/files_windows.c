#include "agent/files_windows.h"

#include "agent/file_name.h"
#include "agent/plain_file_windows.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { READ_PIECE = 1024 * 1024 };

/* Opens a path for whatever others do with it meanwhile. */
static error_code open_file(struct utf16_text *text, const char *path, DWORD access,
                            DWORD disposition, HANDLE *file)
{
    error_code code = file_name_check(path);
    if (code != CODE_SUCCESS)
        return code;
    const wchar_t *wide = utf16_text_of_utf8(text, path, strlen(path), NULL, &code);
    if (wide == NULL)
        return code;
    HANDLE opened =
        CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                    disposition, PLAIN_FILE_FLAGS, NULL);
    if (opened == INVALID_HANDLE_VALUE)
        return plain_file_error(wide, GetLastError());
    *file = opened;
    return CODE_SUCCESS;
}

static error_code read_all(HANDLE file, size_t limit, struct byte_buffer *bytes)
{
    LARGE_INTEGER size;
    DWORD read = 0;
    error_code code = plain_file_check(file); /* a device may never end */
    if (code != CODE_SUCCESS)
        return code;
    if (!GetFileSizeEx(file, &size))
        return GetLastError();
    if (size.QuadPart > (LONGLONG)limit)
        return CODE_FILE_TOO_LARGE;
    if (!byte_buffer_reserve(bytes, (size_t)size.QuadPart))
        return CODE_NOT_ENOUGH_MEMORY;
    do {
        size_t room = bytes->capacity - bytes->size;
        if (!ReadFile(file, bytes->data + bytes->size, room < READ_PIECE ? (DWORD)room : READ_PIECE,
                      &read, NULL))
            return GetLastError();
        bytes->size += read;
    } while (read > 0 && bytes->size < bytes->capacity);
    return CODE_SUCCESS;
}

error_code file_read(struct utf16_text *text, const char *path, size_t limit,
                     struct byte_buffer *bytes)
{
    HANDLE file = NULL;
    struct byte_buffer content = {0};
    error_code code = open_file(text, path, GENERIC_READ, OPEN_EXISTING, &file);
    if (code != CODE_SUCCESS)
        return code;
    code = read_all(file, limit, &content);
    CloseHandle(file);
    if (code == CODE_SUCCESS) {
        byte_buffer_append(bytes, content.data, content.size);
        code = bytes->failed ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS;
    }
    byte_buffer_done(&content);
    return code;
}

static error_code write_all(HANDLE file, const uint8_t *bytes, size_t size)
{
    DWORD written = 0;
    while (size > 0) {
        if (!WriteFile(file, bytes, (DWORD)size, &written, NULL))
            return GetLastError();
        if (written == 0)
            return ERROR_DISK_FULL;
        bytes += written;
        size -= written;
    }
    return CODE_SUCCESS;
}

/* The name beside the target under which the new file is written. It is one for all, so that what a
 * killed run leaves is used up by the next one; `own` makes it one of this process, for when two
 * write the same file at the same time. */
static wchar_t *name_beside(const wchar_t *target, size_t length, bool own)
{
    static const wchar_t digits[] = L"0123456789abcdef";
    wchar_t *name = malloc((length + sizeof ".00000000.new") * sizeof *name);
    if (name == NULL)
        return NULL;
    memcpy(name, target, length * sizeof *name);
    wchar_t *end = name + length;
    if (own)
        *end++ = L'.';
    for (DWORD process = GetCurrentProcessId(), i = 0; own && i < 8; i++, process <<= 4)
        *end++ = digits[process >> 28];
    memcpy(end, L".new", sizeof L".new");
    return name;
}

/* What somebody else has laid there is not followed, be it a link to another file. Of a file that
 * could not be written nothing stays. */
static error_code write_new(const wchar_t *name, const void *bytes, size_t size)
{
    DeleteFileW(name);
    HANDLE file =
        CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError();
    error_code code = write_all(file, bytes, size);
    if (code == CODE_SUCCESS && !FlushFileBuffers(file))
        code = GetLastError();
    if (!CloseHandle(file) && code == CODE_SUCCESS)
        code = GetLastError();
    if (code != CODE_SUCCESS)
        DeleteFileW(name);
    return code;
}

/* A target that somebody has open at this moment, another run or a virus scanner, is not replaced
 * (access denied), and Windows tells nobody when it is closed: so it is tried for a second. */
static error_code move_over(const wchar_t *name, const wchar_t *target)
{
    enum { ATTEMPT_COUNT = 21, PAUSE = 50 /* milliseconds */ };
    error_code code = CODE_SUCCESS;
    for (int i = 0; i < ATTEMPT_COUNT; i++) {
        if (i > 0)
            Sleep(PAUSE);
        if (MoveFileExW(name, target, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
            return CODE_SUCCESS;
        code = GetLastError();
        if (code != ERROR_ACCESS_DENIED && code != ERROR_SHARING_VIOLATION)
            break;
    }
    return code;
}

/* Where a reader has the target open and lets nobody replace it, the old content stays. */
static error_code replace(const wchar_t *target, size_t length, bool own, const void *bytes,
                          size_t size)
{
    wchar_t *name = name_beside(target, length, own);
    if (name == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    error_code code = write_new(name, bytes, size);
    if (code == CODE_SUCCESS) {
        code = move_over(name, target);
        if (code != CODE_SUCCESS)
            DeleteFileW(name);
    }
    free(name);
    return code;
}

error_code file_write(struct utf16_text *text, const char *path, const void *bytes, size_t size)
{
    error_code code = file_name_check(path);
    size_t target_size = 0;
    if (code != CODE_SUCCESS)
        return code;
    const wchar_t *target = utf16_text_of_utf8(text, path, strlen(path), &target_size, &code);
    if (target == NULL)
        return code;
    code = plain_file_error(target, CODE_SUCCESS);
    if (code != CODE_SUCCESS)
        return code;
    const size_t length = target_size / sizeof *target;
    code = replace(target, length, false, bytes, size);
    if (code == ERROR_FILE_EXISTS || code == ERROR_SHARING_VIOLATION ||
        code == ERROR_FILE_NOT_FOUND || code == ERROR_ACCESS_DENIED)
        code = replace(target, length, true, bytes, size); /* another run writes it, too */
    return code;
}

static bool identify(struct utf16_text *text, const char *path,
                     BY_HANDLE_FILE_INFORMATION *identity)
{
    HANDLE file = NULL;
    if (open_file(text, path, 0, OPEN_EXISTING, &file) != CODE_SUCCESS)
        return false;
    bool identified = GetFileInformationByHandle(file, identity) != 0;
    CloseHandle(file);
    return identified;
}

bool file_is_same(struct utf16_text *text, const char *a, const char *b)
{
    BY_HANDLE_FILE_INFORMATION first;
    BY_HANDLE_FILE_INFORMATION second;
    return identify(text, a, &first) && identify(text, b, &second) &&
           first.dwVolumeSerialNumber == second.dwVolumeSerialNumber &&
           first.nFileIndexHigh == second.nFileIndexHigh &&
           first.nFileIndexLow == second.nFileIndexLow;
}
