#include "agent/status_line.h"

#include "agent/agent_probe.h"
#include "agent/planned_changes.h"

/* What an administrator can run instead of pressing Fix; see options.c. */
#define FIX_OF_MACHINE "promptfix /fix /scope:machine"

static void append(struct byte_buffer *out, const char *sentence)
{
    if (out->size > 0)
        byte_buffer_append_byte(out, '\n');
    byte_buffer_append_text(out, sentence);
}

/* The machine half was declined, which is no error: it is still to do. */
static void append_declined(struct byte_buffer *out, struct view_text *text,
                            const struct status_facts *facts)
{
    const struct report *report = facts->report;
    if (!planned_changes_include(report, REGISTRY_LOCAL_MACHINE)) {
        append(out, view_word(text, facts->can_undo[REGISTRY_LOCAL_MACHINE]
                                        ? MESSAGE_STATUS_DECLINED_UNDO
                                        : MESSAGE_STATUS_DECLINED));
        return;
    }
    if (facts->pending->outlook && !planned_changes_include(report, REGISTRY_CURRENT_USER))
        append(out, view_word(text, MESSAGE_STATUS_PROFILES_DONE));
    const bool to_level_2 = report->diagnosis.target_level == LM_COMPATIBILITY_LOWEST_SILENT;
    append(out, view_sentence(text, MESSAGE_STATUS_DECLINED_FIX,
                              INSERT(view_number(text, report->diagnosis.target_level),
                                     to_level_2 ? FIX_OF_MACHINE " /level:2" : FIX_OF_MACHINE)));
}

static void append_activity(struct byte_buffer *out, struct view_text *text,
                            const struct status_facts *facts)
{
    static const message_id messages[] = {
        [ACTIVITY_WAITING_FOR_RIGHTS] = MESSAGE_STATUS_WAITING,
        [ACTIVITY_DONE] = MESSAGE_STATUS_DONE,
        [ACTIVITY_BUSY] = MESSAGE_STATUS_BUSY,
        [ACTIVITY_UNDONE] = MESSAGE_STATUS_UNDONE,
        [ACTIVITY_NOTHING_TO_UNDO] = MESSAGE_STATUS_NOTHING_TO_UNDO,
        [ACTIVITY_PARTLY_UNDONE] = MESSAGE_STATUS_PARTLY_UNDONE,
    };
    switch (facts->activity) {
    case ACTIVITY_NONE:
        break;
    case ACTIVITY_DECLINED:
        append_declined(out, text, facts);
        break;
    case ACTIVITY_FAILED:
        append(out, view_sentence(text, MESSAGE_STATUS_FAILED,
                                  INSERT(view_error(text, facts->activity_code))));
        break;
    case ACTIVITY_WAITING_FOR_RIGHTS:
    case ACTIVITY_DONE:
    case ACTIVITY_BUSY:
    case ACTIVITY_UNDONE:
    case ACTIVITY_NOTHING_TO_UNDO:
    case ACTIVITY_PARTLY_UNDONE:
        append(out, view_word(text, messages[facts->activity]));
        break;
    }
}

/* What could be done here, if the administrator had not set otherwise. */
static void append_forbidden(struct byte_buffer *out, struct view_text *text,
                             const struct status_facts *facts)
{
    const struct report *report = facts->report;
    const struct policies *policies = &report->observation.policies;
    const bool changes_level = report->halves[REGISTRY_LOCAL_MACHINE].changes.count > 0;
    const bool fixes = planned_changes_include(report, REGISTRY_CURRENT_USER) ||
                       planned_changes_include(report, REGISTRY_LOCAL_MACHINE);
    if (fixes && policies_number(policies, POLICY_ALLOW_FIX) == 0)
        append(out, view_word(text, MESSAGE_FIX_BY_ADMINISTRATOR));
    else if (changes_level && policies_decide(policies, POLICY_LEVEL))
        append(out, view_word(text, MESSAGE_LEVEL_CHOICE_BY_ADMINISTRATOR));
    if ((facts->can_undo[REGISTRY_CURRENT_USER] || facts->can_undo[REGISTRY_LOCAL_MACHINE]) &&
        policies_number(policies, POLICY_ALLOW_UNDO) == 0)
        append(out, view_word(text, MESSAGE_UNDO_BY_ADMINISTRATOR));
    if ((facts->pending->outlook || facts->pending->windows) &&
        policies_number(policies, POLICY_RESTART) == 0)
        append(out, view_word(text, MESSAGE_RESTART_BY_POLICY));
    if (agent_probe_has_proxy(report) && agent_probe_is_forbidden(report))
        append(out, view_word(text, MESSAGE_TEST_BY_ADMINISTRATOR));
}

static void append_question(struct byte_buffer *out, struct view_text *text,
                            const struct status_facts *facts)
{
    if (facts->tests_sign_in)
        append(out, view_word(text, MESSAGE_STATUS_TESTING));
    else if (facts->asks_proxy && planned_changes_switch_method(facts->report))
        append(out, view_word(text, MESSAGE_STATUS_ASKING));
}

const char *status_line(struct view_text *text, const struct status_facts *facts)
{
    struct byte_buffer out = {0};
    append_activity(&out, text, facts);
    append_question(&out, text, facts);
    /* Where the state is that of a restart, the heading says it. */
    const bool said = facts->state == TRAY_RESTART_PENDING;
    if (facts->pending->windows && !said)
        append(&out, view_word(text, MESSAGE_RESTART_WINDOWS_TOO));
    else if (facts->pending->outlook && !said)
        append(&out, view_word(text, MESSAGE_RESTART_OUTLOOK_TOO));
    append_forbidden(&out, text, facts);
    return view_keep(text, &out);
}
