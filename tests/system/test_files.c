#include "tests/system/test_files.h"

#include <windows.h>

#include <check.h>
#include <stdlib.h>

#define FOLDER L"PromptFixSystemTests"

enum { PATH_LIMIT = MAX_PATH + 1 };

static wchar_t folder[PATH_LIMIT];

static void empty_folder(void)
{
    WIN32_FIND_DATAW found;
    HANDLE search = FindFirstFileW(test_file_path(L"*"), &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
            DeleteFileW(test_file_path(found.cFileName));
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

bool test_files_begin(void)
{
    wchar_t parent[PATH_LIMIT];
    DWORD length = GetTempPathW(PATH_LIMIT, parent);
    if (length == 0 || length + sizeof FOLDER / sizeof(wchar_t) > PATH_LIMIT)
        return false;
    wcscpy(folder, parent);
    wcscat(folder, FOLDER);
    CreateDirectoryW(folder, NULL);
    empty_folder();
    return SetCurrentDirectoryW(folder) != 0;
}

void test_files_end(void)
{
    wchar_t parent[PATH_LIMIT];
    empty_folder();
    if (GetTempPathW(PATH_LIMIT, parent) > 0)
        SetCurrentDirectoryW(parent);
    RemoveDirectoryW(folder);
}

const wchar_t *test_file_path(const wchar_t *name)
{
    enum { PATH_COUNT = 10 };
    static wchar_t paths[PATH_COUNT][PATH_LIMIT];
    static unsigned next;
    wchar_t *path = paths[next++ % PATH_COUNT];
    if (wcslen(folder) + 1 + wcslen(name) >= PATH_LIMIT)
        abort(); /* Check's own assertions are for tests only, and this is called outside as well */
    wcscpy(path, folder);
    wcscat(path, L"\\");
    wcscat(path, name);
    return path;
}

void test_file_write(const wchar_t *name, const void *bytes, size_t size)
{
    DWORD written = 0;
    HANDLE file = CreateFileW(test_file_path(name), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    ck_assert_ptr_ne(file, INVALID_HANDLE_VALUE);
    ck_assert(WriteFile(file, bytes, (DWORD)size, &written, NULL));
    ck_assert_uint_eq(written, size);
    ck_assert(CloseHandle(file));
}

char *test_file_read(const wchar_t *name, size_t *size)
{
    DWORD read = 0;
    /* Sharing all: somebody who is about to add a line must not be kept from it by a reader. */
    HANDLE file = CreateFileW(test_file_path(name), GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    ck_assert_msg(file != INVALID_HANDLE_VALUE, "the file %ls cannot be opened: error %lu", name,
                  GetLastError());
    DWORD file_size = GetFileSize(file, NULL);
    char *bytes = malloc((size_t)file_size + 1);
    ck_assert_ptr_nonnull(bytes);
    ck_assert(ReadFile(file, bytes, file_size, &read, NULL));
    ck_assert_uint_eq(read, file_size);
    bytes[file_size] = '\0';
    CloseHandle(file);
    *size = file_size;
    return bytes;
}
