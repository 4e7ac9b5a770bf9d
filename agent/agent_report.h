/* The tray agent's report by policy: written anew whenever what it would say has changed.
 *
 * A file on a share can take its time, so another thread writes it (desktop.h). One is written
 * after the other; of what changes meanwhile the last state is the next to be written. What has
 * been written is not written again; what could not be written is tried again at the next look,
 * which only something that has happened brings about. A failure goes into the log, once as long as
 * it stays the same.
 */
#ifndef PROMPTFIX_AGENT_AGENT_REPORT_H
#define PROMPTFIX_AGENT_AGENT_REPORT_H

#include "agent/examination.h"

/* One state as a file. */
struct report_file {
    struct byte_buffer path;     /* with its NUL */
    struct byte_buffer bytes;    /* the report, with the time at which it was made */
    struct byte_buffer identity; /* path and report without that time */
};

struct agent_report {
    struct host *host;
    struct desktop *desktop;
    struct report_file current; /* being written, or written last; empty where that failed */
    struct report_file next;    /* to be written after that; empty for nothing */
    bool is_writing;
    error_code told; /* the failure that the log has last; success: none since */
};

void agent_report_init(struct agent_report *report, struct host *host, struct desktop *desktop);
void agent_report_done(struct agent_report *report);

/* Has the examination written, if a policy wants that and it says anything new. */
void agent_report_consider(struct agent_report *report, const struct examination *now);

/* The desktop has written the file, or not. With `go_on` the next one follows. */
void agent_report_written(struct agent_report *report, error_code code, bool go_on);

#endif
