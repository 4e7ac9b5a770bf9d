#include "agent/proxy_probe.h"

#include "agent/plain_text.h"

#include <stdio.h>
#include <string.h>

/* HTTP status codes. Source: RFC 9110, 15. */
enum {
    STATUS_OK = 200,
    STATUS_REDIRECTIONS = 300,
    STATUS_CLIENT_ERRORS = 400,
    STATUS_UNAUTHORIZED = 401,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_PROXY_AUTHENTICATION_REQUIRED = 407,
    STATUS_SERVER_ERRORS = 500,
    STATUS_SERVICE_UNAVAILABLE = 503,
};

/* WinHTTP's word for whatever TLS does not like. */
static const error_code SECURE_FAILURE = 12175;

/* What WinHTTP's errors say about where the question got to. Source of the numbers: Microsoft,
 * "WinHTTP error messages" (winhttp.h). */
static const struct {
    error_code error;
    enum probe_outcome outcome;
} errors[] = {
    {12002, PROBE_TIME_LIMIT},      /* TIMEOUT */
    {12005, PROBE_NO_ADDRESS},      /* INVALID_URL */
    {12006, PROBE_NO_ADDRESS},      /* UNRECOGNIZED_SCHEME */
    {12007, PROBE_NAME_NOT_FOUND},  /* NAME_NOT_RESOLVED */
    {12029, PROBE_NO_CONNECTION},   /* CANNOT_CONNECT */
    {12030, PROBE_CLOSED},          /* CONNECTION_ERROR */
    {12032, PROBE_CLOSED},          /* RESEND_REQUEST */
    {12037, PROBE_BAD_CERTIFICATE}, /* SECURE_CERT_DATE_INVALID */
    {12038, PROBE_BAD_CERTIFICATE}, /* SECURE_CERT_CN_INVALID */
    {12044, PROBE_NO_TLS},          /* CLIENT_AUTH_CERT_NEEDED */
    {12045, PROBE_BAD_CERTIFICATE}, /* SECURE_INVALID_CA */
    {12057, PROBE_BAD_CERTIFICATE}, /* SECURE_CERT_REV_FAILED */
    {12152, PROBE_NO_HTTP},         /* INVALID_SERVER_RESPONSE */
    {12157, PROBE_NO_TLS},          /* SECURE_CHANNEL_ERROR */
    {12169, PROBE_BAD_CERTIFICATE}, /* SECURE_INVALID_CERT */
    {12170, PROBE_BAD_CERTIFICATE}, /* SECURE_CERT_REVOKED */
    {12175, PROBE_NO_TLS},          /* SECURE_FAILURE: with a bad certificate, see below */
    {12179, PROBE_BAD_CERTIFICATE}, /* SECURE_CERT_WRONG_USAGE */
    {12181, PROBE_NO_HTTP},         /* HEADER_COUNT_EXCEEDED */
    {12182, PROBE_NO_HTTP},         /* HEADER_SIZE_OVERFLOW */
    {12184, PROBE_NO_HTTP},         /* RESPONSE_DRAIN_OVERFLOW */
};

uint32_t probe_certificate_problems(error_code error, uint32_t flags)
{
    /* Wine says by the error what Windows says by the flags. */
    static const struct {
        error_code error;
        uint32_t problems;
    } said[] = {
        {12037, CERTIFICATE_EXPIRED},     {12038, CERTIFICATE_WRONG_NAME},
        {12045, CERTIFICATE_UNTRUSTED},   {12057, CERTIFICATE_REVOCATION_UNKNOWN},
        {12169, CERTIFICATE_INVALID},     {12170, CERTIFICATE_REVOKED},
        {12179, CERTIFICATE_WRONG_USAGE},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (said[i].error == error)
            return said[i].problems | (flags & CERTIFICATE_PROBLEMS);
    return error == SECURE_FAILURE ? flags & CERTIFICATE_PROBLEMS : 0;
}

bool probe_is_rpc_type(const char *content_type)
{
    const size_t size = sizeof PROBE_CONTENT_TYPE - 1;
    if (strlen(content_type) < size)
        return false;
    for (size_t i = 0; i < size; i++) {
        const char c = content_type[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != PROBE_CONTENT_TYPE[i])
            return false;
    }
    const char behind = content_type[size];
    return behind == '\0' || behind == ' ' || behind == ';';
}

void proxy_exchange_add_challenge(struct proxy_exchange *exchange, const char *value)
{
    const size_t size = strlen(value);
    if (size + 1 > sizeof exchange->challenges - exchange->challenges_size)
        return;
    memcpy(exchange->challenges + exchange->challenges_size, value, size);
    exchange->challenges_size += size;
    exchange->challenges[exchange->challenges_size++] = '\n';
}

static enum probe_outcome outcome_of_error(const struct proxy_exchange *exchange)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].error != exchange->error)
            continue;
        const bool by_certificate = errors[i].outcome == PROBE_NO_TLS &&
                                    (exchange->certificate_problems & CERTIFICATE_PROBLEMS) != 0;
        return by_certificate ? PROBE_BAD_CERTIFICATE : errors[i].outcome;
    }
    return PROBE_FAILED;
}

