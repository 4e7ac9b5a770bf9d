#include "agent/file_complaint.h"

#include "agent/text_evidence.h"

/* What PromptFix itself refuses in a file: the system has no words that fit. 0 for all else. */
static message_id refusal_of(error_code code)
{
    switch (code) {
    case CODE_BAD_FILE_TYPE:
        return MESSAGE_FILE_IS_DEVICE;
    case CODE_DIRECTORY_NOT_SUPPORTED:
        return MESSAGE_FILE_IS_FOLDER;
    case CODE_FILE_TOO_LARGE:
        return MESSAGE_FILE_IS_TOO_LARGE;
    default:
        return 0;
    }
}

void file_complaint_append_reason(struct byte_buffer *reason, struct host *host, error_code code)
{
    if (refusal_of(code) != 0)
        message_append(reason, host->messages, refusal_of(code), NO_INSERTIONS);
    else
        evidence_append_error(reason, host, code);
}

void file_complaint_append_not_written(struct byte_buffer *out, struct host *host, const char *path,
                                       error_code code)
{
    struct byte_buffer reason = {0};
    message_id message = MESSAGE_FILE_CANNOT_WRITE;
    if (code == CODE_TIMED_OUT)
        message = MESSAGE_REPORT_LATE;
    else if (code == CODE_ENVIRONMENT_VARIABLE_NOT_FOUND)
        message = MESSAGE_REPORT_NO_VALUE;
    file_complaint_append_reason(&reason, host, code);
    message_append_line(out, host->messages, message, INSERT(path, byte_buffer_text(&reason)));
    byte_buffer_done(&reason);
}
