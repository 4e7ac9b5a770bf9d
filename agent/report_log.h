/* The log file: one text report after another. */
#ifndef PROMPTFIX_AGENT_REPORT_LOG_H
#define PROMPTFIX_AGENT_REPORT_LOG_H

#include "agent/host.h"

/* Appends a text report (UTF-8, lines parted by \n) to the file at `path`, under a line that begins
 * with the time it was made. CODE_NOT_ENOUGH_MEMORY, or what the file system says. */
error_code report_log_append(struct host *host, const char *path, const char *time,
                             const struct byte_buffer *text);

#endif
