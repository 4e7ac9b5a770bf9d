/* Exactly what Fix will change, before it does: for each change a line in plain words, and below it
 * the value as it lies in the registry, before and after.
 */
#ifndef PROMPTFIX_AGENT_PLANNED_CHANGES_H
#define PROMPTFIX_AGENT_PLANNED_CHANGES_H

#include "agent/report.h"
#include "agent/view_text.h"

/* Lines parted by \n, without one at the end; "" when Fix has nothing to do. */
const char *planned_changes_text(struct view_text *text, const struct report *report);

/* Is an interrupted run of this half to be finished or taken back by the fix? */
bool planned_changes_recover(const struct report *report, enum registry_root half);

/* Will the fix write to this half, changes or a recovery? */
bool planned_changes_include(const struct report *report, enum registry_root half);

/* Will an account be switched to NTLM? */
bool planned_changes_switch_method(const struct report *report);

/* Is one of these an account whose method Autodiscover may set back? */
bool planned_changes_may_not_last(const struct report *report);

#endif
