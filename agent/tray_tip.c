#include "agent/tray_tip.h"

#include "agent/desktop.h"
#include "agent/text_cut.h"

/* Is it the RPC proxy that stands in the way? */
static bool is_stopped_by_proxy(const struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++)
        if (report->diagnosis.findings[i].blocked_by == BLOCKED_BY_PROBE)
            return true;
    return false;
}

static message_id problem_message(const struct report *report)
{
    if (tray_state_can_be_mended(report))
        return MESSAGE_TIP_PROBLEM;
    return is_stopped_by_proxy(report) ? MESSAGE_TIP_PROXY : MESSAGE_TIP_PROBLEM_NOT_MENDED;
}

static message_id state_message(const struct report *report, const struct restart_pending *pending,
                                enum tray_state state)
{
    switch (state) {
    case TRAY_FINE:
        return MESSAGE_TIP_FINE;
    case TRAY_PROBLEM:
        return problem_message(report);
    case TRAY_RESTART_PENDING:
        return pending != NULL && pending->windows ? MESSAGE_TIP_RESTART_WINDOWS
                                                   : MESSAGE_TIP_RESTART_OUTLOOK;
    case TRAY_SET_BY_ADMINISTRATOR:
        return MESSAGE_TIP_SET_BY_ADMINISTRATOR;
    case TRAY_CANNOT_TELL:
    case TRAY_STATE_COUNT:
        break;
    }
    return MESSAGE_TIP_CANNOT_TELL;
}

static void append_accounts(struct byte_buffer *text, const struct account_list *accounts,
                            const struct message_source *messages)
{
    struct byte_buffer number = {0};
    if (accounts->count == 1 && accounts->accounts[0].profile != NULL) {
        byte_buffer_append_byte(text, '\n');
        message_append(text, messages, MESSAGE_TIP_PROFILE, INSERT(accounts->accounts[0].profile));
    } else if (accounts->count > 1) {
        byte_buffer_append_format(&number, "%zu", accounts->count);
        byte_buffer_append_byte(text, '\n');
        message_append(text, messages, MESSAGE_TIP_ACCOUNTS, INSERT(byte_buffer_text(&number)));
    }
    text->failed |= number.failed;
    byte_buffer_done(&number);
}

void tray_tip_append(struct byte_buffer *tip, const struct report *report,
                     const struct restart_pending *pending, enum tray_state state,
                     const struct message_source *messages)
{
    struct byte_buffer text = {0};
    message_append(&text, messages, MESSAGE_TIP,
                   INSERT(messages->text(messages, state_message(report, pending, state))));
    if (report->observed)
        append_accounts(&text, &report->observation.accounts, messages);
    if (!text.failed)
        text_append_cut(tip, (const char *)text.data, text.size, TIP_LIMIT);
    tip->failed |= text.failed;
    byte_buffer_done(&text);
}
