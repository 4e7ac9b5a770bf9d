#include "tests/system/stepped_run.h"

#include "tests/system/hook_loading.h"
#include "tests/system/program_run.h"

#include <wchar.h>

enum { TIME_LIMIT = 120000 /* milliseconds: as program_run.c */ };

#define HOOK_NAME L"step_hook.dll"

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
        made = hook_load(run->process, HOOK_NAME);
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
