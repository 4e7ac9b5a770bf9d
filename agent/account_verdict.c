#include "agent/account_verdict.h"

#include "agent/account_label.h"

/* What the findings say of one account. */
struct said {
    const struct finding *basic;
    const struct finding *level;
    bool unknown_method;
    bool no_ntlm;
    bool always_prompts;
    bool rewritten;
    bool kept_back; /* until it signs on by name, which is planned */
};

static struct said said_of(const struct diagnosis *diagnosis,
                           const struct exchange_account *account)
{
    struct said said = {0};
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        if (finding->account != account)
            continue;
        if (finding->id == FINDING_BASIC_AUTHENTICATION)
            said.basic = finding;
        else if (finding->id == FINDING_LM_LEVEL_TOO_LOW && finding->severity == SEVERITY_PROBLEM)
            said.level = finding;
        else if (finding->id == FINDING_UNKNOWN_AUTHENTICATION)
            said.unknown_method = true;
        else if (finding->id == FINDING_NTLM_NOT_OFFERED || finding->id == FINDING_NTLM_BROKEN ||
                 finding->id == FINDING_NTLM_REFUSED)
            said.no_ntlm = true;
        else if (finding->id == FINDING_ALWAYS_PROMPT)
            said.always_prompts = true;
        else if (finding->id == FINDING_REWRITTEN_BY_AUTODISCOVER)
            said.rewritten = true;
        else if (finding->id == FINDING_CERTIFICATE_NAME_SUFFICES)
            said.kept_back = finding->severity == SEVERITY_PROBLEM;
    }
    return said;
}

static message_id verdict_on_basic(const struct report *report, const struct finding *basic)
{
    if (basic->blocked_by == BLOCKED_BY_POLICY &&
        (basic->policy != NULL ||
         observation_policy_for(&report->observation, basic->account)->error == CODE_SUCCESS))
        return MESSAGE_VERDICT_BY_POLICY;
    return basic->blocked_by == BLOCKED_BY_NO_SSL ? MESSAGE_VERDICT_NO_SSL : MESSAGE_VERDICT_ASKS;
}

static message_id verdict_on_level(const struct report *report, const struct finding *level)
{
    if (level->blocked_by == BLOCKED_BY_POLICY)
        return MESSAGE_VERDICT_BY_POLICY;
    return report->observation.level.effective >= LM_COMPATIBILITY_LOWEST_SILENT
               ? MESSAGE_VERDICT_LEVEL_LESS
               : MESSAGE_VERDICT_KEPT_BACK;
}

/* The method in force: a policy beats what the profile holds. */
static const struct property_long *scheme_of(const struct report *report,
                                             const struct exchange_account *account)
{
    const struct property_long *by_policy =
        &observation_policy_for(&report->observation, account)->authentication;
    return by_policy->state != PROPERTY_ABSENT ? by_policy : &account->authentication;
}

message_id account_verdict(const struct report *report, const struct restart_pending *pending,
                           const struct exchange_account *account)
{
    const enum answer uses = account_uses_rpc_over_http(account);
    const struct said said = said_of(&report->diagnosis, account);
    if (account_is_excluded(&report->observation, account))
        return MESSAGE_VERDICT_EXCLUDED;
    if (uses == ANSWER_UNKNOWN)
        return MESSAGE_VERDICT_UNREADABLE;
    if (uses == ANSWER_NO)
        return MESSAGE_VERDICT_NOT_USED;
    if (said.no_ntlm && (said.basic == NULL || said.basic->blocked_by == BLOCKED_BY_PROBE))
        return MESSAGE_VERDICT_NO_NTLM;
    if (said.rewritten)
        return MESSAGE_VERDICT_REWRITTEN;
    if (said.basic != NULL)
        return verdict_on_basic(report, said.basic);
    if (said.unknown_method)
        return MESSAGE_VERDICT_UNKNOWN_METHOD;
    if (said.level != NULL)
        return verdict_on_level(report, said.level);
    if (said.kept_back)
        return MESSAGE_VERDICT_KEPT_BACK;
    if (said.always_prompts)
        return MESSAGE_VERDICT_ALWAYS_PROMPT;
    if (authentication_is_negotiated(account->outlook, scheme_of(report, account)))
        return MESSAGE_VERDICT_NEGOTIATED;
    if (account_implicit_logon(&report->observation, account) != ANSWER_YES)
        return MESSAGE_VERDICT_CANNOT_TELL;
    return pending->outlook || pending->windows ? MESSAGE_VERDICT_AFTER_RESTART
                                                : MESSAGE_VERDICT_FINE;
}

const char *account_method_name(struct view_text *text, enum outlook_version version,
                                const struct property_long *method)
{
    switch (method->state) {
    case PROPERTY_ABSENT:
        return view_word(text, MESSAGE_METHOD_NOT_SET);
    case PROPERTY_MALFORMED:
        return view_word(text, MESSAGE_METHOD_DAMAGED);
    case PROPERTY_READ:
        break;
    }
    if (method->value == AUTHENTICATION_BASIC)
        return view_word(text, MESSAGE_METHOD_BASIC);
    if (method->value == AUTHENTICATION_NTLM)
        return view_word(text, MESSAGE_METHOD_NTLM);
    if (authentication_is_negotiated(version, method))
        return view_word(text, method->value == AUTHENTICATION_NEGOTIATE
                                   ? MESSAGE_METHOD_NEGOTIATE
                                   : MESSAGE_METHOD_CERTIFICATE);
    return view_sentence(text, MESSAGE_METHOD_OTHER, INSERT(view_number(text, method->value)));
}

/* How the account signs in: a policy beats what the profile holds. */
static const char *method_of(struct view_text *text, const struct report *report,
                             const struct exchange_account *account)
{
    const struct property_long *by_policy =
        &observation_policy_for(&report->observation, account)->authentication;
    if (account_uses_rpc_over_http(account) != ANSWER_YES)
        return "";
    if (by_policy->state == PROPERTY_ABSENT)
        return account_method_name(text, account->outlook, &account->authentication);
    return view_sentence(text, MESSAGE_METHOD_BY_POLICY,
                         INSERT(account_method_name(text, account->outlook, by_policy)));
}

static const char *profile_of(struct view_text *text, const struct exchange_account *account)
{
    struct byte_buffer name = {0};
    account_label_append(&name, text->host->messages, account);
    if (account->in_default_profile) {
        byte_buffer_append_byte(&name, ' ');
        byte_buffer_append_text(&name, view_word(text, MESSAGE_ACCOUNT_DEFAULT));
    }
    return view_keep(text, &name);
}

static const char *proxy_of(const struct view_text *text, const struct exchange_account *account)
{
    switch (account->proxy_server.state) {
    case PROPERTY_READ:
        return account->proxy_server.text;
    case PROPERTY_MALFORMED:
        return view_word(text, MESSAGE_UNKNOWN);
    case PROPERTY_ABSENT:
        break;
    }
    return "";
}

struct account_row account_row_make(struct view_text *text, const struct report *report,
                                    const struct restart_pending *pending,
                                    const struct exchange_account *account)
{
    return (struct account_row){
        .profile = profile_of(text, account),
        .proxy = proxy_of(text, account),
        .method = method_of(text, report, account),
        .verdict = view_word(text, account_verdict(report, pending, account)),
    };
}
