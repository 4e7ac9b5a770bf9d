#include "agent/dll_search_windows.h"

#include <delayimp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

/* libloaderapi.h has it only for newer Windows; the value is documented with
 * SetDefaultDllDirectories. */
enum { SEARCH_SYSTEM32 = 0x00000800 };

/* The longest name of a DLL that is loaded by this program, with its NUL. */
enum { DLL_NAME_UNIT_COUNT = 32 };

/* Does Windows look for DLLs in its own folder only? */
static bool search_is_cut;

HMODULE dll_load_system(const wchar_t *name)
{
    wchar_t path[MAX_PATH + 1 + DLL_NAME_UNIT_COUNT];
    UINT length = GetSystemDirectoryW(path, MAX_PATH);
    if (length == 0 || length >= MAX_PATH || wcslen(name) >= DLL_NAME_UNIT_COUNT)
        return NULL;
    path[length] = L'\\';
    wcscpy(path + length + 1, name);
    /* An older Windows looks for what the DLL needs beside the program first, unless it is told to
     * begin beside the DLL (Microsoft, "LoadLibraryExW function"). */
    return LoadLibraryExW(path, NULL, search_is_cut ? 0 : LOAD_WITH_ALTERED_SEARCH_PATH);
}

any_function *dll_find_function(const wchar_t *dll, const char *function)
{
    HMODULE module = GetModuleHandleW(dll);
    if (module == NULL)
        module = dll_load_system(dll);
    return module != NULL ? (any_function *)GetProcAddress(module, function) : NULL;
}

/* Called by MinGW's helper for delayed imports before it loads a DLL; names there are ASCII.
 * comctl32 is left to the loader: its version 6, which the manifest asks for, is not in the system
 * folder but is found by name only, before any search. */
static FARPROC WINAPI load_late(unsigned notification, DelayLoadInfo *info)
{
    wchar_t name[DLL_NAME_UNIT_COUNT] = {0};
    if (notification != dliNotePreLoadLibrary || _stricmp(info->szDll, "comctl32.dll") == 0)
        return NULL;
    for (size_t i = 0; i < DLL_NAME_UNIT_COUNT - 1 && info->szDll[i] != '\0'; i++)
        name[i] = (wchar_t)(unsigned char)info->szDll[i];
    return (FARPROC)(uintptr_t)dll_load_system(name);
}

void dll_search_cut(void)
{
    typedef BOOL WINAPI set_default_function(DWORD flags);
    SetDllDirectoryW(L"");
    set_default_function *set_default =
        (set_default_function *)dll_find_function(L"kernel32.dll", "SetDefaultDllDirectories");
    search_is_cut = set_default != NULL && set_default(SEARCH_SYSTEM32);
    __pfnDliNotifyHook2 = load_late;
}

bool dll_find_functions(const struct dll_function *functions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        any_function *function = dll_find_function(functions[i].dll, functions[i].name);
        if (function == NULL)
            return false;
        memcpy(functions[i].place, &function, sizeof function);
    }
    return true;
}
