/* The RPC proxies as the tray agent asks them: which, when, and what came back.
 *
 * One is asked in the background when a fix would switch an account to it, or when Outlook asks for
 * a password although the account uses NTLM. Each once, and its answer counts for a day: what the
 * proxy itself said is kept in the registry, where every run finds it (proxy_record.h); that it was
 * not to be reached, only this agent remembers, until there is a reason to try again. The test
 * sign-in is made when a person asks for it. The desktop waits for the network, on a thread of its
 * own; here nothing waits.
 */
#ifndef PROMPTFIX_AGENT_AGENT_PROBE_H
#define PROMPTFIX_AGENT_AGENT_PROBE_H

#include "agent/examination.h"

enum probe_stage {
    PROBE_STAGE_IDLE,
    PROBE_STAGE_ASKING,     /* in the background */
    PROBE_STAGE_TEST_ASKS,  /* the test: first the question without credentials */
    PROBE_STAGE_TEST_SIGNS, /* then one sign-on with the user's logon */
};

/* All zero but host and desktop is empty. */
struct agent_probe {
    struct host *host;
    struct desktop *desktop;
    enum probe_stage stage;
    bool cannot_begin;               /* the last question could not: no look tries again at once */
    struct known_proxy *known;       /* what this agent has asked; each on the heap */
    struct proxy_address *addresses; /* of all that are asked at this time, on the heap */
    size_t address_count;
};

void agent_probe_init(struct agent_probe *probe, struct host *host, struct desktop *desktop);

/* Ends what is under way. */
void agent_probe_done(struct agent_probe *probe);

/* What is known here of proxies, for an examination: nothing that is a day old. */
const struct known_proxy *agent_probe_known(struct agent_probe *probe);

/* The network may be another one now, or somebody wants to know: those that could not be reached
 * will be asked again. */
void agent_probe_forget_failed(struct agent_probe *probe);

/* After an examination: begins to ask whom it takes, or ends it when the policy forbids that. */
void agent_probe_consider(struct agent_probe *probe, const struct examination *now);

/* Is the background question under way, or the test? */
bool agent_probe_asks(const struct agent_probe *probe);
bool agent_probe_tests(const struct agent_probe *probe);

/* Is there a proxy that a sign-in could be tested with; and is it the administrator who does not
 * let that be done? */
bool agent_probe_has_proxy(const struct report *report);
bool agent_probe_is_forbidden(const struct report *report);

/* Begins the test with every account's proxy, asked anew; what is under way in the background ends.
 * False when it cannot begin. */
bool agent_probe_test(struct agent_probe *probe, const struct examination *now);

/* The desktop tells what came back of what was begun last. Adds to `said` what the test has shown,
 * a line for each proxy, when it is done. */
void agent_probe_take(struct agent_probe *probe, const struct proxy_exchange *exchanges,
                      size_t count, struct byte_buffer *said);

/* Ends what is under way; nothing comes back of it. */
void agent_probe_stop(struct agent_probe *probe);

#endif
