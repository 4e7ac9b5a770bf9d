#include "agent/attention.h"

/* Values of QUERY_USER_NOTIFICATION_STATE (shellapi.h). */
enum {
    STATE_NOT_PRESENT = 1, /* screen saver, locked, or another user's turn */
    STATE_BUSY = 2,        /* a full-screen program, or presentation settings */
    STATE_FULL_SCREEN_3D = 3,
    STATE_PRESENTATION = 4,
    STATE_ACCEPTS = 5,
    STATE_QUIET_TIME = 6,      /* the first hour after a new logon or upgrade */
    STATE_FULL_SCREEN_APP = 7, /* Windows 8 */
};

enum attention attention_of(const struct attention_facts *facts)
{
    if (facts->session_locked)
        return ATTENTION_QUIET;
    switch (facts->user_state) {
    case 0:
        return facts->screen_covered ? ATTENTION_FULL_SCREEN : ATTENTION_FREE;
    case STATE_ACCEPTS:
        return ATTENTION_FREE;
    case STATE_BUSY:
    case STATE_FULL_SCREEN_3D:
    case STATE_PRESENTATION:
    case STATE_FULL_SCREEN_APP:
        return ATTENTION_FULL_SCREEN;
    case STATE_NOT_PRESENT:
    case STATE_QUIET_TIME:
    default: /* a state that a later Windows invents: rather wait than disturb */
        return ATTENTION_QUIET;
    }
}
