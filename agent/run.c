#include "agent/run.h"

#include "agent/exported_registry.h"
#include "agent/prompt_record.h"
#include "agent/remediation.h"
#include "agent/restart_marker.h"
#include "agent/rewritten_scheme.h"
#include "agent/run_users.h"

bool run_includes(const struct run *run, enum registry_root half)
{
    enum scope other = half == REGISTRY_CURRENT_USER ? SCOPE_MACHINE : SCOPE_USER;
    return run->options->scope != other;
}

error_code run_judge(struct run *run, struct report *report)
{
    const struct options *options = run->options;
    struct diagnosis_request request = {
        .scope = options->scope,
        .level = options->level,
        .clear_always_prompt = options->clear_always_prompt,
        .insecure = options->insecure,
        .principal = options->principal,
        .machine_is_unknown = options->from != NULL,
        .certificate_is_out_of_sight = options->from != NULL || report->user_root != NULL,
    };
    struct remediation remediation;

    error_code code = diagnose(&report->observation, &request, &run->arena, &report->diagnosis);
    if (code == CODE_SUCCESS)
        code = run_probe(run, &report->observation, &report->diagnosis);
    /* And once more, with what the proxies answer. */
    request.require_probe = run_probe_rules(run, &report->observation.policies).required;
    request.asks_later = run_asks_later(run);
    if (code == CODE_SUCCESS && (report->observation.answers != NULL || request.require_probe))
        code = diagnose(&report->observation, &request, &run->arena, &report->diagnosis);
    if (code == CODE_SUCCESS)
        code = remediate(&report->observation, &report->diagnosis, &run->arena, &remediation);
    if (code != CODE_SUCCESS || options->verb == VERB_UNDO)
        return code;
    for (size_t half = 0; half < 2; half++)
        if (!report->halves[half].attempted)
            report->halves[half].changes = remediation.halves[half];
    return CODE_SUCCESS;
}

/* Must somebody else raise the level? Looked up only where it is to be raised. */
static bool level_needs_rights(struct run *run, const struct report *report)
{
    const struct lm_compatibility *level = &report->observation.level;
    return run->options->from == NULL && report->user_root == NULL && level->effective_known &&
           level->effective < LM_COMPATIBILITY_LOWEST_SILENT &&
           run->options->scope != SCOPE_MACHINE && !run_may_change_machine(run->registry);
}

/* Where an account could use them. They are those of the user who runs this. */
static error_code list_credentials(struct run *run)
{
    struct observation *observation = &run->report.observation;
    if (!accounts_use_rpc_over_http(&observation->accounts))
        return CODE_SUCCESS;
    struct stored_credentials *list = arena_allocate(&run->arena, sizeof *list);
    if (list == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *list = (struct stored_credentials){0};
    observation->credentials = list;
    return run->host->list_credentials(run->host, &run->arena, list);
}

/* A run for the machine half alone is what the elevated helper does: it loads nothing that the
 * user's registry could name. The tray agent's thread does not wait. Where no account could use the
 * level, a logon script has nobody wait for WMI. */
static bool may_ask_policy_result(const struct run *run)
{
    return run->options->scope != SCOPE_MACHINE && run->options->probe != PROBE_KEPT &&
           accounts_use_rpc_over_http(&run->report.observation.accounts);
}

static void read_level_policy(struct run *run)
{
    struct observation *observation = &run->report.observation;
    struct policy_result *result = &run->policy_result;
    run->host->read_level_policy(run->host, &observation->level_policy);
    if (level_policy_wants_result(&observation->level_policy)) {
        if (result->state == POLICY_RESULT_NOT_ASKED && may_ask_policy_result(run))
            run->host->ask_policy_result(run->host, result);
        level_policy_take_result(&observation->level_policy, result);
    }
    observation_apply_level_policy(observation);
}

error_code run_examine(struct run *run)
{
    const struct options *options = run->options;
    struct report *report = &run->report;
    /* The elevated helper is one of those who ask for the machine half alone. */
    const enum policy_reach reach =
        options->scope == SCOPE_MACHINE ? POLICIES_OF_COMPUTER : POLICIES_OF_COMPUTER_AND_USER;

    error_code code = observation_read(run->registry, &report->windows, options->profile, reach,
                                       &run->arena, &report->observation);
    if (code == CODE_SUCCESS && options->from == NULL)
        read_level_policy(run);
    if (code == CODE_SUCCESS && options->from != NULL)
        code = exported_registry_note_gaps(run->registry, report, &report->observation);
    if (code == CODE_SUCCESS)
        code = prompt_records_read(run->registry, &report->observation.accounts, report->time,
                                   &run->arena, &report->observation.prompts);
    if (code == CODE_SUCCESS && run->registry == run->host->registry)
        code = list_credentials(run);
    if (code == CODE_SUCCESS)
        code = prompt_causes_of_accounts(run->registry, &report->windows, &report->observation,
                                         options->from != NULL, &run->arena,
                                         &report->observation.causes);
    if (code == CODE_SUCCESS)
        code = rewritten_schemes_read(run->registry, &report->observation.accounts, &run->arena,
                                      &report->observation.rewritten);
    if (code != CODE_SUCCESS)
        return code;
    report->observation.user_root = report->user_root;
    report->observation.machine_needs_rights = level_needs_rights(run, report);
    code = run_judge(run, report);
    if (code != CODE_SUCCESS)
        return code;
    report->observed = true;

    const struct account_list *accounts = &report->observation.accounts;
    report->profile_missing =
        options->profile != NULL && accounts->profile_count == 0 && accounts->error == CODE_SUCCESS;
    return CODE_SUCCESS;
}

static void judge_findings(struct run *run, const struct report *report)
{
    bool lines_passed_over = false;
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (!finding->in_scope || finding->severity != SEVERITY_PROBLEM)
            continue;
        if (finding->part == UNREADABLE_LINES)
            lines_passed_over = true;
        else if (finding_can_be_mended(finding))
            run->outcome.can_be_mended = true;
        else
            run->outcome.cannot_be_mended = true;
    }
    /* Lines of an export that were passed over hide no problem that was found in the others, but
     * without one they may well hold it: that is not fine. */
    if (lines_passed_over && !run->outcome.can_be_mended)
        run->outcome.cannot_be_mended = true;
}

