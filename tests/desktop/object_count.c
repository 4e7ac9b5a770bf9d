#include "tests/desktop/object_count.h"

#include "tests/desktop/remote_memory.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <winternl.h>

#include <ntstatus.h>

/* Layouts that winternl.h leaves out. Source: Wine's ntgdi.h, and the PEB as Windows' debugging
 * symbols describe it. */
enum {
    PEB_GDI_TABLE = 0x94, /* GdiSharedHandleTable, in the PEB of 32-bit Windows */
    GDI_ENTRY_COUNT = 65536,
    COUNT_LIMIT = 60000, /* milliseconds */
};

struct gdi_entry {
    UINT64 object; /* in a free entry: the next free one */
    ULONG owner;
    USHORT unique;
    BYTE type; /* 0: free */
    BYTE flags;
    UINT64 user_data;
};

static unsigned count_handles(DWORD process)
{
    SYSTEM_HANDLE_INFORMATION *all = NULL;
    NTSTATUS status = STATUS_INFO_LENGTH_MISMATCH;
    unsigned count = 0;
    for (ULONG size = 1U << 16; status == STATUS_INFO_LENGTH_MISMATCH; size *= 2) {
        free(all);
        all = malloc(size);
        ck_assert_ptr_nonnull(all);
        status = NtQuerySystemInformation(SystemHandleInformation, all, size, NULL);
    }
    for (ULONG i = 0; status == 0 && i < all->Count; i++)
        count += all->Handle[i].OwnerPid == process;
    free(all);
    ck_assert_int_eq(status, 0);
    return count;
}

/* Runs in the process that is counted, so it calls nothing and has no data. Wine keeps the table
 * in the process itself. */
static DWORD WINAPI count_own_gdi(void *parameter)
{
    const BYTE *block = parameter;
    const struct gdi_entry *entries = *(const struct gdi_entry *const *)(block + PEB_GDI_TABLE);
    DWORD count = 0;
    for (int i = 0; i < GDI_ENTRY_COUNT; i++)
        count += entries[i].type != 0;
    return count;
}

static unsigned count_gdi(DWORD process)
{
    enum { CODE_SIZE = 512 }; /* more than the function has */
    struct remote_memory code;
    PROCESS_BASIC_INFORMATION basic;
    DWORD count = 0;
    remote_memory_init(&code, process, CODE_SIZE);
    ck_assert_int_eq(NtQueryInformationProcess(code.process, ProcessBasicInformation, &basic,
                                               sizeof basic, NULL),
                     0);
    memcpy(code.local, (const void *)(uintptr_t)count_own_gdi, CODE_SIZE);
    HANDLE thread =
        CreateRemoteThread(code.process, NULL, 0, (LPTHREAD_START_ROUTINE)(uintptr_t)code.address,
                           basic.PebBaseAddress, 0, NULL);
    ck_assert_ptr_nonnull(thread);
    ck_assert_uint_eq(WaitForSingleObject(thread, COUNT_LIMIT), WAIT_OBJECT_0);
    ck_assert(GetExitCodeThread(thread, &count));
    CloseHandle(thread);
    remote_memory_done(&code);
    return count;
}

/* All processes share one table, and it grows only when no free place is left in it. So when more
 * menus are made than there are gaps, the last place tells how many objects there are. A handle's
 * lower half is twice its place, counted from 0x20 on. */
static unsigned count_user(void)
{
    enum { MENU_COUNT = 4000, FIRST_PLACE = 0x20 };
    static HMENU menus[MENU_COUNT];
    unsigned last = 0;
    for (int i = 0; i < MENU_COUNT; i++) {
        menus[i] = CreateMenu();
        ck_assert_ptr_nonnull(menus[i]);
        last = max(last, LOWORD((DWORD_PTR)menus[i]));
    }
    for (int i = 0; i < MENU_COUNT; i++)
        DestroyMenu(menus[i]);
    return (last - FIRST_PLACE) / 2 + 1 - MENU_COUNT;
}

struct object_count object_count_of(DWORD process)
{
    return (struct object_count){
        .handles = count_handles(process),
        .gdi = count_gdi(process),
        .user = count_user(),
    };
}
