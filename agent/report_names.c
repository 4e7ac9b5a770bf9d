/* The words of JSON and CSV reports; they are a contract, so each stands in one place only. */
#include "agent/report_names.h"

static const char *const finding_id_names[] = {
    [FINDING_BASIC_AUTHENTICATION] = "basic_authentication",
    [FINDING_UNKNOWN_AUTHENTICATION] = "unknown_authentication",
    [FINDING_LM_LEVEL_TOO_LOW] = "lm_level_too_low",
    [FINDING_LEVEL_2_AND_EXTENDED_PROTECTION] = "level_2_and_extended_protection",
    [FINDING_INVALID_LEVEL] = "invalid_level",
    [FINDING_NO_SSL] = "no_ssl",
    [FINDING_ALWAYS_PROMPT] = "always_prompt",
    [FINDING_SET_BY_POLICY] = "set_by_policy",
    [FINDING_UNREADABLE] = "unreadable",
    [FINDING_INTERRUPTED_FIX] = "interrupted_fix",
    [FINDING_POLICY_PROBLEM] = "policy_problem",
    [FINDING_PROMPTS_CONTINUE] = "prompts_continue",
    [FINDING_NTLM_NOT_OFFERED] = "ntlm_not_offered",
    [FINDING_NTLM_BROKEN] = "ntlm_broken_on_the_way",
    [FINDING_NTLM_REFUSED] = "ntlm_refused",
    [FINDING_PRINCIPAL_MISMATCH] = "principal_mismatch",
    [FINDING_REWRITTEN_BY_AUTODISCOVER] = "rewritten_by_autodiscover",
    [FINDING_WEB_PROXY] = "web_proxy",
    [FINDING_PROTOCOL_MISSING] = "rpc_protocol_missing",
    [FINDING_CREDENTIALS_NOT_STORABLE] = "credentials_not_storable",
    [FINDING_INNER_AUTHENTICATION] = "inner_authentication",
    [FINDING_NTLM_RESTRICTED] = "ntlm_restricted",
    [FINDING_BASIC_NOT_SAVED] = "basic_password_not_saved",
    [FINDING_WORKGROUP] = "workgroup_computer",
    [FINDING_STORED_CREDENTIALS] = "stored_credentials",
    [FINDING_CERTIFICATE_NAME_SUFFICES] = "certificate_name_suffices",
};

static const char *const level_source_names[] = {
    [LM_COMPATIBILITY_REGISTRY] = "registry",     [LM_COMPATIBILITY_DEFAULT] = "default",
    [LM_COMPATIBILITY_POLICY] = "policy",         [LM_COMPATIBILITY_INVALID] = "invalid",
    [LM_COMPATIBILITY_UNREADABLE] = "unreadable",
};

static const char *const remedy_names[] = {
    [REMEDY_NONE] = NULL,
    [REMEDY_SWITCH_TO_NTLM] = "switch_to_ntlm",
    [REMEDY_RAISE_LEVEL] = "raise_level",
    [REMEDY_CLEAR_ALWAYS_PROMPT] = "clear_always_prompt",
    [REMEDY_SIGN_ON_BY_CERTIFICATE_NAME] = "sign_on_by_certificate_name",
    [REMEDY_RECOVER] = "recover",
};

static const char *const blocked_by_names[] = {
    [BLOCKED_BY_NOTHING] = NULL,    [BLOCKED_BY_POLICY] = "policy", [BLOCKED_BY_PROBE] = "probe",
    [BLOCKED_BY_RIGHTS] = "rights", [BLOCKED_BY_NO_SSL] = "no_ssl",
};

static const char *const change_state_names[] = {
    [CHANGE_PLANNED] = "planned",         [CHANGE_APPLIED] = "applied",
    [CHANGE_ROLLED_BACK] = "rolled_back", [CHANGE_FAILED] = "failed",
    [CHANGE_CONFLICT] = "conflict",
};

static const char *const restart_names[] = {
    [RESTART_NONE] = "none",
    [RESTART_OUTLOOK] = "outlook",
    [RESTART_WINDOWS] = "windows",
};

static const char *const verb_names[] = {
    [VERB_CHECK] = "check",
    [VERB_FIX] = "fix",
    [VERB_UNDO] = "undo",
};

const char *finding_id_name(enum finding_id id)
{
    return finding_id_names[id];
}

const char *change_state_name(enum change_state state)
{
    return change_state_names[state];
}

const char *level_source_name(enum lm_compatibility_source source)
{
    return level_source_names[source];
}

const char *remedy_name(enum remedy remedy)
{
    return remedy_names[remedy];
}

const char *blocked_by_name(enum blocked_by blocked_by)
{
    return blocked_by_names[blocked_by];
}

const char *restart_name(enum restart restart)
{
    return restart_names[restart];
}

const char *verb_name(enum verb verb)
{
    return verb_names[verb];
}

const char *severity_name(enum severity severity)
{
    return severity == SEVERITY_PROBLEM ? "problem" : "advice";
}

const char *authentication_name(const struct exchange_account *account)
{
    const struct property_long *scheme = &account->authentication;
    if (account->error != CODE_SUCCESS || scheme->state == PROPERTY_MALFORMED)
        return "unreadable";
    if (scheme->state == PROPERTY_ABSENT)
        return "unset";
    if (scheme->value == AUTHENTICATION_BASIC)
        return "basic";
    if (authentication_is_negotiated(account->outlook, scheme))
        return scheme->value == AUTHENTICATION_NEGOTIATE ? "negotiate" : "certificate";
    return scheme->value == AUTHENTICATION_NTLM ? "ntlm" : "other";
}
