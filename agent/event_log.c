#include "agent/event_log.h"

#include "agent/event_record.h"
#include "agent/file_complaint.h"
#include "agent/plain_text.h"
#include "agent/text_cut.h"

#include <string.h>

/* The insertions of every event's text. */
enum event_string { EVENT_USER, EVENT_PROFILES, EVENT_PROBLEMS, EVENT_EXIT_CODE, EVENT_STRINGS };

/* What stands where there is nothing to tell. */
static const char nothing[] = "-";

/* Appends a name. Event viewers take %1 and %%1 in a string for insertions (Microsoft,
 * "ReportEventW function"), and a line break for the end of ours. */
static void append_name(struct byte_buffer *out, const char *name)
{
    for (; *name != '\0'; name++) {
        byte_buffer_append_byte(out, is_control_character(*name) ? ' ' : (unsigned char)*name);
        if (*name == '%' && (name[1] == '%' || (name[1] >= '0' && name[1] <= '9')))
            byte_buffer_append_byte(out, ' ');
    }
}

static void append_separator(struct byte_buffer *out)
{
    if (out->size > 0)
        byte_buffer_append_text(out, ", ");
}

/* "Outlook", or of another user "CONTOSO\bob: Outlook". */
static void append_profile(struct byte_buffer *out, const struct report *owner, bool is_other,
                           const char *profile)
{
    if (is_other && owner->user != NULL) {
        append_name(out, owner->user);
        byte_buffer_append_text(out, profile != NULL ? ": " : "");
    }
    append_name(out, profile != NULL ? profile : "");
}

/* Whose profiles a run sees that is for the machine half alone, is by chance. */
static bool is_of_machine(const struct run *run)
{
    return run->options->scope == SCOPE_MACHINE;
}

/* The accounts of one profile lie together. */
static void append_profiles(struct byte_buffer *out, const struct report *owner, bool is_other)
{
    const struct account_list *accounts = &owner->observation.accounts;
    const char *last = NULL;
    for (size_t i = 0; owner->observed && i < accounts->count; i++) {
        const char *profile = accounts->accounts[i].profile;
        if (profile == NULL || (last != NULL && strcmp(profile, last) == 0))
            continue;
        append_separator(out);
        append_profile(out, owner, is_other, profile);
        last = profile;
    }
}

/* Has this run mended the finding? */
static bool is_mended(const struct run *run, const struct report *owner,
                      const struct finding *finding)
{
    const struct half_report *half = finding->half == REGISTRY_LOCAL_MACHINE
                                         ? &run->report.halves[REGISTRY_LOCAL_MACHINE]
                                         : &owner->halves[REGISTRY_CURRENT_USER];
    return run->options->verb == VERB_FIX && finding->in_scope && finding_can_be_mended(finding) &&
           half->attempted && half->result.outcome == CHANGE_SET_DONE;
}

struct problems {
    struct byte_buffer names;
    bool can_be_mended; /* by a fix, be it with more rights */
    bool cannot_be_mended;
};

/* The problems of one user; `left` without those that this run has mended. */
static void add_problems(struct problems *problems, const struct run *run,
                         const struct report *owner, bool left)
{
    const bool is_other = owner != &run->report;
    for (size_t i = 0; i < owner->diagnosis.count; i++) {
        const struct finding *finding = &owner->diagnosis.findings[i];
        const char *profile = finding->account != NULL ? finding->account->profile : NULL;
        if (finding->severity != SEVERITY_PROBLEM || (is_of_machine(run) && !finding->in_scope) ||
            (left && is_mended(run, owner, finding)))
            continue;
        append_separator(&problems->names);
        byte_buffer_append_text(&problems->names, finding_id_name(finding->id));
        if (profile != NULL || (is_other && owner->user != NULL)) {
            byte_buffer_append_text(&problems->names, " (");
            append_profile(&problems->names, owner, is_other, profile);
            byte_buffer_append_byte(&problems->names, ')');
        }
        if (finding_can_be_mended(finding) || finding->blocked_by == BLOCKED_BY_RIGHTS)
            problems->can_be_mended = true;
        else
            problems->cannot_be_mended = true;
    }
}

