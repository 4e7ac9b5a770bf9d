/* /undo: puts back what the newest fix changed, each half by its own record. */
#include "agent/run.h"

#include "agent/remediation.h"
#include "agent/restart_marker.h"
#include "agent/run_users.h"

/* Loads the newest record of a half. False when there is nothing to go on with. */
static bool load(struct run *run, enum registry_root half, error_code *code)
{
    struct half_report *report = &run->report.halves[half];
    report->changes.root = half;
    *code = change_set_load_undo(run->registry, half, remediation_may_change, &run->arena,
                                 &report->changes, &report->record);
    if (*code == CODE_SUCCESS)
        return true;
    if (*code == CODE_FILE_NOT_FOUND) {
        report->nothing_to_undo = true;
        report->needs_rights = false; /* nothing is there that would need them */
        *code = CODE_SUCCESS;
    } else if (*code != CODE_NOT_ENOUGH_MEMORY) {
        report->record_damaged = true;
        report->result.code = *code;
        run->outcome.failed = true;
        *code = CODE_SUCCESS;
    }
    return false;
}

/* Is the newest record that of an interrupted run, which recovery has not been able to settle? */
static bool recovery_is_due(struct run *run, enum registry_root half)
{
    bool pending = false;
    return change_set_find_pending(run->registry, half, &pending) == CODE_SUCCESS && pending;
}

static error_code undo_half(struct run *run, enum registry_root half)
{
    struct half_report *report = &run->report.halves[half];
    error_code code = CODE_SUCCESS;
    if (!run_includes(run, half) || report->recovery.outcome == RECOVERY_FAILED)
        return CODE_SUCCESS;
    if (report->needs_rights && recovery_is_due(run, half)) {
        run->outcome.needs_rights = true;
        return CODE_SUCCESS;
    }
    bool loaded = load(run, half, &code);
    if (run_has_recovered(run, half) && code == CODE_SUCCESS && !report->record_damaged &&
        (!loaded || report->record != report->recovery.record)) {
        /* The last fix was the interrupted run, and recovery has taken it back: an older fix is not
         * what /undo was said for. */
        report->nothing_to_undo = false;
        report->changes = (struct change_set){.root = half};
        return CODE_SUCCESS;
    }
    if (!loaded)
        return code;
    if (report->needs_rights) {
        run->outcome.needs_rights = true;
        return CODE_SUCCESS;
    }
    struct restart_marker marker = restart_marker_for(run);
    struct change_result result = change_set_undo(run->registry, &report->changes, report->record,
                                                  run->options->force, &marker.observer);
    run_record_result(run, half, result);
    if (report->needs_rights)
        run->outcome.needs_rights = true;
    if (result.outcome == CHANGE_SET_DONE && result.conflict_count > 0)
        run->outcome.cannot_be_mended = true;
    return CODE_SUCCESS;
}

static error_code review_half(struct run *run, enum registry_root half)
{
    struct half_report *report = &run->report.halves[half];
    error_code code = CODE_SUCCESS;
    report->changes.root = half;
    if (!run_includes(run, half) || recovery_is_due(run, half))
        return CODE_SUCCESS; /* what is there to undo, recovery will show */
    if (!load(run, half, &code))
        return code;
    report->result = change_set_review_undo(run->registry, &report->changes, run->options->force);
    if (report->result.outcome != CHANGE_SET_DONE)
        run->outcome.failed = true;
    return CODE_SUCCESS;
}

error_code run_undo_user(struct run *run)
{
    error_code code = CODE_SUCCESS;
    if (run->options->dry_run) {
        code = review_half(run, REGISTRY_CURRENT_USER);
    } else {
        run_enter_user(run);
        code = undo_half(run, REGISTRY_CURRENT_USER);
    }
    return code == CODE_SUCCESS ? run_examine(run) : code;
}

/* The findings, and how things are with the other users, whose halves are done. */
static error_code examine_all(struct run *run)
{
    error_code code = run_examine(run);
    return code == CODE_SUCCESS ? run_join_users(run) : code;
}

error_code run_undo(struct run *run)
{
    const bool dry_run = run->options->dry_run;
    error_code code = CODE_SUCCESS;
    if (!dry_run && !run_enter(run))
        return CODE_SUCCESS;
    for (int half = REGISTRY_CURRENT_USER; code == CODE_SUCCESS && half <= REGISTRY_LOCAL_MACHINE;
         half++)
        code = dry_run ? review_half(run, (enum registry_root)half)
                       : undo_half(run, (enum registry_root)half);
    if (code == CODE_SUCCESS)
        code = run_visit_users(run, run_undo_user);
    if (!dry_run)
        run_leave(run);
    run->outcome.failed |= code != CODE_SUCCESS;
    if (code == CODE_SUCCESS)
        code = examine_all(run); /* how things are now */
    if (dry_run && code == CODE_SUCCESS)
        run_judge_findings(run);
    if (dry_run)
        run->outcome.failed |= code != CODE_SUCCESS;
    return code;
}
