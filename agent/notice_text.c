#include "agent/notice_text.h"

static struct notice make(enum tray_state state, const struct message_source *messages,
                          message_id title, message_id text)
{
    return (struct notice){
        .state = state,
        .title = messages->text(messages, title),
        .text = messages->text(messages, text),
    };
}

/* Is the interrupted run all that is wrong? Else the other problem is what the user knows of. */
static bool is_only_interrupted(const struct report *report)
{
    bool interrupted = false;
    for (size_t i = 0; i < report->diagnosis.count; i++) {
        const struct finding *finding = &report->diagnosis.findings[i];
        if (tray_state_of_finding(report, finding) == TRAY_FINE)
            continue;
        if (finding->id != FINDING_INTERRUPTED_FIX)
            return false;
        interrupted = true;
    }
    return interrupted;
}

/* Is it the RPC proxy that keeps every problem from being mended? */
static bool is_stopped_by_proxy(const struct report *report)
{
    if (tray_state_can_be_mended(report))
        return false;
    for (size_t i = 0; i < report->diagnosis.count; i++)
        if (report->diagnosis.findings[i].blocked_by == BLOCKED_BY_PROBE)
            return true;
    return false;
}

static struct notice notice_of_problem(const struct report *report,
                                       const struct message_source *messages)
{
    if (is_only_interrupted(report))
        return make(TRAY_PROBLEM, messages, MESSAGE_NOTICE_TITLE_INTERRUPTED,
                    MESSAGE_NOTICE_TEXT_INTERRUPTED);
    if (is_stopped_by_proxy(report))
        return make(TRAY_PROBLEM, messages, MESSAGE_NOTICE_TITLE_PROBLEM,
                    MESSAGE_NOTICE_TEXT_PROXY);
    return make(TRAY_PROBLEM, messages, MESSAGE_NOTICE_TITLE_PROBLEM,
                tray_state_can_be_mended(report) ? MESSAGE_NOTICE_TEXT_PROBLEM
                                                 : MESSAGE_NOTICE_TEXT_PROBLEM_NOT_MENDED);
}

struct notice notice_of_state(const struct report *report, const struct restart_pending *pending,
                              enum tray_state state, const struct message_source *messages)
{
    switch (state) {
    case TRAY_PROBLEM:
        return notice_of_problem(report, messages);
    case TRAY_RESTART_PENDING:
        return make(state, messages,
                    pending != NULL && pending->windows ? MESSAGE_NOTICE_TITLE_RESTART_WINDOWS
                                                        : MESSAGE_NOTICE_TITLE_RESTART_OUTLOOK,
                    MESSAGE_NOTICE_TEXT_RESTART);
    case TRAY_SET_BY_ADMINISTRATOR:
        return make(state, messages, MESSAGE_NOTICE_TITLE_SET_BY_ADMINISTRATOR,
                    MESSAGE_NOTICE_TEXT_SET_BY_ADMINISTRATOR);
    case TRAY_CANNOT_TELL:
    case TRAY_FINE:
    case TRAY_STATE_COUNT:
        break;
    }
    return make(state, messages, MESSAGE_NOTICE_TITLE_CANNOT_TELL, MESSAGE_NOTICE_TEXT_CANNOT_TELL);
}

static bool prompts_continue(const struct report *report)
{
    for (size_t i = 0; i < report->diagnosis.count; i++)
        if (report->diagnosis.findings[i].id == FINDING_PROMPTS_CONTINUE)
            return true;
    return false;
}

struct notice notice_of_prompt(const struct report *report, const struct restart_pending *pending,
                               enum tray_state state, const struct message_source *messages)
{
    message_id text = MESSAGE_NOTICE_TEXT_PROBLEM_NOT_MENDED;
    (void)pending; /* which restart it is, the window says */
    if (state == TRAY_RESTART_PENDING)
        text = MESSAGE_NOTICE_TEXT_PROMPT_RESTART;
    else if (tray_state_can_be_mended(report))
        text = MESSAGE_NOTICE_TEXT_PROMPT;
    else if (is_stopped_by_proxy(report))
        text = MESSAGE_NOTICE_TEXT_PROXY;
    else if (prompts_continue(report))
        text = MESSAGE_NOTICE_TEXT_PROMPT_CONTINUES;
    return make(state, messages, MESSAGE_NOTICE_TITLE_PROMPT, text);
}

bool notice_of_activity(enum activity activity, enum tray_state state,
                        const struct message_source *messages, struct notice *notice)
{
    switch (activity) {
    case ACTIVITY_DONE:
        *notice = make(state, messages, MESSAGE_NOTICE_TITLE_DONE, MESSAGE_NOTICE_TEXT_DONE);
        return true;
    case ACTIVITY_UNDONE:
        *notice = make(state, messages, MESSAGE_NOTICE_TITLE_DONE, MESSAGE_NOTICE_TEXT_UNDONE);
        return true;
    case ACTIVITY_BUSY:
    case ACTIVITY_FAILED:
    case ACTIVITY_PARTLY_UNDONE:
        *notice = make(state, messages, MESSAGE_NOTICE_TITLE_FAILED, MESSAGE_NOTICE_TEXT_FAILED);
        return true;
    case ACTIVITY_NONE:
    case ACTIVITY_WAITING_FOR_RIGHTS:
    case ACTIVITY_DECLINED:
    case ACTIVITY_NOTHING_TO_UNDO:
        break;
    }
    return false;
}

struct notice notice_of_missing_memory(enum tray_state state, const struct message_source *messages)
{
    return make(state, messages, MESSAGE_NOTICE_TITLE_FAILED, MESSAGE_NOTICE_TEXT_NO_MEMORY);
}
