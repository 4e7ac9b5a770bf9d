/* A machine in memory: what a whole command needs, without Windows.
 *
 * The registry is a memory store, the clock stands still, files are entries of a list, and what is
 * printed is kept. Each part can be made to fail.
 */
#ifndef PROMPTFIX_TESTS_UNIT_FAKE_HOST_H
#define PROMPTFIX_TESTS_UNIT_FAKE_HOST_H

#include "agent/exit_code.h"
#include "agent/host.h"
#include "registry/memory_registry.h"

/* The English texts, as the program has them. */
extern const struct message_source fake_messages;

struct fake_file {
    char *path; /* compared without regard to case, as Windows does */
    struct byte_buffer bytes;
};

/* An event as it was reported; its strings parted by |. */
struct fake_event {
    message_id id;
    char strings[512];
};
enum { FAKE_EVENT_LIMIT = 16 };

enum { FAKE_FILE_LIMIT = 16, FAKE_PROBE_LIMIT = 16 };

struct fake_host {
    struct host host; /* first: a struct host * is a struct fake_host * */
    struct memory_registry *memory;
    struct registry *registry; /* the interface to it */
    struct byte_buffer output;
    struct byte_buffer errors;
    struct fake_file files[FAKE_FILE_LIMIT];
    size_t file_count;
    size_t write_count;   /* of files, in all */
    size_t agent_runs;    /* how often the tray agent was started */
    const char *computer; /* NULL: cannot be told */
    const char *user;
    size_t call_count; /* of the functions that can fail, and of those for files among them */
    size_t file_call_count;
    size_t failing_call; /* counted down: see fake_host_fail */
    error_code failing_code;
    bool fails_from_then_on;
    error_code read_error; /* what the file functions answer, if not success */
    error_code write_error;
    struct restart_result restart_result; /* what comes of a restart, and the last one asked for */
    size_t restart_count;
    enum restart restart_what;
    enum restart_mode restart_mode;
    /* What each proxy answers when it is asked; by default error 12007: its name is not found. The
     * address and `signs_on` of it play no part. */
    struct proxy_exchange proxy;
    struct proxy_exchange proxy_signed_on; /* and when somebody signs on */
    size_t probe_count;                    /* proxies asked, in all */
    size_t sign_on_count;
    size_t probe_calls; /* and in how many goes */
    struct proxy_address probed[FAKE_PROBE_LIMIT];
    struct fake_event events[FAKE_EVENT_LIMIT]; /* the first ones */
    size_t event_count;
    error_code event_error;
    struct level_policy level_policy;      /* LEVEL_POLICY_NONE by default */
    struct policy_result policy_result;    /* POLICY_RESULT_UNKNOWN by default */
    size_t policy_result_count;            /* how often it was asked */
    struct stored_credentials credentials; /* none by default */
    size_t printed_before_restart;         /* bytes of output and files written: 0 for none */
};

/* Windows 5.1, computer PC-0815, user CONTOSO\anna, HKLM\Software and an empty
 * Lsa key, 2026-11-22T10:00:00Z. */
void fake_host_init(struct fake_host *fake);

/* Gives it an event log; without, it has none, and nothing is remembered of what was told. */
void fake_host_keep_events(struct fake_host *fake);

/* Also checks that no key was left open. */
void fake_host_done(struct fake_host *fake);

/* Fails call number `call` (from 1 from now on) of the host's functions that can fail: computer,
 * user, events, and all for files; with `from_then_on` every later one too. What only answers yes
 * or no says no. `call` 0 ends it. */
void fake_host_fail(struct fake_host *fake, size_t call, error_code code, bool from_then_on);

/* Runs one command line on the host; what earlier runs have printed is forgotten. */
enum exit_code fake_host_run(struct fake_host *fake, int count, const char *const *arguments);
#define RUN(fake, ...)                                                                             \
    fake_host_run(fake, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)),       \
                  (const char *[]){__VA_ARGS__})

/* The whole registry, PromptFix's own keys too, is what sample_dump gave before. */
void fake_host_expect_store(struct fake_host *fake, const char *dump);

/* The same after Windows has been restarted: the marks that a restart is due are gone with it, and
 * an empty key of PromptFix's own, in which they lay, may be left. */
void fake_host_expect_store_after_restart(struct fake_host *fake, const char *dump);

/* A restart is marked as due for exactly these halves. */
void fake_host_expect_marks(struct fake_host *fake, bool user, bool machine);

/* What the last run printed. */
const char *fake_host_output(struct fake_host *fake);
const char *fake_host_errors(struct fake_host *fake);

/* Files. fake_host_file is NULL for one that is not there. */
void fake_host_put_file(struct fake_host *fake, const char *path, const void *bytes, size_t size);
struct byte_buffer *fake_host_file(struct fake_host *fake, const char *path);

#endif
