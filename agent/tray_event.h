/* What the shell's message about the icon means.
 *
 * The shell packs it in two ways, by the version that Shell_NotifyIcon(NIM_SETVERSION) was granted:
 * 4 from Windows Vista on, 3 on XP and 2000; a shell that refuses both sends bare mouse messages.
 * Sources: Microsoft, "NOTIFYICONDATA structure" and "Shell_NotifyIcon function"; facts.md
 * section 8.
 */
#ifndef PROMPTFIX_AGENT_TRAY_EVENT_H
#define PROMPTFIX_AGENT_TRAY_EVENT_H

#include <stdbool.h>
#include <stdint.h>

enum { ICON_VERSION_NONE = 0, ICON_VERSION_XP = 3, ICON_VERSION_VISTA = 4 };

enum tray_event_kind {
    TRAY_EVENT_NONE,
    TRAY_EVENT_CHOSEN,           /* clicked, or Space or Enter on it */
    TRAY_EVENT_MENU,             /* right click, the menu key, Shift+F10 */
    TRAY_EVENT_NOTICE_CHOSEN,    /* the notification was clicked */
    TRAY_EVENT_NOTICE_DISMISSED, /* it was closed, or its time was over */
};

struct tray_event {
    enum tray_event_kind kind;
    bool has_place; /* the message says where: screen coordinates */
    int x;
    int y;
};

/* Reads the parameters of the icon's callback message. */
struct tray_event tray_event_read(unsigned version, uintptr_t wparam, intptr_t lparam);

#endif
