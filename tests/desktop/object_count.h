/* How much a process holds of what runs out: to see that nothing is lost on the way.
 *
 * Wine's GetGuiResources and GetProcessHandleCount always say 0; so these count by themselves, and
 * work under Wine only. */
#ifndef PROMPTFIX_TESTS_DESKTOP_OBJECT_COUNT_H
#define PROMPTFIX_TESTS_DESKTOP_OBJECT_COUNT_H

#include <windows.h>

struct object_count {
    unsigned handles; /* of the process: files, keys, events, threads ... */
    unsigned gdi;     /* of the process: bitmaps, fonts, brushes ... */
    unsigned user;    /* of all processes: windows, menus, icons, hooks ... */
};

/* Of the process with this number. */
struct object_count object_count_of(DWORD process);

#endif
