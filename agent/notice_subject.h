/* What a notification can be about, and the facts that it rests on.
 *
 * Each kind of finding is one subject, however many accounts it is found in, and a restart that is
 * due is one more. The facts are one number: as long as it stays, nothing has happened that would
 * be worth another word.
 */
#ifndef PROMPTFIX_AGENT_NOTICE_SUBJECT_H
#define PROMPTFIX_AGENT_NOTICE_SUBJECT_H

#include "agent/report.h"
#include "agent/restart_pending.h"
#include "agent/tray_state.h"

/* Subjects by number: those of findings have the number of the finding's id. A password prompt is
 * one for itself, so that it is told when it comes although the problem was told before: present as
 * long as it is known why Outlook asks, and told only at that moment (agent_notice.c). */
enum { NOTICE_SUBJECT_RESTART = FINDING_COUNT, NOTICE_SUBJECT_PROMPT, NOTICE_SUBJECT_COUNT };

struct notice_subject {
    bool present;   /* there is such a problem */
    bool told;      /* the notification of the present state tells it */
    bool is_urgent; /* a person can do something: worth a reminder, not only one notification */
    uint64_t facts; /* never 0 */
};

struct notice_subjects {
    bool known;     /* the examination went well; else nothing below says anything */
    bool all_found; /* what is not present is not there, rather than not to be read */
    struct notice_subject subjects[NOTICE_SUBJECT_COUNT]; /* by number */
};

/* The subjects of an examination in the state that it led to; `pending` as for tray_state_of. */
struct notice_subjects notice_subjects_of(const struct report *report,
                                          const struct restart_pending *pending,
                                          enum tray_state state);

/* The subject's name in the registry: a finding's as in reports, or "restart_pending", or "prompt".
 */
const char *notice_subject_name(size_t number);

#endif
