/* Why a file could not be read or written, in words for a person. */
#ifndef PROMPTFIX_AGENT_FILE_COMPLAINT_H
#define PROMPTFIX_AGENT_FILE_COMPLAINT_H

#include "agent/host.h"

/* Appends the reason that a number of Windows or of PromptFix itself stands for. */
void file_complaint_append_reason(struct byte_buffer *reason, struct host *host, error_code code);

/* Appends a line that a report or a log file was not written, and why. Memory running out is
 * remembered by the buffer. */
void file_complaint_append_not_written(struct byte_buffer *out, struct host *host, const char *path,
                                       error_code code);

#endif
