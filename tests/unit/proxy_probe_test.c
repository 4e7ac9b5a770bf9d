#include "agent/proxy_probe.h"

#include <check.h>
#include <string.h>

#define TIME "2026-11-22T10:00:00Z"

static struct probe_answer judge(struct proxy_exchange exchange, const char *challenges)
{
    struct probe_answer answer;
    memset(&answer, 0xAA, sizeof answer);
    exchange.challenges_size = strlen(challenges);
    memcpy(exchange.challenges, challenges, exchange.challenges_size);
    proxy_probe_judge(&exchange, TIME, &answer);
    return answer;
}

START_TEST(an_answer_means_what_its_status_says)
{
    static const struct {
        uint32_t status;
        bool ssl;
        bool is_rpc;
        bool is_lasting;
        const char *challenges;
        enum probe_outcome outcome;
        enum probe_verdict verdict;
    } cases[] = {
        {401, true, false, true, "Negotiate\nNTLM\nBasic realm=\"a\"", PROBE_OFFERS_NTLM,
         PROBE_VERDICT_YES},
        {401, false, false, true, "NTLM", PROBE_OFFERS_NTLM, PROBE_VERDICT_YES},
        {401, true, false, true, "Negotiate\nBasic realm=\"a\"", PROBE_ONLY_NEGOTIATE,
         PROBE_VERDICT_NO},
        {401, true, false, true, "Basic realm=\"a, NTLM\"\nDigest realm=\"b\"", PROBE_ONLY_BASIC,
         PROBE_VERDICT_NO},
        {401, true, false, true, "Bearer", PROBE_ONLY_OTHER, PROBE_VERDICT_NO},
        {401, true, false, false, "", PROBE_OTHER_STATUS, PROBE_VERDICT_UNKNOWN},
        {200, true, true, true, "", PROBE_ANONYMOUS, PROBE_VERDICT_UNKNOWN},
        {200, true, false, false, "", PROBE_OTHER_STATUS, PROBE_VERDICT_UNKNOWN},
        {404, true, false, true, "", PROBE_NOT_RPC_PROXY, PROBE_VERDICT_NO},
        {403, false, false, false, "", PROBE_SSL_REQUIRED, PROBE_VERDICT_UNKNOWN},
        {403, true, false, false, "", PROBE_OTHER_STATUS, PROBE_VERDICT_UNKNOWN},
        {407, true, false, false, "NTLM", PROBE_WEB_PROXY_LOGIN, PROBE_VERDICT_UNKNOWN},
        {503, true, false, false, "", PROBE_RPC_ERROR, PROBE_VERDICT_UNKNOWN},
        {302, true, false, false, "", PROBE_OTHER_STATUS, PROBE_VERDICT_UNKNOWN},
        {500, true, false, false, "NTLM", PROBE_OTHER_STATUS, PROBE_VERDICT_UNKNOWN},
        {0, true, false, false, "", PROBE_OTHER_STATUS, PROBE_VERDICT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct proxy_exchange exchange = {
            .address = {.host = "mail", .port = 443, .ssl = cases[i].ssl},
            .status = cases[i].status,
            .is_rpc = cases[i].is_rpc,
        };
        const struct probe_answer answer = judge(exchange, cases[i].challenges);
        ck_assert_msg(answer.outcome == cases[i].outcome, "case %u: %s", (unsigned)i,
                      probe_outcome_name(answer.outcome));
        ck_assert_msg(probe_verdict_of(&answer) == cases[i].verdict, "case %u", (unsigned)i);
        ck_assert_msg(probe_answer_is_lasting(&answer) == cases[i].is_lasting, "case %u",
                      (unsigned)i);
        ck_assert_uint_eq(answer.status, cases[i].status);
        ck_assert_uint_eq(answer.error, CODE_SUCCESS);
        ck_assert_str_eq(answer.time, TIME);
        ck_assert_int_eq(answer.sign_on, SIGN_ON_NOT_TRIED);
        ck_assert(!answer.is_kept);
        /* What somebody else offers is not what the proxy offers. */
        ck_assert(cases[i].status == 401 || answer.schemes == 0);
    }
}
END_TEST

START_TEST(an_error_says_how_far_the_question_came)
{
    static const struct {
        error_code error;
        uint32_t certificate_problems;
        enum probe_outcome outcome;
    } cases[] = {
        {12007, 0, PROBE_NAME_NOT_FOUND},  {12029, 0, PROBE_NO_CONNECTION},
        {12030, 0, PROBE_CLOSED},          {12002, 0, PROBE_TIME_LIMIT},
        {12152, 0, PROBE_NO_HTTP},         {12182, 0, PROBE_NO_HTTP},
        {12157, 0, PROBE_NO_TLS},          {12175, 0, PROBE_NO_TLS},
        {12175, 0x80000000, PROBE_NO_TLS}, {12175, CERTIFICATE_EXPIRED, PROBE_BAD_CERTIFICATE},
        {12045, 0, PROBE_BAD_CERTIFICATE}, {12030, CERTIFICATE_EXPIRED, PROBE_CLOSED},
        {12005, 0, PROBE_NO_ADDRESS},      {CODE_NOT_ENOUGH_MEMORY, 0, PROBE_FAILED},
        {4711, 0, PROBE_FAILED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct proxy_exchange exchange = {
            .error = cases[i].error,
            .status = 401,
            .certificate_problems = cases[i].certificate_problems,
        };
        const struct probe_answer answer = judge(exchange, "NTLM");
        ck_assert_msg(answer.outcome == cases[i].outcome, "error %u: %s", cases[i].error,
                      probe_outcome_name(answer.outcome));
        ck_assert_int_eq(probe_verdict_of(&answer), PROBE_VERDICT_UNKNOWN);
        ck_assert(!probe_answer_is_lasting(&answer));
        ck_assert_uint_eq(answer.error, cases[i].error);
        ck_assert_uint_eq(answer.status, 0);
        ck_assert_uint_eq(answer.certificate_problems,
                          cases[i].certificate_problems & CERTIFICATE_PROBLEMS);
    }
}
END_TEST

/* RPC over HTTP uses a web proxy only where there is no answer without it. */
START_TEST(an_answer_past_the_web_proxy_counts_first)
{
    static const struct {
        error_code direct;
        error_code by_web_proxy;
        const char *web_proxy;
        bool by_web_proxy_counts;
    } cases[] = {
        {0, 0, "proxy:8080", false},        {0, 12029, "proxy:8080", false},
        {12002, 0, "proxy:8080", true},     {12029, 0, "proxy:8080", true},
        {12175, 0, "proxy:8080", true},     {12029, 12002, "proxy:8080", false},
        {12007, 12002, "proxy:8080", true}, {12007, 12029, "proxy:8080", true},
        {12007, 12002, "", false},          {12002, 12002, "", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct proxy_exchange direct = {.error = cases[i].direct};
        struct proxy_exchange other = {.error = cases[i].by_web_proxy};
        memcpy(other.web_proxy, cases[i].web_proxy, strlen(cases[i].web_proxy) + 1);
        ck_assert_msg((proxy_exchange_that_counts(&direct, &other) == &other) ==
                          cases[i].by_web_proxy_counts,
                      "case %u", (unsigned)i);
    }
}
END_TEST

/* A web proxy refuses by 403 whom it does not let through, and says by 503 that it found nobody. */
START_TEST(what_a_web_proxy_may_have_said_is_not_the_rpc_proxys)
{
    static const struct {
        uint32_t status;
        enum probe_outcome direct;
        enum probe_outcome by_web_proxy;
    } cases[] = {
        {403, PROBE_SSL_REQUIRED, PROBE_OTHER_STATUS},
        {503, PROBE_RPC_ERROR, PROBE_OTHER_STATUS},
        {407, PROBE_WEB_PROXY_LOGIN, PROBE_WEB_PROXY_LOGIN},
        {401, PROBE_OFFERS_NTLM, PROBE_OFFERS_NTLM},
        {404, PROBE_NOT_RPC_PROXY, PROBE_NOT_RPC_PROXY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proxy_exchange exchange = {.status = cases[i].status};
        ck_assert_int_eq(judge(exchange, "NTLM").outcome, cases[i].direct);
        ck_assert_str_eq(judge(exchange, "NTLM").web_proxy, "");
        strcpy(exchange.web_proxy, "proxy:8080");
        ck_assert_int_eq(judge(exchange, "NTLM").outcome, cases[i].by_web_proxy);
        ck_assert_str_eq(judge(exchange, "NTLM").web_proxy, "proxy:8080");
    }
}
END_TEST

START_TEST(a_logon_goes_only_to_whom_it_is_meant_for)
{
    struct probe_answer answer = {.outcome = PROBE_OFFERS_NTLM};
    ck_assert(probe_may_sign_on(&answer));
    answer.certificate_problems = CERTIFICATE_UNTRUSTED;
    ck_assert(!probe_may_sign_on(&answer));
    answer.certificate_problems = 0;
    strcpy(answer.web_proxy, "proxy:8080");
    ck_assert(!probe_may_sign_on(&answer));
    for (int outcome = PROBE_OFFERS_NTLM + 1; outcome < PROBE_OUTCOME_COUNT; outcome++) {
        answer = (struct probe_answer){.outcome = (enum probe_outcome)outcome};
        ck_assert(!probe_may_sign_on(&answer));
    }
}
END_TEST

START_TEST(a_sign_on_is_judged_by_where_it_ended)
{
    static const struct {
        error_code error;
        uint32_t status;
        enum sign_on_outcome outcome;
        uint32_t leg_count;
        bool changed_connection;
    } cases[] = {
        {0, 401, SIGN_ON_BROKEN, 3, true},     {0, 401, SIGN_ON_REFUSED, 2, true},
        {0, 200, SIGN_ON_WORKS, 3, true},      {0, 200, SIGN_ON_UNKNOWN, 1, false},
        {0, 302, SIGN_ON_UNKNOWN, 2, false},   {0, 302, SIGN_ON_UNKNOWN, 3, false},
        {0, 401, SIGN_ON_UNKNOWN, 1, false},   {0, 401, SIGN_ON_REFUSED, 2, false},
        {0, 200, SIGN_ON_WORKS, 3, false},     {0, 404, SIGN_ON_WORKS, 3, false},
        {0, 503, SIGN_ON_WORKS, 3, false},     {0, 401, SIGN_ON_REFUSED, 3, false},
        {12030, 0, SIGN_ON_BROKEN, 0, false},  {12152, 0, SIGN_ON_BROKEN, 0, false},
        {12002, 0, SIGN_ON_UNKNOWN, 0, false}, {12029, 0, SIGN_ON_UNKNOWN, 0, false},
        {12175, 0, SIGN_ON_UNKNOWN, 0, false}, {87, 0, SIGN_ON_UNKNOWN, 0, false},
        {0, 407, SIGN_ON_UNKNOWN, 3, false},   {0, 500, SIGN_ON_UNKNOWN, 3, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct proxy_exchange exchange = {
            .signs_on = true,
            .error = cases[i].error,
            .status = cases[i].status,
            .leg_count = cases[i].leg_count,
            .changed_connection = cases[i].changed_connection,
        };
        ck_assert_msg(proxy_probe_judge_sign_on(&exchange) == cases[i].outcome, "case %u",
                      (unsigned)i);
    }
}
END_TEST

START_TEST(a_sign_on_outweighs_what_is_offered)
{
    static const enum probe_verdict verdicts[SIGN_ON_OUTCOME_COUNT] = {
        [SIGN_ON_NOT_TRIED] = PROBE_VERDICT_YES, [SIGN_ON_WORKS] = PROBE_VERDICT_YES,
        [SIGN_ON_REFUSED] = PROBE_VERDICT_NO,    [SIGN_ON_BROKEN] = PROBE_VERDICT_NO,
        [SIGN_ON_UNKNOWN] = PROBE_VERDICT_YES,
    };
    for (int outcome = 0; outcome < SIGN_ON_OUTCOME_COUNT; outcome++) {
        const struct probe_answer answer = {.outcome = PROBE_OFFERS_NTLM,
                                            .sign_on = (enum sign_on_outcome)outcome};
        ck_assert_int_eq(probe_verdict_of(&answer), verdicts[outcome]);
    }
}
END_TEST

START_TEST(the_certificate_is_judged_by_error_and_flags)
{
    ck_assert_uint_eq(probe_certificate_problems(12175, 0x80000028),
                      CERTIFICATE_EXPIRED | CERTIFICATE_UNTRUSTED);
    ck_assert_uint_eq(probe_certificate_problems(12175, 0), 0);
    ck_assert_uint_eq(probe_certificate_problems(12175, 0x80000000), 0);
    ck_assert_uint_eq(probe_certificate_problems(12045, 0), CERTIFICATE_UNTRUSTED);
    ck_assert_uint_eq(probe_certificate_problems(12037, 0x10),
                      CERTIFICATE_EXPIRED | CERTIFICATE_WRONG_NAME);
    ck_assert_uint_eq(probe_certificate_problems(12030, 0x10), 0);
}
END_TEST

START_TEST(only_a_tls_failure_is_worth_a_second_try)
{
    ck_assert(probe_may_be_certificate(12175));
    ck_assert(probe_may_be_certificate(12157));
    ck_assert(probe_may_be_certificate(12045));
    ck_assert(!probe_may_be_certificate(12002));
    ck_assert(!probe_may_be_certificate(12030));
    ck_assert(!probe_may_be_certificate(0));
}
END_TEST

START_TEST(the_type_of_an_rpc_proxy_is_known)
{
    ck_assert(probe_is_rpc_type("application/rpc"));
    ck_assert(probe_is_rpc_type("Application/RPC; charset=x"));
    ck_assert(!probe_is_rpc_type("application/rpcx"));
    ck_assert(!probe_is_rpc_type("application/rp"));
    ck_assert(!probe_is_rpc_type("text/html"));
    ck_assert(!probe_is_rpc_type(""));
}
END_TEST

START_TEST(challenges_are_gathered_as_far_as_there_is_room)
{
    static struct proxy_exchange exchange;
    char long_value[PROBE_CHALLENGES_SIZE];
    memset(long_value, 'a', sizeof long_value);
    long_value[PROBE_CHALLENGES_SIZE - 5] = '\0';
    proxy_exchange_add_challenge(&exchange, "NTLM");
    proxy_exchange_add_challenge(&exchange, long_value); /* one byte too many */
    proxy_exchange_add_challenge(&exchange, "Basic");
    ck_assert_uint_eq(http_challenge_schemes(exchange.challenges, exchange.challenges_size),
                      HTTP_SCHEME_NTLM | HTTP_SCHEME_BASIC);
    exchange.challenges_size = 5;
    long_value[PROBE_CHALLENGES_SIZE - 6] = '\0';
    proxy_exchange_add_challenge(&exchange, long_value);
    ck_assert_uint_eq(exchange.challenges_size, PROBE_CHALLENGES_SIZE);
    proxy_exchange_add_challenge(&exchange, "");
    ck_assert_uint_eq(exchange.challenges_size, PROBE_CHALLENGES_SIZE);
}
END_TEST

START_TEST(every_outcome_has_a_name_of_its_own)
{
    for (int i = 0; i < PROBE_OUTCOME_COUNT; i++)
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(probe_outcome_name((enum probe_outcome)i),
                             probe_outcome_name((enum probe_outcome)j));
    ck_assert_ptr_null(sign_on_outcome_name(SIGN_ON_NOT_TRIED));
    for (int i = SIGN_ON_WORKS; i < SIGN_ON_OUTCOME_COUNT; i++)
        ck_assert_ptr_nonnull(sign_on_outcome_name((enum sign_on_outcome)i));
}
END_TEST

Suite *proxy_probe_suite(void);

Suite *proxy_probe_suite(void)
{
    Suite *suite = suite_create("proxy_probe");
    TCase *tests = tcase_create("proxy_probe");
    tcase_add_test(tests, an_answer_means_what_its_status_says);
    tcase_add_test(tests, an_error_says_how_far_the_question_came);
    tcase_add_test(tests, an_answer_past_the_web_proxy_counts_first);
    tcase_add_test(tests, what_a_web_proxy_may_have_said_is_not_the_rpc_proxys);
    tcase_add_test(tests, a_logon_goes_only_to_whom_it_is_meant_for);
    tcase_add_test(tests, a_sign_on_is_judged_by_where_it_ended);
    tcase_add_test(tests, a_sign_on_outweighs_what_is_offered);
    tcase_add_test(tests, the_certificate_is_judged_by_error_and_flags);
    tcase_add_test(tests, only_a_tls_failure_is_worth_a_second_try);
    tcase_add_test(tests, the_type_of_an_rpc_proxy_is_known);
    tcase_add_test(tests, challenges_are_gathered_as_far_as_there_is_room);
    tcase_add_test(tests, every_outcome_has_a_name_of_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}
