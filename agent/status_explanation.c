#include "agent/status_explanation.h"

#include "agent/certificate_name_text.h"
#include "agent/outlook_dialog.h"
#include "agent/planned_changes.h"
#include "agent/cause_table.h"
#include "agent/prompt_text.h"
#include "agent/sign_on_by_name.h"
#include "agent/text_cut.h"

#include <string.h>

/* The causes that a heading names. */
struct causes {
    bool basic;
    bool level;
    bool level_less; /* enough for Windows, less than is asked for */
    bool always_prompt;
    bool interrupted;
};

static struct causes causes_of(const struct report *report)
{
    struct causes causes = {0};
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (finding->severity != SEVERITY_PROBLEM)
            continue;
        if (finding->id == FINDING_BASIC_AUTHENTICATION)
            causes.basic = true;
        else if (finding->id == FINDING_ALWAYS_PROMPT)
            causes.always_prompt = true;
        else if (finding->id == FINDING_INTERRUPTED_FIX)
            causes.interrupted = true;
        else if (finding->id == FINDING_LM_LEVEL_TOO_LOW &&
                 report->observation.level.effective >= LM_COMPATIBILITY_LOWEST_SILENT)
            causes.level_less = true;
        else if (finding->id == FINDING_LM_LEVEL_TOO_LOW ||
                 finding->id == FINDING_CERTIFICATE_NAME_SUFFICES)
            causes.level = true;
    }
    return causes;
}

static message_id problem_heading(const struct report *report)
{
    const struct causes causes = causes_of(report);
    if (causes.basic + causes.level + causes.always_prompt > 1)
        return MESSAGE_WINDOW_SEVERAL;
    if (causes.basic)
        return MESSAGE_WINDOW_BASIC;
    if (causes.level)
        return MESSAGE_WINDOW_LEVEL;
    if (causes.always_prompt)
        return MESSAGE_WINDOW_ALWAYS_PROMPT;
    if (causes.interrupted)
        return MESSAGE_WINDOW_INTERRUPTED;
    return causes.level_less ? MESSAGE_WINDOW_LEVEL_LESS : MESSAGE_WINDOW_PROBLEM;
}

static bool uses_proxy(const struct report *report)
{
    const struct account_list *accounts = &report->observation.accounts;
    for (size_t i = 0; i < accounts->count; i++)
        if (account_uses_rpc_over_http(&accounts->accounts[i]) != ANSWER_NO)
            return true;
    return false;
}

message_id status_heading(const struct status_facts *facts)
{
    switch (facts->state) {
    case TRAY_PROBLEM:
        return problem_heading(facts->report);
    case TRAY_RESTART_PENDING:
        return facts->pending->windows ? MESSAGE_WINDOW_RESTART_WINDOWS
                                       : MESSAGE_WINDOW_RESTART_OUTLOOK;
    case TRAY_SET_BY_ADMINISTRATOR:
        return MESSAGE_WINDOW_BY_ADMINISTRATOR;
    case TRAY_CANNOT_TELL:
        return MESSAGE_WINDOW_CANNOT_TELL;
    case TRAY_FINE:
    case TRAY_STATE_COUNT:
        break;
    }
    return uses_proxy(facts->report) ? MESSAGE_WINDOW_FINE : MESSAGE_WINDOW_NOTHING_HERE;
}

static message_id unreadable_message(enum unreadable_part part)
{
    static const message_id messages[] = {
        [UNREADABLE_NOTHING] = MESSAGE_UNKNOWN,
        [UNREADABLE_ACCOUNT] = MESSAGE_WHY_UNREADABLE_ACCOUNT,
        [UNREADABLE_ROH_FLAGS] = MESSAGE_WHY_DAMAGED_FLAGS,
        [UNREADABLE_CONFIG_FLAGS] = MESSAGE_WHY_DAMAGED_PROMPT,
        [UNREADABLE_PROFILES] = MESSAGE_WHY_UNREADABLE_PROFILES,
        [UNREADABLE_POLICY] = MESSAGE_WHY_UNREADABLE_POLICY,
        [UNREADABLE_LEVEL] = MESSAGE_WHY_UNREADABLE_LEVEL,
        [UNREADABLE_LEVEL_DEFAULT] = MESSAGE_WHY_UNREADABLE_LEVEL,
        [UNREADABLE_UNDO_RECORD] = MESSAGE_WHY_UNREADABLE_RECORD,
        [UNREADABLE_CAUSE] = MESSAGE_UNREADABLE_CAUSE,
        [UNREADABLE_LINES] = MESSAGE_UNREADABLE_LINES,
        [UNREADABLE_USER_NOT_CLOSED] = MESSAGE_UNKNOWN, /* the agent sees its own user only */
    };
    return messages[part];
}

