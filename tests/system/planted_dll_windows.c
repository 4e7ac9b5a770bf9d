/* A DLL of the kind that somebody leaves beside a program, named like one of Windows' own, in the
 * hope that the program loads it. This one tells the test, whoever loads it. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE dll, DWORD reason, LPVOID reserved)
{
    (void)dll;
    (void)reserved;
    if (reason != DLL_PROCESS_ATTACH)
        return TRUE;
    HANDLE loaded = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Local\\PromptFixPlantedDll");
    if (loaded != NULL) {
        SetEvent(loaded);
        CloseHandle(loaded);
    }
    return TRUE;
}
