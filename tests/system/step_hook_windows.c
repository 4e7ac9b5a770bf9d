/* A DLL that a test puts into a running promptfix.exe, so that the program can be stopped before
 * any call by which it reads or writes the registry. The program itself is not changed and knows
 * nothing of it: the entries of its import table are turned to the functions below.
 *
 * It is in the program before the first statement of that (see stepped_run.h), and does nothing
 * where the test has not left its step_control. */
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

typedef void any_function(void);

#define HOOK(name, function)                                                                       \
    {                                                                                              \
        name, (any_function *)(function)                                                           \
    }
static const struct {
    const char *name;
    any_function *function;
} hooks[] = {
    HOOK("RegSetValueExW", set_value),     HOOK("RegDeleteValueW", delete_value),
    HOOK("RegCreateKeyExW", create_key),   HOOK("RegDeleteKeyW", delete_key),
    HOOK("RegFlushKey", flush_key),        HOOK("RegOpenKeyExW", open_key),
    HOOK("RegQueryValueExW", query_value), HOOK("RegEnumValueW", enumerate_value),
    HOOK("RegEnumKeyExW", enumerate_key),  HOOK("GetProcAddress", get_function),
};

/* Turns one entry of the import table, if it is one of the hooks'. */
static BOOL turn(BYTE *base, const IMAGE_THUNK_DATA *named, IMAGE_THUNK_DATA *bound)
{
    if (IMAGE_SNAP_BY_ORDINAL(named->u1.Ordinal))
        return FALSE;
    const IMAGE_IMPORT_BY_NAME *import = (void *)(base + named->u1.AddressOfData);
    for (size_t i = 0; i < sizeof hooks / sizeof hooks[0]; i++) {
        DWORD before = 0;
        if (strcmp((const char *)import->Name, hooks[i].name) != 0)
            continue;
        if (!VirtualProtect(bound, sizeof *bound, PAGE_READWRITE, &before))
            return FALSE;
        bound->u1.Function = (ULONG_PTR)hooks[i].function;
        VirtualProtect(bound, sizeof *bound, before, &before);
        return TRUE;
    }
    return FALSE;
}

/* Goes through the import table of the program. How many entries were turned. */
static unsigned turn_all(void)
{
    unsigned count = 0;
    BYTE *base = (BYTE *)GetModuleHandleW(NULL);
    const IMAGE_DOS_HEADER *dos = (void *)base;
    const IMAGE_NT_HEADERS *headers = (void *)(base + dos->e_lfanew);
    const IMAGE_DATA_DIRECTORY *directory =
        &headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT];
    const IMAGE_IMPORT_DESCRIPTOR *dll = (void *)(base + directory->VirtualAddress);
    for (; dll->Name != 0; dll++) {
        const IMAGE_THUNK_DATA *named = (void *)(base + dll->OriginalFirstThunk);
        IMAGE_THUNK_DATA *bound = (void *)(base + dll->FirstThunk);
        for (; named->u1.AddressOfData != 0; named++, bound++)
            count += turn(base, named, bound) != FALSE;
    }
    return count;
}

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
    return control != NULL && turn_all() == sizeof hooks / sizeof hooks[0];
}

/* A hook that is not complete is no hook: the test that loads it learns that. */
BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    (void)dll;
    (void)reserved;
    return reason != DLL_PROCESS_ATTACH || begin();
}
