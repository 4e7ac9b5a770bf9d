#include "agent/agent_policy.h"

bool agent_policy_shows_icon(const struct policies *policies, const struct settings *settings,
                             bool is_needed)
{
    if (!policies_decide(policies, POLICY_SHOW_ICON))
        return is_needed || settings->values[SETTING_SHOW_ICON] != 0;
    switch (policies_number(policies, POLICY_SHOW_ICON)) {
    case SHOW_ICON_NEVER:
        return false;
    case SHOW_ICON_ALWAYS:
        return true;
    default:
        return is_needed;
    }
}

bool agent_policy_notifies(const struct policies *policies, const struct settings *settings)
{
    return policies_decide(policies, POLICY_NOTIFY) ? policies_number(policies, POLICY_NOTIFY) != 0
                                                    : settings->values[SETTING_NOTIFY] != 0;
}

bool agent_policy_notices_prompts(const struct policies *policies, const struct settings *settings)
{
    return policies_decide(policies, POLICY_PROMPT_SENSOR)
               ? policies_number(policies, POLICY_PROMPT_SENSOR) != 0
               : settings->values[SETTING_PROMPT_SENSOR] != 0;
}

struct notice_limits agent_policy_notice_limits(const struct policies *policies)
{
    return (struct notice_limits){
        .days = policies_number(policies, POLICY_NOTIFY_DAYS),
        .times = policies_number(policies, POLICY_NOTIFY_TIMES),
        .cannot_be_dismissed = policies_number(policies, POLICY_ALLOW_DISMISS) == 0,
    };
}
