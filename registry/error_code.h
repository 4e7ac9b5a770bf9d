/* The numbers of errors.
 *
 * Every function of PromptFix that can fail says why by a Windows error number, also where the
 * core runs without Windows: the number is what a helpdesk searches for, and what the exit codes
 * and the report are made of. <windows.h> has these as macros named ERROR_…; the core does not
 * include it, so they stand here under names of their own.
 * Source of the values: Microsoft, "System Error Codes" (winerror.h).
 */
#ifndef PROMPTFIX_REGISTRY_ERROR_CODE_H
#define PROMPTFIX_REGISTRY_ERROR_CODE_H

#include <stdint.h>

typedef uint32_t error_code;

enum {
    CODE_SUCCESS = 0,
    CODE_FILE_NOT_FOUND = 2,
    CODE_PATH_NOT_FOUND = 3,
    CODE_ACCESS_DENIED = 5,
    CODE_NOT_ENOUGH_MEMORY = 8,
    CODE_INVALID_DATA = 13,
    CODE_SHARING_VIOLATION = 32,
    CODE_INVALID_PARAMETER = 87,
    CODE_ENVIRONMENT_VARIABLE_NOT_FOUND = 203,
    CODE_NAME_TOO_LONG = 206,
    CODE_BAD_FILE_TYPE = 222,
    CODE_FILE_TOO_LARGE = 223,
    CODE_MORE_DATA = 234,
    CODE_TIMED_OUT = 258,
    CODE_NO_MORE_ITEMS = 259,
    CODE_DIRECTORY_NOT_SUPPORTED = 336,
    CODE_STOPPED_ON_SYMLINK = 681,
    CODE_REGISTRY_IO_FAILED = 1016,
    CODE_KEY_DELETED = 1018,
    CODE_KEY_HAS_CHILDREN = 1020,
    CODE_CHILD_MUST_BE_VOLATILE = 1021,
    CODE_NO_UNICODE_TRANSLATION = 1113,
    CODE_CANCELLED = 1223,
    CODE_RETRY = 1237,
    CODE_IMPLEMENTATION_LIMIT = 1292,
    CODE_PRIVILEGE_NOT_HELD = 1314,
    CODE_NO_SYSTEM_RESOURCES = 1450,
    CODE_INSTALL_ALREADY_RUNNING = 1618,
};

#endif
