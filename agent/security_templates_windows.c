#include "agent/security_templates_windows.h"

#include "agent/files_windows.h"

#include <string.h>
#include <windows.h>

#define FOLDER L"\\security\\templates\\policies\\"

/* One file of the folder, whose path with the last backslash is given. */
static void take_file(struct utf16_text *text, const struct byte_buffer *folder,
                      const wchar_t *name, struct level_policy *policy)
{
    struct byte_buffer path = {0};
    struct byte_buffer bytes = {0};
    byte_buffer_append(&path, folder->data, folder->size);
    error_code code = utf16_text_append_utf8(text, name, wcslen(name) * sizeof *name, &path);
    const char *full = byte_buffer_text(&path);
    if (code == CODE_SUCCESS && full != NULL)
        code = file_read(text, full, TEMPLATE_SIZE_LIMIT, &bytes);
    if (full != NULL)
        level_policy_take(policy, full + folder->size, bytes.data, bytes.size, code);
    byte_buffer_done(&path);
    byte_buffer_done(&bytes);
}

void security_templates_read(struct utf16_text *text, struct level_policy *policy)
{
    wchar_t pattern[MAX_PATH + sizeof FOLDER / sizeof(wchar_t) + 1];
    WIN32_FIND_DATAW found;
    struct byte_buffer folder = {0};
    HANDLE search = INVALID_HANDLE_VALUE;
    const UINT size = GetSystemWindowsDirectoryW(pattern, MAX_PATH);
    error_code code = size == 0 || size >= MAX_PATH ? CODE_INVALID_DATA : CODE_SUCCESS;
    *policy = (struct level_policy){.state = LEVEL_POLICY_NONE};
    if (code == CODE_SUCCESS) {
        wcscpy(pattern + size, FOLDER);
        code = utf16_text_append_utf8(text, pattern, wcslen(pattern) * sizeof *pattern, &folder);
        wcscat(pattern, L"*");
    }
    if (code == CODE_SUCCESS) {
        search = FindFirstFileW(pattern, &found);
        if (search == INVALID_HANDLE_VALUE)
            code = GetLastError();
    }
    while (code == CODE_SUCCESS) {
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
            take_file(text, &folder, found.cFileName, policy);
        if (!FindNextFileW(search, &found))
            code = GetLastError();
    }
    if (search != INVALID_HANDLE_VALUE)
        FindClose(search);
    level_policy_listed(policy, code == ERROR_NO_MORE_FILES ? CODE_SUCCESS : code);
    byte_buffer_done(&folder);
}
