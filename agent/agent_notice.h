/* Notifications of the tray agent: shown when they are due and disturb nobody, held back while
 * something fills the screen, and taken back when they are no longer true. */
#ifndef PROMPTFIX_AGENT_AGENT_NOTICE_H
#define PROMPTFIX_AGENT_AGENT_NOTICE_H

#include "agent/examination.h"
#include "agent/notice_plan.h"

struct agent_notice {
    struct host *host;
    struct desktop *desktop;
    struct notice_plan plan;
    struct notice_subjects subjects; /* of the last examination */
    bool is_up;                      /* one may be on the screen */
    bool is_answer;                  /* it answers a fix or an undo */
    enum tray_state told;            /* the state that it tells of */
    bool prompt_is_new;              /* Outlook has just asked for a password */
    bool is_held;                    /* until no full-screen program is in the way */
};

void agent_notice_init(struct agent_notice *notice, struct host *host, struct desktop *desktop);

/* What the user has to do with it just now. */
enum notice_audience {
    AUDIENCE_NONE,    /* show what is due */
    AUDIENCE_WATCHES, /* the user sees the window: what is due counts as told */
    AUDIENCE_SPARED,  /* no notification is wanted, or not at this moment: what is due stays so */
};

/* After each examination, and when one that was held back may be shown. `icon_is_there`: without
 * the icon there is no place for it. False when the shell has refused it and so may have forgotten
 * the icon. */
bool agent_notice_consider(struct agent_notice *notice, const struct examination *examination,
                           enum notice_audience audience, bool icon_is_there);

/* Shows an answer that the user waits for, if that disturbs nobody. False when it is not shown. */
bool agent_notice_answer(struct agent_notice *notice, const struct notice *answer);

/* Takes back what may be on the screen; or takes note that it is not there any more. */
void agent_notice_withdraw(struct agent_notice *notice);
void agent_notice_note_gone(struct agent_notice *notice);

/* No longer waits for the end of a full-screen program. True when it did. */
bool agent_notice_release(struct agent_notice *notice);

/* "Do not notify again", or notify after all. Errors as of notice_plan_dismiss. */
error_code agent_notice_toggle_dismissed(struct agent_notice *notice);

#endif
