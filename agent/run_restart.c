/* /promptrestart and /forcerestart: when all is done, restarts what needs it. */
#include "agent/run.h"

#include "agent/restart_pending.h"

void run_restart(struct run *run)
{
    const struct options *options = run->options;
    struct run_outcome *outcome = &run->outcome;
    struct restart_result *result = &run->report.restart_result;
    if (!options->prompt_restart && !options->force_restart)
        return;
    if (!outcome->restart_windows && !outcome->restart_outlook)
        return;
    if (outcome->failed)
        return; /* nobody is to lose his windows for half a fix */
    if (policies_number(&run->report.observation.policies, POLICY_RESTART) == 0) {
        result->end = RESTART_END_BY_POLICY;
        return;
    }

    /* With Windows, Outlook is restarted too. */
    *result =
        run->host->restart(run->host, outcome->restart_windows ? RESTART_WINDOWS : RESTART_OUTLOOK,
                           options->force_restart ? RESTART_COUNTDOWN : RESTART_ASK);
    switch (result->end) {
    case RESTART_END_NOT_RUNNING:
    case RESTART_END_RESTARTED:
        outcome->restart_outlook = false;
        /* A mark that stays does no harm: an Outlook that is younger than it counts as restarted.
         */
        (void)restart_pending_clear_outlook(run->registry);
        break;
    case RESTART_END_STARTED:
        outcome->restart_started = true;
        break;
    case RESTART_END_CANCELLED:
        outcome->declined = true;
        break;
    case RESTART_END_NONE:
    case RESTART_END_LATER:
    case RESTART_END_NOT_CLOSED:
    case RESTART_END_NOT_STARTED:
    case RESTART_END_FAILED:
    case RESTART_END_NOT_OFFERED:
    case RESTART_END_NOBODY:
    case RESTART_END_BY_POLICY:
        break; /* it is still due */
    }
}
