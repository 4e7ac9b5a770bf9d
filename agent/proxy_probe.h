/* Can NTLM work through this RPC proxy? One question to it, and what its answer means.
 *
 * The question is the documented echo request of RPC over HTTP, without credentials; the normal
 * answer is 401 with one WWW-Authenticate header for each scheme that is offered (facts.md 6;
 * MS-RPCH 2.1.2.1.6). Who puts it on the wire is the edge's matter (proxy_probe_windows.h): it
 * hands back what it saw, and here is judged what that is worth.
 */
#ifndef PROMPTFIX_AGENT_PROXY_PROBE_H
#define PROMPTFIX_AGENT_PROXY_PROBE_H

#include "agent/http_challenge.h"
#include "agent/proxy_address.h"
#include "agent/web_proxy.h"
#include "registry/error_code.h"

/* The request (facts.md 6). Host and Connection are the edge's. */
#define PROBE_METHOD "RPC_IN_DATA"
#define PROBE_PATH "/rpc/rpcproxy.dll"
#define PROBE_AGENT "MSRPC"
#define PROBE_HEADERS                                                                              \
    "Accept: application/rpc\r\nCache-Control: no-cache\r\nPragma: No-cache\r\n"                   \
    "Content-Length: 0\r\n"
#define PROBE_CONTENT_TYPE "application/rpc" /* of an RPC proxy's own answer */

/* How long all proxies together may take. */
enum { PROBE_TIME_LIMIT_MS = 5000 };

/* What may be wrong with a certificate. The numbers are those of
 * WINHTTP_CALLBACK_STATUS_FLAG_… (Microsoft, "WINHTTP_STATUS_CALLBACK callback function"). */
enum {
    CERTIFICATE_REVOCATION_UNKNOWN = 0x1,
    CERTIFICATE_INVALID = 0x2,
    CERTIFICATE_REVOKED = 0x4,
    CERTIFICATE_UNTRUSTED = 0x8,
    CERTIFICATE_WRONG_NAME = 0x10,
    CERTIFICATE_EXPIRED = 0x20, /* or not valid yet */
    CERTIFICATE_WRONG_USAGE = 0x40,
    CERTIFICATE_PROBLEMS = 0x7f, /* all of them */
};

/* The longest name of a certificate that is kept, with its NUL (RFC 5280: a common name has 64
 * characters at most, an address 255 bytes). Longer names are not kept at all. */
enum { CERTIFICATE_NAME_SIZE = 260 };

/* Room for what all WWW-Authenticate headers say; more of it is cut off. */
enum { PROBE_CHALLENGES_SIZE = 4096 };

/* One proxy asked, and what was seen. The edge fills everything from `web_proxy` on. */
struct proxy_exchange {
    struct proxy_address address;
    bool signs_on; /* the second step: with the user's logon credentials, seen through to its end */

    char web_proxy[WEB_PROXY_SIZE]; /* by way of which it was asked; "" for none */
    error_code web_proxy_error;     /* why there may be one that was not found; success: none */
    error_code error;               /* what ended it without an answer; success: there is one */
    uint32_t status;                /* of the last answer; 0: none */
    uint32_t leg_count;      /* how often the request was sent until that; NTLM has three legs */
    bool changed_connection; /* the last leg did not go over the connection of the one before */
    bool is_rpc;             /* the answer is of the type PROBE_CONTENT_TYPE */
    uint32_t certificate_problems; /* looked past for the first step, but not for the second */
    char certificate_name[CERTIFICATE_NAME_SIZE]; /* that RPC compares; "" for none */
    char challenges[PROBE_CHALLENGES_SIZE];       /* of the first answer; values parted by \n */
    size_t challenges_size;
};

/* What the first step shows. */
enum probe_outcome {
    PROBE_OFFERS_NTLM,
    PROBE_ONLY_NEGOTIATE,  /* no NTLM; Outlook 2003 cannot do Negotiate (facts.md 0.6) */
    PROBE_ONLY_BASIC,      /* neither of the two */
    PROBE_ONLY_OTHER,      /* none of the three */
    PROBE_ANONYMOUS,       /* an RPC proxy that answers without signing on */
    PROBE_NOT_RPC_PROXY,   /* 404 */
    PROBE_SSL_REQUIRED,    /* 403, and it was asked without SSL */
    PROBE_WEB_PROXY_LOGIN, /* 407: a web proxy on the way wants a login first */
    PROBE_RPC_ERROR,       /* 503: it cannot reach the server behind it */
    PROBE_OTHER_STATUS,
    PROBE_NO_ADDRESS, /* the profile holds no name that could be asked */
    PROBE_NAME_NOT_FOUND,
    PROBE_NO_CONNECTION,
    PROBE_NO_TLS,
    PROBE_BAD_CERTIFICATE, /* TLS came to nothing because of it */
    PROBE_CLOSED,          /* connected, but closed without an answer */
    PROBE_NO_HTTP,         /* what came is no HTTP, or has no end */
    PROBE_TIME_LIMIT,
    PROBE_FAILED, /* something else; see the error */
};
enum { PROBE_OUTCOME_COUNT = PROBE_FAILED + 1 };

