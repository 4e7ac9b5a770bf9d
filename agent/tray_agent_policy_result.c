/* The tray agent and the resulting set of policy: the agent's thread does not wait for WMI, so the
 * first look goes without, and another one follows when it has answered. */
#include "agent/tray_agent_parts.h"

void tray_agent_consider_policy_result(struct tray_agent *agent)
{
    struct agent_policy_result *question = &agent->policy_result;
    const struct report *report = &agent->now.run.report;
    if (question->is_asking || question->was_asked || !report->observed ||
        !level_policy_wants_result(&report->observation.level_policy) ||
        !accounts_use_rpc_over_http(&report->observation.accounts))
        return;
    question->was_asked = true;
    question->is_asking = agent->desktop->start_policy_result(agent->desktop);
}

void tray_agent_policy_result(struct tray_agent *agent, const struct policy_result *result)
{
    agent->policy_result.is_asking = false;
    agent->policy_result.known = *result;
    tray_agent_examine(agent, OCCASION_EVENT);
}
