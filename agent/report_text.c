/* The report for a person: what was found and where, what it means, what was or would be changed,
 * and what to restart. Every sentence is a message (messages_en.mc); here is only their order. */
#include "agent/report.h"

#include "agent/account_label.h"
#include "agent/account_text.h"
#include "agent/certificate_name_text.h"
#include "agent/finding_message.h"
#include "agent/outlook_dialog.h"
#include "agent/planned_changes.h"
#include "agent/prompt_text.h"
#include "agent/report_result.h"
#include "agent/text_evidence.h"

#include <stdio.h>

/* What writing one report needs all along. */
struct writing {
    struct byte_buffer *out;
    const struct report *report;
    struct host *host;
    const struct message_source *messages;
    struct byte_buffer first; /* for insertions, one message at a time */
    struct byte_buffer second;
};

/* Makes a buffer empty for the next insertion; that memory ran out for the last one is kept. */
static void begin_anew(struct writing *writing, struct byte_buffer *buffer)
{
    writing->out->failed |= buffer->failed;
    byte_buffer_clear(buffer);
}

static const char *word(const struct writing *writing, message_id id)
{
    return writing->messages->text(writing->messages, id);
}

static void line(struct writing *writing, message_id id, struct insertions insertions)
{
    message_append_line(writing->out, writing->messages, id, insertions);
}

static const char *root_name(const struct writing *writing, enum registry_root root)
{
    return observation_root_name(&writing->report->observation, root);
}

/* A message with its further lines, and itself but for the first line, moved in. */
static void indented(struct writing *writing, unsigned indent, message_id id,
                     struct insertions insertions)
{
    struct byte_buffer text = {0};
    message_append_line(&text, writing->messages, id, insertions);
    byte_buffer_append_format(writing->out, "%*s", (int)indent, "");
    for (size_t i = 0; i < text.size; i++) {
        byte_buffer_append_byte(writing->out, text.data[i]);
        if (text.data[i] == '\n' && i + 1 < text.size)
            byte_buffer_append_format(writing->out, "%*s", (int)indent, "");
    }
    writing->out->failed |= text.failed;
    byte_buffer_done(&text);
}

static const char *error_text(struct writing *writing, struct byte_buffer *buffer, error_code code)
{
    begin_anew(writing, buffer);
    evidence_append_error(buffer, writing->host, code);
    return byte_buffer_text(buffer);
}

static const char *number_text(struct writing *writing, struct byte_buffer *buffer, uint32_t number)
{
    begin_anew(writing, buffer);
    byte_buffer_append_format(buffer, "%lu", (unsigned long)number);
    return byte_buffer_text(buffer);
}

static void append_heading(struct writing *writing)
{
    const struct report *report = writing->report;
    if (report->options->from != NULL) {
        line(writing, MESSAGE_HEADING_FILE, INSERT(report->program, report->options->from));
    } else {
        const char *unknown = word(writing, MESSAGE_UNKNOWN);
        char version[32];
        snprintf(version, sizeof version, "%u.%u", report->windows.major, report->windows.minor);
        line(writing, MESSAGE_HEADING,
             INSERT(report->program, report->computer != NULL ? report->computer : unknown,
                    report->windows.major != 0 ? version : unknown));
    }
}

/* The command line wanted to know, but the administrator does not let it ask. */
static void append_probe_by_policy(struct writing *writing)
{
    const enum probe_mode line_says = writing->report->options->probe;
    const struct policies *policies = &writing->report->observation.policies;
    const bool wanted =
        line_says == PROBE_PREFER || line_says == PROBE_REQUIRE || line_says == PROBE_SIGN_ON;
    if (wanted && policies_number(policies, POLICY_PROBE) == PROBE_POLICY_OFF)
        line(writing, MESSAGE_PROBE_BY_POLICY, NO_INSERTIONS);
}

