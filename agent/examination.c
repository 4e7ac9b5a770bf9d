#include "agent/examination.h"

#include "agent/planned_changes.h"
#include "agent/run_report.h"
#include "registry/undo_record.h"

#include <string.h>

/* Level 3 is what a fix raises to when nothing is asked for; asked for, a level of 2 would count as
 * too low. */
static const struct options check_to_level_3 = {.verb = VERB_CHECK, .probe = PROBE_KEPT};
static const struct options check_to_level_2 = {
    .verb = VERB_CHECK, .level = 2, .probe = PROBE_KEPT};

/* The record that Undo would take back. One that cannot be read, or whose run was interrupted, is
 * none: the examination reports it as a finding. */
static uint32_t find_undo_record(struct registry *registry, enum registry_root half)
{
    uint32_t number = UNDO_RECORD_ANY;
    enum undo_record_state state = UNDO_RECORD_INCOMPLETE;
    error_code code = CODE_SUCCESS;
    while (code == CODE_SUCCESS && state == UNDO_RECORD_INCOMPLETE)
        code = undo_record_newest(registry, half, number, &number, &state);
    return code == CODE_SUCCESS && state == UNDO_RECORD_APPLIED ? number : 0;
}

static void read_pending(struct examination *examination, struct registry *registry,
                         const struct restart_pending *made)
{
    struct restart_pending *pending = &examination->pending;
    examination->pending_known = restart_pending_read(registry, pending) == CODE_SUCCESS;
    pending->windows |= made->windows;
    if (made->outlook && !pending->outlook) {
        pending->outlook = true;
        memcpy(pending->outlook_since, made->outlook_since, sizeof pending->outlook_since);
    }
}

/* An Outlook that does not run, or was started later than the change, has no need of a restart. In
 * the same second it may have been either way. */
static void settle_outlook(struct examination *examination, struct registry *registry,
                           struct desktop *desktop, struct restart_pending *made)
{
    char since[PENDING_TIME_SIZE] = "";
    struct restart_pending *pending = &examination->pending;
    if (!pending->outlook)
        return;
    const enum answer runs = desktop->outlook_is_running(desktop, since);
    examination->outlook_runs = runs == ANSWER_YES;
    const bool restarted = runs == ANSWER_YES && pending->outlook_since[0] != '\0' &&
                           strcmp(since, pending->outlook_since) > 0;
    if (runs != ANSWER_NO && !restarted)
        return;
    pending->outlook = false;
    made->outlook = false;
    /* A mark that cannot be taken away is found again, and judged the same. */
    (void)restart_pending_clear_outlook(registry);
}

/* What is known of proxies may be another thing tomorrow; what was shown stays. */
static error_code copy_proxies(struct run *run, const struct known_proxy *proxies)
{
    for (const struct known_proxy *proxy = proxies; proxy != NULL; proxy = proxy->next) {
        struct known_proxy *copy = arena_copy(&run->arena, proxy, sizeof *proxy);
        if (copy == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        copy->next = run->proxies;
        run->proxies = copy;
    }
    return CODE_SUCCESS;
}

static error_code examine(struct examination *examination, struct desktop *desktop,
                          const struct examination_request *request)
{
    struct run *run = &examination->run;
    error_code code = copy_proxies(run, request->proxies);
    if (code == CODE_SUCCESS)
        code = run_check(run);
    if (code != CODE_SUCCESS)
        return code;
    run_conclude(run);
    read_pending(examination, run->registry, request->made);
    settle_outlook(examination, run->registry, desktop, request->made);
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++)
        examination->undo_records[half] = find_undo_record(run->registry, (enum registry_root)half);
    if (examination->undo_records[REGISTRY_LOCAL_MACHINE] != 0 ||
        planned_changes_include(&run->report, REGISTRY_LOCAL_MACHINE))
        examination->machine_needs_rights = !run_may_change_machine(run->registry);
    report_append_text(&examination->text, &run->report, run->host);
    return byte_buffer_text(&examination->text) != NULL ? CODE_SUCCESS : CODE_NOT_ENOUGH_MEMORY;
}

void examination_make(struct examination *examination, struct host *host, struct desktop *desktop,
                      const struct examination_request *request)
{
    const struct options *options =
        request->level == check_to_level_2.level ? &check_to_level_2 : &check_to_level_3;
    const struct run run = {
        .host = host,
        .options = options,
        .registry = host->registry,
        .policy_result = *request->policy_result,
    };
    *examination = (struct examination){.run = run};
    run_describe_origin(&examination->run, true, false);
    const error_code code = examine(examination, desktop, request);
    if (code != CODE_SUCCESS) {
        /* What was read of it goes with its memory. */
        examination_done(examination);
        *examination = (struct examination){.run = run, .error = code};
        run_describe_origin(&examination->run, false, false);
        examination->run.outcome.failed = true;
        run_conclude(&examination->run);
    }
    examination->state = tray_state_of(&examination->run.report, examination_pending(examination));
}

void examination_done(struct examination *examination)
{
    arena_done(&examination->run.arena);
    byte_buffer_done(&examination->text);
}

static bool pending_equal(const struct examination *a, const struct examination *b)
{
    return a->pending_known == b->pending_known && a->pending.windows == b->pending.windows &&
           a->pending.outlook == b->pending.outlook &&
           (!a->pending.outlook || strcmp(a->pending.outlook_since, b->pending.outlook_since) == 0);
}

bool examination_equal(const struct examination *a, const struct examination *b)
{
    return a->error == b->error && a->state == b->state &&
           a->undo_records[0] == b->undo_records[0] && a->undo_records[1] == b->undo_records[1] &&
           a->machine_needs_rights == b->machine_needs_rights &&
           policies_equal(&a->run.report.observation.policies,
                          &b->run.report.observation.policies) &&
           pending_equal(a, b) && a->text.size == b->text.size &&
           (a->text.size == 0 || memcmp(a->text.data, b->text.data, a->text.size) == 0);
}

const struct restart_pending *examination_pending(const struct examination *examination)
{
    const struct restart_pending *pending = &examination->pending;
    return examination->pending_known || pending->windows || pending->outlook ? pending : NULL;
}
