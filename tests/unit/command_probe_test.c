/* Whole commands with an RPC proxy that answers this or that: who is asked, what is kept, and what
 * comes of it. */
#include "agent/command.h"

#include "agent/policy.h"
#include "agent/proxy_record.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host fake;

static void answers(uint32_t status, const char *challenges)
{
    fake.proxy.error = CODE_SUCCESS;
    fake.proxy.status = status;
    fake.proxy.challenges_size = strlen(challenges);
    memcpy(fake.proxy.challenges, challenges, fake.proxy.challenges_size);
}

/* XP with level 3 and one profile with Basic; the proxy offers Basic only. */
static void set_up(void)
{
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_default_profile(fake.registry, "Outlook");
    sample_level(fake.registry, 3);
    answers(401, "Basic realm=\"mail\"");
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void expect_scheme(const char *profile, uint8_t scheme)
{
    const uint8_t bytes[4] = {scheme};
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section(profile), "00036627",
                  VALUE_BINARY, bytes, sizeof bytes);
}

static bool says(const char *text)
{
    return strstr(fake_host_output(&fake), text) != NULL;
}

START_TEST(fix_switches_where_ntlm_is_offered)
{
    answers(401, "Negotiate\nNTLM\nBasic realm=\"mail\"");
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_scheme("Outlook", 2);
    ck_assert(says("  Proxy asked at 2026-11-22T10:00:00Z: it offers NTLM.\n"));
    ck_assert_uint_eq(fake.probe_count, 1);
    ck_assert_str_eq(fake.probed[0].host, "mail.contoso.com");
    ck_assert_uint_eq(fake.probed[0].port, 443);
    ck_assert(fake.probed[0].ssl);
    ck_assert_uint_eq(fake.sign_on_count, 0);
}
END_TEST

START_TEST(a_clear_no_stops_the_switch_and_says_what_the_administrator_can_do)
{
    sample_level(fake.registry, 1);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    expect_scheme("Outlook", 1);
    ck_assert(says("it offers Basic, but not NTLM"));
    ck_assert(says("the Exchange proxy does not offer NTLM.\n"));
    ck_assert(says("  https://mail.contoso.com:443/rpc/rpcproxy.dll = 401 Basic\n"));
    ck_assert(says("PromptFix does not switch to NTLM: the proxy was not seen to take it."));
    /* The level does not matter to an account that stays Basic. */
    ck_assert(!says("lm_level_too_low") && !says("keeps your logon to itself"));
}
END_TEST

START_TEST(each_clear_no_stops_the_switch)
{
    static const struct {
        uint32_t status;
        const char *challenges;
    } cases[] = {{401, "Negotiate"}, {401, "Digest realm=\"a\""}, {404, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        answers(cases[i].status, cases[i].challenges);
        ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:prefer"), 2);
        expect_scheme("Outlook", 1);
    }
}
END_TEST

START_TEST(dont_know_follows_the_option)
{
    static const uint32_t statuses[] = {0, 407, 503, 403};
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
        answers(statuses[i], "");
        fake.proxy.error = statuses[i] == 0 ? 12002 : 0;
        ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:require"), 2);
        expect_scheme("Outlook", 1);
        ck_assert(says("PromptFix does not switch to NTLM"));
        ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:prefer"), 3011);
        expect_scheme("Outlook", 2);
        ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    }
    fake.probe_count = 0;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:off"), 3011);
    ck_assert_uint_eq(fake.probe_count, 0);
    ck_assert(!says("Proxy asked"));
}
END_TEST

static void set_policy(enum registry_root root, uint32_t number)
{
    sample_dword(fake.registry, root, POLICIES_KEY, "Probe", number);
}

