/* /probe:signon against real web servers: a whole handshake of NTLM, and to whom no logon is sent.
 *
 * logon_session_windows.c says what of it is the test's. */
#include "tests/system/hook_loading.h"
#include "tests/system/logon_session.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/probe_fixture.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static bool load_logon_session(HANDLE process)
{
    return hook_load(process, LOGON_SESSION_DLL);
}

/* The second step at a server, by this logon. */
static const struct program_result *sign_on(const char *server, DWORD flags,
                                            const wchar_t *password)
{
    live_registry_clear();
    mail_sample_write_level(3);
    probe_use_proxy(L"Outlook", "localhost", probe_port_of(server), flags, L"msstd:localhost");
    ck_assert(SetEnvironmentVariableW(LOGON_SESSION_USER, L"CONTOSO\\anna"));
    ck_assert(SetEnvironmentVariableW(LOGON_SESSION_PASSWORD, password));
    const wchar_t *arguments = L"/check /insecure /json /probe:signon";
    const struct program_result *result = promptfix_prepared(arguments, load_logon_session);
    for (int i = 1; i < PROBE_ATTEMPT_COUNT && probe_was_too_slow(result); i++)
        result = promptfix_prepared(arguments, load_logon_session);
    return result;
}

static const struct {
    const char *server;
    DWORD flags;
    const wchar_t *password;
    const char *outcome;
    DWORD exit_code;
} sign_on_cases[] = {
    {"ntlm", WITHOUT_TLS, L"secret", "ntlm_works", 1},
    {"ntlm", WITHOUT_TLS, L"wrong", "ntlm_refused", 2},
    {"tls", OVER_TLS, L"secret", "ntlm_works", 1},
    {"tls", OVER_TLS, L"wrong", "ntlm_refused", 2},
    {"reverse_closing", WITHOUT_TLS, L"secret", "ntlm_broken_on_the_way", 2},
    /* It hides that it changes connections, and then the server refuses any logon. */
    {"reverse", WITHOUT_TLS, L"secret", "ntlm_refused", 2},
    {"between_legs", WITHOUT_TLS, L"secret", "ntlm_broken_on_the_way", 2},
    {"after_challenge", WITHOUT_TLS, L"secret", "ntlm_broken_on_the_way", 2},
};

/* Has this one of the odd servers seen a logon? */
static bool was_sent_a_logon(const char *server)
{
    char line[1024];
    bool was_sent = false;
    FILE *file = probe_open_file("logons");
    while (fgets(line, sizeof line, file) != NULL)
        was_sent |= strncmp(line, server, strlen(server)) == 0 && line[strlen(server)] == ' ';
    fclose(file);
    return was_sent;
}

/* All three legs of NTLM, by the program as it is built: see logon_session_windows.c for what of it
 * is the test's. */
START_TEST(sees_the_handshake_through)
{
    char outcome[64];
    probe_trust_authority();
    const struct program_result *result =
        sign_on(sign_on_cases[_i].server, sign_on_cases[_i].flags, sign_on_cases[_i].password);
    snprintf(outcome, sizeof outcome, "\"sign_on\": \"%s\"", sign_on_cases[_i].outcome);
    output_expect(result->output, outcome);
    ck_assert_uint_eq(result->exit_code, sign_on_cases[_i].exit_code);
}
END_TEST

/* To nobody else: not where the certificate is bad, nor where the proxy leads to. */
START_TEST(sends_no_logon_to_others)
{
    const struct program_result *result = sign_on("untrusted", OVER_TLS, L"secret");
    output_expect(result->output, "\"outcome\": \"offers_ntlm\"");
    output_expect(result->output, "\"sign_on\": null");
    result = sign_on("leading_away", WITHOUT_TLS, L"secret");
    output_expect(result->output, "\"outcome\": \"offers_ntlm\"");
    ck_assert(was_sent_a_logon("leading_away"));
    ck_assert(!was_sent_a_logon("elsewhere"));
}
END_TEST

/* Nor by way of a web proxy, whether that is needed or not. */
START_TEST(sends_no_logon_to_web_proxies)
{
    probe_set_web_proxy(WEB_PROXY_NAMED, probe_place_of("", "web_proxy", ""), "", "");
    const struct program_result *result = sign_on("ntlm", WITHOUT_TLS, L"secret");
    output_expect_in_object(result->output, "\"probe\"", "\"sign_on\": \"ntlm_works\"");
    output_expect_in_object(result->output, "\"probe\"", "\"web_proxy\": null");
    probe_set_web_proxy(WEB_PROXY_NAMED, probe_place_of("", "passing", ""), "", "");
    probe_use_proxy(L"Outlook", PROBE_UNKNOWN_HERE, probe_port_of("ntlm"), WITHOUT_TLS, L"");
    result = promptfix_prepared(L"/check /insecure /json /probe:signon", load_logon_session);
    output_expect_in_object(result->output, "\"probe\"", "\"outcome\": \"offers_ntlm\"");
    output_expect_in_object(result->output, "\"probe\"", "\"sign_on\": null");
    ck_assert(!was_sent_a_logon("web_proxy"));
    ck_assert(!was_sent_a_logon("passing"));
}
END_TEST

Suite *probe_sign_on_suite(void);

Suite *probe_sign_on_suite(void)
{
    Suite *suite = suite_create("probe_sign_on");
    TCase *tests = tcase_create("probe_sign_on");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, probe_set_up, probe_tear_down);
    tcase_add_loop_test(tests, sees_the_handshake_through, 0,
                        sizeof sign_on_cases / sizeof sign_on_cases[0]);
    tcase_add_test(tests, sends_no_logon_to_others);
    tcase_add_test(tests, sends_no_logon_to_web_proxies);
    suite_add_tcase(suite, tests);
    return suite;
}
