#include "tests/system/security_template.h"

#include <check.h>
#include <windows.h>

enum { PATH_LENGTH = MAX_PATH + 64 };

const wchar_t *security_template_path(const wchar_t *name)
{
    static const wchar_t *const folders[] = {L"\\security", L"\\templates", L"\\policies"};
    static wchar_t path[PATH_LENGTH];
    const UINT length = GetSystemWindowsDirectoryW(path, MAX_PATH);
    ck_assert(length > 0 && length < MAX_PATH);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        wcscat(path, folders[i]);
        CreateDirectoryW(path, NULL);
    }
    wcscat(path, L"\\");
    wcscat(path, name);
    return path;
}

void security_template_write(const wchar_t *name, const void *bytes, size_t size)
{
    DWORD written = 0;
    const HANDLE file = CreateFileW(security_template_path(name), GENERIC_WRITE, 0, NULL,
                                    CREATE_ALWAYS, FILE_ATTRIBUTE_HIDDEN, NULL);
    ck_assert_msg(file != INVALID_HANDLE_VALUE, "error %lu", GetLastError());
    ck_assert(WriteFile(file, bytes, (DWORD)size, &written, NULL) && written == size);
    CloseHandle(file);
}

void security_template_delete(const wchar_t *name)
{
    wchar_t path[PATH_LENGTH];
    wcscpy(path, security_template_path(name));
    if (!DeleteFileW(path))
        RemoveDirectoryW(path);
    for (int i = 0; i < 3; i++) {
        *wcsrchr(path, L'\\') = L'\0';
        RemoveDirectoryW(path);
    }
}