static message_id basic_message(const struct report *report, const struct finding *finding)
{
    if (finding->policy != NULL)
        return MESSAGE_WHY_BASIC_NOT_ALLOWED;
    if (finding->blocked_by == BLOCKED_BY_POLICY)
        return observation_policy_for(&report->observation, finding->account)->error == CODE_SUCCESS
                   ? MESSAGE_WHY_BASIC_BY_POLICY
                   : MESSAGE_WHY_BASIC_POLICY_UNREADABLE;
    if (finding->account->report_only)
        return MESSAGE_WHY_REPORT_ONLY;
    if (finding->blocked_by == BLOCKED_BY_PROBE)
        return MESSAGE_WHY_BASIC_NO_NTLM;
    return finding->blocked_by == BLOCKED_BY_NO_SSL ? MESSAGE_WHY_BASIC_NO_SSL : MESSAGE_WHY_BASIC;
}

static message_id level_message(const struct report *report, const struct finding *finding)
{
    if (finding->policy != NULL)
        return MESSAGE_WHY_LEVEL_NOT_ALLOWED;
    if (finding->blocked_by == BLOCKED_BY_POLICY)
        return MESSAGE_WHY_LEVEL_BY_POLICY;
    if (finding->severity == SEVERITY_ADVICE &&
        account_signs_on_by_name(&report->observation, finding->account))
        return MESSAGE_WHY_LEVEL_ADVICE;
    return report->observation.level.effective >= LM_COMPATIBILITY_LOWEST_SILENT
               ? MESSAGE_WHY_LEVEL_LESS
               : MESSAGE_WHY_LEVEL;
}

static message_id finding_message(const struct report *report, const struct finding *finding)
{
    switch (finding->id) {
    case FINDING_BASIC_AUTHENTICATION:
        return basic_message(report, finding);
    case FINDING_UNKNOWN_AUTHENTICATION:
        return observation_policy_for(&report->observation, finding->account)
                           ->authentication.state == PROPERTY_ABSENT
                   ? MESSAGE_WHY_UNKNOWN_METHOD
                   : MESSAGE_WHY_POLICY;
    case FINDING_LM_LEVEL_TOO_LOW:
        return level_message(report, finding);
    case FINDING_LEVEL_2_AND_EXTENDED_PROTECTION:
        return MESSAGE_WHY_LEVEL_2;
    case FINDING_INVALID_LEVEL:
        return MESSAGE_WHY_INVALID_LEVEL;
    case FINDING_NO_SSL:
        return MESSAGE_WHY_NO_SSL;
    case FINDING_ALWAYS_PROMPT:
        if (finding->policy != NULL)
            return MESSAGE_WHY_ALWAYS_PROMPT_NOT_ALLOWED;
        return finding_can_be_mended(finding) ? MESSAGE_WHY_ALWAYS_PROMPT_MENDED
                                              : MESSAGE_WHY_ALWAYS_PROMPT;
    case FINDING_SET_BY_POLICY:
        if (finding->account == NULL)
            return report->observation.level_policy.gpo[0] != '\0'
                       ? MESSAGE_WHY_LEVEL_SET_BY_GPO
                       : MESSAGE_WHY_LEVEL_SET_BY_POLICY;
        return MESSAGE_WHY_POLICY;
    case FINDING_UNREADABLE:
        return unreadable_message(finding->part);
    case FINDING_INTERRUPTED_FIX:
        return MESSAGE_WHY_INTERRUPTED;
    case FINDING_POLICY_PROBLEM:
        return MESSAGE_WHY_POLICY_PROBLEM;
    case FINDING_PROMPTS_CONTINUE:
        return MESSAGE_WHY_PROMPTS_CONTINUE;
    case FINDING_NTLM_NOT_OFFERED:
        return MESSAGE_WHY_NTLM_NOT_OFFERED;
    case FINDING_NTLM_BROKEN:
    case FINDING_NTLM_REFUSED:
        return MESSAGE_WHY_NTLM_BROKEN;
    case FINDING_PRINCIPAL_MISMATCH:
        return MESSAGE_WHY_PRINCIPAL_MISMATCH;
    case FINDING_REWRITTEN_BY_AUTODISCOVER:
        return MESSAGE_WHY_REWRITTEN;
    case FINDING_WEB_PROXY:
    case FINDING_PROTOCOL_MISSING:
    case FINDING_CREDENTIALS_NOT_STORABLE:
    case FINDING_INNER_AUTHENTICATION:
    case FINDING_NTLM_RESTRICTED:
    case FINDING_BASIC_NOT_SAVED:
    case FINDING_WORKGROUP:
    case FINDING_STORED_CREDENTIALS:
        return cause_of_finding(finding->id)->told;
    case FINDING_CERTIFICATE_NAME_SUFFICES:
        return certificate_name_why(report, finding);
    }
    return MESSAGE_UNKNOWN;
}