static void append_observation(struct writing *writing)
{
    const struct account_list *accounts = &writing->report->observation.accounts;
    const struct lm_compatibility *level = &writing->report->observation.level;
    for (size_t i = 0; i < accounts->count; i++) {
        account_text_append(writing->out, writing->report, writing->host, &accounts->accounts[i]);
        const size_t before = writing->out->size;
        prompt_text_append_sums(writing->out, writing->messages, writing->report, i);
        if (writing->out->size > before)
            byte_buffer_append_byte(writing->out, '\n');
    }
    if (accounts->count == 0 && accounts->error == CODE_SUCCESS)
        line(writing, MESSAGE_NO_ACCOUNTS, NO_INSERTIONS);
    if (accounts->count > 0)
        append_probe_by_policy(writing);
    if (writing->report->user_root != NULL)
        return; /* the level is the machine's, and told with the run's own accounts */
    if (!level->effective_known)
        line(writing, MESSAGE_LEVEL_UNKNOWN, NO_INSERTIONS);
    else
        line(writing, level->data.present ? MESSAGE_LEVEL_STORED : MESSAGE_LEVEL_DEFAULT,
             INSERT(number_text(writing, &writing->first, level->effective)));
    if (writing->report->observation.level_policy.state == LEVEL_POLICY_UNKNOWN)
        line(writing, MESSAGE_LEVEL_POLICY_UNKNOWN, NO_INSERTIONS);
    const uint32_t asked = writing->report->options->level;
    const uint32_t holds = policies_level(&writing->report->observation.policies, asked);
    if (asked != 0 && holds != asked)
        line(writing, MESSAGE_LEVEL_BY_POLICY,
             INSERT(number_text(writing, &writing->first, holds),
                    number_text(writing, &writing->second, asked)));
}

/* The finding's own sentence, put into "PROBLEM in profile …: …". */
static void append_finding_text(struct writing *writing, const struct finding *finding)
{
    const struct report *report = writing->report;
    const bool problem = finding->severity == SEVERITY_PROBLEM;
    struct byte_buffer sentence = {0};

    if (finding->id == FINDING_UNREADABLE || finding->id == FINDING_POLICY_PROBLEM)
        message_append(&sentence, writing->messages, finding_message(report, finding),
                       INSERT(error_text(writing, &writing->first, finding->error)));
    else if (finding->id == FINDING_CERTIFICATE_NAME_SUFFICES)
        certificate_name_append_finding(&sentence, writing->messages, report, finding);
    else if (finding->id == FINDING_PRINCIPAL_MISMATCH)
        message_append(
            &sentence, writing->messages, finding_message(report, finding),
            INSERT(account_principal_in_force(&report->observation, finding->account),
                   observation_answer(&report->observation, finding->account)->certificate_name));
    else if (finding->id == FINDING_SET_BY_POLICY)
        message_append(
            &sentence, writing->messages, finding_message(report, finding),
            INSERT(number_text(writing, &writing->first, report->observation.level_policy.level),
                   report->observation.level_policy.gpo));
    else
        message_append(
            &sentence, writing->messages, finding_message(report, finding),
            INSERT(number_text(writing, &writing->first, report->observation.level.effective),
                   number_text(writing, &writing->second, report->diagnosis.least_level)));
    const char *text = byte_buffer_text(&sentence);
    if (finding->account != NULL) {
        begin_anew(writing, &writing->first);
        account_label_append(&writing->first, writing->messages, finding->account);
        const char *profile = byte_buffer_text(&writing->first);
        line(writing, problem ? MESSAGE_PROBLEM_IN_PROFILE : MESSAGE_ADVICE_IN_PROFILE,
             INSERT(text, profile));
    } else {
        line(writing, problem ? MESSAGE_PROBLEM : MESSAGE_ADVICE, INSERT(text));
    }
    writing->out->failed |= sentence.failed;
    byte_buffer_done(&sentence);
}

