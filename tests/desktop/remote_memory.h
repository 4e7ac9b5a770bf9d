/* Memory that is in this process and in another one at once.
 *
 * The messages of the common controls carry pointers, and Windows hands them over as they are: so
 * they must point into the process that owns the control. ReadProcessMemory would do on Windows,
 * but not under Wine where the processor is an emulated one. */
#ifndef PROMPTFIX_TESTS_DESKTOP_REMOTE_MEMORY_H
#define PROMPTFIX_TESTS_DESKTOP_REMOTE_MEMORY_H

#include <windows.h>

struct remote_memory {
    HANDLE process;
    HANDLE section;
    void *local;   /* all zero at first */
    BYTE *address; /* the same bytes, as the other process sees them */
};

/* Fails the test if it cannot be had. The bytes may be code, too. */
void remote_memory_init(struct remote_memory *memory, DWORD process, size_t size);
void remote_memory_init_for_window(struct remote_memory *memory, HWND window, size_t size);
void remote_memory_done(struct remote_memory *memory);

#endif