/* The paragraphs said so far. */
struct paragraphs {
    struct view_text *text;
    struct byte_buffer out;
    message_id said[EXPLANATION_LIMIT];
    size_t count;
    bool more; /* than there is room for */
};

static bool has_said(const struct paragraphs *paragraphs, message_id id)
{
    for (size_t i = 0; i < paragraphs->count; i++)
        if (paragraphs->said[i] == id)
            return true;
    return false;
}

/* Says a message once. */
static void say(struct paragraphs *paragraphs, message_id id, struct insertions insertions)
{
    if (has_said(paragraphs, id))
        return;
    if (paragraphs->count == EXPLANATION_LIMIT) {
        paragraphs->more = true;
        return;
    }
    paragraphs->said[paragraphs->count++] = id;
    if (paragraphs->out.size > 0)
        byte_buffer_append_text(&paragraphs->out, "\n\n");
    message_append(&paragraphs->out, paragraphs->text->host->messages, id, insertions);
}

/* "AllowFix, Level": those that cannot be obeyed as they stand; a key that cannot be read is named
 * by its path. */
static const char *policy_problem_names(struct view_text *text, const struct report *report)
{
    struct byte_buffer names = {0};
    for (const struct policy_problem *problem = report->observation.policies.problems;
         problem != NULL; problem = problem->next) {
        if (names.size > 0)
            byte_buffer_append_text(&names, ", ");
        if (problem->name == NULL) {
            byte_buffer_append_text(&names, registry_root_name(problem->root));
            byte_buffer_append_byte(&names, '\\');
        }
        byte_buffer_append_text(&names, problem->name != NULL ? problem->name : problem->key);
    }
    return view_keep(text, &names);
}

/* As much of it as leaves room for the sentence; the details have it whole. */
static const char *gpo_name(struct view_text *text, const struct level_policy *policy)
{
    enum { UNIT_LIMIT = 48 };
    struct byte_buffer name = {0};
    text_append_cut(&name, policy->gpo, strlen(policy->gpo), UNIT_LIMIT);
    return view_keep(text, &name);
}

static void say_certificate_name(struct paragraphs *paragraphs, const struct report *report,
                                 const struct finding *finding, message_id id)
{
    char name[PRINCIPAL_NAME_SIZE];
    say(paragraphs, id,
        INSERT(certificate_name_principal(&report->observation, finding->account, name),
               certificate_name_now(paragraphs->text->host->messages, finding->account)));
}

static void say_finding(struct paragraphs *paragraphs, const struct report *report,
                        const struct finding *finding)
{
    struct view_text *text = paragraphs->text;
    const message_id id = finding_message(report, finding);
    /* What a sentence before has said already in other words. */
    if ((id == MESSAGE_WHY_NO_SSL && has_said(paragraphs, MESSAGE_WHY_BASIC_NO_SSL)) ||
        (id == MESSAGE_WHY_POLICY && has_said(paragraphs, MESSAGE_WHY_BASIC_BY_POLICY)))
        return;
    if (finding->id == FINDING_UNREADABLE)
        say(paragraphs, id, INSERT(view_error(text, finding->error)));
    else if (finding->id == FINDING_CERTIFICATE_NAME_SUFFICES)
        say_certificate_name(paragraphs, report, finding, id);
    else if (finding->policy != NULL && finding->id != FINDING_LM_LEVEL_TOO_LOW)
        say(paragraphs, id, INSERT(finding->policy->name));
    else if (finding->id == FINDING_LM_LEVEL_TOO_LOW)
        say(paragraphs, id,
            INSERT(view_number(text, report->observation.level.effective),
                   finding->policy != NULL ? finding->policy->name
                                           : view_number(text, report->diagnosis.target_level)));
    else if (id == MESSAGE_WHY_LEVEL_SET_BY_POLICY || id == MESSAGE_WHY_LEVEL_SET_BY_GPO)
        say(paragraphs, id,
            INSERT(view_number(text, report->observation.level_policy.level),
                   gpo_name(text, &report->observation.level_policy)));
    else if (finding->id == FINDING_POLICY_PROBLEM)
        say(paragraphs, id, INSERT(policy_problem_names(text, report)));
    else
        say(paragraphs, id, NO_INSERTIONS);
}

