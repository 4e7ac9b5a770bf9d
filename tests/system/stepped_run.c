#include "tests/system/stepped_run.h"

#include "tests/system/program_run.h"

#include <stdio.h>
#include <wchar.h>

enum { TIME_LIMIT = 120000 /* milliseconds: as program_run.c */ };

#define HOOK_NAME L"step_hook.dll"

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

/* The hook lies beside the tests' program. */
static bool find_hook(wchar_t path[MAX_PATH])
{
    DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
    while (length > 0 && path[length - 1] != L'\\')
        length--;
    if (length == 0 || length + sizeof HOOK_NAME / sizeof(wchar_t) > MAX_PATH)
        return false;
    wcscpy(path + length, HOOK_NAME);
    return true;
}

/* Puts the path of the hook into the process, which is suspended, and has a thread of it load that.
 * Windows sets a process up in its first thread, whichever that is; so the program's imports are
 * bound by then. */
static bool load_hook(HANDLE process)
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
    if (load == NULL || map == NULL || path == NULL || !find_hook(path))
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

static void release(struct stepped_run *run)
{
    if (run->control != NULL)
        UnmapViewOfFile(run->control);
    const HANDLE handles[] = {run->process, run->mapping, run->reached, run->go};
    for (size_t i = 0; i < sizeof handles / sizeof handles[0]; i++)
        if (handles[i] != NULL)
            CloseHandle(handles[i]);
    *run = (struct stepped_run){0};
}

static bool make_control(struct stepped_run *run)
{
    wchar_t name[STEP_NAME_LENGTH];
    DWORD process = GetProcessId(run->process);
    swprintf(name, STEP_NAME_LENGTH, STEP_CONTROL_NAME, process);
    run->mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                      sizeof *run->control, name);
    if (run->mapping != NULL)
        run->control = MapViewOfFile(run->mapping, FILE_MAP_WRITE, 0, 0, sizeof *run->control);
    swprintf(name, STEP_NAME_LENGTH, STEP_REACHED_NAME, process);
    run->reached = CreateEventW(NULL, FALSE, FALSE, name);
    swprintf(name, STEP_NAME_LENGTH, STEP_GO_NAME, process);
    run->go = CreateEventW(NULL, FALSE, FALSE, name);
    return run->control != NULL && run->reached != NULL && run->go != NULL;
}

bool stepped_run_start(struct stepped_run *run, const wchar_t *arguments, int kinds,
                       unsigned stop_before)
{
    HANDLE thread = NULL;
    const struct program_start start = {.flags = DETACHED_PROCESS | CREATE_SUSPENDED,
                                        .thread = &thread};
    *run = (struct stepped_run){0};
    run->process = program_start(promptfix_command_line(arguments), &start);
    bool made = make_control(run);
    if (made) {
        run->control->kinds = kinds;
        run->control->stop_before = (LONG)stop_before;
        made = load_hook(run->process);
    }
    if (made)
        ResumeThread(thread);
    else
        TerminateProcess(run->process, 1);
    CloseHandle(thread);
    if (!made)
        release(run);
    return made;
}

bool stepped_run_stands(const struct stepped_run *run)
{
    const HANDLE either[] = {run->reached, run->process};
    return WaitForMultipleObjects(2, either, FALSE, TIME_LIMIT) == WAIT_OBJECT_0;
}

bool stepped_run_is_at_value(const struct stepped_run *run, const wchar_t *name)
{
    return _wcsicmp(run->control->value, name) == 0;
}

void stepped_run_go_on(const struct stepped_run *run, unsigned stop_before)
{
    run->control->stop_before = (LONG)stop_before;
    SetEvent(run->go);
}

void stepped_run_kill(struct stepped_run *run)
{
    TerminateProcess(run->process, 1);
    WaitForSingleObject(run->process, TIME_LIMIT);
    release(run);
}

DWORD stepped_run_finish(struct stepped_run *run, unsigned *step_count)
{
    DWORD exit_code = program_finish(run->process);
    run->process = NULL;
    if (step_count != NULL)
        *step_count = (unsigned)run->control->count;
    release(run);
    return exit_code;
}

unsigned stepped_run_stride(unsigned usual)
{
    wchar_t word[2];
    return GetEnvironmentVariableW(L"PROMPTFIX_EVERY_STEP", word, 2) > 0 ? 1 : usual;
}
