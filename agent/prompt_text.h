/* Sentences about password prompts: how many there were, and what else can cause them. */
#ifndef PROMPTFIX_AGENT_PROMPT_TEXT_H
#define PROMPTFIX_AGENT_PROMPT_TEXT_H

#include "agent/report.h"

/* Appends one sentence about account number `index`, without a line break: its prompts in the week
 * before the fix and since, or of the last seven days where there was no fix; that they cannot be
 * read; or nothing, where there were none. */
void prompt_text_append_sums(struct byte_buffer *out, const struct message_source *messages,
                             const struct report *report, size_t index);

/* Appends, behind that, a small chart in one line: each day of the last four weeks with its count,
 * and the fix where it was made. Nothing where no prompt was counted in that time. Plain text, as
 * every font and every screen reader has it. */
void prompt_text_append_chart(struct byte_buffer *out, const struct message_source *messages,
                              const struct report *report, size_t index);

/* Appends, for account number `index`, the list of the other known causes, each with what was
 * looked at and what to do, and where the server can be tested; lines, moved in. */
void prompt_text_append_causes(struct byte_buffer *out, struct host *host,
                               const struct report *report, size_t index);

#endif
