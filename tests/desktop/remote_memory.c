#include "tests/desktop/remote_memory.h"

#include <check.h>

/* ntdll.dll's functions and their words, which Microsoft describes for drivers only. */
enum { VIEW_UNMAP = 2 /* not inherited by the process's children */ };
NTSYSAPI LONG NTAPI NtMapViewOfSection(HANDLE section, HANDLE process, void **address,
                                       ULONG_PTR zero_bits, SIZE_T commit_size,
                                       LARGE_INTEGER *offset, SIZE_T *view_size, int disposition,
                                       ULONG kind, ULONG protection);
NTSYSAPI LONG NTAPI NtUnmapViewOfSection(HANDLE process, void *address);

static void *map(HANDLE section, HANDLE process)
{
    void *address = NULL;
    SIZE_T size = 0;
    ck_assert_int_eq(NtMapViewOfSection(section, process, &address, 0, 0, NULL, &size, VIEW_UNMAP,
                                        0, PAGE_EXECUTE_READWRITE),
                     0);
    return address;
}

void remote_memory_init(struct remote_memory *memory, DWORD process, size_t size)
{
    memory->process = OpenProcess(PROCESS_ALL_ACCESS, FALSE, process);
    ck_assert_ptr_nonnull(memory->process);
    memory->section = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_EXECUTE_READWRITE, 0,
                                         (DWORD)size, NULL);
    ck_assert_ptr_nonnull(memory->section);
    memory->local = map(memory->section, GetCurrentProcess());
    memory->address = map(memory->section, memory->process);
}

void remote_memory_init_for_window(struct remote_memory *memory, HWND window, size_t size)
{
    DWORD process = 0;
    GetWindowThreadProcessId(window, &process);
    remote_memory_init(memory, process, size);
}

void remote_memory_done(struct remote_memory *memory)
{
    NtUnmapViewOfSection(memory->process, memory->address);
    NtUnmapViewOfSection(GetCurrentProcess(), memory->local);
    CloseHandle(memory->section);
    CloseHandle(memory->process);
}