START_TEST(the_policy_beats_the_command_line)
{
    static const char *const lines[] = {"/probe:prefer", "/probe:require", "/probe:signon"};
    fake.proxy.error = 12002;
    set_policy(REGISTRY_CURRENT_USER, PROBE_POLICY_OFF);
    set_policy(REGISTRY_LOCAL_MACHINE, PROBE_POLICY_REQUIRE);
    /* What nobody has asked yet, the fix will ask: no check says that it is stopped. */
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert_uint_eq(fake.probe_calls, 0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:off"), 2);
    ck_assert_uint_eq(fake.probe_calls, 2);
    set_policy(REGISTRY_LOCAL_MACHINE, PROBE_POLICY_PREFER);
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:require"), 1);
    /* Off means that nobody is asked anything; the report says it where somebody wanted that. */
    answers(401, "NTLM");
    set_policy(REGISTRY_LOCAL_MACHINE, PROBE_POLICY_OFF);
    fake.probe_calls = 0;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        ck_assert_uint_eq(RUN(&fake, "/fix", "/dryrun", lines[i]), 1);
        ck_assert(says("No proxy was asked: your administrator has turned that off"));
    }
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    ck_assert(!says("No proxy was asked"));
    ck_assert_uint_eq(fake.probe_calls, 0);
    ck_assert_uint_eq(fake.sign_on_count, 0);
}
END_TEST

START_TEST(a_policy_that_cannot_be_understood_allows_no_switch_and_no_sign_on)
{
    answers(401, "NTLM");
    set_policy(REGISTRY_LOCAL_MACHINE, 3);
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:signon"), 1);
    ck_assert(says("Probe"));
    ck_assert_uint_eq(fake.sign_on_count, 0);
    fake.proxy.error = 12002;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:prefer"), 2);
    expect_scheme("Outlook", 1);
}
END_TEST

START_TEST(accounts_with_one_proxy_cost_one_question)
{
    sample_exchange_profile(fake.registry, "Second", SAMPLE_BASIC);
    sample_account(fake.registry, &(struct sample_account){.profile = "Third",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .proxy_server = "Mail.Contoso.Com:443"});
    sample_account(fake.registry, &(struct sample_account){.profile = "Fourth",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .proxy_server = "other:8443"});
    sample_account(fake.registry, &(struct sample_account){.profile = "Fifth",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .proxy_server = "http://mail"});
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011); /* the fifth is switched: don't know */
    ck_assert_uint_eq(fake.probe_count, 2);
    ck_assert_uint_eq(fake.probe_calls, 1);
    expect_scheme("Outlook", 1);
    expect_scheme("Second", 1);
    expect_scheme("Third", 1);
    expect_scheme("Fourth", 1);
    expect_scheme("Fifth", 2);
    ck_assert(says("the profile holds no server name that could be asked"));
}
END_TEST

START_TEST(an_answer_is_kept_for_the_day)
{
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    ck_assert_uint_eq(fake.probe_count, 1);
    /* A check reads what is kept, so that it says what the fix would do. */
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    ck_assert(says("it offers Basic, but not NTLM"));
    ck_assert_uint_eq(fake.probe_count, 1);
    /* With the option on the line it is asked anew. */
    answers(401, "NTLM");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:prefer"), 3011);
    ck_assert_uint_eq(fake.probe_count, 2);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert(says("it offers NTLM"));
}
END_TEST

START_TEST(what_no_proxy_has_said_is_not_kept)
{
    fake.proxy.error = 12029;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:require"), 2);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert(!says("Proxy asked"));
}
END_TEST

START_TEST(check_and_dry_run_ask_nobody_and_write_nothing)
{
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/dryrun"), 1);
    ck_assert_uint_eq(fake.probe_count, 0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/dryrun", "/probe:prefer"), 2);
    ck_assert_uint_eq(fake.probe_count, 2);
    fake_host_expect_store(&fake, before);
    free(before);
}
END_TEST

START_TEST(who_is_not_to_be_switched_is_not_asked)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 0);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_policy(fake.registry, "11.0", "ProxyAuthenticationService", 1);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine", "/probe:require"), 0);
    ck_assert_uint_eq(fake.probe_calls, 0);
}
END_TEST

START_TEST(an_account_with_ntlm_is_asked_on_demand)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 2);
    ck_assert(says("the Exchange proxy does not offer NTLM."));
    answers(401, "NTLM");
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 0);
}
END_TEST

