/* Fix and Undo, as the tray agent does them: the user half at once, the machine half here where
 * this account may change it, else by the elevated helper; and what came of it.
 *
 * Whatever the helper says, only what is read back from the registry counts as done.
 */
#ifndef PROMPTFIX_AGENT_AGENT_FIX_H
#define PROMPTFIX_AGENT_AGENT_FIX_H

#include "agent/examination.h"
#include "agent/tray_agent.h"

/* What became of one half. */
struct half_attempt {
    bool is_tried;
    bool is_declined; /* the user said no to the question for rights */
    bool is_busy;
    bool is_failed;
    bool is_partial; /* undo: what somebody changed since was left alone */
    bool is_changed; /* something was written */
    bool is_by_helper;
    error_code code; /* why it failed */
};

struct agent_fix {
    struct host *host;
    const char *log_path;          /* NULL: no log */
    enum verb verb;                /* of the last one: VERB_FIX or VERB_UNDO */
    bool is_by_name;               /* the second choice: the user half, and that remedy with it */
    bool is_waiting;               /* for the helper */
    struct half_attempt halves[2]; /* by enum registry_root */
    uint32_t undo_record;          /* of the machine half, before */
    enum activity activity;        /* what the window says of it */
    error_code code;               /* for ACTIVITY_FAILED */
    struct restart_pending made;   /* by this agent, in case it could not be marked */
    bool is_outlook_due;           /* the question for this restart is still to be asked */
    bool is_windows_due;
};

/* The longest arguments that the helper is given. */
enum { HELPER_ARGUMENTS_SIZE = 64 };

void agent_fix_init(struct agent_fix *fix, struct host *host, const char *log_path);

/* Changes what can be changed here, for COMMAND_FIX or COMMAND_UNDO. COMMAND_USE_CERTIFICATE_NAME
 * is the second choice beside Fix: the user half alone, with accounts made to sign on by the name
 * of their proxy's certificate where that is offered, also in place of another name: the user has
 * seen both. `before` is an examination made just now, with the same `level`. When `is_waiting` is
 * set then, the helper is to be started with `arguments`; else agent_fix_conclude follows. Not
 * while waiting. */
void agent_fix_begin(struct agent_fix *fix, enum agent_command command, unsigned level,
                     const struct examination *before, char arguments[HELPER_ARGUMENTS_SIZE]);

/* The helper has ended; agent_fix_conclude follows. */
void agent_fix_helper_ended(struct agent_fix *fix, const struct helper_result *result);

/* Outlook was restarted, or closed for good, by the question asked after the fix. What was changed
 * while that question was open is judged by the times, as for an Outlook that somebody else
 * restarted. */
void agent_fix_outlook_restarted(struct agent_fix *fix);

/* Says what came of it, by an examination made since. */
void agent_fix_conclude(struct agent_fix *fix, const struct examination *after);

#endif
