#include "agent/tray_state.h"

/* Does a policy stand in the way that could be read? One that could not may say anything. */
static bool is_blocked_by_known_policy(const struct report *report, const struct finding *finding)
{
    const struct observation *observation = &report->observation;
    const struct outlook_policy *policy =
        finding->account != NULL
            ? observation_policy_for(observation, finding->account)
            : outlook_policy_of(&observation->outlook_policies, OUTLOOK_UNKNOWN);
    return finding->blocked_by == BLOCKED_BY_POLICY &&
           (finding->policy != NULL || finding->half == REGISTRY_LOCAL_MACHINE ||
            policy->error == CODE_SUCCESS);
}

enum tray_state tray_state_of_finding(const struct report *report, const struct finding *finding)
{
    if (finding->severity != SEVERITY_PROBLEM)
        return TRAY_FINE;
    switch (finding->id) {
    case FINDING_SET_BY_POLICY:
        return TRAY_SET_BY_ADMINISTRATOR;
    case FINDING_UNKNOWN_AUTHENTICATION:
    case FINDING_INVALID_LEVEL: /* what Windows makes of it is not known */
    case FINDING_UNREADABLE:
        return TRAY_CANNOT_TELL;
    case FINDING_BASIC_AUTHENTICATION:
    case FINDING_LM_LEVEL_TOO_LOW:
    case FINDING_LEVEL_2_AND_EXTENDED_PROTECTION:
    case FINDING_NO_SSL:
    case FINDING_ALWAYS_PROMPT:
    case FINDING_INTERRUPTED_FIX:
    case FINDING_POLICY_PROBLEM:
    case FINDING_PROMPTS_CONTINUE:
    case FINDING_NTLM_NOT_OFFERED:
    case FINDING_NTLM_BROKEN:
    case FINDING_NTLM_REFUSED:
    case FINDING_PRINCIPAL_MISMATCH:
    case FINDING_REWRITTEN_BY_AUTODISCOVER:
    case FINDING_WEB_PROXY:
    case FINDING_PROTOCOL_MISSING:
    case FINDING_CREDENTIALS_NOT_STORABLE:
    case FINDING_INNER_AUTHENTICATION:
    case FINDING_NTLM_RESTRICTED:
    case FINDING_BASIC_NOT_SAVED:
    case FINDING_WORKGROUP:
    case FINDING_STORED_CREDENTIALS:
    case FINDING_CERTIFICATE_NAME_SUFFICES:
        break;
    }
    if (is_blocked_by_known_policy(report, finding))
        return TRAY_SET_BY_ADMINISTRATOR;
    return finding->blocked_by == BLOCKED_BY_POLICY ? TRAY_CANNOT_TELL : TRAY_PROBLEM;
}

bool tray_state_can_be_mended(const struct report *report)
{
    for (size_t i = 0; report->observed && i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (finding->severity == SEVERITY_PROBLEM && finding->in_scope &&
            finding_can_be_mended(finding))
            return true;
    }
    return false;
}

enum tray_state tray_state_of(const struct report *report, const struct restart_pending *pending)
{
    bool found[TRAY_STATE_COUNT] = {false};
    if (!report->observed)
        return TRAY_CANNOT_TELL;
    if (tray_state_can_be_mended(report))
        return TRAY_PROBLEM;
    if (pending != NULL && (pending->windows || pending->outlook))
        return TRAY_RESTART_PENDING;
    for (size_t i = 0; i < report->diagnosis.count; i++)
        found[tray_state_of_finding(report, &report->diagnosis.findings[i])] = true;
    if (found[TRAY_PROBLEM])
        return TRAY_PROBLEM;
    if (found[TRAY_SET_BY_ADMINISTRATOR])
        return TRAY_SET_BY_ADMINISTRATOR;
    return found[TRAY_CANNOT_TELL] || pending == NULL ? TRAY_CANNOT_TELL : TRAY_FINE;
}