bool probe_may_be_certificate(error_code error)
{
    const struct proxy_exchange exchange = {.error = error};
    const enum probe_outcome outcome = outcome_of_error(&exchange);
    return outcome == PROBE_NO_TLS || outcome == PROBE_BAD_CERTIFICATE;
}

static enum probe_outcome outcome_of_schemes(uint32_t schemes)
{
    if ((schemes & HTTP_SCHEME_NTLM) != 0)
        return PROBE_OFFERS_NTLM;
    if ((schemes & HTTP_SCHEME_NEGOTIATE) != 0)
        return PROBE_ONLY_NEGOTIATE;
    if ((schemes & HTTP_SCHEME_BASIC) != 0)
        return PROBE_ONLY_BASIC;
    /* 401 that offers nothing at all is no answer to the question. */
    return schemes != 0 ? PROBE_ONLY_OTHER : PROBE_OTHER_STATUS;
}

static enum probe_outcome outcome_of_status(const struct proxy_exchange *exchange, uint32_t schemes)
{
    /* A web proxy says by these that it does not let anybody through, or finds nobody. */
    const bool by_web_proxy = exchange->web_proxy[0] != '\0';
    switch (exchange->status) {
    case STATUS_OK:
        /* A page of any other kind comes from somebody else: a portal, a start page. */
        return exchange->is_rpc ? PROBE_ANONYMOUS : PROBE_OTHER_STATUS;
    case STATUS_UNAUTHORIZED:
        return outcome_of_schemes(schemes);
    case STATUS_FORBIDDEN:
        return exchange->address.ssl || by_web_proxy ? PROBE_OTHER_STATUS : PROBE_SSL_REQUIRED;
    case STATUS_NOT_FOUND:
        return PROBE_NOT_RPC_PROXY;
    case STATUS_PROXY_AUTHENTICATION_REQUIRED:
        return PROBE_WEB_PROXY_LOGIN;
    case STATUS_SERVICE_UNAVAILABLE:
        return by_web_proxy ? PROBE_OTHER_STATUS : PROBE_RPC_ERROR;
    default:
        return PROBE_OTHER_STATUS;
    }
}

static void set_time(struct probe_answer *answer, const char *time)
{
    snprintf(answer->time, sizeof answer->time, "%s", time);
}

const struct proxy_exchange *proxy_exchange_that_counts(const struct proxy_exchange *direct,
                                                        const struct proxy_exchange *by_web_proxy)
{
    if (direct->error == CODE_SUCCESS || by_web_proxy->web_proxy[0] == '\0')
        return direct;
    /* Where a web proxy is needed, the names of others are often known to it alone. */
    return by_web_proxy->error == CODE_SUCCESS || outcome_of_error(direct) == PROBE_NAME_NOT_FOUND
               ? by_web_proxy
               : direct;
}

void proxy_probe_judge(const struct proxy_exchange *exchange, const char *time,
                       struct probe_answer *answer)
{
    *answer = (struct probe_answer){
        .error = exchange->error,
        .certificate_problems = exchange->certificate_problems & CERTIFICATE_PROBLEMS,
    };
    set_time(answer, time);
    memcpy(answer->web_proxy, exchange->web_proxy, sizeof answer->web_proxy);
    if (text_is_plain(exchange->certificate_name))
        memcpy(answer->certificate_name, exchange->certificate_name,
               sizeof answer->certificate_name);
    if (exchange->error != CODE_SUCCESS) {
        answer->outcome = outcome_of_error(exchange);
        answer->web_proxy_error = exchange->web_proxy_error;
        return;
    }
    answer->status = exchange->status;
    if (exchange->status == STATUS_UNAUTHORIZED)
        answer->schemes = http_challenge_schemes(exchange->challenges, exchange->challenges_size);
    answer->outcome = outcome_of_status(exchange, answer->schemes);
}

bool probe_may_sign_on(const struct probe_answer *answer)
{
    return answer->outcome == PROBE_OFFERS_NTLM && answer->certificate_problems == 0 &&
           answer->web_proxy[0] == '\0';
}

/* A web proxy that wants a login was not passed, who leads elsewhere has let nobody in, and what
 * another device refuses by an error of its own says nothing of the logon. */
