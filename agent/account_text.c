#include "agent/account_text.h"

#include "agent/account_label.h"
#include "agent/probe_text.h"

static message_id scheme_message(const struct exchange_account *account)
{
    if (authentication_is_negotiated(account->outlook, &account->authentication))
        return account->authentication.value == AUTHENTICATION_NEGOTIATE
                   ? MESSAGE_SCHEME_NEGOTIATE
                   : MESSAGE_SCHEME_CERTIFICATE;
    if (account->authentication.state != PROPERTY_READ)
        return MESSAGE_SCHEME_OTHER;
    switch (account->authentication.value) {
    case AUTHENTICATION_BASIC:
        return MESSAGE_SCHEME_BASIC;
    case AUTHENTICATION_NTLM:
        return MESSAGE_SCHEME_NTLM;
    default:
        return MESSAGE_SCHEME_OTHER;
    }
}

/* Providers' sections that say something else than the account itself. */
static void append_copies(struct byte_buffer *out, const struct message_source *messages,
                          const struct exchange_account *account)
{
    const struct property_long *own = &account->authentication;
    for (const struct account_copy *copy = account->copies; copy != NULL; copy = copy->next) {
        const bool is_same = copy->error == CODE_SUCCESS &&
                             copy->authentication.state == own->state &&
                             copy->authentication.value == own->value;
        if (is_same)
            continue;
        byte_buffer_append_text(out, "  ");
        message_append_line(out, messages,
                            copy->error != CODE_SUCCESS ? MESSAGE_COPY_UNREADABLE
                                                        : MESSAGE_COPY_DIFFERS,
                            INSERT(copy->section));
    }
}

static void append_used(struct byte_buffer *out, const struct report *report, struct host *host,
                        const struct exchange_account *account, const char *label,
                        const char *is_default)
{
    const struct message_source *messages = host->messages;
    const char *proxy = account->proxy_server.text != NULL
                            ? account->proxy_server.text
                            : messages->text(messages, MESSAGE_UNKNOWN);
    message_append_line(
        out, messages, MESSAGE_ACCOUNT,
        INSERT(label, is_default, proxy, messages->text(messages, scheme_message(account))));
    probe_text_append_line(out, host, observation_answer(&report->observation, account));
    append_copies(out, messages, account);
}

void account_text_append(struct byte_buffer *out, const struct report *report, struct host *host,
                         const struct exchange_account *account)
{
    const struct message_source *messages = host->messages;
    struct byte_buffer name = {0};
    struct byte_buffer standard = {0};
    account_label_append(&name, messages, account);
    if (account->in_default_profile) {
        byte_buffer_append_byte(&standard, ' ');
        byte_buffer_append_text(&standard, messages->text(messages, MESSAGE_ACCOUNT_DEFAULT));
    }
    const char *label = byte_buffer_text(&name);
    const char *is_default = byte_buffer_text(&standard);
    const enum answer uses = account_uses_rpc_over_http(account);
    if (account_is_excluded(&report->observation, account))
        message_append_line(out, messages, MESSAGE_ACCOUNT_EXCLUDED, INSERT(label, is_default));
    else if (uses == ANSWER_YES)
        append_used(out, report, host, account, label, is_default);
    else if (uses == ANSWER_NO)
        message_append_line(out, messages, MESSAGE_ACCOUNT_NOT_USED, INSERT(label, is_default));
    else
        message_append_line(out, messages, MESSAGE_ACCOUNT_UNREADABLE, INSERT(label, is_default));
    out->failed |= name.failed || standard.failed;
    byte_buffer_done(&name);
    byte_buffer_done(&standard);
}
