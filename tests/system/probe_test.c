/* /probe against real web servers, and some that no real server is like: tests/servers/start.sh has
 * started them and written down their ports. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/probe_fixture.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void use_server(const char *server, DWORD flags)
{
    live_registry_clear();
    mail_sample_write_level(3);
    probe_use_proxy(L"Outlook", "localhost", probe_port_of(server), flags, L"msstd:localhost");
}

static const struct program_result *probe(const char *server, DWORD flags)
{
    use_server(server, flags);
    return promptfix(L"/check /insecure /json /probe:prefer");
}

static const struct {
    const char *server;
    DWORD exit_code;
    const char *outcome;
    const char *schemes;
} plain_cases[] = {
    {"ntlm", 1, "offers_ntlm", "\"NTLM\",\r\n          \"Negotiate\",\r\n          \"Basic\""},
    {"basic", 2, "only_basic", "\"Basic\""},
    {"reverse", 1, "offers_ntlm", "\"NTLM\""}, /* that it breaks NTLM, only a sign-on shows */
    {"one_line", 1, "offers_ntlm", "\"NTLM\",\r\n          \"Basic\"\r\n"},
    {"negotiate", 2, "only_negotiate", "\"Negotiate\""},
    {"not_found", 2, "not_rpc_proxy", NULL},
    {"forbidden", 1, "ssl_required", NULL},
    {"web_proxy", 1, "web_proxy_login", NULL},
    {"unavailable", 1, "rpc_error", NULL},
    {"anonymous", 1, "anonymous", NULL},
    {"portal", 1, "other_status", NULL},
    {"redirecting", 1, "other_status", NULL},
    {"closed", 1, "no_connection", NULL},
    {"silent", 1, "time_limit", NULL},
    {"garbage", 1, "no_http", NULL},
};

START_TEST(tells_each_server_from_the_others)
{
    char outcome[64];
    const struct program_result *result = probe(plain_cases[_i].server, WITHOUT_TLS);
    ck_assert(output_is_json(result->output, result->output_size));
    snprintf(outcome, sizeof outcome, "\"outcome\": \"%s\"", plain_cases[_i].outcome);
    output_expect(result->output, outcome);
    if (plain_cases[_i].schemes != NULL)
        output_expect(result->output, plain_cases[_i].schemes);
    ck_assert_uint_eq(result->exit_code, plain_cases[_i].exit_code);
}
END_TEST

/* A connection that ends without an answer: Windows says so, Wine calls it an answer that is none.
 */
START_TEST(knows_when_the_connection_was_closed)
{
    const struct program_result *result = probe("closing", WITHOUT_TLS);
    ck_assert_uint_eq(result->exit_code, 1);
    output_expect(result->output, strstr(result->output, "\"closed\"") != NULL
                                      ? "\"outcome\": \"closed\""
                                      : "\"outcome\": \"no_http\"");
}
END_TEST

/* Windows gives up when there are too many headers, Wine goes on reading: the time limit ends it.
 */
START_TEST(reads_no_headers_for_ever)
{
    const struct program_result *result = probe("endless", WITHOUT_TLS);
    ck_assert_uint_eq(result->exit_code, 1);
    output_expect(result->output, strstr(result->output, "\"no_http\"") != NULL
                                      ? "\"outcome\": \"no_http\""
                                      : "\"outcome\": \"time_limit\"");
}
END_TEST

static const struct {
    const char *server;
    DWORD exit_code;
    const char *certificate;
} tls_cases[] = {
    {"tls", 1, "\"untrusted\""}, /* nobody knows the throw-away authority */
    {"untrusted", 1, "\"untrusted\""},
    {"expired", 1, "\"expired\""},
    {"wrong_name", 2, "\"wrong_name\""},
};

START_TEST(tells_what_is_wrong_with_a_certificate_and_reads_on)
{
    use_server(tls_cases[_i].server, OVER_TLS);
    const struct program_result *result = probe_in_time(L"/check /insecure /json /probe:prefer");
    output_expect(result->output, "\"outcome\": \"offers_ntlm\"");
    /* Wine does not say what it is that it does not like. */
    output_expect(result->output, strstr(result->output, "\"invalid\"") != NULL
                                      ? "\"invalid\""
                                      : tls_cases[_i].certificate);
    ck_assert_uint_eq(result->exit_code, tls_cases[_i].exit_code);
    if (strcmp(tls_cases[_i].server, "wrong_name") == 0) {
        output_expect(result->output, "\"certificate_name\": \"mail.elsewhere.example\"");
        output_expect(result->output, "\"id\": \"principal_mismatch\"");
    } else {
        output_expect(result->output, "\"certificate_name\": \"localhost\"");
        output_expect_not(result->output, "principal_mismatch");
    }
}
END_TEST

/* Wine has no logon to send. That was not refused then, and stops nothing; what Windows' own logon
 * comes to is told on Windows only. */
START_TEST(a_logon_that_was_not_sent_was_not_refused)
{
    if (GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == NULL)
        return;
    live_registry_clear();
    mail_sample_write_level(3);
    probe_use_proxy(L"Outlook", "localhost", probe_port_of("ntlm"), WITHOUT_TLS, L"");
    const struct program_result *result = promptfix(L"/check /insecure /json /probe:signon");
    output_expect(result->output, "\"sign_on\": \"unknown\"");
    ck_assert_uint_eq(result->exit_code, 1);
}
END_TEST