void run_judge_findings(struct run *run)
{
    judge_findings(run, &run->report);
    for (size_t i = 0; i < run->report.other_count; i++)
        judge_findings(run, &run->report.others[i]);
}

error_code run_check(struct run *run)
{
    error_code code = run_examine(run);
    if (code == CODE_SUCCESS)
        code = run_visit_users(run, run_examine);
    if (code == CODE_SUCCESS)
        code = run_join_users(run);
    if (code == CODE_SUCCESS)
        run_judge_findings(run);
    run->outcome.failed |= code != CODE_SUCCESS;
    return code;
}

/* What has to be restarted once the changes of a half hold. */
static void note_restart(struct run *run, enum registry_root half)
{
    if (half == REGISTRY_LOCAL_MACHINE)
        run->outcome.restart_windows = true;
    else if (!run->user_is_away)
        run->outcome.restart_outlook = true;
}

bool run_has_recovered(const struct run *run, enum registry_root half)
{
    enum recovery_outcome outcome = run->report.halves[half].recovery.outcome;
    return outcome == RECOVERY_FINISHED || outcome == RECOVERY_ROLLED_BACK;
}

/* The key of the level answers that, without a write. */
bool run_may_change_machine(struct registry *registry)
{
    struct registry_key *key = NULL;
    error_code code =
        registry_open(registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, REGISTRY_WRITE, &key);
    registry_close(key);
    return code != CODE_ACCESS_DENIED;
}

static void recover(struct run *run, enum registry_root half)
{
    struct half_report *report = &run->report.halves[half];
    struct restart_marker marker = restart_marker_for(run);
    report->recovery =
        change_set_recover(run->registry, half, remediation_may_change, &marker.observer);
    if (run_has_recovered(run, half)) {
        note_restart(run, half); /* the interrupted run could not say so */
        return;
    }
    if (report->recovery.outcome != RECOVERY_FAILED)
        return;
    if (half == REGISTRY_LOCAL_MACHINE && report->recovery.code == CODE_ACCESS_DENIED) {
        report->recovery.outcome = RECOVERY_NOT_NEEDED;
        report->needs_rights = true;
    } else {
        run->outcome.failed = true;
    }
}

static void refuse_to_enter(struct run *run, enum registry_root half, error_code code)
{
    if (code == CODE_INSTALL_ALREADY_RUNNING) {
        run->outcome.busy = true;
    } else {
        run->outcome.failed = true;
        run->report.halves[half].lock_error = code;
    }
    run_leave(run);
}

bool run_enter(struct run *run)
{
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++) {
        struct half_report *report = &run->report.halves[half];
        report->changes.root = (enum registry_root)half;
        if (!run_includes(run, (enum registry_root)half))
            continue;
        if (half == REGISTRY_LOCAL_MACHINE && !run_may_change_machine(run->registry)) {
            report->needs_rights = true;
            continue;
        }
        error_code code = registry_lock(run->registry, (enum registry_root)half);
        if (code != CODE_SUCCESS) {
            refuse_to_enter(run, (enum registry_root)half, code);
            return false;
        }
        report->locked = true;
    }
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++)
        if (run->report.halves[half].locked)
            recover(run, (enum registry_root)half);
    return true;
}

void run_enter_user(struct run *run)
{
    run->report.halves[REGISTRY_CURRENT_USER].locked = true;
    recover(run, REGISTRY_CURRENT_USER);
}

void run_leave(struct run *run)
{
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++) {
        if (run->report.halves[half].locked)
            registry_unlock(run->registry, (enum registry_root)half);
        run->report.halves[half].locked = false;
    }
}

void run_record_result(struct run *run, enum registry_root half, struct change_result result)
{
    struct half_report *report = &run->report.halves[half];
    report->attempted = true;
    report->result = result;
    switch (result.outcome) {
    case CHANGE_SET_DONE:
        for (size_t i = 0; i < report->changes.count; i++)
            if (report->changes.changes[i].state == CHANGE_APPLIED)
                note_restart(run, half);
        break;
    case CHANGE_SET_NO_RIGHTS:
        if (half == REGISTRY_LOCAL_MACHINE) {
            report->needs_rights = true;
            break;
        }
        run->outcome.failed = true; /* one's own hive: no administrator is meant to be asked */
        report->result.outcome = CHANGE_SET_ROLLED_BACK;
        break;
    case CHANGE_SET_STALE:
    case CHANGE_SET_ROLLED_BACK:
    case CHANGE_SET_TORN:
        run->outcome.failed = true;
        break;
    }
}
