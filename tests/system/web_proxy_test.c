/* /probe by way of web proxies: those of the user's Internet settings, by name and by a script. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/probe_fixture.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct program_result *probe_unknown(const char *server, DWORD flags)
{
    live_registry_clear();
    mail_sample_write_level(3);
    probe_use_proxy(L"Outlook", PROBE_UNKNOWN_HERE, probe_port_of(server), flags, L"");
    return probe_in_time(L"/check /insecure /json /probe:prefer");
}

static const struct {
    const char *web_proxy;
    const char *exceptions;
    DWORD flags;
    const char *outcome;
    bool is_used;
} web_proxy_cases[] = {
    {"web_proxy", "", WITHOUT_TLS, "web_proxy_login", true},
    /* Not over TLS: Wine's WinHTTP begins with TLS even when the web proxy wants a login. */
    {"web_proxy", "<local>;*.contoso.invalid", WITHOUT_TLS, "name_not_found", false},
    {"passing", "<local>;*.example", WITHOUT_TLS, "offers_ntlm", true},
    {"passing", "", OVER_TLS, "offers_ntlm", true},
    {"unavailable", "", WITHOUT_TLS, "other_status", true},
    {"closed", "", WITHOUT_TLS, "no_connection", true},
};

START_TEST(asks_by_way_of_the_users_web_proxy)
{
    char outcome[64];
    const char *name = probe_place_of("", web_proxy_cases[_i].web_proxy, "");
    const bool over_tls = web_proxy_cases[_i].flags == OVER_TLS;
    probe_set_web_proxy(WEB_PROXY_NAMED, name, web_proxy_cases[_i].exceptions, "");
    const struct program_result *result =
        probe_unknown(over_tls ? "tls" : "ntlm", web_proxy_cases[_i].flags);
    ck_assert(output_is_json(result->output, result->output_size));
    snprintf(outcome, sizeof outcome, "\"outcome\": \"%s\"", web_proxy_cases[_i].outcome);
    output_expect_in_object(result->output, "\"probe\"", outcome);
    name = probe_place_of("\"web_proxy\": \"", web_proxy_cases[_i].web_proxy, "\"");
    output_expect_in_object(result->output, "\"probe\"",
                            web_proxy_cases[_i].is_used ? name : "\"web_proxy\": null");
}
END_TEST

START_TEST(asks_by_way_of_what_a_script_says)
{
    probe_set_web_proxy(WEB_PROXY_SCRIPT, "", "",
                        probe_place_of("http://", "script", "/proxy.pac"));
    const struct program_result *result = probe_unknown("ntlm", WITHOUT_TLS);
    output_expect_in_object(result->output, "\"probe\"", "\"outcome\": \"offers_ntlm\"");
    output_expect_in_object(result->output, "\"probe\"",
                            probe_place_of("\"web_proxy\": \"", "passing", "\""));
    probe_use_proxy(L"Outlook", "direct.invalid", probe_port_of("ntlm"), WITHOUT_TLS, L"");
    result = promptfix(L"/check /insecure /json /probe:prefer");
    output_expect_in_object(result->output, "\"probe\"", "\"outcome\": \"name_not_found\"");
    output_expect_in_object(result->output, "\"probe\"", "\"web_proxy\": null");
}
END_TEST

/* A script that comes without end: neither the question waits for it, nor the end of the program.
 */
START_TEST(waits_for_no_script)
{
    probe_set_web_proxy(WEB_PROXY_SCRIPT, "", "",
                        probe_place_of("http://", "endless", "/proxy.pac"));
    const DWORD start = GetTickCount();
    const struct program_result *result = probe_unknown("ntlm", WITHOUT_TLS);
    output_expect_in_object(result->output, "\"probe\"", "\"outcome\": \"name_not_found\"");
    output_expect_in_object(result->output, "\"probe\"", "\"web_proxy_error\": 12002");
    ck_assert_uint_lt(GetTickCount() - start, 60000);
}
END_TEST

START_TEST(tells_of_a_script_that_is_not_there)
{
    probe_set_web_proxy(WEB_PROXY_SCRIPT, "", "",
                        probe_place_of("http://", "closed", "/proxy.pac"));
    const struct program_result *result = probe_unknown("ntlm", WITHOUT_TLS);
    output_expect_in_object(result->output, "\"probe\"", "\"outcome\": \"name_not_found\"");
    output_expect_in_object(result->output, "\"probe\"", "\"web_proxy\": null");
    output_expect_in_object(result->output, "\"probe\"", "\"web_proxy_error\": 12");
}
END_TEST

Suite *web_proxy_suite(void);

Suite *web_proxy_suite(void)
{
    Suite *suite = suite_create("web_proxy");
    TCase *tests = tcase_create("web_proxy");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, probe_set_up, probe_tear_down);
    tcase_add_loop_test(tests, asks_by_way_of_the_users_web_proxy, 0,
                        sizeof web_proxy_cases / sizeof web_proxy_cases[0]);
    tcase_add_test(tests, asks_by_way_of_what_a_script_says);
    tcase_add_test(tests, waits_for_no_script);
    tcase_add_test(tests, tells_of_a_script_that_is_not_there);
    suite_add_tcase(suite, tests);
    return suite;
}
