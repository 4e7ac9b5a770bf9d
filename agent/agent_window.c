#include "agent/agent_window.h"

#include "agent/view_text.h"

static struct status_facts describe(const struct window_facts *facts)
{
    const struct examination *examination = facts->examination;
    struct status_facts status = {
        .report = &examination->run.report,
        .pending = examination_pending(examination),
        .state = examination->state,
        .activity = facts->fix->activity,
        .activity_code = facts->fix->code,
        .chosen_level = facts->level,
        .asks_proxy = facts->asks_proxy,
        .tests_sign_in = facts->tests_sign_in,
        .machine_needs_rights = examination->machine_needs_rights,
        .can_undo = {examination->undo_records[0] != 0, examination->undo_records[1] != 0},
    };
    if (examination->error != CODE_SUCCESS && status.activity != ACTIVITY_WAITING_FOR_RIGHTS) {
        status.activity = ACTIVITY_FAILED;
        status.activity_code = examination->error;
    }
    return status;
}

static void append(struct byte_buffer *out, const char *sentence)
{
    if (out->size > 0 && sentence[0] != '\0')
        byte_buffer_append_byte(out, ' ');
    byte_buffer_append_text(out, sentence);
}

error_code agent_window_make(const struct window_facts *facts, struct host *host,
                             struct desktop *desktop, struct arena *arena, struct status_view *view)
{
    const struct examination *examination = facts->examination;
    const struct status_facts status = describe(facts);
    struct view_text text = {.host = host, .arena = arena};
    struct byte_buffer line = {0};
    struct status_view made = {0};

    error_code code = status_view_make(&status, host, arena, &made);
    if (code != CODE_SUCCESS)
        return code;
    append(&line, made.status);
    if (examination->pending.windows) {
        const enum restart_offer offer = desktop->restart_offer(desktop);
        if (offer != RESTART_OFFERED && made.restart.enabled) {
            append(&line, view_word(&text, restart_offer_reason(offer)));
            if (examination->outlook_runs && examination->pending.outlook)
                made.restart.label = view_word(&text, MESSAGE_BUTTON_RESTART_OUTLOOK);
            else
                made.restart.enabled = false;
        }
    }
    append(&line, facts->remark);
    made.status = view_keep(&text, &line);
    if (text.failed)
        return CODE_NOT_ENOUGH_MEMORY;
    *view = made;
    return CODE_SUCCESS;
}

bool agent_window_copy_details(const struct examination *examination, struct host *host,
                               struct desktop *desktop)
{
    struct byte_buffer text = {0};
    report_append_text(&text, &examination->run.report, host);
    const char *details = byte_buffer_text(&text);
    if (details != NULL)
        (void)desktop->copy_text(desktop, details);
    byte_buffer_done(&text);
    return details != NULL;
}
