/* What is remembered of the notifications about one subject, in the user's registry.
 *
 * One key `Software\PromptFix\Notifications\<subject>` below HKEY_CURRENT_USER, readable in
 * regedit:
 *
 *     Facts      REG_BINARY  8 bytes: what was told, or not to be told again; zeros for nothing
 *     Count      REG_DWORD   how often
 *     Recent     REG_DWORD   how often of late, each time within a day of the one before
 *     Last       REG_SZ      when last: ISO 8601, UTC; "" for never
 *     Dismissed  REG_DWORD   1: "do not notify again"
 */
#ifndef PROMPTFIX_AGENT_NOTICE_RECORD_H
#define PROMPTFIX_AGENT_NOTICE_RECORD_H

#include "agent/host.h"
#include "registry/registry.h"

#define NOTICES_KEY "Software\\PromptFix\\Notifications"

/* All zero: nothing was told yet. */
struct notice_record {
    uint64_t facts;
    uint32_t count;
    uint32_t recent_count;
    char last[TIME_SIZE]; /* "" for never */
    bool dismissed;
};

/* Reads the record of a subject. CODE_FILE_NOT_FOUND when there is none; CODE_INVALID_DATA for one
 * that is not whole or not of the form above; else errors as the registry's. */
error_code notice_record_read(struct registry *registry, const char *subject,
                              struct notice_record *record);

/* Writes all of it. Errors as the registry's; the record may then be half written, and counts for
 * whatever can be read of it. */
error_code notice_record_write(struct registry *registry, const char *subject,
                               const struct notice_record *record);

/* Takes it away. An absent record is no error. */
error_code notice_record_delete(struct registry *registry, const char *subject);

#endif