/* What can be done about it, or why nothing is done. */
static void append_remedy(struct writing *writing, const struct finding *finding)
{
    static const message_id blocked[] = {
        [BLOCKED_BY_POLICY] = MESSAGE_BLOCKED_BY_POLICY,
        [BLOCKED_BY_PROBE] = MESSAGE_BLOCKED_BY_PROBE,
        [BLOCKED_BY_RIGHTS] = MESSAGE_BLOCKED_BY_RIGHTS,
        [BLOCKED_BY_NO_SSL] = MESSAGE_BLOCKED_BY_NO_SSL,
    };
    static const message_id remedies[] = {
        [REMEDY_SWITCH_TO_NTLM] = MESSAGE_REMEDY_SWITCH,
        [REMEDY_RAISE_LEVEL] = MESSAGE_REMEDY_RAISE,
        [REMEDY_CLEAR_ALWAYS_PROMPT] = MESSAGE_REMEDY_CLEAR,
        [REMEDY_SIGN_ON_BY_CERTIFICATE_NAME] = MESSAGE_REMEDY_CERTIFICATE_NAME,
        [REMEDY_RECOVER] = MESSAGE_REMEDY_RECOVER,
    };
    const bool by_name = finding->remedy == REMEDY_SIGN_ON_BY_CERTIFICATE_NAME;
    const struct report *report = writing->report;
    const struct options *options = report->options;
    if (!finding->in_scope) {
        indented(writing, 2, MESSAGE_OUT_OF_SCOPE, NO_INSERTIONS);
        return;
    }
    if (finding->account != NULL && finding->account->report_only &&
        finding->id == FINDING_BASIC_AUTHENTICATION)
        indented(writing, 2, MESSAGE_REPORT_ONLY, NO_INSERTIONS);
    if (finding->remedy == REMEDY_NONE)
        return;
    if (finding->policy != NULL && finding->blocked_by == BLOCKED_BY_POLICY) {
        indented(writing, 2, MESSAGE_BLOCKED_BY_OWN_POLICY, INSERT(finding->policy->name));
        return;
    }
    if (finding->blocked_by != BLOCKED_BY_NOTHING) {
        indented(writing, 2,
                 by_name ? certificate_name_blocked(report, finding) : blocked[finding->blocked_by],
                 NO_INSERTIONS);
        return;
    }
    bool being_done = options->verb == VERB_FIX && !options->dry_run && !finding->needs_request;
    if (!being_done)
        indented(writing, 2, remedies[finding->remedy],
                 INSERT(by_name ? certificate_name_option(report, finding)
                                : number_text(writing, &writing->first,
                                              report->diagnosis.target_level)));
}

static void append_findings(struct writing *writing)
{
    const struct diagnosis *diagnosis = &writing->report->diagnosis;
    const struct account_list *accounts = &writing->report->observation.accounts;
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        byte_buffer_append_byte(writing->out, '\n');
        append_finding_text(writing, finding);
        evidence_append(writing->out, writing->messages, &writing->report->observation, finding);
        append_remedy(writing, finding);
        if (finding->id == FINDING_PROMPTS_CONTINUE)
            prompt_text_append_causes(writing->out, writing->host, writing->report,
                                      (size_t)(finding->account - accounts->accounts));
    }
}

static message_id changes_title(const struct report *report, const struct half_report *half)
{
    const struct options *options = report->options;
    if (options->verb == VERB_UNDO && !half->attempted)
        return MESSAGE_CHANGES_WOULD_UNDO;
    if (options->verb == VERB_FIX && options->from != NULL && !options->dry_run)
        return report->file_error == CODE_SUCCESS ? MESSAGE_CHANGES_WRITTEN
                                                  : MESSAGE_CHANGES_NOT_MADE;
    if (!half->attempted && !half->needs_rights)
        return MESSAGE_CHANGES_PLANNED;
    if (half->needs_rights || half->result.outcome != CHANGE_SET_DONE)
        return MESSAGE_CHANGES_NOT_MADE;
    if (options->verb == VERB_UNDO)
        return half->result.conflict_count < half->changes.count ? MESSAGE_CHANGES_UNDONE
                                                                 : MESSAGE_CHANGES_NOT_MADE;
    return MESSAGE_CHANGES_MADE;
}

static void append_change(struct writing *writing, const struct change_set *set,
                          const struct registry_change *change)
{
    const struct options *options = writing->report->options;
    const bool undo = options->verb == VERB_UNDO;
    struct byte_buffer path = {0};
    byte_buffer_append_format(&path, "%s\\", root_name(writing, set->root));
    byte_buffer_append_text(&path, change->key);
    byte_buffer_append_byte(&path, '\\');
    byte_buffer_append_text(&path, change->name);
    begin_anew(writing, &writing->first);
    begin_anew(writing, &writing->second);
    evidence_append_data(&writing->first, writing->messages,
                         undo ? &change->after : &change->before);
    evidence_append_data(&writing->second, writing->messages,
                         undo ? &change->before : &change->after);
    message_id message = MESSAGE_CHANGE;
    if (change->state == CHANGE_CONFLICT && options->force)
        message = MESSAGE_CHANGE_KEY_GONE; /* all else is put back by force */
    else if (change->state == CHANGE_CONFLICT)
        message = undo ? MESSAGE_CHANGE_CONFLICT : MESSAGE_CHANGE_STALE;
    else if (change->state == CHANGE_ROLLED_BACK)
        message = MESSAGE_CHANGE_AS_IT_WAS;
    else if (change->state == CHANGE_FAILED)
        message = MESSAGE_CHANGE_FAILED;
    indented(writing, 2, message,
             INSERT(byte_buffer_text(&path), byte_buffer_text(&writing->first),
                    byte_buffer_text(&writing->second)));
    writing->out->failed |= path.failed;
    byte_buffer_done(&path);
}