START_TEST(the_proxy_of_another_machine_is_never_asked)
{
    static const char file[] =
        "Windows Registry Editor Version 5.00\r\n\r\n"
        "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
        "Windows Messaging Subsystem\\Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
        "\"00036600\"=hex:01,05,00,00\r\n\"00036623\"=hex:2f,00,00,00\r\n"
        "\"00036627\"=hex:01,00,00,00\r\n\"001f6622\"=hex:6d,00,00,00\r\n\r\n"
        "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
        "\"LmCompatibilityLevel\"=dword:00000003\r\n";
    fake_host_put_file(&fake, "pc.reg", file, sizeof file - 1);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg", "/windows:5.1"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:pc.reg", "/windows:5.1", "/out:fix.reg"), 3011);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg", "/probe:prefer"), 87);
    ck_assert_uint_eq(fake.probe_calls, 0);
}
END_TEST

START_TEST(a_certificate_with_another_name_is_a_problem_but_stops_nothing)
{
    answers(401, "NTLM");
    strcpy(fake.proxy.certificate_name, "*.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_scheme("Outlook", 2);
    ck_assert(says("the certificate of the Exchange proxy has another name"));
    ck_assert(says("\nmsstd:mail.contoso.com,\nthe certificate says\n*.contoso.com\n"));
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    strcpy(fake.proxy.certificate_name, "MAIL.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 0);
}
END_TEST

START_TEST(a_bad_certificate_is_told_beside_what_is_offered)
{
    answers(401, "NTLM");
    strcpy(fake.proxy.certificate_name, "mail.contoso.com");
    fake.proxy.certificate_problems = CERTIFICATE_UNTRUSTED | CERTIFICATE_EXPIRED;
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:signon"), 1);
    ck_assert(says("it offers NTLM; its certificate (mail.contoso.com) is from an issuer that "
                   "Windows does not trust; its certificate (mail.contoso.com) has expired"));
    /* To such a host nothing of the user's is sent. */
    ck_assert_uint_eq(fake.sign_on_count, 0);
}
END_TEST

START_TEST(a_sign_on_is_made_only_when_asked_for_and_decides)
{
    static const struct {
        uint32_t status;
        error_code error;
        unsigned exit_code;
        const char *said;
    } cases[] = {
        {200, 0, 3011, "your Windows logon was accepted by NTLM"},
        {401, 0, 2, "did not accept your Windows logon by NTLM"},
        {0, 12030, 2, "the sign-in by NTLM breaks on the way"},
        {0, 12002, 3011, "the test sign-in came to no result"},
    };
    answers(401, "NTLM");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fake.proxy_signed_on.error = cases[i].error;
        fake.proxy_signed_on.status = cases[i].status;
        fake.proxy_signed_on.leg_count = 3;
        ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:signon"), cases[i].exit_code);
        ck_assert_msg(says(cases[i].said), "%s", fake_host_output(&fake));
        ck_assert_uint_eq(fake.sign_on_count, i + 1);
        if (cases[i].exit_code == 3011)
            ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    }
    /* Where NTLM is not offered, there is nothing to sign on to. */
    answers(401, "Basic realm=\"mail\"");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:signon"), 2);
    ck_assert_uint_eq(fake.sign_on_count, 4);
}
END_TEST

/* It could want a login of its own, and would get this one. */
START_TEST(no_logon_is_sent_by_way_of_a_web_proxy)
{
    answers(401, "NTLM");
    strcpy(fake.proxy.web_proxy, "proxy.contoso.com:8080");
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:signon"), 1);
    ck_assert_uint_eq(fake.sign_on_count, 0);
    ck_assert(says("by way of the web proxy proxy.contoso.com:8080"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/json", "/probe:signon"), 1);
    ck_assert(says("\"web_proxy\": \"proxy.contoso.com:8080\",\n        \"web_proxy_error\": "
                   "null,\n        \"sign_on\": null"));
}
END_TEST

START_TEST(a_search_for_a_web_proxy_without_end_is_told)
{
    fake.proxy = (struct proxy_exchange){.error = 12007, .web_proxy_error = 12002};
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 1);
    ck_assert(says("; whether a web proxy is needed was not found out in time"));
    fake.proxy.web_proxy_error = 12167;
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 1);
    ck_assert(says("the script that would say so could not be asked, "));
    ck_assert(says("(12167)"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/json", "/probe:prefer"), 1);
    ck_assert(says("\"web_proxy_error\": 12167,\n"));
    /* Whoever answered needs none. */
    answers(401, "NTLM");
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 1);
    ck_assert(!says("web proxy"));
}
END_TEST

START_TEST(json_has_what_was_seen)
{
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 1);
    ck_assert(says("\"prompts\": [],\n      \"probe\": null,\n"));
    fake.proxy.certificate_problems = CERTIFICATE_UNTRUSTED;
    strcpy(fake.proxy.certificate_name, "mail.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json", "/probe:prefer"), 2);
    ck_assert_msg(says("\"probe\": {\n"
                       "        \"time\": \"2026-11-22T10:00:00Z\",\n"
                       "        \"outcome\": \"only_basic\",\n"
                       "        \"status\": 401,\n"
                       "        \"schemes\": [\n"
                       "          \"Basic\"\n"
                       "        ],\n"
                       "        \"error\": null,\n"
                       "        \"certificate_name\": \"mail.contoso.com\",\n"
                       "        \"certificate_problems\": [\n"
                       "          \"untrusted\"\n"
                       "        ],\n"
                       "        \"web_proxy\": null,\n"
                       "        \"web_proxy_error\": null,\n"
                       "        \"sign_on\": null\n"
                       "      },\n"),
                  "%s", fake_host_output(&fake));
    ck_assert(says("\"id\": \"ntlm_not_offered\""));
    ck_assert(says("\"blocked_by\": \"probe\""));
    fake.proxy.error = 12002;
    ck_assert_uint_eq(RUN(&fake, "/check", "/json", "/probe:require"), 2);
    ck_assert(says("\"outcome\": \"time_limit\",\n        \"status\": null,"));
    ck_assert(says("\"error\": 12002,"));
}
END_TEST

