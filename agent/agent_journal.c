#include "agent/agent_journal.h"

#include "agent/event_log.h"
#include "agent/report_log.h"

#include <string.h>

void agent_journal_init(struct agent_journal *journal, struct host *host, struct desktop *desktop)
{
    *journal = (struct agent_journal){.host = host, .desktop = desktop};
    agent_report_init(&journal->report, host, desktop);
}

void agent_journal_done(struct agent_journal *journal)
{
    agent_report_done(&journal->report);
    byte_buffer_done(&journal->last_complaints);
}

void agent_journal_log(const struct agent_journal *journal, const struct examination *now)
{
    if (journal->desktop->log_path != NULL && now->error == CODE_SUCCESS)
        (void)report_log_append(journal->host, journal->desktop->log_path, now->run.report.time,
                                &now->text);
}

/* What could not be told the event log, in the agent's own: once as long as it stays the same. */
static void log_complaints(struct agent_journal *journal, struct byte_buffer *complaints,
                           const char *time)
{
    struct byte_buffer *last = &journal->last_complaints;
    if (complaints->size == 0 || complaints->failed ||
        (complaints->size == last->size && memcmp(complaints->data, last->data, last->size) == 0))
        return;
    byte_buffer_clear(last);
    byte_buffer_append(last, complaints->data, complaints->size);
    if (journal->desktop->log_path != NULL)
        (void)report_log_append(journal->host, journal->desktop->log_path, time, complaints);
}

void agent_journal_note(struct agent_journal *journal, const struct examination *now, bool is_other)
{
    struct byte_buffer complaints = {0};
    if (is_other)
        agent_journal_log(journal, now);
    if (now->error == CODE_SUCCESS)
        event_log_tell_diagnosis(&now->run, &complaints);
    log_complaints(journal, &complaints, now->run.report.time);
    byte_buffer_done(&complaints);
    agent_report_consider(&journal->report, now);
}
