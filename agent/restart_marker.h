/* Marks each half that a run changes: a restart is due (restart_pending.h).
 *
 * The mark is made between the change and the record's end, by way of change_set.h: a run that is
 * killed in between is recovered by the next one, which marks too. A mark that cannot be made is
 * told in the report and fails nothing.
 */
#ifndef PROMPTFIX_AGENT_RESTART_MARKER_H
#define PROMPTFIX_AGENT_RESTART_MARKER_H

#include "agent/run.h"

struct restart_marker {
    struct change_observer observer; /* first: what change_set.h is handed */
    struct run *run;
    bool was_marked; /* before, so the mark is not this run's to take away */
};

/* For one call of change_set_apply, change_set_undo or change_set_recover. */
struct restart_marker restart_marker_for(struct run *run);

#endif
