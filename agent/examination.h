/* One look of the tray agent at this machine: all that icon, tip, window and menu say. */
#ifndef PROMPTFIX_AGENT_EXAMINATION_H
#define PROMPTFIX_AGENT_EXAMINATION_H

#include "agent/desktop.h"
#include "agent/run.h"

/* All zero is empty. */
struct examination {
    struct run run;          /* of VERB_CHECK */
    error_code error;        /* memory ran out: nothing is known, and the report is empty */
    struct byte_buffer text; /* the report for a person, NUL-terminated behind its size */
    bool pending_known;
    struct restart_pending pending; /* what is known of it */
    bool outlook_runs;              /* looked up while its restart is pending */
    uint32_t undo_records[2];  /* by enum registry_root: what Undo would take back; 0 for nothing */
    bool machine_needs_rights; /* to fix or undo what there is in the machine half */
    enum tray_state state;
};

/* What the agent itself has changed counts as pending also where that could not be marked. */
struct examination_request {
    unsigned level;               /* 2 or 3: what the level is to be raised to */
    struct restart_pending *made; /* Outlook is taken out of it when it has been restarted since */
    const struct known_proxy *proxies;         /* what the agent knows of RPC proxies */
    const struct policy_result *policy_result; /* and of the resulting set of policy */
};

/* Looks. Takes the mark of Outlook's restart away when that has happened. A failure is part of the
 * answer. `examination` need not be empty, but what it held is not released. */
void examination_make(struct examination *examination, struct host *host, struct desktop *desktop,
                      const struct examination_request *request);
void examination_done(struct examination *examination);

/* Would everything look the same? */
bool examination_equal(const struct examination *a, const struct examination *b);

/* `pending`, or NULL where it could not be read and nothing is known of it (see tray_state_of). */
const struct restart_pending *examination_pending(const struct examination *examination);

#endif
