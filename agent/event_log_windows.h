/* Windows' event log, by the functions that there are since Windows NT.
 *
 * An event is written into the log that its source is registered for, and into "Application" where
 * it is not: what the event says is then shown without our sentence, its strings alone (Microsoft,
 * "RegisterEventSourceW function"). Every user that is logged on, and SYSTEM, may write there,
 * unless an administrator has said otherwise; guests may not.
 */
#ifndef PROMPTFIX_AGENT_EVENT_LOG_WINDOWS_H
#define PROMPTFIX_AGENT_EVENT_LOG_WINDOWS_H

#include "agent/message.h"
#include "registry/utf16_text.h"

/* As the MSI registers it (installer/tables/Registry.idt). */
#define EVENT_SOURCE "PromptFix"

/* An event as bytes, for a function like all that timed_write has done by another thread: the
 * number, and the strings each with its NUL. Memory running out is remembered by the buffer. */
void event_log_append_bytes(struct byte_buffer *bytes, message_id id,
                            const struct insertions *strings);

/* Writes such an event: a write_function (timed_write_windows.h), for which the source is the path.
 * CODE_NO_UNICODE_TRANSLATION, CODE_NOT_ENOUGH_MEMORY, and what Windows says. */
error_code event_log_write(struct utf16_text *text, const char *source, const void *bytes,
                           size_t size);

#endif
