/* May a notification be shown now, or would it disturb?
 *
 * Windows from Vista on answers that (SHQueryUserNotificationState); on XP a window that covers the
 * whole screen has to do. Source: Microsoft, "QUERY_USER_NOTIFICATION_STATE enumeration", facts.md
 * section 8.
 */
#ifndef PROMPTFIX_AGENT_ATTENTION_H
#define PROMPTFIX_AGENT_ATTENTION_H

#include <stdbool.h>

enum attention {
    ATTENTION_FREE,
    ATTENTION_FULL_SCREEN, /* a presentation, a game, a film: it ends, and the agent is told */
    ATTENTION_QUIET,       /* quiet time, or the session is locked: wait for the next occasion */
};

struct attention_facts {
    bool session_locked; /* or not connected to a screen */
    int user_state;      /* as SHQueryUserNotificationState says; 0 where it cannot be asked */
    bool screen_covered; /* by the window in the foreground; counts where user_state is 0 */
};

enum attention attention_of(const struct attention_facts *facts);

#endif