static bool has_let_in(uint32_t status)
{
    if (status == STATUS_SERVICE_UNAVAILABLE)
        return true;
    return status < STATUS_REDIRECTIONS ||
           (status >= STATUS_CLIENT_ERRORS && status < STATUS_SERVER_ERRORS &&
            status != STATUS_PROXY_AUTHENTICATION_REQUIRED);
}

/* NTLM takes three legs on one connection: asked, challenged, answered. The first may have another:
 * it is the question without a logon. */
enum { NTLM_LEGS = 3 };

enum sign_on_outcome proxy_probe_judge_sign_on(const struct proxy_exchange *exchange)
{
    if (exchange->error != CODE_SUCCESS) {
        const enum probe_outcome outcome = outcome_of_error(exchange);
        return outcome == PROBE_CLOSED || outcome == PROBE_NO_HTTP ? SIGN_ON_BROKEN
                                                                   : SIGN_ON_UNKNOWN;
    }
    if (exchange->status == STATUS_UNAUTHORIZED) {
        /* Who answers a challenge that was given on another connection is always refused. */
        if (exchange->leg_count >= NTLM_LEGS && exchange->changed_connection)
            return SIGN_ON_BROKEN;
        /* Who has not sent his logon was not refused: Windows may be forbidden to send it. */
        return exchange->leg_count > 1 ? SIGN_ON_REFUSED : SIGN_ON_UNKNOWN;
    }
    return exchange->leg_count > 1 && has_let_in(exchange->status) ? SIGN_ON_WORKS
                                                                   : SIGN_ON_UNKNOWN;
}

void proxy_probe_without_address(const char *time, struct probe_answer *answer)
{
    *answer = (struct probe_answer){.outcome = PROBE_NO_ADDRESS};
    set_time(answer, time);
}

enum probe_verdict probe_verdict_of(const struct probe_answer *answer)
{
    if (answer->sign_on == SIGN_ON_WORKS)
        return PROBE_VERDICT_YES;
    if (answer->sign_on == SIGN_ON_REFUSED || answer->sign_on == SIGN_ON_BROKEN)
        return PROBE_VERDICT_NO;
    switch (answer->outcome) {
    case PROBE_OFFERS_NTLM:
        return PROBE_VERDICT_YES;
    case PROBE_ONLY_NEGOTIATE:
    case PROBE_ONLY_BASIC:
    case PROBE_ONLY_OTHER:
    case PROBE_NOT_RPC_PROXY:
        return PROBE_VERDICT_NO;
    default:
        return PROBE_VERDICT_UNKNOWN;
    }
}

bool probe_answer_is_lasting(const struct probe_answer *answer)
{
    return answer->outcome <= PROBE_NOT_RPC_PROXY;
}

const char *probe_outcome_name(enum probe_outcome outcome)
{
    static const char *const names[PROBE_OUTCOME_COUNT] = {
        [PROBE_OFFERS_NTLM] = "offers_ntlm",
        [PROBE_ONLY_NEGOTIATE] = "only_negotiate",
        [PROBE_ONLY_BASIC] = "only_basic",
        [PROBE_ONLY_OTHER] = "only_other",
        [PROBE_ANONYMOUS] = "anonymous",
        [PROBE_NOT_RPC_PROXY] = "not_rpc_proxy",
        [PROBE_SSL_REQUIRED] = "ssl_required",
        [PROBE_WEB_PROXY_LOGIN] = "web_proxy_login",
        [PROBE_RPC_ERROR] = "rpc_error",
        [PROBE_OTHER_STATUS] = "other_status",
        [PROBE_NO_ADDRESS] = "no_address",
        [PROBE_NAME_NOT_FOUND] = "name_not_found",
        [PROBE_NO_CONNECTION] = "no_connection",
        [PROBE_NO_TLS] = "no_tls",
        [PROBE_BAD_CERTIFICATE] = "bad_certificate",
        [PROBE_CLOSED] = "closed",
        [PROBE_NO_HTTP] = "no_http",
        [PROBE_TIME_LIMIT] = "time_limit",
        [PROBE_FAILED] = "failed",
    };
    return names[outcome];
}

const char *sign_on_outcome_name(enum sign_on_outcome outcome)
{
    static const char *const names[SIGN_ON_OUTCOME_COUNT] = {
        [SIGN_ON_NOT_TRIED] = NULL,         [SIGN_ON_WORKS] = "ntlm_works",
        [SIGN_ON_REFUSED] = "ntlm_refused", [SIGN_ON_BROKEN] = "ntlm_broken_on_the_way",
        [SIGN_ON_UNKNOWN] = "unknown",
    };
    return names[outcome];
}