static struct problems problems_of(const struct run *run, bool left)
{
    struct problems problems = {0};
    add_problems(&problems, run, &run->report, left);
    for (size_t i = 0; i < run->report.other_count; i++)
        add_problems(&problems, run, &run->report.others[i], left);
    return problems;
}

static void append_user(struct byte_buffer *out, const struct run *run)
{
    struct byte_buffer name = {0};
    const char *user = run->report.user;
    if (user == NULL && run->host->append_user(run->host, &name) == CODE_SUCCESS)
        user = byte_buffer_text(&name);
    if (user != NULL)
        append_name(out, user);
    byte_buffer_done(&name);
}

/* Puts what was gathered in its place, cut. */
static void finish_string(struct byte_buffer *string)
{
    struct byte_buffer cut = {0};
    if (string->size > 0)
        text_append_cut(&cut, (const char *)string->data, string->size, EVENT_STRING_LIMIT);
    else
        byte_buffer_append_text(&cut, nothing);
    cut.failed |= string->failed;
    byte_buffer_done(string);
    *string = cut;
}

static void complain(const struct run *run, message_id id, error_code code,
                     struct byte_buffer *complaints)
{
    struct byte_buffer number = {0};
    struct byte_buffer reason = {0};
    byte_buffer_append_format(&number, "%u", (unsigned)(id & 0xffff));
    file_complaint_append_reason(&reason, run->host, code);
    message_append_line(complaints, run->host->messages, MESSAGE_UNWRITTEN_EVENT,
                        INSERT(byte_buffer_text(&number), byte_buffer_text(&reason)));
    byte_buffer_done(&number);
    byte_buffer_done(&reason);
}

static error_code tell(const struct run *run, message_id id, const struct byte_buffer *problems,
                       struct byte_buffer *complaints)
{
    struct byte_buffer strings[EVENT_STRINGS] = {0};
    struct insertions insertions = NO_INSERTIONS;
    error_code code = CODE_SUCCESS;
    append_user(&strings[EVENT_USER], run);
    if (!is_of_machine(run))
        append_profiles(&strings[EVENT_PROFILES], &run->report, false);
    for (size_t i = 0; i < run->report.other_count; i++)
        append_profiles(&strings[EVENT_PROFILES], &run->report.others[i], true);
    if (problems->size > 0)
        byte_buffer_append(&strings[EVENT_PROBLEMS], problems->data, problems->size);
    strings[EVENT_PROBLEMS].failed |= problems->failed;
    byte_buffer_append_format(&strings[EVENT_EXIT_CODE], "%u",
                              (unsigned)exit_code_of(&run->outcome));
    for (size_t i = 0; i < EVENT_STRINGS; i++) {
        finish_string(&strings[i]);
        insertions.texts[i] = byte_buffer_text(&strings[i]);
        if (insertions.texts[i] == NULL)
            code = CODE_NOT_ENOUGH_MEMORY;
    }
    if (code == CODE_SUCCESS)
        code = run->host->report_event(run->host, id, &insertions);
    if (code != CODE_SUCCESS)
        complain(run, id, code, complaints);
    for (size_t i = 0; i < EVENT_STRINGS; i++)
        byte_buffer_done(&strings[i]);
    return code;
}

static bool half_is_changed(const struct half_report *half)
{
    if (half->recovery.outcome == RECOVERY_FINISHED ||
        half->recovery.outcome == RECOVERY_ROLLED_BACK)
        return true;
    for (size_t i = 0; half->attempted && i < half->changes.count; i++)
        if (half->changes.changes[i].state == CHANGE_APPLIED)
            return true;
    return false;
}

static bool is_changed(const struct report *report)
{
    for (size_t i = 0; i < report->other_count; i++)
        if (half_is_changed(&report->others[i].halves[REGISTRY_CURRENT_USER]))
            return true;
    return half_is_changed(&report->halves[REGISTRY_CURRENT_USER]) ||
           half_is_changed(&report->halves[REGISTRY_LOCAL_MACHINE]);
}

