/* What was seen of a proxy, in the words of the text report and the window. */
#ifndef PROMPTFIX_AGENT_PROBE_TEXT_H
#define PROMPTFIX_AGENT_PROBE_TEXT_H

#include "agent/host.h"
#include "agent/proxy_probe.h"

/* Appends the outcome, what is wrong with the certificate and how a sign-on ended, parted by "; ",
 * without a full stop: "it offers NTLM; its certificate (mail) has expired, or …". */
void probe_text_append(struct byte_buffer *out, struct host *host,
                       const struct probe_answer *answer);

/* Appends a line of the text report: when it was asked, and the above. Nothing for NULL. */
void probe_text_append_line(struct byte_buffer *out, struct host *host,
                            const struct probe_answer *answer);

#endif
