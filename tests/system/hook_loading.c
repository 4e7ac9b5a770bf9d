#include "tests/system/hook_loading.h"

#include <wchar.h>

enum { TIME_LIMIT = 120000 /* milliseconds: as program_run.c */ };

/* What Microsoft documents as ZwMapViewOfSection. WriteProcessMemory would do on Windows, but not
 * under Wine where the processor is an emulated one. */
typedef LONG WINAPI map_function(HANDLE section, HANDLE process, void **address,
                                 ULONG_PTR zero_bits, SIZE_T commit_size, LARGE_INTEGER *offset,
                                 SIZE_T *view_size, int disposition, ULONG kind, ULONG protection);
enum { VIEW_UNMAP = 2 /* not inherited by the process's children */ };

static map_function *find_map(void)
{
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    return ntdll != NULL
               ? (map_function *)(void (*)(void))GetProcAddress(ntdll, "NtMapViewOfSection")
               : NULL;
}

/* The path of the DLL. */
static bool find_hook(const wchar_t *dll, wchar_t path[MAX_PATH])
{
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    while (length > 0 && path[length - 1] != L'\\')
        length--;
    if (length == 0 || length + wcslen(dll) + 1 > MAX_PATH)
        return false;
    wcscpy(path + length, dll);
    return true;
}

/* Puts the path of the hook into the process, which is suspended, and has a thread of it load that.
 * Windows sets a process up in its first thread, whichever that is; so the program's imports are
 * bound by then. */
bool hook_load(HANDLE process, const wchar_t *dll)
{
    HMODULE kernel32 = GetModuleHandleW(L"kernel32.dll"); /* at the same place in each process */
    FARPROC load = kernel32 != NULL ? GetProcAddress(kernel32, "LoadLibraryW") : NULL;
    map_function *map = find_map();
    HANDLE section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                        MAX_PATH * sizeof(wchar_t), NULL);
    HANDLE thread = NULL;
    void *there = NULL;
    SIZE_T size = 0;
    DWORD loaded = 0;
    wchar_t *path = section != NULL ? MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0) : NULL;
    if (load == NULL || map == NULL || path == NULL || !find_hook(dll, path))
        goto out;
    if (map(section, process, &there, 0, 0, NULL, &size, VIEW_UNMAP, 0, PAGE_READONLY) != 0)
        goto out;
    thread = CreateRemoteThread(process, NULL, 0, (LPTHREAD_START_ROUTINE)(void (*)(void))load,
                                there, 0, NULL);
    if (thread != NULL && WaitForSingleObject(thread, TIME_LIMIT) == WAIT_OBJECT_0)
        GetExitCodeThread(thread, &loaded); /* the hook's place in memory, or 0 */
out:
    if (thread != NULL)
        CloseHandle(thread);
    if (path != NULL)
        UnmapViewOfFile(path);
    if (section != NULL)
        CloseHandle(section);
    return loaded != 0;
}