/* Is the run one of this machine, and not only a rehearsal? */
static bool is_worth_telling(const struct run *run)
{
    return run->host->report_event != NULL && run->options->from == NULL && !run->options->dry_run;
}

void event_log_tell_done(const struct run *run, struct byte_buffer *complaints)
{
    if (!is_worth_telling(run))
        return;
    struct problems problems = problems_of(run, false);
    if (is_changed(&run->report))
        (void)tell(run,
                   run->options->verb == VERB_UNDO ? MESSAGE_EVENT_UNDONE : MESSAGE_EVENT_FIXED,
                   &problems.names, complaints);
    if (run->outcome.failed)
        (void)tell(run, MESSAGE_EVENT_FAILED, &problems.names, complaints);
    byte_buffer_done(&problems.names);
}

/* Each question has an answer of its own: who asks for more, or for less, finds something else on
 * the same machine, and that is no news. */
static void append_question(struct byte_buffer *out, const struct run *run)
{
    const struct options *options = run->options;
    byte_buffer_append_text(out, "Diagnosis");
    if (is_of_machine(run))
        byte_buffer_append_text(out, ", machine half");
    if (options->level != 0)
        byte_buffer_append_format(out, ", level %u", options->level);
    if (options->all_users)
        byte_buffer_append_text(out, ", all users");
    if (options->clear_always_prompt)
        byte_buffer_append_text(out, ", always prompt");
    if (options->insecure)
        byte_buffer_append_text(out, ", insecure");
    if (options->profile != NULL) {
        byte_buffer_append_text(out, ", profile ");
        byte_buffer_append_text(out, options->profile);
    }
}

static enum registry_root root_of(const struct run *run)
{
    return is_of_machine(run) && run_may_change_machine(run->host->registry)
               ? REGISTRY_LOCAL_MACHINE
               : REGISTRY_CURRENT_USER;
}

static void tell_if_new(const struct run *run, const struct problems *problems,
                        const char *question, struct byte_buffer *complaints)
{
    struct registry *registry = run->host->registry;
    const enum registry_root root = root_of(run);
    struct byte_buffer told = {0};
    struct byte_buffer now = {0};
    message_id id = MESSAGE_EVENT_FINE;
    if (problems->cannot_be_mended)
        id = MESSAGE_EVENT_CANNOT_MEND;
    else if (problems->can_be_mended)
        id = MESSAGE_EVENT_PROBLEM;
    const error_code read = event_record_read(registry, root, question, &told);
    byte_buffer_append_format(&now, "%u ", (unsigned)(id & 0xffff));
    if (problems->names.size > 0)
        byte_buffer_append(&now, problems->names.data, problems->names.size);
    const char *text = byte_buffer_text(&now);
    if (text == NULL)
        goto out;
    if (id == MESSAGE_EVENT_FINE) {
        if ((read == CODE_SUCCESS || read == CODE_INVALID_DATA ||
             read == CODE_NO_UNICODE_TRANSLATION) &&
            tell(run, id, &problems->names, complaints) == CODE_SUCCESS)
            (void)event_record_delete(registry, root, question);
    } else if (read != CODE_SUCCESS || strcmp((const char *)told.data, text) != 0) {
        if (tell(run, id, &problems->names, complaints) == CODE_SUCCESS)
            (void)event_record_write(registry, root, question, text);
    }
out:
    byte_buffer_done(&told);
    byte_buffer_done(&now);
}

void event_log_tell_diagnosis(const struct run *run, struct byte_buffer *complaints)
{
    struct byte_buffer question = {0};
    if (!is_worth_telling(run) || run->options->verb == VERB_UNDO || !run->report.observed)
        return;
    struct problems problems = problems_of(run, true);
    append_question(&question, run);
    const char *name = byte_buffer_text(&question);
    if (name != NULL && !problems.names.failed)
        tell_if_new(run, &problems, name, complaints);
    byte_buffer_done(&question);
    byte_buffer_done(&problems.names);
}
