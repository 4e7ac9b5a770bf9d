#include "agent/certificate_name_text.h"

#include "agent/principal_name.h"
#include "agent/sign_on_by_name.h"

#include <stdio.h>

const char *certificate_name_principal(const struct observation *observation,
                                       const struct exchange_account *account,
                                       char name[PRINCIPAL_NAME_SIZE])
{
    const struct probe_answer *answer = observation_answer(observation, account);
    const bool is_seen = answer != NULL && answer->certificate_name[0] != '\0';
    snprintf(name, PRINCIPAL_NAME_SIZE, "%s%s", is_seen ? PRINCIPAL_NAME_PREFIX : "",
             is_seen ? answer->certificate_name : "");
    return name;
}

static bool names_something(const struct exchange_account *account)
{
    return account->principal_name.state == PROPERTY_READ &&
           account->principal_name.text[0] != '\0';
}

const char *certificate_name_now(const struct message_source *messages,
                                 const struct exchange_account *account)
{
    return names_something(account) ? account->principal_name.text
                                    : messages->text(messages, MESSAGE_NAMES_NO_CERTIFICATE);
}

/* Does the profile name something else, which has to give way? */
static bool replaces(const struct report *report, const struct finding *finding)
{
    return names_something(finding->account) &&
           account_names_certificate(&report->observation, finding->account) != ANSWER_YES;
}

void certificate_name_append_finding(struct byte_buffer *out, const struct message_source *messages,
                                     const struct report *report, const struct finding *finding)
{
    char name[PRINCIPAL_NAME_SIZE];
    if (finding->blocked_by != BLOCKED_BY_NOTHING)
        message_append(out, messages, MESSAGE_FINDING_CERTIFICATE_NAME_UNSEEN, NO_INSERTIONS);
    else
        message_append(
            out, messages, MESSAGE_FINDING_CERTIFICATE_NAME,
            INSERT(certificate_name_principal(&report->observation, finding->account, name),
                   certificate_name_now(messages, finding->account)));
}

message_id certificate_name_why(const struct report *report, const struct finding *finding)
{
    if (finding->blocked_by != BLOCKED_BY_NOTHING)
        return MESSAGE_WHY_CERTIFICATE_NAME_BLOCKED;
    if (!finding->needs_request)
        return MESSAGE_WHY_CERTIFICATE_NAME_IN_FIX;
    return replaces(report, finding) ? MESSAGE_WHY_CERTIFICATE_NAME_REPLACES
                                     : MESSAGE_WHY_CERTIFICATE_NAME;
}

message_id certificate_name_blocked(const struct report *report, const struct finding *finding)
{
    if (finding->blocked_by == BLOCKED_BY_NO_SSL)
        return MESSAGE_BLOCKED_BY_NO_SSL_NO_CERTIFICATE;
    if (finding->blocked_by == BLOCKED_BY_POLICY)
        return MESSAGE_BLOCKED_BY_POLICY;
    return report->options->from != NULL || report->user_root != NULL
               ? MESSAGE_BLOCKED_BY_CERTIFICATE_ELSEWHERE
               : MESSAGE_BLOCKED_BY_UNSEEN_CERTIFICATE;
}

const char *certificate_name_option(const struct report *report, const struct finding *finding)
{
    return replaces(report, finding) ? "replace" : "auto";
}
