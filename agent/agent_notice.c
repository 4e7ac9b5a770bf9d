#include "agent/agent_notice.h"

#include "agent/notice_text.h"

void agent_notice_init(struct agent_notice *notice, struct host *host, struct desktop *desktop)
{
    *notice = (struct agent_notice){.host = host, .desktop = desktop};
    notice_plan_init(&notice->plan, host->registry);
}

bool agent_notice_release(struct agent_notice *notice)
{
    if (!notice->is_held)
        return false;
    notice->is_held = false;
    notice->desktop->watch_full_screen(notice->desktop, false);
    return true;
}

void agent_notice_note_gone(struct agent_notice *notice)
{
    notice->is_up = false;
    notice->is_answer = false;
}

void agent_notice_withdraw(struct agent_notice *notice)
{
    if (notice->is_up)
        notice->desktop->withdraw_notice(notice->desktop);
    agent_notice_note_gone(notice);
}

static bool show(struct agent_notice *notice, const struct notice *words, bool is_answer)
{
    /* Said before it is shown: that it was closed may be told before show_notice returns. */
    const struct agent_notice before = *notice;
    notice->is_up = true;
    notice->is_answer = is_answer;
    notice->told = words->state;
    if (notice->desktop->show_notice(notice->desktop, words))
        return true;
    notice->is_up = before.is_up;
    notice->is_answer = before.is_answer;
    notice->told = before.told;
    return false;
}

/* Shows the notification of the state, or holds it back. False when the shell refuses it. */
static bool show_due(struct agent_notice *notice, const struct examination *examination,
                     const char *now)
{
    const enum attention attention = notice->desktop->attention(notice->desktop);
    if (attention == ATTENTION_FULL_SCREEN && !notice->is_held) {
        notice->is_held = true;
        notice->desktop->watch_full_screen(notice->desktop, true);
    } else if (attention == ATTENTION_QUIET) {
        agent_notice_release(notice);
    }
    if (attention != ATTENTION_FREE)
        return true;
    agent_notice_release(notice);
    const struct notice words =
        (notice->subjects.subjects[NOTICE_SUBJECT_PROMPT].told
             ? notice_of_prompt
             : notice_of_state)(&examination->run.report, examination_pending(examination),
                                examination->state, notice->host->messages);
    if (!show(notice, &words, false))
        return false;
    notice_plan_note_told(&notice->plan, &notice->subjects, now);
    return true;
}

bool agent_notice_consider(struct agent_notice *notice, const struct examination *examination,
                           enum notice_audience audience, bool icon_is_there)
{
    char now[TIME_SIZE];
    notice->host->now(notice->host, now);
    notice->subjects = notice_subjects_of(&examination->run.report,
                                          examination_pending(examination), examination->state);
    notice_plan_review(&notice->plan, &notice->subjects, now);
    notice->subjects.subjects[NOTICE_SUBJECT_PROMPT].told =
        notice->prompt_is_new && !notice_plan_is_dismissed(&notice->plan, &notice->subjects);
    if (notice->is_up && !notice->is_answer && notice->told != examination->state)
        agent_notice_withdraw(notice);
    const bool due = notice_plan_is_due(&notice->plan, &notice->subjects, now);
    if (due && audience == AUDIENCE_WATCHES)
        notice_plan_note_told(&notice->plan, &notice->subjects, now);
    if (!due || audience != AUDIENCE_NONE || !icon_is_there) {
        agent_notice_release(notice);
        return true;
    }
    return show_due(notice, examination, now);
}

bool agent_notice_answer(struct agent_notice *notice, const struct notice *answer)
{
    return notice->desktop->attention(notice->desktop) == ATTENTION_FREE &&
           show(notice, answer, true);
}

error_code agent_notice_toggle_dismissed(struct agent_notice *notice)
{
    const bool dismissed = notice_plan_is_dismissed(&notice->plan, &notice->subjects);
    if (!dismissed)
        agent_notice_withdraw(notice);
    return notice_plan_dismiss(&notice->plan, &notice->subjects, !dismissed);
}
