/* When a notification is shown, and when not again.
 *
 * A problem is told when it is first seen, then once a day at most, and three times in all; what
 * nobody at this computer can do anything about is told once. "Do not notify again" holds for the
 * findings of the moment. When the facts change, or the problem goes and comes back, all that is
 * taken back; but facts that come and go are told three times a day at most, and the same ones no
 * more than once a day. What is remembered lies in the registry (notice_record.h) and, should it
 * refuse, in memory as long as the agent runs.
 *
 * Times are texts as host->now gives them. A clock that was set back neither silences nor repeats:
 * a time in the future counts as now.
 */
#ifndef PROMPTFIX_AGENT_NOTICE_PLAN_H
#define PROMPTFIX_AGENT_NOTICE_PLAN_H

#include "agent/notice_record.h"
#include "agent/notice_subject.h"

/* How often one problem is told; by default once a day, three times in all. */
struct notice_limits {
    uint32_t days;            /* at least so many from one time to the next */
    uint32_t times;           /* in all */
    bool cannot_be_dismissed; /* "Do not notify again" does not count */
};

struct notice_plan {
    struct registry *registry;
    struct notice_limits limits; /* may be set anew before each review */
    struct notice_record records[NOTICE_SUBJECT_COUNT];
    bool stored[NOTICE_SUBJECT_COUNT];  /* the registry has a record, whatever it holds */
    bool refused[NOTICE_SUBJECT_COUNT]; /* the registry did not take this one: it counts all the
                                           same */
};

void notice_plan_init(struct notice_plan *plan, struct registry *registry);

/* Looks up what is remembered, and takes back what the facts of now have overtaken. To be called
 * after each examination, before the functions below. Writes only what has changed. */
void notice_plan_review(struct notice_plan *plan, const struct notice_subjects *subjects,
                        const char *now);

/* Is it time to tell the subjects of now? */
bool notice_plan_is_due(const struct notice_plan *plan, const struct notice_subjects *subjects,
                        const char *now);

/* They have been told. */
void notice_plan_note_told(struct notice_plan *plan, const struct notice_subjects *subjects,
                           const char *now);

/* Is there a problem now that could be asked not to be told again, and has it been? A restart that
 * is due is none. */
bool notice_plan_can_dismiss(const struct notice_subjects *subjects);
bool notice_plan_is_dismissed(const struct notice_plan *plan,
                              const struct notice_subjects *subjects);

/* "Do not notify again", or notify after all. What the registry says when it does not take it: it
 * then holds only as long as the agent runs. */
error_code notice_plan_dismiss(struct notice_plan *plan, const struct notice_subjects *subjects,
                               bool dismissed);

#endif
