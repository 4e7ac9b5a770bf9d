/* A DLL that a test puts into a running promptfix.exe, so that the program can be stopped before
 * any call by which it reads or writes the registry. The program itself is not changed and knows
 * nothing of it: the entries of its import table are turned to the functions below.
 *
 * It is in the program before the first statement of that (see stepped_run.h), and does nothing
 * where the test has not left its step_control. */
#include "tests/system/import_table_windows.h"
#include "tests/system/step_control.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

typedef LSTATUS WINAPI delete_key_function(HKEY, LPCWSTR, REGSAM, DWORD);

static struct step_control *control;
static HANDLE reached;
static HANDLE go;
static delete_key_function *real_delete_key_ex;

static void step(enum step_kind kind, const wchar_t *value)
{
    if ((control->kinds & (LONG)kind) == 0)
        return;
    if (InterlockedIncrement(&control->count) != control->stop_before)
        return;
    wcsncpy(control->value, value != NULL ? value : L"", STEP_VALUE_LENGTH - 1);
    SetEvent(reached);
    WaitForSingleObject(go, INFINITE);
}

static LSTATUS WINAPI set_value(HKEY key, LPCWSTR name, DWORD reserved, DWORD type,
                                const BYTE *data, DWORD size)
{
    step(STEP_WRITE, name);
    return RegSetValueExW(key, name, reserved, type, data, size);
}

static LSTATUS WINAPI delete_value(HKEY key, LPCWSTR name)
{
    step(STEP_WRITE, name);
    return RegDeleteValueW(key, name);
}

static LSTATUS WINAPI create_key(HKEY key, LPCWSTR path, DWORD reserved, LPWSTR kind, DWORD options,
                                 REGSAM rights, const LPSECURITY_ATTRIBUTES security, PHKEY made,
                                 LPDWORD disposition)
{
    step(STEP_WRITE, NULL);
    return RegCreateKeyExW(key, path, reserved, kind, options, rights, security, made, disposition);
}

static LSTATUS WINAPI delete_key(HKEY key, LPCWSTR name)
{
    step(STEP_WRITE, NULL);
    return RegDeleteKeyW(key, name);
}

static LSTATUS WINAPI delete_key_ex(HKEY key, LPCWSTR name, REGSAM view, DWORD reserved)
{
    step(STEP_WRITE, NULL);
    return real_delete_key_ex(key, name, view, reserved);
}

static LSTATUS WINAPI flush_key(HKEY key)
{
    step(STEP_WRITE, NULL);
    return RegFlushKey(key);
}

static LSTATUS WINAPI open_key(HKEY key, LPCWSTR path, DWORD options, REGSAM rights, PHKEY opened)
{
    step(STEP_READ, NULL);
    return RegOpenKeyExW(key, path, options, rights, opened);
}

static LSTATUS WINAPI query_value(HKEY key, LPCWSTR name, LPDWORD reserved, LPDWORD type,
                                  LPBYTE data, LPDWORD size)
{
    step(STEP_READ, NULL);
    return RegQueryValueExW(key, name, reserved, type, data, size);
}

static LSTATUS WINAPI enumerate_value(HKEY key, DWORD index, LPWSTR name, LPDWORD length,
                                      LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size)
{
    step(STEP_READ, NULL);
    return RegEnumValueW(key, index, name, length, reserved, type, data, size);
}

static LSTATUS WINAPI enumerate_key(HKEY key, DWORD index, LPWSTR name, LPDWORD length,
                                    LPDWORD reserved, LPWSTR kind, LPDWORD kind_length,
                                    PFILETIME time)
{
    step(STEP_READ, NULL);
    return RegEnumKeyExW(key, index, name, length, reserved, kind, kind_length, time);
}

/* The program looks up RegDeleteKeyExW, which Windows XP does not have. */
static FARPROC WINAPI get_function(HMODULE module, LPCSTR name)
{
    FARPROC found = GetProcAddress(module, name);
    if (found == NULL || (ULONG_PTR)name < 0x10000 || strcmp(name, "RegDeleteKeyExW") != 0)
        return found;
    real_delete_key_ex = (delete_key_function *)(void (*)(void))found;
    return (FARPROC)(void (*)(void))delete_key_ex;
}

static const struct import_hook hooks[] = {
    IMPORT_HOOK("RegSetValueExW", set_value),     IMPORT_HOOK("RegDeleteValueW", delete_value),
    IMPORT_HOOK("RegCreateKeyExW", create_key),   IMPORT_HOOK("RegDeleteKeyW", delete_key),
    IMPORT_HOOK("RegFlushKey", flush_key),        IMPORT_HOOK("RegOpenKeyExW", open_key),
    IMPORT_HOOK("RegQueryValueExW", query_value), IMPORT_HOOK("RegEnumValueW", enumerate_value),
    IMPORT_HOOK("RegEnumKeyExW", enumerate_key),  IMPORT_HOOK("GetProcAddress", get_function),
};

static HANDLE open_event(const wchar_t *form)
{
    wchar_t name[STEP_NAME_LENGTH];
    swprintf(name, STEP_NAME_LENGTH, form, GetCurrentProcessId());
    return OpenEventW(EVENT_ALL_ACCESS, FALSE, name);
}

static BOOL begin(void)
{
    wchar_t name[STEP_NAME_LENGTH];
    swprintf(name, STEP_NAME_LENGTH, STEP_CONTROL_NAME, GetCurrentProcessId());
    HANDLE mapping = OpenFileMappingW(FILE_MAP_WRITE, FALSE, name);
    reached = open_event(STEP_REACHED_NAME);
    go = open_event(STEP_GO_NAME);
    if (mapping == NULL || reached == NULL || go == NULL)
        return FALSE;
    control = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, sizeof *control);
    return control != NULL && import_table_turn(hooks, sizeof hooks / sizeof hooks[0]) ==
                                  sizeof hooks / sizeof hooks[0];
}

/* A hook that is not complete is no hook: the test that loads it learns that. */
BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    (void)dll;
    (void)reserved;
    return reason != DLL_PROCESS_ATTACH || begin();
}
