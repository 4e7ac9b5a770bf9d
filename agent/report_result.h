/* The end of the report for a person: the one result that the exit code stands for, and what it
 * does not say. */
#ifndef PROMPTFIX_AGENT_REPORT_RESULT_H
#define PROMPTFIX_AGENT_REPORT_RESULT_H

#include "agent/report.h"

/* Appends it, a line each. Memory running out is remembered by the buffer. */
void report_append_result(struct byte_buffer *out, const struct report *report, struct host *host);

#endif
