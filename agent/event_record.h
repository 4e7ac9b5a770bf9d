/* Which diagnosis the event log was told last, so that a script that looks every day does not write
 * the same event every day.
 *
 * One key `Software\PromptFix\Events`, with a value for each question that was asked ("Diagnosis",
 * "Diagnosis, machine half"; see event_log.c), REG_SZ: the event's number and the problems,
 * readable in regedit. It lies in HKEY_CURRENT_USER; that of the machine half in
 * HKEY_LOCAL_MACHINE, if this account may write there. There is none as long as all is well.
 */
#ifndef PROMPTFIX_AGENT_EVENT_RECORD_H
#define PROMPTFIX_AGENT_EVENT_RECORD_H

#include "registry/registry.h"

#define EVENTS_KEY "Software\\PromptFix\\Events"

/* What was told, into `text` (replaced; NUL-terminated). CODE_FILE_NOT_FOUND when nothing was;
 * CODE_INVALID_DATA or CODE_NO_UNICODE_TRANSLATION for what is no such text; else errors as the
 * registry's. */
error_code event_record_read(struct registry *registry, enum registry_root root,
                             const char *question, struct byte_buffer *text);

/* Errors as the registry's. */
error_code event_record_write(struct registry *registry, enum registry_root root,
                              const char *question, const char *text);

/* Takes it away, and the key with the last of them. An absent one is no error. */
error_code event_record_delete(struct registry *registry, enum registry_root root,
                               const char *question);

#endif
