#include "agent/agent_fix.h"

#include "agent/event_log.h"
#include "agent/planned_changes.h"
#include "agent/report_log.h"
#include "agent/run_report.h"
#include "agent/sign_on_by_name.h"

#include <stdio.h>
#include <string.h>

/* The number for what failed without one of its own: Windows' "fatal error during installation",
 * which is also the exit code of a run that failed. */
static const error_code CODE_RUN_FAILED = EXIT_FAILED;

void agent_fix_init(struct agent_fix *fix, struct host *host, const char *log_path)
{
    *fix = (struct agent_fix){.host = host, .log_path = log_path};
}

/* Why a run failed, by the first step that says so. */
static error_code failure_of(const struct run *run, enum registry_root half, error_code code)
{
    const struct half_report *report = &run->report.halves[half];
    const error_code codes[] = {code, report->lock_error, report->recovery.code,
                                report->result.code};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i] != CODE_SUCCESS)
            return codes[i];
    return CODE_RUN_FAILED;
}

/* Event log and log are for whoever looks into them later; where they cannot be written, the window
 * says the same. */
static void log_run(const struct agent_fix *fix, const struct run *run)
{
    struct byte_buffer text = {0};
    struct byte_buffer complaints = {0};
    event_log_tell_done(run, &complaints);
    if (fix->log_path != NULL) {
        report_append_text(&text, &run->report, fix->host);
        if (complaints.size > 0)
            byte_buffer_append(&text, complaints.data, complaints.size);
        if (!text.failed)
            (void)report_log_append(fix->host, fix->log_path, run->report.time, &text);
    }
    byte_buffer_done(&complaints);
    byte_buffer_done(&text);
}

/* What restart the changes of a half need, until it has happened. */
static void note_changed(struct agent_fix *fix, enum registry_root half)
{
    if (half == REGISTRY_LOCAL_MACHINE) {
        fix->made.windows = true;
        fix->is_windows_due = true;
    } else {
        fix->made.outlook = true;
        fix->host->now(fix->host, fix->made.outlook_since); /* now the change is made */
        fix->is_outlook_due = true;
    }
}

/* The level that the run is asked for: what was planned is to be done, by whichever policies the
 * half goes. 3 is what a fix raises to when nothing is asked for; asked for, 2 would be too low. */
static unsigned level_to_ask_for(const struct report *report, unsigned chosen)
{
    if (policies_decide(&report->observation.policies, POLICY_LEVEL))
        return report->diagnosis.target_level;
    return chosen == LM_COMPATIBILITY_LOWEST_SILENT ? chosen : 0;
}

/* Fixes or undoes one half in this process. False when it needs rights that this account does not
 * have. */
static bool change_half(struct agent_fix *fix, const struct examination *before,
                        enum registry_root half, unsigned level)
{
    const bool fixes = fix->verb == VERB_FIX;
    const struct options options = {
        .verb = fix->verb,
        .scope = half == REGISTRY_CURRENT_USER ? SCOPE_USER : SCOPE_MACHINE,
        .level = fixes ? level : 0,
        .principal = fix->is_by_name ? PRINCIPAL_REPLACE : PRINCIPAL_KEEP,
        .probe = PROBE_KEPT, /* this thread must not wait for a network */
    };
    struct run run = {
        .host = fix->host,
        .options = &options,
        .registry = fix->host->registry,
        .proxies = before->run.proxies, /* what the fix goes by is what was shown */
        .policy_result = before->run.policy_result,
    };
    struct half_attempt *attempt = &fix->halves[half];

    run_describe_origin(&run, true, false);
    const error_code code = fixes ? run_fix(&run) : run_undo(&run);
    run_conclude(&run);
    const bool lacks_rights = run.outcome.needs_rights;
    *attempt = (struct half_attempt){
        .is_tried = true,
        .is_busy = run.outcome.busy,
        .is_failed = run.outcome.failed,
        .is_partial = !fixes && run.report.halves[half].result.conflict_count > 0,
        .is_changed = run.outcome.restart_outlook || run.outcome.restart_windows,
    };
    if (attempt->is_failed)
        attempt->code = failure_of(&run, half, code);
    if (attempt->is_changed)
        note_changed(fix, half);
    log_run(fix, &run);
    arena_done(&run.arena);
    return !lacks_rights;
}

static bool has_work(const struct agent_fix *fix, const struct examination *before,
                     enum registry_root half)
{
    if (fix->is_by_name)
        return half == REGISTRY_CURRENT_USER;
    return fix->verb == VERB_FIX ? planned_changes_include(&before->run.report, half)
                                 : before->undo_records[half] != 0;
}

