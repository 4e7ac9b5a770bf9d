#include "agent/sign_on_by_name.h"

#include "agent/principal_name.h"

static bool has_flag(const struct property_long *flags, uint32_t flag)
{
    return flags->state == PROPERTY_READ && (flags->value & flag) != 0;
}

static bool has_name(const struct exchange_account *account)
{
    return account->principal_name.state == PROPERTY_READ &&
           account->principal_name.text[0] != '\0';
}

bool account_signs_on_by_name(const struct observation *observation,
                              const struct exchange_account *account)
{
    const struct property_long *flags = observation_roh_flags(observation, account);
    const char *principal = account_principal_in_force(observation, account);
    return has_flag(flags, ROH_SSL) && has_flag(flags, ROH_MUTUAL) && principal != NULL &&
           principal[0] != '\0';
}

enum answer account_names_certificate(const struct observation *observation,
                                      const struct exchange_account *account)
{
    const struct probe_answer *answer = observation_answer(observation, account);
    const char *principal = account_principal_in_force(observation, account);
    if (principal == NULL || principal[0] == '\0')
        return ANSWER_NO;
    switch (principal_compare(principal, answer != NULL ? answer->certificate_name : "")) {
    case PRINCIPAL_MATCHES:
        return ANSWER_YES;
    case PRINCIPAL_DIFFERS:
        return ANSWER_NO;
    case PRINCIPAL_UNKNOWN:
        break;
    }
    return ANSWER_UNKNOWN;
}

/* Was the certificate seen to verify, with a name, on a proxy that offers NTLM? */
static bool has_seen_certificate(const struct observation *observation,
                                 const struct exchange_account *account)
{
    const struct probe_answer *answer = observation_answer(observation, account);
    return answer != NULL && probe_verdict_of(answer) == PROBE_VERDICT_YES &&
           answer->certificate_problems == 0 && answer->certificate_name[0] != '\0';
}

/* Can the level not be raised by whoever runs this? */
static bool machine_half_is_closed(const struct observation *observation)
{
    return observation->machine_needs_rights ||
           observation->level.source == LM_COMPATIBILITY_POLICY ||
           policies_number(&observation->policies, POLICY_ALLOW_LEVEL) == 0;
}

/* Does the account need it, for all that its registry says? What signs on by name already is left
 * alone, but for a name that the certificate was seen not to have. */
static bool needs_name(const struct observation *observation,
                       const struct exchange_account *account)
{
    const struct lm_compatibility *level = &observation->level;
    if (!level->effective_known || level->effective >= LM_COMPATIBILITY_LOWEST_SILENT ||
        account->report_only || account->principal_name.state == PROPERTY_MALFORMED)
        return false;
    return !account_signs_on_by_name(observation, account) ||
           (has_seen_certificate(observation, account) &&
            account_names_certificate(observation, account) == ANSWER_NO);
}

static void block_by_policy(struct finding *finding, enum policy_id id)
{
    finding->blocked_by = BLOCKED_BY_POLICY;
    finding->policy = &policy_table[id];
}

/* What stands in the way, the administrator's word first. */
static void find_obstacle(const struct observation *observation,
                          const struct diagnosis_request *request,
                          const struct exchange_account *account, struct finding *finding)
{
    const struct policies *policies = &observation->policies;
    const struct outlook_policy *policy = observation_policy_for(observation, account);
    const struct property_long *flags = observation_roh_flags(observation, account);
    const bool flags_by_policy = policy->roh_flags.state != PROPERTY_ABSENT;
    if (policies_decide(policies, POLICY_SIGN_ON_BY_NAME) &&
        policies_number(policies, POLICY_SIGN_ON_BY_NAME) == SIGN_ON_BY_NAME_NEVER)
        block_by_policy(finding, POLICY_SIGN_ON_BY_NAME);
    else if (policies->settings[POLICY_EXCLUDED_PROFILES].state == POLICY_UNUSABLE)
        block_by_policy(finding, POLICY_EXCLUDED_PROFILES);
    else if (policy->error != CODE_SUCCESS || policy->principal_name.state != PROPERTY_ABSENT ||
             (flags_by_policy && (!has_flag(flags, ROH_SSL) || !has_flag(flags, ROH_MUTUAL))))
        finding->blocked_by = BLOCKED_BY_POLICY; /* what is in the profile does not count */
    else if (!has_flag(flags, ROH_SSL))
        finding->blocked_by = BLOCKED_BY_NO_SSL; /* so there is no certificate */
    else if (request->certificate_is_out_of_sight || !has_seen_certificate(observation, account))
        finding->blocked_by = BLOCKED_BY_PROBE;
}

bool sign_on_by_name_judge(const struct observation *observation,
                           const struct diagnosis_request *request,
                           const struct exchange_account *account, struct finding *finding)
{
    const bool by_policy = policies_number(&observation->policies, POLICY_SIGN_ON_BY_NAME) ==
                           SIGN_ON_BY_NAME_BY_ITSELF;
    const bool is_asked_for = request->principal != PRINCIPAL_KEEP || by_policy;
    /* Whose rights are behind an export nobody knows: asked for, it is said that it cannot be. */
    const bool is_due =
        machine_half_is_closed(observation) || (is_asked_for && request->machine_is_unknown);
    struct finding judged = {
        .id = FINDING_CERTIFICATE_NAME_SUFFICES,
        .account = account,
        .half = REGISTRY_CURRENT_USER,
        .severity = SEVERITY_ADVICE,
        .remedy = REMEDY_SIGN_ON_BY_CERTIFICATE_NAME,
        .in_scope = request->scope != SCOPE_MACHINE,
    };
    if (!is_due || !needs_name(observation, account))
        return false;
    find_obstacle(observation, request, account, &judged);
    if (judged.blocked_by != BLOCKED_BY_NOTHING && !is_asked_for)
        return false;
    if (judged.blocked_by == BLOCKED_BY_NOTHING) {
        const bool replaces =
            has_name(account) && account_names_certificate(observation, account) != ANSWER_YES;
        judged.needs_request = replaces ? request->principal != PRINCIPAL_REPLACE : !is_asked_for;
    }
    if (judged.in_scope && finding_can_be_mended(&judged))
        judged.severity = SEVERITY_PROBLEM;
    *finding = judged;
    return true;
}

bool sign_on_by_name_stands_in(const struct diagnosis *diagnosis,
                               const struct exchange_account *account)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        if (finding->id == FINDING_CERTIFICATE_NAME_SUFFICES && finding->account == account &&
            finding_can_be_mended(finding))
            return true;
    }
    return false;
}

const struct finding *sign_on_by_name_offer(const struct diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        if (finding->id == FINDING_CERTIFICATE_NAME_SUFFICES && finding->needs_request &&
            finding->in_scope)
            return finding;
    }
    return NULL;
}
