#include "tests/system/half_state.h"

#include "tests/system/mail_sample.h"

#include <stdbool.h>
#include <wchar.h>

/* Reads a number, four bytes of any type; `otherwise` where there is none. */
static DWORD read_number(HKEY root, const wchar_t *path, const wchar_t *name, DWORD otherwise)
{
    HKEY key = NULL;
    DWORD number = 0;
    DWORD size = sizeof number;
    if (RegOpenKeyExW(root, path, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
        return otherwise;
    LSTATUS status = RegQueryValueExW(key, name, NULL, NULL, (BYTE *)&number, &size);
    RegCloseKey(key);
    return status == ERROR_SUCCESS && size == sizeof number ? number : otherwise;
}

static enum values_state user_values(void)
{
    static const wchar_t *const profiles[] = {L"Outlook", L"Second"};
    unsigned new_count = 0;
    for (int i = 0; i < 2; i++)
        new_count += read_number(HKEY_CURRENT_USER, mail_sample_section(profiles[i]), L"00036627",
                                 0) == NTLM;
    return new_count == 0 ? VALUES_OLD : new_count == 2 ? VALUES_NEW : VALUES_TORN;
}

static enum record_state record_of(HKEY root)
{
    static const wchar_t *const names[] = {[RECORD_PENDING] = L"pending",
                                           [RECORD_APPLIED] = L"applied",
                                           [RECORD_UNDOING] = L"undoing"};
    HKEY key = NULL;
    wchar_t state[16] = L"";
    DWORD size = sizeof state - sizeof *state;
    if (RegOpenKeyExW(root, RECORDS_KEY L"\\1", 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) !=
        ERROR_SUCCESS)
        return RECORD_NONE;
    LSTATUS status = RegQueryValueExW(key, L"State", NULL, NULL, (BYTE *)state, &size);
    RegCloseKey(key);
    if (status == ERROR_FILE_NOT_FOUND)
        return RECORD_INCOMPLETE;
    for (int i = RECORD_PENDING; status == ERROR_SUCCESS && i <= RECORD_UNDOING; i++)
        if (wcscmp(state, names[i]) == 0)
            return (enum record_state)i;
    return RECORD_UNKNOWN;
}

struct half_states half_states_read(void)
{
    return (struct half_states){{
        {user_values(), record_of(HKEY_CURRENT_USER)},
        {read_number(HKEY_LOCAL_MACHINE, LSA_KEY, LEVEL_VALUE, 0) == 3 ? VALUES_NEW : VALUES_OLD,
         record_of(HKEY_LOCAL_MACHINE)},
    }};
}
