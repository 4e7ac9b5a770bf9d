#include "agent/probe_text.h"

#include "agent/text_evidence.h"

static message_id outcome_message(enum probe_outcome outcome)
{
    static const message_id messages[PROBE_OUTCOME_COUNT] = {
        [PROBE_OFFERS_NTLM] = MESSAGE_PROBE_OFFERS_NTLM,
        [PROBE_ONLY_NEGOTIATE] = MESSAGE_PROBE_ONLY_NEGOTIATE,
        [PROBE_ONLY_BASIC] = MESSAGE_PROBE_ONLY_BASIC,
        [PROBE_ONLY_OTHER] = MESSAGE_PROBE_ONLY_OTHER,
        [PROBE_ANONYMOUS] = MESSAGE_PROBE_ANONYMOUS,
        [PROBE_NOT_RPC_PROXY] = MESSAGE_PROBE_NOT_RPC_PROXY,
        [PROBE_SSL_REQUIRED] = MESSAGE_PROBE_SSL_REQUIRED,
        [PROBE_WEB_PROXY_LOGIN] = MESSAGE_PROBE_WEB_PROXY_LOGIN,
        [PROBE_RPC_ERROR] = MESSAGE_PROBE_RPC_ERROR,
        [PROBE_OTHER_STATUS] = MESSAGE_PROBE_OTHER_STATUS,
        [PROBE_NO_ADDRESS] = MESSAGE_PROBE_NO_ADDRESS,
        [PROBE_NAME_NOT_FOUND] = MESSAGE_PROBE_NAME_NOT_FOUND,
        [PROBE_NO_CONNECTION] = MESSAGE_PROBE_NO_CONNECTION,
        [PROBE_NO_TLS] = MESSAGE_PROBE_NO_TLS,
        [PROBE_BAD_CERTIFICATE] = MESSAGE_PROBE_BAD_CERTIFICATE,
        [PROBE_CLOSED] = MESSAGE_PROBE_CLOSED,
        [PROBE_NO_HTTP] = MESSAGE_PROBE_NO_HTTP,
        [PROBE_TIME_LIMIT] = MESSAGE_PROBE_TIME_LIMIT,
        [PROBE_FAILED] = MESSAGE_PROBE_FAILED,
    };
    return messages[outcome];
}

static message_id sign_on_message(enum sign_on_outcome outcome)
{
    static const message_id messages[SIGN_ON_OUTCOME_COUNT] = {
        [SIGN_ON_NOT_TRIED] = 0,
        [SIGN_ON_WORKS] = MESSAGE_PROBE_SIGN_ON_WORKS,
        [SIGN_ON_REFUSED] = MESSAGE_PROBE_SIGN_ON_REFUSED,
        [SIGN_ON_BROKEN] = MESSAGE_PROBE_SIGN_ON_BROKEN,
        [SIGN_ON_UNKNOWN] = MESSAGE_PROBE_SIGN_ON_UNKNOWN,
    };
    return messages[outcome];
}

static void append_certificate(struct byte_buffer *out, const struct message_source *messages,
                               const struct probe_answer *answer)
{
    static const struct {
        uint32_t problems;
        message_id message;
    } told[] = {
        {CERTIFICATE_UNTRUSTED, MESSAGE_PROBE_UNTRUSTED},
        {CERTIFICATE_WRONG_NAME, MESSAGE_PROBE_WRONG_NAME},
        {CERTIFICATE_EXPIRED, MESSAGE_PROBE_EXPIRED},
        {CERTIFICATE_INVALID | CERTIFICATE_REVOKED | CERTIFICATE_WRONG_USAGE |
             CERTIFICATE_REVOCATION_UNKNOWN,
         MESSAGE_PROBE_CERTIFICATE_OTHER},
    };
    const char *name = answer->certificate_name[0] != '\0'
                           ? answer->certificate_name
                           : messages->text(messages, MESSAGE_UNKNOWN);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        if ((answer->certificate_problems & told[i].problems) == 0)
            continue;
        byte_buffer_append_text(out, "; ");
        message_append(out, messages, told[i].message, INSERT(name));
    }
}

static void append_web_proxy_error(struct byte_buffer *out, struct host *host, error_code error)
{
    struct byte_buffer detail = {0};
    if (error == CODE_SUCCESS)
        return;
    byte_buffer_append_text(out, "; ");
    evidence_append_error(&detail, host, error);
    message_append(out, host->messages,
                   error == WEB_PROXY_TIMEOUT ? MESSAGE_PROBE_WEB_PROXY_NOT_IN_TIME
                                              : MESSAGE_PROBE_WEB_PROXY_NOT_FOUND,
                   INSERT(byte_buffer_text(&detail)));
    out->failed |= detail.failed;
    byte_buffer_done(&detail);
}

void probe_text_append(struct byte_buffer *out, struct host *host,
                       const struct probe_answer *answer)
{
    const struct message_source *messages = host->messages;
    struct byte_buffer detail = {0};
    if (answer->outcome == PROBE_OTHER_STATUS)
        byte_buffer_append_format(&detail, "%lu", (unsigned long)answer->status);
    else if (answer->outcome == PROBE_FAILED)
        evidence_append_error(&detail, host, answer->error);
    message_append(out, messages, outcome_message(answer->outcome),
                   INSERT(byte_buffer_text(&detail)));
    out->failed |= detail.failed;
    byte_buffer_done(&detail);
    append_certificate(out, messages, answer);
    if (answer->web_proxy[0] != '\0') {
        byte_buffer_append_text(out, "; ");
        message_append(out, messages, MESSAGE_PROBE_BY_WEB_PROXY, INSERT(answer->web_proxy));
    }
    append_web_proxy_error(out, host, answer->web_proxy_error);
    if (answer->sign_on != SIGN_ON_NOT_TRIED) {
        byte_buffer_append_text(out, "; ");
        message_append(out, messages, sign_on_message(answer->sign_on), NO_INSERTIONS);
    }
}

void probe_text_append_line(struct byte_buffer *out, struct host *host,
                            const struct probe_answer *answer)
{
    struct byte_buffer seen = {0};
    if (answer == NULL)
        return;
    probe_text_append(&seen, host, answer);
    byte_buffer_append_text(out, "  ");
    message_append_line(out, host->messages, MESSAGE_PROBE_SEEN,
                        INSERT(answer->time, byte_buffer_text(&seen)));
    out->failed |= seen.failed;
    byte_buffer_done(&seen);
}
