/* The words of a notification, within the shell's limits. */
#ifndef PROMPTFIX_AGENT_NOTICE_TEXT_H
#define PROMPTFIX_AGENT_NOTICE_TEXT_H

#include "agent/desktop.h"

/* The notification of a state, by what was found. Its texts are owned by the message source.
 * `pending` as for tray_state_of. Not for TRAY_FINE: that is no news. */
struct notice notice_of_state(const struct report *report, const struct restart_pending *pending,
                              enum tray_state state, const struct message_source *messages);

/* The same when Outlook has just asked for a password, in a state that says why it does. */
struct notice notice_of_prompt(const struct report *report, const struct restart_pending *pending,
                               enum tray_state state, const struct message_source *messages);

/* The answer to a fix or an undo, for a user who has closed the window and waits for it. False when
 * the activity has no answer: nothing was done, or the user said no. */
bool notice_of_activity(enum activity activity, enum tray_state state,
                        const struct message_source *messages, struct notice *notice);

/* That memory does not suffice for what the user wants to see. */
struct notice notice_of_missing_memory(enum tray_state state,
                                       const struct message_source *messages);

#endif
