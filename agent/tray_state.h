/* What the icon in the notification area says: one of five states, from what was found. */
#ifndef PROMPTFIX_AGENT_TRAY_STATE_H
#define PROMPTFIX_AGENT_TRAY_STATE_H

#include "agent/report.h"
#include "agent/restart_pending.h"

enum tray_state {
    TRAY_FINE,                 /* nothing that PromptFix knows makes Outlook ask */
    TRAY_PROBLEM,              /* a problem is known; it can be mended, or a person must do so */
    TRAY_RESTART_PENDING,      /* mended, and true after a restart */
    TRAY_SET_BY_ADMINISTRATOR, /* a policy decides, so nothing is mended here */
    TRAY_CANNOT_TELL,          /* something could not be read or is not known */
    TRAY_STATE_COUNT,
};

/* The state to show. Problems that can be mended come first, then a restart that is due, then
 * problems that cannot be mended here, policy, what cannot be told; only without any of them all
 * is fine. `pending` is NULL when it could not be read, which is not fine either; a report of an
 * examination that failed is TRAY_CANNOT_TELL. */
enum tray_state tray_state_of(const struct report *report, const struct restart_pending *pending);

/* What one finding would have the icon say: TRAY_FINE for advice, else TRAY_PROBLEM,
 * TRAY_SET_BY_ADMINISTRATOR or TRAY_CANNOT_TELL. */
enum tray_state tray_state_of_finding(const struct report *report, const struct finding *finding);

/* Is there a problem that Fix mends? */
bool tray_state_can_be_mended(const struct report *report);

#endif
