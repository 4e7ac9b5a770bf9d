/* The sentence by which the text report tells a finding. */
#ifndef PROMPTFIX_AGENT_FINDING_MESSAGE_H
#define PROMPTFIX_AGENT_FINDING_MESSAGE_H

#include "agent/message.h"
#include "agent/report.h"

/* Its insertions: %1 the error for FINDING_UNREADABLE; for FINDING_PRINCIPAL_MISMATCH the name that
 * the profile expects, and %2 that of the certificate; else the level in effect, and %2 the least
 * that counts as enough. */
message_id finding_message(const struct report *report, const struct finding *finding);

#endif