void agent_fix_begin(struct agent_fix *fix, enum agent_command command, unsigned level,
                     const struct examination *before, char arguments[HELPER_ARGUMENTS_SIZE])
{
    const unsigned asked = level_to_ask_for(&before->run.report, level);
    fix->verb = command == COMMAND_UNDO ? VERB_UNDO : VERB_FIX;
    fix->is_by_name = command == COMMAND_USE_CERTIFICATE_NAME;
    fix->activity = ACTIVITY_NONE;
    fix->undo_record = before->undo_records[REGISTRY_LOCAL_MACHINE];
    memset(fix->halves, 0, sizeof fix->halves);
    if (has_work(fix, before, REGISTRY_CURRENT_USER)) {
        (void)change_half(fix, before, REGISTRY_CURRENT_USER,
                          asked); /* rights are never lacking there */
        if (fix->halves[REGISTRY_CURRENT_USER].is_busy)
            return;
    }
    if (!has_work(fix, before, REGISTRY_LOCAL_MACHINE))
        return;
    if (!before->machine_needs_rights && change_half(fix, before, REGISTRY_LOCAL_MACHINE, asked))
        return;
    if (fix->verb == VERB_FIX)
        snprintf(arguments, HELPER_ARGUMENTS_SIZE, "/fix /scope:machine /level:%u",
                 asked != 0 ? asked : level);
    else
        snprintf(arguments, HELPER_ARGUMENTS_SIZE, "/undo /scope:machine");
    fix->is_waiting = true;
    fix->activity = ACTIVITY_WAITING_FOR_RIGHTS;
}

void agent_fix_helper_ended(struct agent_fix *fix, const struct helper_result *result)
{
    struct half_attempt attempt = {.is_tried = true, .is_by_helper = true};
    fix->is_waiting = false;
    if (result->declined || result->start_error == CODE_CANCELLED ||
        (result->start_error == CODE_SUCCESS && result->exit_code == EXIT_DECLINED)) {
        attempt.is_declined = true;
    } else if (result->start_error != CODE_SUCCESS) {
        attempt.is_failed = true;
        attempt.code = result->start_error;
    } else {
        switch (result->exit_code) {
        case EXIT_NOTHING_LEFT:
        case EXIT_RESTART_WINDOWS:
        case EXIT_RESTART_STARTED:
            break;
        case EXIT_CANNOT_BE_MENDED:
            attempt.is_partial = fix->verb == VERB_UNDO;
            attempt.is_failed = !attempt.is_partial;
            attempt.code = CODE_RUN_FAILED;
            break;
        case EXIT_BUSY:
            attempt.is_busy = true;
            break;
        case EXIT_NEEDS_RIGHTS: /* whoever consented was no administrator: one is still needed */
            attempt.is_declined = true;
            break;
        default:
            attempt.is_failed = true;
            attempt.code = CODE_RUN_FAILED;
            break;
        }
    }
    attempt.is_changed =
        !attempt.is_declined && !attempt.is_failed && result->exit_code == EXIT_RESTART_WINDOWS;
    fix->halves[REGISTRY_LOCAL_MACHINE] = attempt;
}

/* Is there still to be seen in the registry what the half was to mend or take back? */
static bool is_left(const struct agent_fix *fix, const struct examination *after,
                    enum registry_root half)
{
    if (fix->is_by_name && sign_on_by_name_offer(&after->run.report.diagnosis) != NULL)
        return true;
    if (fix->verb == VERB_FIX)
        return planned_changes_include(&after->run.report, half);
    return half == REGISTRY_LOCAL_MACHINE && after->undo_records[half] == fix->undo_record;
}

static enum activity failed(struct agent_fix *fix, error_code code)
{
    fix->code = code;
    return ACTIVITY_FAILED;
}

/* What there is to say of one half. */
static enum activity judge_half(struct agent_fix *fix, const struct examination *after,
                                enum registry_root half)
{
    const struct half_attempt *attempt = &fix->halves[half];
    if (!attempt->is_tried)
        return ACTIVITY_NONE;
    if (after->error != CODE_SUCCESS)
        return failed(fix, after->error);
    const bool left = is_left(fix, after, half);
    if (attempt->is_failed && (left || half == REGISTRY_CURRENT_USER))
        return failed(fix, attempt->code);
    if (attempt->is_busy && left)
        return fix->halves[REGISTRY_CURRENT_USER].is_changed
                   ? failed(fix, CODE_INSTALL_ALREADY_RUNNING)
                   : ACTIVITY_BUSY;
    if (attempt->is_declined && left)
        return ACTIVITY_DECLINED;
    if (attempt->is_partial)
        return ACTIVITY_PARTLY_UNDONE;
    if (left)
        return failed(fix, CODE_RUN_FAILED); /* it says that it is done, but it is not to be seen */
    if (attempt->is_by_helper && attempt->is_changed)
        note_changed(fix, half);
    return fix->verb == VERB_FIX ? ACTIVITY_DONE : ACTIVITY_UNDONE;
}

void agent_fix_outlook_restarted(struct agent_fix *fix)
{
    if (fix->is_outlook_due)
        return;
    /* Times are told to the second, and all of it may have happened within one. */
    fix->made.outlook = false;
    (void)restart_pending_clear_outlook(fix->host->registry); /* else the times tell, later */
}

void agent_fix_conclude(struct agent_fix *fix, const struct examination *after)
{
    /* The user half last: where both failed, its error is the one that is told. */
    const enum activity machine = judge_half(fix, after, REGISTRY_LOCAL_MACHINE);
    const enum activity user = judge_half(fix, after, REGISTRY_CURRENT_USER);
    const bool user_is_worse = user == ACTIVITY_FAILED || user == ACTIVITY_BUSY ||
                               machine == ACTIVITY_NONE ||
                               (user == ACTIVITY_PARTLY_UNDONE && machine == ACTIVITY_UNDONE);
    fix->activity = user_is_worse ? user : machine;
    if (fix->activity == ACTIVITY_NONE && fix->verb == VERB_UNDO)
        fix->activity = ACTIVITY_NOTHING_TO_UNDO;
}
