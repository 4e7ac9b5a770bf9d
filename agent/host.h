/* The machine as the core sees it: what a run needs besides the registry.
 *
 * The core is handed this structure and never calls Windows by name. The edge fills it with Windows
 * (host_windows.c), the tests with whatever they want the machine to be.
 */
#ifndef PROMPTFIX_AGENT_HOST_H
#define PROMPTFIX_AGENT_HOST_H

#include "agent/exit_code.h"
#include "agent/level_policy.h"
#include "agent/message.h"
#include "agent/policy_result.h"
#include "agent/proxy_probe.h"
#include "agent/restart_result.h"
#include "agent/stored_credentials.h"
#include "agent/user_hives.h"
#include "registry/registry.h"
#include "registry/windows_version.h"

#include <stdbool.h>

enum output {
    OUTPUT_NORMAL,
    OUTPUT_ERROR,
};

enum { TIME_SIZE = sizeof "2026-11-22T10:00:00Z" };

/* All text is UTF-8. Functions that append leave the buffer as it was when they fail. */
struct host {
    struct registry *registry;
    struct user_hives *hives; /* the registries of other users */
    struct windows_version windows;
    const struct message_source *messages;

    /* The time now, in UTC, as ISO 8601. */
    void (*now)(struct host *host, char time[TIME_SIZE]);

    /* Names of this computer and of the user ("CONTOSO\anna"). */
    error_code (*append_computer)(struct host *host, struct byte_buffer *name);
    error_code (*append_user)(struct host *host, struct byte_buffer *name);

    /* The system's own words for an error number, in one line; nothing if it has none. */
    void (*append_error_text)(struct host *host, error_code code, struct byte_buffer *text);

    /* Output for a person or a script. An output that does not exist swallows it. */
    void (*print)(struct host *host, enum output output, const char *text, size_t size);

    /* Files. Reading fails with CODE_FILE_TOO_LARGE above `limit` bytes. Writing replaces a file
     * only when all of the new one is there; appending makes it if it is missing. A report and an
     * appended text get 5 seconds together: then CODE_TIMED_OUT. */
    error_code (*read_file)(struct host *host, const char *path, size_t limit,
                            struct byte_buffer *bytes);
    error_code (*write_file)(struct host *host, const char *path, const void *bytes, size_t size);
    error_code (*write_report)(struct host *host, const char *path, const void *bytes, size_t size);
    error_code (*append_file)(struct host *host, const char *path, const void *bytes, size_t size);

    /* Writes an event with these strings into Windows' event log, within the same 5 seconds; the
     * two highest bits of its number say how grave it is (messages_en.mc). Errors of Windows, and
     * CODE_TIMED_OUT. NULL where there is no event log. */
    error_code (*report_event)(struct host *host, message_id id, const struct insertions *strings);

    /* What the security templates that this computer keeps say of LmCompatibilityLevel. */
    void (*read_level_policy)(struct host *host, struct level_policy *policy);

    /* What the resulting set of policy says of it: loads COM, and takes POLICY_RESULT_LIMIT_MS at
     * most. */
    void (*ask_policy_result)(struct host *host, struct policy_result *result);

    /* What the user's stored credentials are for. CODE_NOT_ENOUGH_MEMORY; what else Windows refuses
     * is part of the answer. Memory comes from `arena`. */
    error_code (*list_credentials)(struct host *host, struct arena *arena,
                                   struct stored_credentials *credentials);

    /* Do the two paths lead to one existing file? */
    bool (*is_same_file)(struct host *host, const char *a, const char *b);

    /* Asks all these RPC proxies at the same time, for PROBE_TIME_LIMIT_MS at most, and fills in
     * what came back (proxy_probe.h). Nothing of the user's is sent but by `signs_on`. */
    void (*probe)(struct host *host, struct proxy_exchange *exchanges, size_t count);

    /* Asks the person at this desktop for the restart of Outlook or Windows, or announces it with a
     * countdown, does it, and returns when that has ended. */
    struct restart_result (*restart)(struct host *host, enum restart what, enum restart_mode mode);

    /* Is the tray agent until it is told to exit, or shows the one that runs already. */
    enum exit_code (*run_agent)(struct host *host);
};

#endif
