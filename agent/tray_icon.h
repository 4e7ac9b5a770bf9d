/* Is the icon in the notification area, and what is done about it when it is not?
 *
 * The shell may not be there yet at logon, may be too busy to take the icon, or may be started
 * anew and have forgotten it. So each answer of the shell counts: an icon that was not taken is
 * tried again for some minutes, ever less often, and after that when the taskbar announces itself.
 * While the icon is as wanted no timer runs.
 */
#ifndef PROMPTFIX_AGENT_TRAY_ICON_H
#define PROMPTFIX_AGENT_TRAY_ICON_H

#include "agent/desktop.h"

/* Room for a tip in UTF-8: a unit of UTF-16 is three bytes at most. */
enum { TIP_SIZE = 3 * TIP_LIMIT + 1 };

/* How often it is tried again, and how long it is waited before: 1, 2, 4, 8, 16, then 30 seconds.
 * Together some four minutes: about as long as a slow logon keeps the shell busy. */
enum { ICON_RETRY_COUNT = 12, ICON_RETRY_LONGEST = 30000 };

struct tray_icon {
    struct desktop *desktop;
    bool is_wanted;
    bool is_there;      /* the shell has it, as far as known */
    bool is_awaited;    /* the timer runs */
    unsigned try_count; /* since there was last a reason to hope */
    unsigned delay;     /* milliseconds until the next try */
    enum tray_state state;
    char tip[TIP_SIZE];
};

void tray_icon_init(struct tray_icon *icon, struct desktop *desktop);

/* The icon is to be there and say this; where it does already, nothing is done. A tip that is too
 * long for TIP_SIZE is cut. */
void tray_icon_show(struct tray_icon *icon, enum tray_state state, const char *tip);

/* The icon is not to be there. */
void tray_icon_hide(struct tray_icon *icon);

/* TIMER_ICON_RETRY has ended. */
void tray_icon_retry(struct tray_icon *icon);

/* The taskbar is there anew: icons of before are gone. */
void tray_icon_add_again(struct tray_icon *icon);

/* The shell may have forgotten the icon, or its look may have to change: says all of it again. */
void tray_icon_renew(struct tray_icon *icon);

#endif
