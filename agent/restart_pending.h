/* What was changed but is not true before a restart.
 *
 * A volatile key remembers it: Windows forgets such a key when the hive is unloaded, which for
 * HKEY_LOCAL_MACHINE is the restart of Windows, and for HKEY_CURRENT_USER the end of the logon
 * session, with which Outlook has ended too. So no clock and no boot time has to be compared, and
 * whoever made the change (tray agent, script, MSI) leaves the same mark.
 */
#ifndef PROMPTFIX_AGENT_RESTART_PENDING_H
#define PROMPTFIX_AGENT_RESTART_PENDING_H

#include "registry/registry.h"

#include <stdbool.h>

/* Below both roots. HKCU's key has the value "Time" (REG_SZ, ISO 8601, UTC): when the profile was
 * changed last. An Outlook that was started later has read the change. */
#define RESTART_PENDING_KEY "Software\\PromptFix\\RestartPending"

enum { PENDING_TIME_SIZE = sizeof "2026-11-22T10:00:00Z" };

struct restart_pending {
    bool windows;                          /* the level was changed since Windows started */
    bool outlook;                          /* a profile was changed in this logon session ... */
    char outlook_since[PENDING_TIME_SIZE]; /* ... at this time; "" when it cannot be told */
};

/* Marks the half as changed at `time`, which counts for HKCU only. Errors as the registry's; where
 * only the time could not be written, the half is marked without one. */
error_code restart_pending_mark(struct registry *registry, enum registry_root half,
                                const char *time);

/* Takes the mark of a half away: what it was made for has been put back. No mark is no error. */
error_code restart_pending_unmark(struct registry *registry, enum registry_root half);

/* What is marked. An absent key is no mark; what cannot be read is returned as an error and the
 * output is untouched. */
error_code restart_pending_read(struct registry *registry, struct restart_pending *pending);

/* Outlook has been restarted since: takes its mark away. No mark is no error. */
error_code restart_pending_clear_outlook(struct registry *registry);

#endif
