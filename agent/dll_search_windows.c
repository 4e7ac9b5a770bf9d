#include "agent/dll_search_windows.h"

#include <windows.h>

/* libloaderapi.h has it only for newer Windows; the value is documented with
 * SetDefaultDllDirectories. */
enum { SEARCH_SYSTEM32 = 0x00000800 };

void dll_search_cut(void)
{
    typedef BOOL WINAPI set_default_function(DWORD flags);
    SetDllDirectoryW(L"");
    HMODULE kernel32 = GetModuleHandleW(L"kernel32.dll");
    if (kernel32 == NULL)
        return;
    set_default_function *set_default = (set_default_function *)(void (*)(void))GetProcAddress(
        kernel32, "SetDefaultDllDirectories");
    if (set_default != NULL)
        set_default(SEARCH_SYSTEM32);
}
