#include "installer/install_state_windows.h"

#include <stdlib.h>
#include <wchar.h>

#define STATE_KEY L"Software\\PromptFix.Installing"
#define FIXED_VALUE L"Fixed"
#define SESSION_FORMAT L"Session %lu"
#define ABSENT_FORMAT L"%ls was absent"

enum { NAME_SIZE = 64 }; /* units */

static DWORD open_state(HKEY *key)
{
    return (DWORD)RegOpenKeyExW(HKEY_LOCAL_MACHINE, STATE_KEY, 0, KEY_QUERY_VALUE, key);
}

static DWORD create_state(HKEY *key)
{
    return (DWORD)RegCreateKeyExW(HKEY_LOCAL_MACHINE, STATE_KEY, 0, NULL, REG_OPTION_VOLATILE,
                                  KEY_QUERY_VALUE | KEY_SET_VALUE, NULL, key, NULL);
}

static DWORD set_number(const wchar_t *name, DWORD number)
{
    HKEY key;
    DWORD error = create_state(&key);
    if (error != ERROR_SUCCESS)
        return error;
    error = (DWORD)RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
    RegCloseKey(key);
    return error;
}

static bool has_value(HKEY key, const wchar_t *name)
{
    return RegQueryValueExW(key, name, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
}

DWORD install_state_set_fixed(void)
{
    return set_number(FIXED_VALUE, 1);
}

bool install_state_is_fixed(void)
{
    HKEY key;
    if (open_state(&key) != ERROR_SUCCESS)
        return false;
    const bool is_fixed = has_value(key, FIXED_VALUE);
    RegCloseKey(key);
    return is_fixed;
}

DWORD install_state_add_session(DWORD session)
{
    wchar_t name[NAME_SIZE];
    _snwprintf(name, NAME_SIZE, SESSION_FORMAT, session);
    return set_number(name, session);
}

DWORD install_state_sessions(DWORD *sessions, DWORD limit)
{
    HKEY key;
    DWORD count = 0;
    if (open_state(&key) != ERROR_SUCCESS)
        return 0;
    for (DWORD i = 0; count < limit; i++) {
        wchar_t name[NAME_SIZE];
        DWORD name_length = NAME_SIZE;
        DWORD type = 0;
        DWORD number = 0;
        DWORD size = sizeof number;
        LONG error = RegEnumValueW(key, i, name, &name_length, NULL, &type, (BYTE *)&number, &size);
        if (error == ERROR_NO_MORE_ITEMS)
            break;
        wchar_t expected[NAME_SIZE];
        _snwprintf(expected, NAME_SIZE, SESSION_FORMAT, number);
        if (error == ERROR_SUCCESS && type == REG_DWORD && wcscmp(name, expected) == 0)
            sessions[count++] = number;
    }
    RegCloseKey(key);
    return count;
}

static DWORD copy_value(HKEY from, const wchar_t *from_name, HKEY to, const wchar_t *to_name)
{
    DWORD type = 0;
    DWORD size = 0;
    DWORD error = (DWORD)RegQueryValueExW(from, from_name, NULL, NULL, NULL, &size);
    BYTE *data = error == ERROR_SUCCESS ? malloc(size + 1) : NULL;
    if (error == ERROR_SUCCESS && data == NULL)
        error = ERROR_NOT_ENOUGH_MEMORY;
    if (error == ERROR_SUCCESS)
        error = (DWORD)RegQueryValueExW(from, from_name, NULL, &type, data, &size);
    if (error == ERROR_SUCCESS)
        error = (DWORD)RegSetValueExW(to, to_name, 0, type, data, size);
    free(data);
    return error;
}

DWORD install_state_keep(const wchar_t *name, HKEY key, const wchar_t *value)
{
    wchar_t absent[NAME_SIZE];
    HKEY state;
    _snwprintf(absent, NAME_SIZE, ABSENT_FORMAT, name);
    DWORD error = create_state(&state);
    if (error != ERROR_SUCCESS)
        return error;
    if (!has_value(state, name) && !has_value(state, absent)) {
        error = copy_value(key, value, state, name);
        if (error == ERROR_FILE_NOT_FOUND)
            error = set_number(absent, 1);
    }
    RegCloseKey(state);
    return error;
}

DWORD install_state_put_back(const wchar_t *name, HKEY key, const wchar_t *value)
{
    wchar_t absent[NAME_SIZE];
    HKEY state;
    _snwprintf(absent, NAME_SIZE, ABSENT_FORMAT, name);
    DWORD error = open_state(&state);
    if (error == ERROR_FILE_NOT_FOUND)
        return ERROR_SUCCESS;
    if (error != ERROR_SUCCESS)
        return error;
    if (has_value(state, name)) {
        error = copy_value(state, name, key, value);
    } else if (has_value(state, absent)) {
        error = (DWORD)RegDeleteValueW(key, value);
        if (error == ERROR_FILE_NOT_FOUND)
            error = ERROR_SUCCESS;
    }
    RegCloseKey(state);
    return error;
}

DWORD install_state_forget(void)
{
    const DWORD error = (DWORD)RegDeleteKeyW(HKEY_LOCAL_MACHINE, STATE_KEY);
    return error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
}
