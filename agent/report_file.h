/* The report as a file: where it goes, and what is in it. */
#ifndef PROMPTFIX_AGENT_REPORT_FILE_H
#define PROMPTFIX_AGENT_REPORT_FILE_H

#include "agent/report.h"

/* Where the report is to be written, variables not replaced: what /report says, else the policy
 * ReportPath; NULL for nowhere. The policy means what is true of this machine, so it holds neither
 * for an export nor for a dry run; a run that did not come to look has seen no policy. */
const char *report_file_wanted(const struct report *report);

/* Appends to `path` that place with its variables replaced, and to `bytes` the report in the format
 * that its name asks for. Errors as report_path_expand; both are then as before. */
error_code report_file_make(const char *wanted, const struct report *report,
                            struct byte_buffer *path, struct byte_buffer *bytes);

#endif
