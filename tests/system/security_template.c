#include "tests/system/security_template.h"

#include <check.h>
#include <string.h>
#include <windows.h>

/* Makes the folders that are not there. */
static const wchar_t *path_of_template(void)
{
    static const wchar_t *const folders[] = {L"\\security", L"\\templates", L"\\policies"};
    static wchar_t path[MAX_PATH + 64];
    const UINT length = GetSystemWindowsDirectoryW(path, MAX_PATH);
    ck_assert(length > 0 && length < MAX_PATH);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        wcscat(path, folders[i]);
        CreateDirectoryW(path, NULL);
    }
    wcscat(path, L"\\gpt00007.dom");
    return path;
}

void security_template_write(const char *text)
{
    DWORD written = 0;
    const HANDLE file =
        CreateFileW(path_of_template(), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    ck_assert(WriteFile(file, text, (DWORD)strlen(text), &written, NULL));
    CloseHandle(file);
}

void security_template_delete(void)
{
    DeleteFileW(path_of_template());
}