START_TEST(a_forged_record_is_as_if_absent)
{
    const struct proxy_address address = {"mail.contoso.com", 443, true};
    const struct probe_answer forged = {
        .outcome = PROBE_OFFERS_NTLM, .status = 401, .time = "9999-11-22T10:00:00Z"};
    ck_assert_uint_eq(proxy_record_write(fake.registry, &address, &forged), CODE_SUCCESS);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    ck_assert_uint_eq(fake.probe_count, 1);
}
END_TEST

Suite *command_probe_suite(void);

Suite *command_probe_suite(void)
{
    Suite *suite = suite_create("command_probe");
    TCase *tests = tcase_create("command_probe");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, fix_switches_where_ntlm_is_offered);
    tcase_add_test(tests, a_clear_no_stops_the_switch_and_says_what_the_administrator_can_do);
    tcase_add_test(tests, each_clear_no_stops_the_switch);
    tcase_add_test(tests, dont_know_follows_the_option);
    tcase_add_test(tests, the_policy_beats_the_command_line);
    tcase_add_test(tests, a_policy_that_cannot_be_understood_allows_no_switch_and_no_sign_on);
    tcase_add_test(tests, accounts_with_one_proxy_cost_one_question);
    tcase_add_test(tests, an_answer_is_kept_for_the_day);
    tcase_add_test(tests, what_no_proxy_has_said_is_not_kept);
    tcase_add_test(tests, check_and_dry_run_ask_nobody_and_write_nothing);
    tcase_add_test(tests, who_is_not_to_be_switched_is_not_asked);
    tcase_add_test(tests, an_account_with_ntlm_is_asked_on_demand);
    tcase_add_test(tests, the_proxy_of_another_machine_is_never_asked);
    tcase_add_test(tests, a_certificate_with_another_name_is_a_problem_but_stops_nothing);
    tcase_add_test(tests, a_bad_certificate_is_told_beside_what_is_offered);
    tcase_add_test(tests, a_sign_on_is_made_only_when_asked_for_and_decides);
    tcase_add_test(tests, no_logon_is_sent_by_way_of_a_web_proxy);
    tcase_add_test(tests, a_search_for_a_web_proxy_without_end_is_told);
    tcase_add_test(tests, json_has_what_was_seen);
    tcase_add_test(tests, a_forged_record_is_as_if_absent);
    suite_add_tcase(suite, tests);
    return suite;
}
