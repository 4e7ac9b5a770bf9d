#include "agent/restart_marker.h"

#include "agent/restart_pending.h"

/* With the time of now, not of the run's begin: an Outlook that was started meanwhile has not read
 * the change. */
static void mark(struct change_observer *observer, enum registry_root half)
{
    struct restart_marker *marker = (struct restart_marker *)observer;
    struct run *run = marker->run;
    struct restart_pending before;
    char time[TIME_SIZE];

    if (run->user_is_away)
        return; /* his Outlook does not run, and the mark would end with his hive */
    error_code code = restart_pending_read(run->registry, &before);
    marker->was_marked =
        code != CODE_SUCCESS || (half == REGISTRY_LOCAL_MACHINE ? before.windows : before.outlook);
    run->host->now(run->host, time);
    run->report.halves[half].mark_error = restart_pending_mark(run->registry, half, time);
}

/* What was changed is as it was, so no restart is due for it. A mark that stays all the same only
 * asks for one too many. */
static void take_back(struct change_observer *observer, enum registry_root half)
{
    const struct restart_marker *marker = (struct restart_marker *)observer;
    marker->run->report.halves[half].mark_error = CODE_SUCCESS;
    if (!marker->was_marked && !marker->run->user_is_away)
        (void)restart_pending_unmark(marker->run->registry, half);
}

struct restart_marker restart_marker_for(struct run *run)
{
    return (struct restart_marker){.observer = {.made = mark, .taken_back = take_back}, .run = run};
}
