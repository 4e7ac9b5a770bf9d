#include "agent/run_report.h"

#include "agent/command.h"

static const char *name_of(error_code (*append)(struct host *, struct byte_buffer *),
                           struct host *host, struct arena *arena)
{
    struct byte_buffer name = {0};
    const char *copy = NULL;
    if (append(host, &name) == CODE_SUCCESS && name.size > 0)
        copy = arena_copy_text(arena, (const char *)name.data, name.size);
    byte_buffer_done(&name);
    return copy;
}

void run_name_origin(struct run *run, bool with_computer, bool with_user)
{
    struct report *report = &run->report;
    if (with_computer && report->computer == NULL)
        report->computer = name_of(run->host->append_computer, run->host, &run->arena);
    if (with_user && report->user == NULL)
        report->user = name_of(run->host->append_user, run->host, &run->arena);
}

void run_describe_origin(struct run *run, bool with_computer, bool with_user)
{
    struct report *report = &run->report;
    report->options = run->options;
    report->program = PROGRAM_NAME_AND_VERSION;
    report->halves[REGISTRY_LOCAL_MACHINE].changes.root = REGISTRY_LOCAL_MACHINE;
    run->host->now(run->host, report->time);
    report->windows = run->options->from != NULL ? run->options->windows : run->host->windows;
    run_name_origin(run, with_computer, with_user);
}

void run_conclude(struct run *run)
{
    struct report *report = &run->report;
    run->outcome.restart_outlook |= run->others_restart_outlook;
    report->exit_code = exit_code_of(&run->outcome);
    if (run->outcome.restart_windows)
        report->restart = RESTART_WINDOWS;
    else if (run->outcome.restart_outlook)
        report->restart = RESTART_OUTLOOK;
}