static void append_recovery(struct writing *writing, const struct half_report *half,
                            const char *name)
{
    const struct recovery_result *recovery = &half->recovery;
    if (recovery->outcome == RECOVERY_FINISHED) {
        line(writing, MESSAGE_RECOVERY_FINISHED, INSERT(name));
    } else if (recovery->outcome == RECOVERY_ROLLED_BACK) {
        line(writing, MESSAGE_RECOVERY_ROLLED_BACK, INSERT(name));
    } else if (recovery->outcome == RECOVERY_FAILED) {
        begin_anew(writing, &writing->second);
        evidence_append_record(&writing->second, root_name(writing, half->changes.root),
                               recovery->record);
        line(writing, MESSAGE_RECOVERY_FAILED,
             INSERT(name, error_text(writing, &writing->first, recovery->code),
                    byte_buffer_text(&writing->second)));
    }
}

/* There is more to change than one run changes. */
static void append_limit(struct writing *writing, const struct half_report *half, const char *name)
{
    begin_anew(writing, &writing->first);
    byte_buffer_append_format(&writing->first, "%zu", half->changes.count);
    begin_anew(writing, &writing->second);
    byte_buffer_append_format(&writing->second, "%d", CHANGE_SET_LIMIT);
    line(writing, MESSAGE_HALF_TOO_MANY,
         INSERT(name, byte_buffer_text(&writing->first), byte_buffer_text(&writing->second)));
}

/* Why the changes of a half were not made. */
static void append_failure(struct writing *writing, const struct half_report *half,
                           const char *name)
{
    const struct change_result *result = &half->result;
    begin_anew(writing, &writing->second);
    if (result->key != NULL) {
        byte_buffer_append_format(&writing->second, "%s\\", root_name(writing, half->changes.root));
        byte_buffer_append_text(&writing->second, result->key);
    }
    if (result->name != NULL) {
        byte_buffer_append_byte(&writing->second, '\\');
        byte_buffer_append_text(&writing->second, result->name);
    }
    const char *place = byte_buffer_text(&writing->second);
    const char *reason = error_text(writing, &writing->first, result->code);
    switch (result->outcome) {
    case CHANGE_SET_DONE:
    case CHANGE_SET_NO_RIGHTS:
        break;
    case CHANGE_SET_STALE:
        line(writing, MESSAGE_HALF_STALE, INSERT(name, place));
        break;
    case CHANGE_SET_ROLLED_BACK:
        if (result->code == CODE_IMPLEMENTATION_LIMIT)
            append_limit(writing, half, name);
        else
            line(writing, MESSAGE_HALF_ROLLED_BACK, INSERT(name, place, reason));
        break;
    case CHANGE_SET_TORN:
        line(writing, MESSAGE_HALF_TORN, INSERT(name, place, reason));
        break;
    }
}

