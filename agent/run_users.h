/* /allusers: the same verb on the registries of this computer's other users.
 *
 * Each user is a visit: a run of its own on a store whose HKEY_CURRENT_USER is that user's, of
 * which only the user half counts. The machine half is done once, by the run that visits, and looks
 * at everybody's accounts. A user who cannot be visited is a finding and stops nobody else's visit.
 */
#ifndef PROMPTFIX_AGENT_RUN_USERS_H
#define PROMPTFIX_AGENT_RUN_USERS_H

#include "agent/run.h"

typedef error_code visit_function(struct run *visit);

/* Unloads what an interrupted run has left loaded, and visits every other user, into
 * run->report.others. Does nothing unless the options ask for it. An account that may not: the
 * report and the outcome say so. CODE_NOT_ENOUGH_MEMORY. */
error_code run_visit_users(struct run *run, visit_function *visit);

/* To be called after run_examine: judges the users who were visited by the level that it has read,
 * and plans the machine half also for them. CODE_NOT_ENOUGH_MEMORY. */
error_code run_join_users(struct run *run);

#endif
