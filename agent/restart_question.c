#include "agent/restart_question.h"

void restart_question_init(struct restart_question *question, struct desktop *desktop)
{
    *question = (struct restart_question){.desktop = desktop};
}

static bool may_ask(const struct examination *now)
{
    return policies_number(&now->run.report.observation.policies, POLICY_RESTART) != 0;
}

static bool may_ask_outlook(const struct examination *now)
{
    return may_ask(now) && now->outlook_runs && now->pending.outlook;
}

/* Where it may not, the window says why. */
static bool may_ask_windows(struct restart_question *question, const struct examination *now)
{
    return may_ask(now) && now->pending.windows &&
           question->desktop->restart_offer(question->desktop) == RESTART_OFFERED;
}

static void ask(struct restart_question *question, enum restart what)
{
    question->asked = what;
    question->desktop->ask_restart(question->desktop, what);
}

void restart_question_ask_due(struct restart_question *question, struct agent_fix *fix,
                              const struct examination *now)
{
    if (question->asked != RESTART_NONE || fix->is_waiting)
        return;
    const bool outlook_due = fix->is_outlook_due;
    fix->is_outlook_due = false;
    if (outlook_due && may_ask_outlook(now)) {
        ask(question, RESTART_OUTLOOK);
        return;
    }
    const bool windows_due = fix->is_windows_due;
    fix->is_windows_due = false;
    if (windows_due && may_ask_windows(question, now))
        ask(question, RESTART_WINDOWS);
}

bool restart_question_ask_again(struct restart_question *question, const struct examination *now)
{
    if (question->asked != RESTART_NONE)
        return true; /* it is on the screen */
    if (may_ask_windows(question, now))
        ask(question, RESTART_WINDOWS);
    else if (may_ask_outlook(now))
        ask(question, RESTART_OUTLOOK);
    else
        return false;
    return true;
}

bool restart_question_answered(struct restart_question *question, enum restart what)
{
    if (question->asked != what || what == RESTART_NONE)
        return false;
    question->asked = RESTART_NONE;
    return true;
}
