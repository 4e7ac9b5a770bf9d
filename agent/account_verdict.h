/* One line of the window's list: an Exchange account, how it signs in, and the verdict on it in a
 * few words. */
#ifndef PROMPTFIX_AGENT_ACCOUNT_VERDICT_H
#define PROMPTFIX_AGENT_ACCOUNT_VERDICT_H

#include "agent/report.h"
#include "agent/restart_pending.h"
#include "agent/status_view.h"
#include "agent/view_text.h"

/* The verdict on an account, by what is worst about it. */
message_id account_verdict(const struct report *report, const struct restart_pending *pending,
                           const struct exchange_account *account);

/* The name of a sign-in method as people know it: "Basic", "NTLM", "Negotiate", "Other (16)", "Not
 * set". */
const char *account_method_name(struct view_text *text, enum outlook_version version,
                                const struct property_long *method);

/* The account's line. */
struct account_row account_row_make(struct view_text *text, const struct report *report,
                                    const struct restart_pending *pending,
                                    const struct exchange_account *account);

#endif
