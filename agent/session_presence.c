#include "agent/session_presence.h"

/* Values of winuser.h. */
enum {
    CONSOLE_CONNECT = 1,
    CONSOLE_DISCONNECT = 2,
    REMOTE_CONNECT = 3,
    REMOTE_DISCONNECT = 4,
    SESSION_LOCK = 7,
    SESSION_UNLOCK = 8,

    RESUME_CRITICAL = 6, /* until XP: woken without warning before the sleep */
    RESUME_SUSPEND = 7,  /* by the user */
    RESUME_AUTOMATIC = 18,
};

bool session_is_away(const struct session_presence *presence)
{
    return presence->locked || presence->disconnected;
}

bool session_changed(struct session_presence *presence, uintptr_t change)
{
    const bool was_away = session_is_away(presence);
    switch (change) {
    case CONSOLE_CONNECT:
    case REMOTE_CONNECT:
        presence->disconnected = false;
        break;
    case CONSOLE_DISCONNECT:
    case REMOTE_DISCONNECT:
        presence->disconnected = true;
        break;
    case SESSION_LOCK:
        presence->locked = true;
        break;
    case SESSION_UNLOCK:
        presence->locked = false;
        break;
    default:
        break;
    }
    return was_away && !session_is_away(presence);
}

bool session_has_woken(uintptr_t power_event)
{
    return power_event == RESUME_AUTOMATIC || power_event == RESUME_SUSPEND ||
           power_event == RESUME_CRITICAL;
}
