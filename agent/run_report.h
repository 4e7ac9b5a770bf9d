/* What a report says besides what was found and done: where it was made, and the result. */
#ifndef PROMPTFIX_AGENT_RUN_REPORT_H
#define PROMPTFIX_AGENT_RUN_REPORT_H

#include "agent/run.h"

/* Fills in program, time, Windows version and, where asked for and known, the names of computer and
 * user. To be called before the verb. */
void run_describe_origin(struct run *run, bool with_computer, bool with_user);

/* Fills in these names where asked for, known, and not there yet. */
void run_name_origin(struct run *run, bool with_computer, bool with_user);

/* Fills in exit code and restart from the outcome. To be called after the verb. */
void run_conclude(struct run *run);

#endif
