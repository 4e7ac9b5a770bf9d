/* Words about signing on by the name of the proxy's certificate (sign_on_by_name.h). */
#ifndef PROMPTFIX_AGENT_CERTIFICATE_NAME_TEXT_H
#define PROMPTFIX_AGENT_CERTIFICATE_NAME_TEXT_H

#include "agent/report.h"

/* Appends what FINDING_CERTIFICATE_NAME_SUFFICES says: of a report, and in the window. */
void certificate_name_append_finding(struct byte_buffer *out, const struct message_source *messages,
                                     const struct report *report, const struct finding *finding);
message_id certificate_name_why(const struct report *report, const struct finding *finding);

/* Why the remedy of that finding is not carried out, where it is blocked. */
message_id certificate_name_blocked(const struct report *report, const struct finding *finding);

/* The value of /principal that carries it out: "auto" or "replace". */
const char *certificate_name_option(const struct report *report, const struct finding *finding);

/* The principal name that the account gets or is to get; "" where no certificate was seen. `name`
 * has room for it. */
enum { PRINCIPAL_NAME_SIZE = 6 + CERTIFICATE_NAME_SIZE };
const char *certificate_name_principal(const struct observation *observation,
                                       const struct exchange_account *account,
                                       char name[PRINCIPAL_NAME_SIZE]);

/* The principal name that the profile holds now, or the word for none. */
const char *certificate_name_now(const struct message_source *messages,
                                 const struct exchange_account *account);

#endif
