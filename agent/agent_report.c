#include "agent/agent_report.h"

#include "agent/file_complaint.h"
#include "agent/report_file.h"
#include "agent/report_log.h"

#include <string.h>

void agent_report_init(struct agent_report *report, struct host *host, struct desktop *desktop)
{
    *report = (struct agent_report){.host = host, .desktop = desktop};
}

static void report_file_done(struct report_file *file)
{
    byte_buffer_done(&file->path);
    byte_buffer_done(&file->bytes);
    byte_buffer_done(&file->identity);
}

void agent_report_done(struct agent_report *report)
{
    report_file_done(&report->current);
    report_file_done(&report->next);
}

static bool same_file(const struct report_file *a, const struct report_file *b)
{
    return a->identity.size > 0 && a->identity.size == b->identity.size &&
           memcmp(a->identity.data, b->identity.data, a->identity.size) == 0;
}

/* Where the log cannot be written either, nobody can be told. */
static void complain(struct agent_report *report, const char *path, error_code code)
{
    struct byte_buffer text = {0};
    char time[TIME_SIZE];
    if (code == report->told)
        return;
    report->told = code;
    if (report->desktop->log_path == NULL)
        return;
    file_complaint_append_not_written(&text, report->host, path, code);
    report->host->now(report->host, time);
    if (!text.failed)
        (void)report_log_append(report->host, report->desktop->log_path, time, &text);
    byte_buffer_done(&text);
}

static void start(struct agent_report *report)
{
    const struct report_file *file = &report->current;
    report->is_writing = true;
    report->desktop->write_report(report->desktop, (const char *)file->path.data, file->bytes.data,
                                  file->bytes.size);
}

/* The report of the look, with what a look alone does not say: who the user is, and which restart
 * is due. The names belong to the caller. */
static struct report complete(struct agent_report *report, const struct examination *now,
                              struct byte_buffer *user)
{
    struct report complete = now->run.report;
    if (report->host->append_user(report->host, user) == CODE_SUCCESS && user->size > 0)
        complete.user = byte_buffer_text(user);
    if (now->pending.windows)
        complete.restart = RESTART_WINDOWS;
    else if (now->pending.outlook)
        complete.restart = RESTART_OUTLOOK;
    return complete;
}

static error_code make(struct report_file *file, const char *wanted, const struct report *report)
{
    struct report timeless = *report;
    timeless.time[0] = '\0';
    error_code code = report_file_make(wanted, &timeless, &file->identity, &file->bytes);
    if (code != CODE_SUCCESS)
        return code;
    byte_buffer_append_byte(&file->identity, '\0'); /* which no path has */
    byte_buffer_append(&file->identity, file->bytes.data, file->bytes.size);
    byte_buffer_clear(&file->bytes);
    code = report_file_make(wanted, report, &file->path, &file->bytes);
    byte_buffer_append_byte(&file->path, '\0');
    return code == CODE_SUCCESS && (file->identity.failed || file->path.failed)
               ? CODE_NOT_ENOUGH_MEMORY
               : code;
}

/* Takes over what the file holds. */
static void consider_file(struct agent_report *report, struct report_file *file)
{
    if (same_file(&report->current, file)) {
        report_file_done(&report->next); /* all is again as it is written */
        report_file_done(file);
        return;
    }
    struct report_file *place = report->is_writing ? &report->next : &report->current;
    report_file_done(place);
    *place = *file;
    if (!report->is_writing)
        start(report);
}

void agent_report_consider(struct agent_report *report, const struct examination *now)
{
    struct report_file file = {0};
    struct byte_buffer user = {0};
    const char *wanted = report_file_wanted(&now->run.report);
    if (now->error != CODE_SUCCESS)
        return; /* nothing is known */
    if (wanted == NULL) {
        report_file_done(&report->next);
        if (!report->is_writing)
            report_file_done(&report->current);
        return;
    }
    const struct report whole = complete(report, now, &user);
    const error_code code = make(&file, wanted, &whole);
    if (code == CODE_SUCCESS) {
        consider_file(report, &file);
    } else {
        report_file_done(&file);
        complain(report, wanted, code);
    }
    byte_buffer_done(&user);
}

void agent_report_written(struct agent_report *report, error_code code, bool go_on)
{
    report->is_writing = false;
    if (code == CODE_SUCCESS) {
        report->told = CODE_SUCCESS;
    } else {
        complain(report, (const char *)report->current.path.data, code);
        report_file_done(&report->current);
    }
    if (report->next.identity.size == 0 || !go_on)
        return;
    report_file_done(&report->current);
    report->current = report->next;
    report->next = (struct report_file){0};
    start(report);
}
