#include "agent/finding_message.h"

#include "agent/cause_table.h"
#include "agent/sign_on_by_name.h"

static message_id level_message(const struct report *report, const struct finding *finding)
{
    if (finding->severity == SEVERITY_ADVICE)
        return account_signs_on_by_name(&report->observation, finding->account)
                   ? MESSAGE_FINDING_LEVEL_TOO_LOW_ADVICE
                   : MESSAGE_FINDING_LEVEL_ADVICE_BY_NAME;
    return report->observation.level.effective >= LM_COMPATIBILITY_LOWEST_SILENT
               ? MESSAGE_FINDING_LEVEL_LESS_THAN_ASKED
               : MESSAGE_FINDING_LEVEL_TOO_LOW;
}

static message_id unreadable_message(const struct report *report, const struct finding *finding)
{
    static const message_id messages[] = {
        [UNREADABLE_NOTHING] = MESSAGE_UNKNOWN,
        [UNREADABLE_ACCOUNT] = MESSAGE_UNREADABLE_ACCOUNT,
        [UNREADABLE_ROH_FLAGS] = MESSAGE_UNREADABLE_ROH_FLAGS,
        [UNREADABLE_CONFIG_FLAGS] = MESSAGE_UNREADABLE_CONFIG_FLAGS,
        [UNREADABLE_PROFILES] = MESSAGE_UNREADABLE_PROFILES,
        [UNREADABLE_POLICY] = MESSAGE_UNREADABLE_POLICY,
        [UNREADABLE_LEVEL] = MESSAGE_UNREADABLE_LEVEL,
        [UNREADABLE_LEVEL_DEFAULT] = MESSAGE_UNREADABLE_LEVEL_DEFAULT,
        [UNREADABLE_UNDO_RECORD] = MESSAGE_UNREADABLE_UNDO_RECORD,
        [UNREADABLE_CAUSE] = MESSAGE_UNREADABLE_CAUSE,
        [UNREADABLE_LINES] = MESSAGE_UNREADABLE_LINES,
        [UNREADABLE_USER_LIST] = MESSAGE_UNREADABLE_USER_LIST,
        [UNREADABLE_USER] = MESSAGE_UNREADABLE_USER,
        [UNREADABLE_USER_IN_USE] = MESSAGE_USER_IN_USE,
        [UNREADABLE_USER_BUSY] = MESSAGE_USER_BUSY,
        [UNREADABLE_USER_ROAMING] = MESSAGE_USER_ROAMING,
        [UNREADABLE_USER_MANDATORY] = MESSAGE_USER_MANDATORY,
        [UNREADABLE_USER_LINK] = MESSAGE_USER_LINK,
        [UNREADABLE_USER_GONE] = MESSAGE_USER_GONE,
        [UNREADABLE_USER_NOT_CLOSED] = MESSAGE_USER_NOT_CLOSED,
    };
    const bool not_exported =
        finding->error == CODE_FILE_NOT_FOUND && report->options->from != NULL;
    if (not_exported && finding->part == UNREADABLE_LEVEL)
        return MESSAGE_UNREADABLE_LEVEL_IN_FILE;
    if (not_exported && finding->part == UNREADABLE_PROFILES)
        return MESSAGE_UNREADABLE_PROFILES_IN_FILE;
    return messages[finding->part];
}

static message_id policy_message(const struct policy_problem *problem)
{
    switch (problem->kind) {
    case POLICY_PROBLEM_MALFORMED:
        return MESSAGE_POLICY_MALFORMED;
    case POLICY_PROBLEM_UNKNOWN:
        return MESSAGE_POLICY_UNKNOWN;
    case POLICY_PROBLEM_UNREADABLE:
        break;
    }
    return MESSAGE_POLICY_UNREADABLE;
}

message_id finding_message(const struct report *report, const struct finding *finding)
{
    static const message_id messages[] = {
        [FINDING_BASIC_AUTHENTICATION] = MESSAGE_FINDING_BASIC,
        [FINDING_UNKNOWN_AUTHENTICATION] = MESSAGE_FINDING_UNKNOWN_AUTHENTICATION,
        [FINDING_LEVEL_2_AND_EXTENDED_PROTECTION] = MESSAGE_FINDING_LEVEL_2,
        [FINDING_INVALID_LEVEL] = MESSAGE_FINDING_INVALID_LEVEL,
        [FINDING_NO_SSL] = MESSAGE_FINDING_NO_SSL,
        [FINDING_ALWAYS_PROMPT] = MESSAGE_FINDING_ALWAYS_PROMPT,
        [FINDING_SET_BY_POLICY] = MESSAGE_FINDING_SET_BY_POLICY,
        [FINDING_INTERRUPTED_FIX] = MESSAGE_FINDING_INTERRUPTED,
        [FINDING_PROMPTS_CONTINUE] = MESSAGE_FINDING_PROMPTS_CONTINUE,
        [FINDING_NTLM_NOT_OFFERED] = MESSAGE_FINDING_NTLM_NOT_OFFERED,
        [FINDING_NTLM_BROKEN] = MESSAGE_FINDING_NTLM_BROKEN,
        [FINDING_NTLM_REFUSED] = MESSAGE_FINDING_NTLM_REFUSED,
        [FINDING_PRINCIPAL_MISMATCH] = MESSAGE_FINDING_PRINCIPAL_MISMATCH,
        [FINDING_REWRITTEN_BY_AUTODISCOVER] = MESSAGE_FINDING_REWRITTEN,
    };
    if (finding->id == FINDING_BASIC_AUTHENTICATION &&
        outlook_version_stores_password(finding->account->outlook))
        return MESSAGE_FINDING_BASIC_2010;
    if (finding->id == FINDING_SET_BY_POLICY && finding->account == NULL)
        return report->observation.level_policy.gpo[0] != '\0' ? MESSAGE_FINDING_LEVEL_BY_GPO
                                                               : MESSAGE_FINDING_LEVEL_BY_POLICY;
    if (finding->cause != NULL && finding->id != FINDING_UNREADABLE)
        return cause_of_finding(finding->id)->told;
    if (finding->id == FINDING_LM_LEVEL_TOO_LOW)
        return level_message(report, finding);
    if (finding->id == FINDING_UNREADABLE)
        return unreadable_message(report, finding);
    if (finding->id == FINDING_POLICY_PROBLEM)
        return policy_message(finding->problem);
    return messages[finding->id];
}
