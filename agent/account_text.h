/* One account in the text report: where it goes, how it signs in, and what else is known of it. */
#ifndef PROMPTFIX_AGENT_ACCOUNT_TEXT_H
#define PROMPTFIX_AGENT_ACCOUNT_TEXT_H

#include "agent/report.h"

void account_text_append(struct byte_buffer *out, const struct report *report, struct host *host,
                         const struct exchange_account *account);

#endif
