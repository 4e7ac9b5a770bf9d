#include "agent/report_result.h"

#include "agent/text_evidence.h"

static bool diagnosis_has_problem(const struct diagnosis *diagnosis, bool in_scope)
{
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        if (finding->severity == SEVERITY_PROBLEM && finding->in_scope == in_scope &&
            (!in_scope || !finding_can_be_mended(finding)))
            return true;
    }
    return false;
}

/* Is there a problem that this run was not to look at, or that it could not mend? */
static bool has_problem(const struct report *report, bool in_scope)
{
    for (size_t i = 0; i < report->other_count; i++)
        if (diagnosis_has_problem(&report->others[i].diagnosis, in_scope))
            return true;
    return diagnosis_has_problem(&report->diagnosis, in_scope);
}

static message_id result_message(const struct report *report)
{
    const struct options *options = report->options;
    const bool to_file = options->verb == VERB_FIX && options->from != NULL && !options->dry_run;
    switch (report->exit_code) {
    case EXIT_NOTHING_LEFT:
        if (report->restart_result.end != RESTART_END_NONE)
            return MESSAGE_RESULT_DONE;
        if (options->verb != VERB_UNDO && has_problem(report, false))
            return MESSAGE_RESULT_NOTHING_IN_SCOPE;
        return options->verb == VERB_CHECK ? MESSAGE_RESULT_NOTHING_WRONG
                                           : MESSAGE_RESULT_NOTHING_TO_DO;
    case EXIT_CAN_BE_MENDED:
        return MESSAGE_RESULT_CAN_BE_MENDED;
    case EXIT_CANNOT_BE_MENDED:
        return options->verb == VERB_UNDO && !options->dry_run ? MESSAGE_RESULT_LEFT_ALONE
                                                               : MESSAGE_RESULT_CANNOT_BE_MENDED;
    case EXIT_NEEDS_RIGHTS:
        return MESSAGE_RESULT_NEEDS_RIGHTS;
    case EXIT_RESTART_OUTLOOK:
        return to_file ? MESSAGE_RESULT_FILE_RESTART_OUTLOOK : MESSAGE_RESULT_RESTART_OUTLOOK;
    case EXIT_RESTART_WINDOWS:
        return to_file ? MESSAGE_RESULT_FILE_RESTART_WINDOWS : MESSAGE_RESULT_RESTART_WINDOWS;
    case EXIT_RESTART_STARTED:
        return MESSAGE_RESULT_WINDOWS_RESTARTING;
    case EXIT_DECLINED:
        return MESSAGE_RESULT_RESTART_CANCELLED;
    case EXIT_BUSY:
        return MESSAGE_RESULT_BUSY;
    default:
        return MESSAGE_RESULT_FAILED;
    }
}

/* Why a restart that was asked for was not made, or what came of it; 0 where the result says it. */
static message_id restart_message(const struct report *report)
{
    const struct restart_result *result = &report->restart_result;
    switch (result->end) {
    case RESTART_END_NONE:
    case RESTART_END_LATER:
    case RESTART_END_CANCELLED:
    case RESTART_END_STARTED:
        break;
    case RESTART_END_NOT_RUNNING:
        return MESSAGE_RESTART_NOT_RUNNING;
    case RESTART_END_RESTARTED:
        return MESSAGE_RESTART_OUTLOOK_DONE;
    case RESTART_END_NOT_CLOSED:
        return MESSAGE_RESTART_OUTLOOK_STAYS;
    case RESTART_END_NOT_STARTED:
        return MESSAGE_RESTART_OUTLOOK_NOT_STARTED;
    case RESTART_END_FAILED:
        return report->restart == RESTART_WINDOWS ? MESSAGE_RESTART_WINDOWS_FAILED
                                                  : MESSAGE_RESTART_OUTLOOK_FAILED;
    case RESTART_END_NOT_OFFERED:
        return restart_offer_reason(result->offer);
    case RESTART_END_NOBODY:
        return MESSAGE_RESTART_NOBODY;
    case RESTART_END_BY_POLICY:
        return MESSAGE_RESTART_BY_POLICY;
    }
    return 0;
}

static void append_restart(struct byte_buffer *out, const struct report *report, struct host *host)
{
    const message_id message = restart_message(report);
    struct byte_buffer reason = {0};
    if (message == 0)
        return;
    evidence_append_error(&reason, host, report->restart_result.code);
    message_append_line(out, host->messages, message, INSERT(byte_buffer_text(&reason)));
    out->failed |= reason.failed;
    byte_buffer_done(&reason);
}

/* What the one result does not say: done all the same, or not done all the same. */
static void append_besides(struct byte_buffer *out, const struct report *report, struct host *host)
{
    const bool restart_is_result = report->exit_code == EXIT_RESTART_OUTLOOK ||
                                   report->exit_code == EXIT_RESTART_WINDOWS ||
                                   report->exit_code == EXIT_RESTART_STARTED;
    append_restart(out, report, host);
    if (report->restart != RESTART_NONE && !restart_is_result)
        message_append_line(out, host->messages,
                            report->restart == RESTART_WINDOWS ? MESSAGE_RESTART_WINDOWS_TOO
                                                               : MESSAGE_RESTART_OUTLOOK_TOO,
                            NO_INSERTIONS);
    if (report->options->verb == VERB_FIX && restart_is_result && has_problem(report, true))
        message_append_line(out, host->messages, MESSAGE_MORE_IS_LEFT, NO_INSERTIONS);
}

void report_append_result(struct byte_buffer *out, const struct report *report, struct host *host)
{
    struct byte_buffer number = {0};
    const char *result = host->messages->text(host->messages, result_message(report));
    byte_buffer_append_format(&number, "%u", (unsigned)report->exit_code);
    message_append_line(out, host->messages, MESSAGE_RESULT,
                        INSERT(result, byte_buffer_text(&number)));
    out->failed |= number.failed;
    byte_buffer_done(&number);
    append_besides(out, report, host);
}
