/* /fix: carries out every remedy that is in scope and not blocked. */
#include "agent/run.h"

#include "agent/exported_registry.h"
#include "agent/restart_marker.h"
#include "agent/run_users.h"

/* How often a run looks again when somebody changes the same values between look and write. */
enum { LOOKS = 3 };

/* Applies what is planned for one half. False when it has to be looked at again. */
static bool apply_half(struct run *run, enum registry_root half)
{
    struct half_report *report = &run->report.halves[half];
    if (report->attempted || report->needs_rights || !report->locked ||
        report->recovery.outcome == RECOVERY_FAILED || report->changes.count == 0)
        return true;
    struct restart_marker marker = restart_marker_for(run);
    struct change_result result = change_set_apply(
        run->registry, &report->changes, run->report.time, run->report.program, &marker.observer);
    if (result.outcome == CHANGE_SET_STALE) {
        report->result = result;
        return false;
    }
    run_record_result(run, half, result);
    return true;
}

/* How the half went in which a finding of a report is to be mended: the machine half is one for all
 * users. */
static const struct half_report *half_of(const struct run *run, const struct report *report,
                                         const struct finding *finding)
{
    return finding->half == REGISTRY_LOCAL_MACHINE ? &run->report.halves[REGISTRY_LOCAL_MACHINE]
                                                   : &report->halves[REGISTRY_CURRENT_USER];
}

static void mark_findings(const struct run *run, struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        struct finding *finding = &report->diagnosis.findings[i];
        if (finding->in_scope && half_of(run, report, finding)->needs_rights &&
            finding_can_be_mended(finding))
            finding->blocked_by = BLOCKED_BY_RIGHTS;
    }
}

static void mark_missing_rights(struct run *run)
{
    mark_findings(run, &run->report);
    for (size_t i = 0; i < run->report.other_count; i++)
        mark_findings(run, &run->report.others[i]);
    /* A half without changes lacks nothing. */
    struct half_report *machine = &run->report.halves[REGISTRY_LOCAL_MACHINE];
    if (machine->needs_rights && machine->changes.count == 0)
        machine->needs_rights = run->report.observation.interrupted[REGISTRY_LOCAL_MACHINE].pending;
}

/* Which problems are left after the fix, and why. */
static void judge_what_is_left(struct run *run, const struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        const struct half_report *half = half_of(run, report, finding);
        if (!finding->in_scope || finding->severity != SEVERITY_PROBLEM)
            continue;
        if (finding->blocked_by == BLOCKED_BY_RIGHTS)
            run->outcome.needs_rights = true;
        else if (!finding_can_be_mended(finding))
            run->outcome.cannot_be_mended = true;
        else if (!half->attempted || half->result.outcome != CHANGE_SET_DONE)
            run->outcome.failed = true; /* planned, but it did not come to it */
    }
}

error_code run_fix_user(struct run *run)
{
    struct half_report *report = &run->report.halves[REGISTRY_CURRENT_USER];
    error_code code = CODE_SUCCESS;
    bool settled = false;
    run_enter_user(run);
    for (int look = 0; code == CODE_SUCCESS && !settled && look < LOOKS; look++) {
        code = run_examine(run);
        settled = code == CODE_SUCCESS && apply_half(run, REGISTRY_CURRENT_USER);
    }
    if (code == CODE_SUCCESS && !settled)
        run_record_result(run, REGISTRY_CURRENT_USER, report->result);
    return code;
}

error_code run_fix(struct run *run)
{
    if (!run_enter(run))
        return CODE_SUCCESS;
    bool settled = false;
    error_code code = run_visit_users(run, run_fix_user);
    for (int look = 0; code == CODE_SUCCESS && !settled && look < LOOKS; look++) {
        code = run_examine(run);
        if (code == CODE_SUCCESS)
            code = run_join_users(run);
        if (code != CODE_SUCCESS || run->report.profile_missing)
            break;
        bool user_settled = apply_half(run, REGISTRY_CURRENT_USER);
        bool machine_settled = apply_half(run, REGISTRY_LOCAL_MACHINE);
        settled = user_settled && machine_settled;
    }
    if (code == CODE_SUCCESS && !run->report.profile_missing) {
        for (int half = REGISTRY_CURRENT_USER; !settled && half <= REGISTRY_LOCAL_MACHINE; half++) {
            struct half_report *report = &run->report.halves[half];
            if (!report->attempted && report->result.outcome == CHANGE_SET_STALE)
                run_record_result(run, (enum registry_root)half, report->result);
        }
        mark_missing_rights(run);
        judge_what_is_left(run, &run->report);
        for (size_t i = 0; i < run->report.other_count; i++)
            judge_what_is_left(run, &run->report.others[i]);
    }
    run_leave(run);
    run->outcome.failed |= code != CODE_SUCCESS;
    return code;
}

error_code run_fix_exported(struct run *run)
{
    error_code code = run_examine(run);
    run->outcome.failed |= code != CODE_SUCCESS;
    if (code != CODE_SUCCESS || run->report.profile_missing)
        return code;
    code = exported_registry_write(run->host, &run->report);
    if (code != CODE_SUCCESS) {
        run->outcome.failed = true;
        run->report.file_error = code;
        return CODE_SUCCESS;
    }
    run->outcome.restart_outlook = run->report.halves[REGISTRY_CURRENT_USER].changes.count > 0;
    run->outcome.restart_windows = run->report.halves[REGISTRY_LOCAL_MACHINE].changes.count > 0;
    for (size_t i = 0; i < run->report.diagnosis.count; i++) {
        const struct finding *finding = &run->report.diagnosis.findings[i];
        if (finding->in_scope && finding->severity == SEVERITY_PROBLEM &&
            (!finding_can_be_mended(finding) || finding->remedy == REMEDY_RECOVER))
            run->outcome.cannot_be_mended = true;
    }
    return CODE_SUCCESS;
}
