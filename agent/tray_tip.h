/* The tip of the icon: what a notification says, for whoever did not see it. */
#ifndef PROMPTFIX_AGENT_TRAY_TIP_H
#define PROMPTFIX_AGENT_TRAY_TIP_H

#include "agent/report.h"
#include "agent/restart_pending.h"
#include "agent/tray_state.h"

/* Appends the product's name, the state in words and what to do, and in a second line the profile,
 * or how many accounts there are; cut to TIP_LIMIT units. `pending` as for tray_state_of. Memory
 * running out is remembered by the buffer. */
void tray_tip_append(struct byte_buffer *tip, const struct report *report,
                     const struct restart_pending *pending, enum tray_state state,
                     const struct message_source *messages);

#endif