START_TEST(a_name_that_does_not_exist_is_told)
{
    live_registry_clear();
    mail_sample_write_level(3);
    probe_use_proxy(L"Outlook", "no-such-host.invalid", 443, OVER_TLS, L"msstd:localhost");
    const struct program_result *result = promptfix(L"/check /json /probe:require");
    output_expect(result->output, "\"outcome\": \"name_not_found\"");
    ck_assert_uint_eq(result->exit_code, 2);
}
END_TEST

/* The whole of it: the fix asks by itself, switches one account and not the other, and asks no more
 * on that day. */
START_TEST(fix_switches_only_where_ntlm_is_offered)
{
    mail_sample_write_level(3);
    probe_use_proxy(L"Good", "localhost", probe_port_of("ntlm"), WITHOUT_TLS, L"");
    probe_use_proxy(L"Bad", "localhost", probe_port_of("basic"), WITHOUT_TLS, L"");
    probe_use_proxy(L"Silent", "localhost", probe_port_of("silent"), WITHOUT_TLS, L"");
    const DWORD start = GetTickCount();
    ck_assert_uint_eq(promptfix(L"/fix /insecure")->exit_code, 3011);
    ck_assert_uint_lt(GetTickCount() - start, 60000);
    mail_sample_expect(L"Good", NTLM);
    mail_sample_expect(L"Bad", BASIC);
    mail_sample_expect(L"Silent", NTLM);
    const struct program_result *check = promptfix(L"/check /insecure");
    ck_assert_uint_eq(check->exit_code, 2);
    output_expect(check->output, "it offers Basic, but not NTLM");
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3011);
}
END_TEST

/* A user without rights, at level 1, with NTLM, SSL and no principal name. */
static void use_tls_without_rights(const char *server)
{
    DWORD flags = 0x2b;
    wchar_t address[128];
    mail_sample_write_level(1);
    mail_sample_add(L"Outlook", NTLM);
    _snwprintf(address, 128, L"localhost:%u", probe_port_of(server));
    mail_sample_set(L"Outlook", L"001f6622", REG_BINARY, address,
                    (wcslen(address) + 1) * sizeof *address);
    mail_sample_set(L"Outlook", L"00036623", REG_BINARY, &flags, sizeof flags);
    live_registry_deny(HKEY_LOCAL_MACHINE, LSA_KEY, KEY_SET_VALUE);
}

/* The way without rights, whole: the certificate is seen to verify, its name goes into the profile,
 * a check finds nothing wrong any more, and undo brings back each byte. */
START_TEST(a_user_without_rights_signs_on_by_the_certificates_name)
{
    use_tls_without_rights("tls");
    probe_trust_authority();
    /* The system makes keys of its own for certificates when it first looks at one. */
    ck_assert_uint_eq(promptfix(L"/check /probe:prefer")->exit_code, 1);
    char *before = registry_dump_without_records();
    ck_assert_uint_eq(promptfix(L"/fix")->exit_code, 740);
    const struct program_result *fix = promptfix(L"/fix /principal:auto /json");
    ck_assert_msg(fix->exit_code == 3011, "%s", strstr(fix->output, "\"probe\""));
    output_expect(fix->output, "\"remedy\": \"sign_on_by_certificate_name\"");
    output_expect(fix->output, "\"certificate_name\": \"localhost\"");
    output_expect(fix->output, "\"value\": \"001f6625\"");
    output_expect(fix->output, "\"restart\": \"outlook\"");
    const struct program_result *check = promptfix(L"/check /json");
    ck_assert_uint_eq(check->exit_code, 0);
    output_expect(check->output, "\"implicit_logon\": true");
    output_expect(check->output, "\"principal_name\": \"msstd:localhost\"");
    output_expect(check->output, "\"flags\": 47");
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3011);
    registry_expect_same_without_records(before);
    free(before);
}
END_TEST

static const char *const bad_certificates[] = {"untrusted", "expired", "wrong_name"};

START_TEST(a_certificate_that_does_not_verify_is_not_named)
{
    use_tls_without_rights(bad_certificates[_i]);
    probe_trust_authority();
    const struct program_result *fix = promptfix(L"/fix /principal:replace /json");
    ck_assert_msg(fix->exit_code == 740, "%s", fix->output);
    output_expect_in_object(fix->output, "\"certificate_name_suffices\"",
                            "\"blocked_by\": \"probe\"");
    output_expect_not(fix->output, "001f6625");
}
END_TEST

Suite *probe_suite(void);

Suite *probe_suite(void)
{
    Suite *suite = suite_create("probe");
    TCase *tests = tcase_create("probe");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, probe_set_up, probe_tear_down);
    tcase_add_loop_test(tests, tells_each_server_from_the_others, 0,
                        sizeof plain_cases / sizeof plain_cases[0]);
    tcase_add_test(tests, knows_when_the_connection_was_closed);
    tcase_add_test(tests, reads_no_headers_for_ever);
    tcase_add_loop_test(tests, tells_what_is_wrong_with_a_certificate_and_reads_on, 0,
                        sizeof tls_cases / sizeof tls_cases[0]);
    tcase_add_test(tests, a_logon_that_was_not_sent_was_not_refused);
    tcase_add_test(tests, a_name_that_does_not_exist_is_told);
    tcase_add_test(tests, fix_switches_only_where_ntlm_is_offered);
    suite_add_tcase(suite, tests);
    tests = tcase_create("certificate_name");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, probe_set_up, probe_tear_down);
    tcase_add_test(tests, a_user_without_rights_signs_on_by_the_certificates_name);
    tcase_add_loop_test(tests, a_certificate_that_does_not_verify_is_not_named, 0,
                        sizeof bad_certificates / sizeof bad_certificates[0]);
    suite_add_tcase(suite, tests);
    return suite;
}
