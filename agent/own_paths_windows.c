#include "agent/own_paths_windows.h"

#include <wchar.h>
#include <windows.h>

#include <shlobj.h>

static error_code append(struct utf16_text *text, const wchar_t *wide, struct byte_buffer *path)
{
    return utf16_text_append_utf8(text, wide, (wcslen(wide) + 1) * sizeof *wide, path);
}

error_code own_path_append_program(struct utf16_text *text, struct byte_buffer *path)
{
    wchar_t wide[MAX_PATH];
    DWORD length = GetModuleFileNameW(NULL, wide, MAX_PATH);
    if (length == 0)
        return GetLastError();
    return length < MAX_PATH ? append(text, wide, path) : (error_code)ERROR_FILENAME_EXCED_RANGE;
}

error_code own_path_append_log(struct utf16_text *text, struct byte_buffer *path)
{
    static const wchar_t folder[] = L"\\PromptFix";
    static const wchar_t file[] = L"\\promptfix.log";
    wchar_t wide[MAX_PATH + sizeof folder / sizeof folder[0] + sizeof file / sizeof file[0]];
    HRESULT result = SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0, wide);
    if (result != S_OK)
        return HRESULT_FACILITY(result) == FACILITY_WIN32 ? (error_code)HRESULT_CODE(result)
                                                          : (error_code)ERROR_PATH_NOT_FOUND;
    wcscat(wide, folder);
    if (!CreateDirectoryW(wide, NULL) && GetLastError() != ERROR_ALREADY_EXISTS)
        return GetLastError();
    wcscat(wide, file);
    return append(text, wide, path);
}
