#include "tests/system/import_table_windows.h"

#include <string.h>

/* Turns one entry, if it is one of the hooks'. */
static BOOL turn(BYTE *base, const IMAGE_THUNK_DATA *named, IMAGE_THUNK_DATA *bound,
                 const struct import_hook *hooks, size_t count)
{
    if (IMAGE_SNAP_BY_ORDINAL(named->u1.Ordinal))
        return FALSE;
    const IMAGE_IMPORT_BY_NAME *import = (void *)(base + named->u1.AddressOfData);
    for (size_t i = 0; i < count; i++) {
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

unsigned import_table_turn(const struct import_hook *hooks, size_t count)
{
    unsigned turned = 0;
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
            turned += turn(base, named, bound, hooks, count) != FALSE;
    }
    return turned;
}