static void say_findings(struct paragraphs *paragraphs, const struct report *report,
                         enum severity severity)
{
    for (size_t i = 0; i < report->diagnosis.count; i++)
        if (report->diagnosis.findings[i].severity == severity)
            say_finding(paragraphs, report, &report->diagnosis.findings[i]);
}

/* Is there a problem, and one that Fix does nothing about? */
static bool leaves_a_problem(const struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++)
        if (report->diagnosis.findings[i].severity == SEVERITY_PROBLEM &&
            !finding_can_be_mended(&report->diagnosis.findings[i]))
            return true;
    return false;
}

/* What the state is about, before the findings. */
static void say_state(struct paragraphs *paragraphs, const struct status_facts *facts)
{
    if (facts->state == TRAY_RESTART_PENDING)
        say(paragraphs,
            facts->pending->windows ? MESSAGE_WHY_AFTER_WINDOWS : MESSAGE_WHY_AFTER_OUTLOOK,
            NO_INSERTIONS);
    else if (facts->state == TRAY_FINE)
        say(paragraphs, uses_proxy(facts->report) ? MESSAGE_WHY_FINE : MESSAGE_WHY_NOTHING_HERE,
            NO_INSERTIONS);
}

/* How often Outlook has asked, for the first accounts of which that is known. */
static void say_prompts(struct byte_buffer *out, const struct view_text *text,
                        const struct report *report)
{
    enum { ACCOUNT_LIMIT = 3 };
    const size_t count = report->observation.accounts.count;
    struct byte_buffer sentence = {0};
    for (size_t i = 0, said = 0; i < count && said < ACCOUNT_LIMIT; i++) {
        byte_buffer_clear(&sentence);
        prompt_text_append_sums(&sentence, text->host->messages, report, i);
        if (sentence.size == 0)
            continue;
        byte_buffer_append_byte(&sentence, '\n');
        prompt_text_append_chart(&sentence, text->host->messages, report, i);
        byte_buffer_append_text(out, said++ > 0 ? "\n" : "\n\n");
        byte_buffer_append(out, sentence.data, sentence.size);
    }
    out->failed |= sentence.failed;
    byte_buffer_done(&sentence);
}

const char *status_explanation(struct view_text *text, const struct status_facts *facts)
{
    struct paragraphs paragraphs = {.text = text};
    const struct report *report = facts->report;
    say_state(&paragraphs, facts);
    say_findings(&paragraphs, report, SEVERITY_PROBLEM);
    say_findings(&paragraphs, report, SEVERITY_ADVICE);
    if (planned_changes_may_not_last(report) && !has_said(&paragraphs, MESSAGE_WHY_REWRITTEN))
        say(&paragraphs, MESSAGE_MAY_NOT_LAST, NO_INSERTIONS);
    if (outlook_dialog_is_disabled(&report->observation))
        say(&paragraphs, MESSAGE_WHY_DIALOG_HIDDEN, NO_INSERTIONS);
    say_prompts(&paragraphs.out, text, report);
    const message_id last = paragraphs.more ? MESSAGE_WHY_MORE : MESSAGE_WHY_HELPDESK;
    if (paragraphs.more || leaves_a_problem(report) || paragraphs.count == 0) {
        byte_buffer_append_text(&paragraphs.out, paragraphs.out.size > 0 ? "\n" : "");
        byte_buffer_append_text(&paragraphs.out, view_word(text, last));
    }
    return view_keep(text, &paragraphs.out);
}
