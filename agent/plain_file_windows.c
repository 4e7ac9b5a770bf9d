#include "agent/plain_file_windows.h"

#include <stdbool.h>

error_code plain_file_check(HANDLE file)
{
    BY_HANDLE_FILE_INFORMATION information;
    /* A raw disk counts as a disk, but knows nothing of files. */
    if (GetFileType(file) != FILE_TYPE_DISK || !GetFileInformationByHandle(file, &information))
        return CODE_BAD_FILE_TYPE;
    return (information.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0
               ? CODE_DIRECTORY_NOT_SUPPORTED
               : CODE_SUCCESS;
}

error_code plain_file_error(const wchar_t *path, error_code code)
{
    const DWORD attributes = GetFileAttributesW(path);
    const bool is_folder =
        attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    return is_folder ? CODE_DIRECTORY_NOT_SUPPORTED : code;
}
