/* /probe against real web servers, and some that no real server is like: tests/servers/start.sh has
 * started them and written down their ports. */
#include "tests/system/hook_loading.h"
#include "tests/system/logon_session.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"
#include "tests/system/registry_dump.h"
#include "tests/system/trusted_authority.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OVER_TLS = 0x7, WITHOUT_TLS = 0x1 };

static void tear_down(void)
{
    trusted_authority_remove();
    live_registry_allow(HKEY_LOCAL_MACHINE, LSA_KEY);
    live_registry_delete_tree(HKEY_CURRENT_USER, L"Software\\PromptFix");
    live_registry_clear();
}

/* Opens a file of the servers' folder. */
static FILE *open_file(const char *name)
{
    char path[MAX_PATH];
    const char *sources = getenv("PROMPTFIX_SOURCES");
    ck_assert_ptr_nonnull(sources);
    snprintf(path, sizeof path, "%s\\build\\servers\\%s", sources, name);
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s: not there (make test-servers)", path);
    return file;
}

static unsigned port_of(const char *server)
{
    char line[64];
    unsigned port = 0;
    const size_t size = strlen(server);
    FILE *file = open_file("ports");
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, server, size) == 0 && line[size] == '=')
            port = (unsigned)strtoul(line + size + 1, NULL, 10);
    fclose(file);
    ck_assert_msg(port != 0, "no server %s", server);
    return port;
}

/* The profile of the sample with another proxy. */
static void use_proxy(const wchar_t *profile, const char *host, unsigned port, DWORD flags,
                      const wchar_t *principal)
{
    wchar_t server[128];
    mail_sample_add(profile, BASIC);
    _snwprintf(server, 128, L"%hs:%u", host, port);
    mail_sample_set(profile, L"001f6622", REG_BINARY, server,
                    (wcslen(server) + 1) * sizeof *server);
    mail_sample_set(profile, L"001f6625", REG_BINARY, principal,
                    (wcslen(principal) + 1) * sizeof *principal);
    mail_sample_set(profile, L"00036623", REG_BINARY, &flags, sizeof flags);
}

static const struct program_result *probe(const char *server, DWORD flags)
{
    live_registry_clear();
    mail_sample_write_level(3);
    use_proxy(L"Outlook", "localhost", port_of(server), flags, L"msstd:localhost");
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
    const struct program_result *result = probe(tls_cases[_i].server, OVER_TLS);
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
    use_proxy(L"Outlook", "localhost", port_of("ntlm"), WITHOUT_TLS, L"");
    const struct program_result *result = promptfix(L"/check /insecure /json /probe:signon");
    output_expect(result->output, "\"sign_on\": \"unknown\"");
    ck_assert_uint_eq(result->exit_code, 1);
}
END_TEST

START_TEST(a_name_that_does_not_exist_is_told)
{
    live_registry_clear();
    mail_sample_write_level(3);
    use_proxy(L"Outlook", "no-such-host.invalid", 443, OVER_TLS, L"msstd:localhost");
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
    use_proxy(L"Good", "localhost", port_of("ntlm"), WITHOUT_TLS, L"");
    use_proxy(L"Bad", "localhost", port_of("basic"), WITHOUT_TLS, L"");
    use_proxy(L"Silent", "localhost", port_of("silent"), WITHOUT_TLS, L"");
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

static void trust_authority(void)
{
    char pem[8192];
    FILE *file = open_file("ca.pem");
    const size_t size = fread(pem, 1, sizeof pem, file);
    fclose(file);
    trusted_authority_add(pem, (unsigned)size);
}

/* A user without rights, at level 1, with NTLM, SSL and no principal name. */
static void use_tls_without_rights(const char *server)
{
    DWORD flags = 0x2b;
    wchar_t address[128];
    mail_sample_write_level(1);
    mail_sample_add(L"Outlook", NTLM);
    _snwprintf(address, 128, L"localhost:%u", port_of(server));
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
    trust_authority();
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
    trust_authority();
    const struct program_result *fix = promptfix(L"/fix /principal:replace /json");
    ck_assert_msg(fix->exit_code == 740, "%s", fix->output);
    output_expect_in_object(fix->output, "\"certificate_name_suffices\"",
                            "\"blocked_by\": \"probe\"");
    output_expect_not(fix->output, "001f6625");
}
END_TEST

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
    use_proxy(L"Outlook", "localhost", port_of(server), flags, L"msstd:localhost");
    ck_assert(SetEnvironmentVariableW(LOGON_SESSION_USER, L"CONTOSO\\anna"));
    ck_assert(SetEnvironmentVariableW(LOGON_SESSION_PASSWORD, password));
    return promptfix_prepared(L"/check /insecure /json /probe:signon", load_logon_session);
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
    FILE *file = open_file("logons");
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
    trust_authority();
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

Suite *probe_suite(void);

Suite *probe_suite(void)
{
    Suite *suite = suite_create("probe");
    TCase *tests = tcase_create("probe");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, NULL, tear_down);
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
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, a_user_without_rights_signs_on_by_the_certificates_name);
    tcase_add_loop_test(tests, a_certificate_that_does_not_verify_is_not_named, 0,
                        sizeof bad_certificates / sizeof bad_certificates[0]);
    suite_add_tcase(suite, tests);
    tests = tcase_create("sign_on");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_loop_test(tests, sees_the_handshake_through, 0,
                        sizeof sign_on_cases / sizeof sign_on_cases[0]);
    tcase_add_test(tests, sends_no_logon_to_others);
    suite_add_tcase(suite, tests);
    return suite;
}
