/* What a finding rests on, for the text report: key, value and data as they lie in the registry. */
#ifndef PROMPTFIX_AGENT_TEXT_EVIDENCE_H
#define PROMPTFIX_AGENT_TEXT_EVIDENCE_H

#include "agent/diagnosis.h"
#include "agent/host.h"
#include "agent/prompt_causes.h"

/* Appends one line with the value that the finding is about; nothing where there is none. */
void evidence_append(struct byte_buffer *out, const struct message_source *messages,
                     const struct observation *observation, const struct finding *finding);

/* Appends data for people: "REG_DWORD 3", "REG_BINARY 01 00 00 00", long data cut with "...". */
void evidence_append_data(struct byte_buffer *out, const struct message_source *messages,
                          const struct stored_data *data);

/* Appends what a place says that is the user's stored credentials (its key is NULL): what one is
 * for, "none", or that it is not known. */
void evidence_append_stored(struct byte_buffer *out, const struct message_source *messages,
                            const struct prompt_evidence *evidence);

/* Appends an error: the system's words, and its number. */
void evidence_append_error(struct byte_buffer *out, struct host *host, error_code code);

/* Appends the full path of an undo record; `root` is how its root is named. */
void evidence_append_record(struct byte_buffer *out, const char *root, uint32_t record);

#endif
