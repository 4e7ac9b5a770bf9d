#include "agent/agent_journal.h"

#include "agent/report_log.h"

void agent_journal_init(struct agent_journal *journal, struct host *host, struct desktop *desktop)
{
    *journal = (struct agent_journal){.host = host, .desktop = desktop};
    agent_report_init(&journal->report, host, desktop);
}

void agent_journal_done(struct agent_journal *journal)
{
    agent_report_done(&journal->report);
}

void agent_journal_log(const struct agent_journal *journal, const struct examination *now)
{
    if (journal->desktop->log_path != NULL && now->error == CODE_SUCCESS)
        (void)report_log_append(journal->host, journal->desktop->log_path, now->run.report.time,
                                &now->text);
}

void agent_journal_note(struct agent_journal *journal, const struct examination *now, bool is_other)
{
    if (is_other)
        agent_journal_log(journal, now);
    agent_report_consider(&journal->report, now);
}
