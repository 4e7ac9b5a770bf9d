/* "Restart now or later?": which restart is asked for, and when.
 *
 * One question is open at a time, Outlook's before Windows'. Nothing is asked that is not the
 * user's to decide, and nothing while the elevated helper is at work.
 */
#ifndef PROMPTFIX_AGENT_RESTART_QUESTION_H
#define PROMPTFIX_AGENT_RESTART_QUESTION_H

#include "agent/agent_fix.h"
#include "agent/examination.h"

struct restart_question {
    struct desktop *desktop;
    enum restart asked; /* what is being asked; RESTART_NONE for nothing */
};

void restart_question_init(struct restart_question *question, struct desktop *desktop);

/* Asks what a fix or an undo has made due, if nothing is being asked. `now` is an examination made
 * since. The answer may come before it returns. */
void restart_question_ask_due(struct restart_question *question, struct agent_fix *fix,
                              const struct examination *now);

/* Asks for the restart that is pending. False when none can be asked for. */
bool restart_question_ask_again(struct restart_question *question, const struct examination *now);

/* The question was answered. False when it was not open. */
bool restart_question_answered(struct restart_question *question, enum restart what);

#endif
