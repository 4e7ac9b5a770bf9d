/* One run of one verb, from the registry to the report. */
#ifndef PROMPTFIX_AGENT_RUN_H
#define PROMPTFIX_AGENT_RUN_H

#include "agent/exit_code.h"
#include "agent/host.h"
#include "agent/options.h"
#include "agent/proxy_probe.h"
#include "agent/report.h"
#include "registry/arena.h"

/* An RPC proxy whose answer is known to this run. */
struct known_proxy {
    struct known_proxy *next;
    struct proxy_address address;
    const char *user_root; /* of the user alone whom it counts for, as his own registry has kept it;
                            * NULL: it counts for all */
    struct probe_answer answer;
};

struct run {
    struct host *host;
    const struct options *options;
    struct registry *registry;          /* this machine's, or that of the /from file */
    struct registry *visitor;           /* a visit: the registry of whoever visits; else NULL */
    struct arena arena;                 /* everything that the report points to */
    struct known_proxy *proxies;        /* in the arena */
    struct policy_result policy_result; /* once it was asked, or known before */
    struct report report;
    struct run_outcome outcome;
    bool user_is_away;           /* a visit: the user is not logged on, nothing needs a restart */
    bool others_restart_outlook; /* Outlook of a user who was visited */
};

/* Observes, diagnoses and plans what /fix would change, into the report; the halves that have been
 * attempted already keep their change sets. CODE_NOT_ENOUGH_MEMORY. */
error_code run_examine(struct run *run);

/* Judges anew what a report of this run observed, and plans as run_examine does.
 * CODE_NOT_ENOUGH_MEMORY. */
error_code run_judge(struct run *run, struct report *report);

/* Puts what the accounts' RPC proxies answer into the observation, and asks those that are to be
 * asked and were not yet asked in this run: up to PROBE_TIME_LIMIT_MS. `before` is the diagnosis
 * without that. CODE_NOT_ENOUGH_MEMORY. */
error_code run_probe(struct run *run, struct observation *observation,
                     const struct diagnosis *before);

/* How proxies are asked in this run: the policy Probe, where it is set, beats the command line. */
struct probe_rules {
    bool off;      /* nobody is asked, and what is kept does not count */
    bool required; /* an account is switched only where its proxy is seen to offer NTLM */
    bool asks_all; /* each account's proxy is asked, and anew: the command line wants to know */
    bool signs_on; /* and one sign-on is tried where NTLM is offered */
};
struct probe_rules run_probe_rules(const struct run *run, const struct policies *policies);

/* Is a proxy that was not asked in this run going to be asked before its account is switched? So
 * in a check that says what a fix would do. */
bool run_asks_later(const struct run *run);

/* The verbs. Each leaves its findings and changes in the report and what happened in the outcome.
 * CODE_NOT_ENOUGH_MEMORY when the report is not complete; the outcome then says whether the run
 * failed, or was done and only cannot be told. */
error_code run_check(struct run *run);
error_code run_fix(struct run *run);
error_code run_fix_exported(struct run *run);
error_code run_undo(struct run *run);

/* The user half alone of another user's registry, locked by the caller: /fix and /undo. */
error_code run_fix_user(struct run *run);
error_code run_undo_user(struct run *run);

/* Restarts what the changes need, if the options ask for that; the report and the outcome say what
 * came of it. Takes as long as a person takes to answer. */
void run_restart(struct run *run);

/* Adds to the outcome what /check says of the findings. */
void run_judge_findings(struct run *run);

/* May this account change the machine half? Yes also where that cannot be told. */
bool run_may_change_machine(struct registry *registry);

/* Is a half in the scope of the run? */
bool run_includes(const struct run *run, enum registry_root half);

/* Takes the locks of the halves in scope that this account may change, and takes back what an
 * interrupted run has left. False when another run is at it, the outcome says so, and no lock is
 * kept. A half that may not be changed is marked in the report. */
bool run_enter(struct run *run);
void run_leave(struct run *run);

/* The same for the user half alone where the caller holds its lock: takes back what an interrupted
 * run has left. */
void run_enter_user(struct run *run);

/* Has run_enter finished or taken back an interrupted run in this half? */
bool run_has_recovered(const struct run *run, enum registry_root half);

/* Adds the result of changing one half to the report and the outcome. */
void run_record_result(struct run *run, enum registry_root half, struct change_result result);

#endif
