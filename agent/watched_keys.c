#include "agent/watched_keys.h"

#include "agent/policy.h"
#include "agent/restart_pending.h"
#include "agent/settings.h"
#include "outlookprofile/account_list.h"
#include "outlookprofile/outlook_policy.h"
#include "registry/lm_compatibility.h"
#include "registry/undo_record.h"

/* DefaultProfile of Outlook 2013 and later lies among much that Outlook writes all the time, and
 * decides nothing: it is read, not watched. What the agent itself remembers of notifications is not
 * among them: it would wake itself. */
const struct registry_watch_target watched_keys[WATCHED_KEY_COUNT] = {
    {REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY, true},
    {REGISTRY_CURRENT_USER, OUTLOOK_2013_PROFILES_KEY, true},
    {REGISTRY_CURRENT_USER, OUTLOOK_2016_PROFILES_KEY, true},
    {REGISTRY_CURRENT_USER, OUTLOOK_2016_POLICY_KEY, false},
    {REGISTRY_CURRENT_USER, OUTLOOK_2013_POLICY_KEY, false},
    {REGISTRY_CURRENT_USER, OUTLOOK_2010_POLICY_KEY, false},
    {REGISTRY_CURRENT_USER, OUTLOOK_2007_POLICY_KEY, false},
    {REGISTRY_CURRENT_USER, OUTLOOK_2003_POLICY_KEY, false},
    {REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, false},
    {REGISTRY_CURRENT_USER, SETTINGS_KEY, false},
    {REGISTRY_LOCAL_MACHINE, POLICIES_KEY, true},
    {REGISTRY_CURRENT_USER, POLICIES_KEY, true},
    /* A script may have made or taken back a fix. */
    {REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY, true},
    {REGISTRY_LOCAL_MACHINE, UNDO_RECORDS_KEY, true},
    {REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, false},
    {REGISTRY_LOCAL_MACHINE, RESTART_PENDING_KEY, false},
};
