/* What the tray agent leaves for whoever looks later: its log, the report that a policy asks for,
 * and events. */
#ifndef PROMPTFIX_AGENT_AGENT_JOURNAL_H
#define PROMPTFIX_AGENT_AGENT_JOURNAL_H

#include "agent/agent_report.h"

struct agent_journal {
    struct host *host;
    struct desktop *desktop;
    struct agent_report report;
    struct byte_buffer last_complaints; /* of the event log, that are in the log */
};

void agent_journal_init(struct agent_journal *journal, struct host *host, struct desktop *desktop);
void agent_journal_done(struct agent_journal *journal);

/* The agent has looked; with `is_other` the icon says something else than before. */
void agent_journal_note(struct agent_journal *journal, const struct examination *now,
                        bool is_other);

/* Writes the examination into the log, if there is one. Where that cannot be written, icon and
 * window say the same. */
void agent_journal_log(const struct agent_journal *journal, const struct examination *now);

#endif
