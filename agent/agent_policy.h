/* What the policies mean for the tray agent: whether the icon is there, whether one is notified. A
 * policy wins over the user's own setting (settings.h). */
#ifndef PROMPTFIX_AGENT_AGENT_POLICY_H
#define PROMPTFIX_AGENT_AGENT_POLICY_H

#include "agent/notice_plan.h"
#include "agent/policy.h"
#include "agent/settings.h"

/* Is the icon to be there? `is_needed`: there is something to tell by it. */
bool agent_policy_shows_icon(const struct policies *policies, const struct settings *settings,
                             bool is_needed);

/* Are there notifications at all? */
bool agent_policy_notifies(const struct policies *policies, const struct settings *settings);

/* Are Outlook's password prompts to be noticed? */
bool agent_policy_notices_prompts(const struct policies *policies, const struct settings *settings);

/* How often, and whether a user may turn them off. */
struct notice_limits agent_policy_notice_limits(const struct policies *policies);

#endif