/* What the second step shows. */
enum sign_on_outcome {
    SIGN_ON_NOT_TRIED,
    SIGN_ON_WORKS,
    SIGN_ON_REFUSED, /* answered to the end, but the logon was not accepted */
    SIGN_ON_BROKEN,  /* the connection was ended between the legs of NTLM */
    SIGN_ON_UNKNOWN, /* it did not come to that */
};
enum { SIGN_ON_OUTCOME_COUNT = SIGN_ON_UNKNOWN + 1 };

/* Room for a time as reports hold it (host.h, TIME_SIZE). */
enum { PROBE_TIME_SIZE = sizeof "2026-11-22T10:00:00Z" };

/* What is known of one proxy: what reports, records and the diagnosis go by. */
struct probe_answer {
    enum probe_outcome outcome;
    enum sign_on_outcome sign_on;
    uint32_t status;  /* 0: no answer */
    uint32_t schemes; /* HTTP_SCHEME_… */
    error_code error;
    uint32_t certificate_problems;
    char certificate_name[CERTIFICATE_NAME_SIZE];
    char web_proxy[WEB_PROXY_SIZE]; /* by way of which; "" for none, and for what was kept */
    error_code web_proxy_error;     /* of an exchange without an answer, and not of one kept */
    char time[PROBE_TIME_SIZE];     /* when it was asked */
    bool is_kept;                   /* it was asked earlier today */
};

/* Does NTLM work through the proxy, as far as that can be told? */
enum probe_verdict {
    PROBE_VERDICT_UNKNOWN,
    PROBE_VERDICT_YES,
    PROBE_VERDICT_NO,
};

/* For the edge: adds the value of one WWW-Authenticate header; one for which there is no room is
 * left out. */
void proxy_exchange_add_challenge(struct proxy_exchange *exchange, const char *value);

/* Is this Content-Type that of an RPC proxy's own answer? */
bool probe_is_rpc_type(const char *content_type);

/* What an error of WinHTTP says about the certificate, with the flags that came before it (of
 * WINHTTP_CALLBACK_STATUS_SECURE_FAILURE): CERTIFICATE_…, 0 when it is about something else. */
uint32_t probe_certificate_problems(error_code error, uint32_t flags);

/* Can it be the certificate by which this error came about? Then the question is worth asking once
 * more without minding it. Wine gives no reason for a TLS connection that came to nothing; where it
 * comes about the second time, it was the certificate (CERTIFICATE_INVALID). */
bool probe_may_be_certificate(error_code error);

/* Which of two exchanges with the same proxy counts: the one past all web proxies, or the one by
 * way of the user's? RPC over HTTP takes the first where there is any answer to it (web_proxy.h);
 * `by_web_proxy` has no `web_proxy` where there is none. */
const struct proxy_exchange *proxy_exchange_that_counts(const struct proxy_exchange *direct,
                                                        const struct proxy_exchange *by_web_proxy);

/* Judges the first step. `time` is when it was made. */
void proxy_probe_judge(const struct proxy_exchange *exchange, const char *time,
                       struct probe_answer *answer);

/* Is a logon sent to the proxy that gave this answer, when a sign-on is asked for? To one that
 * offers NTLM and has proved who it is; and to nobody else: so not by way of a web proxy, which
 * could want a login of its own, and Windows would give it. */
bool probe_may_sign_on(const struct probe_answer *answer);

/* Judges the second step, made after the first. */
enum sign_on_outcome proxy_probe_judge_sign_on(const struct proxy_exchange *exchange);

/* An account whose proxy cannot be asked at all. */
void proxy_probe_without_address(const char *time, struct probe_answer *answer);

/* A clear no stops the switch to NTLM; what is unknown stops it only where that is asked for. */
enum probe_verdict probe_verdict_of(const struct probe_answer *answer);

/* Has the proxy itself answered? Then the answer is worth keeping; a network that is down is not.
 */
bool probe_answer_is_lasting(const struct probe_answer *answer);

/* The names that reports and records use: "basic_only", "ntlm_works". NULL for not tried. */
const char *probe_outcome_name(enum probe_outcome outcome);
const char *sign_on_outcome_name(enum sign_on_outcome outcome);

#endif