static void append_half(struct writing *writing, const struct half_report *half, const char *name)
{
    struct byte_buffer *out = writing->out;
    const size_t before = out->size;
    byte_buffer_append_byte(out, '\n');
    const size_t start = out->size;
    append_recovery(writing, half, name);
    if (half->changes.count > 0) {
        line(writing, changes_title(writing->report, half), INSERT(writing->report->options->out));
        for (size_t i = 0; i < half->changes.count; i++)
            append_change(writing, &half->changes, &half->changes.changes[i]);
    }
    if (half->lock_error != CODE_SUCCESS)
        line(writing, MESSAGE_HALF_NOT_LOCKED,
             INSERT(name, error_text(writing, &writing->first, half->lock_error)));
    if (half->nothing_to_undo)
        line(writing, MESSAGE_HALF_NOTHING_TO_UNDO, INSERT(name));
    if (half->needs_rights)
        line(writing, MESSAGE_HALF_NEEDS_RIGHTS, INSERT(name));
    if (half->mark_error != CODE_SUCCESS)
        line(writing, MESSAGE_HALF_NOT_MARKED,
             INSERT(name, error_text(writing, &writing->first, half->mark_error)));
    if (half->record_damaged)
        line(writing, MESSAGE_HALF_RECORD_DAMAGED,
             INSERT(name, error_text(writing, &writing->first, half->result.code)));
    else if (half->attempted)
        append_failure(writing, half, name);
    if (out->size == start)
        out->size = before; /* nothing to say: no empty line either */
}

static void append_user_half(struct writing *writing)
{
    const struct report *report = writing->report;
    append_half(writing, &report->halves[REGISTRY_CURRENT_USER], word(writing, MESSAGE_HALF_USER));
    if (report->options->verb != VERB_UNDO && planned_changes_may_not_last(report))
        line(writing, MESSAGE_MAY_NOT_LAST, NO_INSERTIONS);
    if (outlook_dialog_is_disabled(&report->observation))
        line(writing, MESSAGE_WHY_DIALOG_HIDDEN, NO_INSERTIONS);
}

/* What the run found. An undo looks only afterwards: nothing but what it put back counts for it. */
static bool was_examined_afterwards(const struct report *report)
{
    return report->options->verb == VERB_UNDO && !report->options->dry_run;
}

static void append_examination(struct writing *writing)
{
    if (writing->report->observed) {
        byte_buffer_append_byte(writing->out, '\n');
        if (was_examined_afterwards(writing->report))
            line(writing, MESSAGE_AS_IT_IS_NOW, NO_INSERTIONS);
        append_observation(writing);
    }
    append_findings(writing);
}

/* One user: what was found in his registry, and done there. */
static void append_user(struct writing *writing)
{
    if (was_examined_afterwards(writing->report)) {
        append_user_half(writing);
        append_examination(writing);
    } else {
        append_examination(writing);
        append_user_half(writing);
    }
}

static void append_user_heading(struct writing *writing, const struct report *report)
{
    const char *user = report->user != NULL ? report->user : word(writing, MESSAGE_UNKNOWN);
    byte_buffer_append_byte(writing->out, '\n');
    line(writing, MESSAGE_USER_HEADING, INSERT(user));
}

/* With /allusers: user by user, and then the machine half, which is everybody's. */
static void append_all_users(struct writing *writing)
{
    const struct report *report = writing->report;
    append_user_heading(writing, report);
    append_user(writing);
    for (size_t i = 0; i < report->other_count; i++) {
        writing->report = &report->others[i];
        append_user_heading(writing, writing->report);
        append_user(writing);
    }
    writing->report = report;
    if (report->others_need_rights) {
        byte_buffer_append_byte(writing->out, '\n');
        line(writing, MESSAGE_OTHER_USERS_NEED_RIGHTS, NO_INSERTIONS);
    }
    append_half(writing, &report->halves[REGISTRY_LOCAL_MACHINE],
                word(writing, MESSAGE_HALF_MACHINE));
}

static void append_halves(struct writing *writing)
{
    const struct report *report = writing->report;
    append_user_half(writing);
    append_half(writing, &report->halves[REGISTRY_LOCAL_MACHINE],
                word(writing, MESSAGE_HALF_MACHINE));
}

void report_append_text(struct byte_buffer *out, const struct report *report, struct host *host)
{
    struct writing writing = {
        .out = out, .report = report, .host = host, .messages = host->messages};
    append_heading(&writing);
    if (report->exit_code == EXIT_BUSY) {
        append_examination(&writing);
    } else if (report->options->all_users) {
        append_all_users(&writing);
    } else if (was_examined_afterwards(report)) {
        append_halves(&writing);
        append_examination(&writing);
    } else {
        append_examination(&writing);
        append_halves(&writing);
    }
    byte_buffer_append_byte(out, '\n');
    report_append_result(out, report, host);
    out->failed |= writing.first.failed || writing.second.failed;
    byte_buffer_done(&writing.first);
    byte_buffer_done(&writing.second);
}
