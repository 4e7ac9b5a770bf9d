/* Is the user at this session's screen and keyboard?
 *
 * A session can be locked, and it can be without a screen (another user's turn, a broken remote
 * connection); it comes back when neither is so any more. Windows tells each change by a message.
 * Source: Microsoft, "WM_WTSSESSION_CHANGE message", "WM_POWERBROADCAST message".
 */
#ifndef PROMPTFIX_AGENT_SESSION_PRESENCE_H
#define PROMPTFIX_AGENT_SESSION_PRESENCE_H

#include <stdbool.h>
#include <stdint.h>

/* All zero: the user is there. */
struct session_presence {
    bool locked;
    bool disconnected;
};

bool session_is_away(const struct session_presence *presence);

/* Takes in WM_WTSSESSION_CHANGE's WPARAM. True when the user has just come back. */
bool session_changed(struct session_presence *presence, uintptr_t change);

/* Does WM_POWERBROADCAST's WPARAM say that the computer has just woken up? */
bool session_has_woken(uintptr_t power_event);

#endif
