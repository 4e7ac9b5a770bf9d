/* The tray agent and the RPC proxies: what comes of a question, and the test sign-in. */
#include "agent/tray_agent_parts.h"

void tray_agent_probed(struct tray_agent *agent, const struct proxy_exchange *exchanges,
                       size_t count)
{
    const bool tests = agent_probe_tests(&agent->probe);
    if (agent->has_left)
        return;
    if (tests)
        byte_buffer_clear(&agent->remark);
    agent_probe_take(&agent->probe, exchanges, count, &agent->remark);
    if (agent_probe_tests(&agent->probe))
        return; /* the second step is under way */
    const bool shown = tray_agent_examine(agent, OCCASION_EVENT);
    agent->notice.prompt_is_new = false;
    if (tests || !shown) /* what the window says of the question is over, whatever it came to */
        tray_agent_update_window(agent);
}

void tray_agent_test_sign_in(struct tray_agent *agent)
{
    if (agent->fix.is_waiting || agent_probe_tests(&agent->probe))
        return;
    tray_agent_forget_activity(agent);
    tray_agent_examine(agent, OCCASION_USER);
    (void)agent_probe_test(&agent->probe, &agent->now); /* the button says whether it can be done */
    tray_agent_show_window(agent);
}

void tray_agent_end_test(struct tray_agent *agent)
{
    if (agent_probe_tests(&agent->probe))
        agent_probe_stop(&agent->probe);
}
