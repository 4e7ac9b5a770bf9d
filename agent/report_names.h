/* The words that reports use for what the program holds as numbers. They are a contract with
 * whoever collects reports (design.md, "The report"): JSON and CSV have the same ones.
 */
#ifndef PROMPTFIX_AGENT_REPORT_NAMES_H
#define PROMPTFIX_AGENT_REPORT_NAMES_H

#include "agent/report.h"

/* finding_id_name and change_state_name: see report.h. NULL where there is nothing to name, as for
 * REMEDY_NONE. */
const char *level_source_name(enum lm_compatibility_source source);
const char *remedy_name(enum remedy remedy);
const char *blocked_by_name(enum blocked_by blocked_by);
const char *restart_name(enum restart restart);
const char *verb_name(enum verb verb);
const char *severity_name(enum severity severity);

/* "unset", "basic", "ntlm", "other", or "unreadable". */
const char *authentication_name(const struct exchange_account *account);

#endif
