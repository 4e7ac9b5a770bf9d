/* Whole commands of a user who may not raise the level: signing on by the name of the proxy's
 * certificate, when it is done and when not, and that undo brings back what was. */
#include "agent/command.h"

#include "agent/policy.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"

static struct fake_host fake;

static void take_rights_away(void)
{
    ck_assert_uint_eq(
        memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_WRITE),
        CODE_SUCCESS);
}

static void answers(const char *challenges, const char *certificate_name)
{
    fake.proxy.error = CODE_SUCCESS;
    fake.proxy.status = 401;
    fake.proxy.challenges_size = strlen(challenges);
    memcpy(fake.proxy.challenges, challenges, fake.proxy.challenges_size);
    snprintf(fake.proxy.certificate_name, sizeof fake.proxy.certificate_name, "%s",
             certificate_name);
}

/* An account with SSL, but without mutual authentication. */
static void put_account(uint32_t authentication, const char *principal_name)
{
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = 0x2b,
                                                           .authentication = authentication,
                                                           .config_flags = 0x1184,
                                                           .proxy_server = "mail.contoso.com",
                                                           .principal_name = principal_name});
}

/* XP and a user without rights; the proxy shows a good certificate and offers NTLM. */
static void set_up_at(uint32_t level)
{
    fake_host_init(&fake);
    put_account(SAMPLE_NTLM, NULL);
    sample_default_profile(fake.registry, "Outlook");
    sample_level(fake.registry, level);
    take_rights_away();
    answers("NTLM\nBasic realm=\"mail\"", "mail.contoso.com");
}

static void set_up(void)
{
    set_up_at(1);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static bool says(const char *text)
{
    return strstr(fake_host_output(&fake), text) != NULL;
}

static void expect_flags(uint8_t flags)
{
    const uint8_t bytes[4] = {flags};
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623",
                  VALUE_BINARY, bytes, sizeof bytes);
}

/* The value as sample_unicode writes it. */
static void expect_name(const char *name, uint32_t type, const char *ascii)
{
    uint8_t bytes[200] = {0};
    const size_t units = strlen(ascii) + 1;
    for (size_t i = 0; i < units; i++)
        bytes[2 * i] = (uint8_t)ascii[i];
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), name, type,
                  bytes, 2 * units);
}

START_TEST(asked_for_it_is_done_and_only_outlook_is_to_be_restarted)
{
    char *before = sample_dump(fake.registry, false);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 740);
    ck_assert_uint_eq(fake.probe_count, 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 3011);
    ck_assert_uint_eq(fake.probe_count, 1);
    expect_flags(0x2f);
    expect_name("001f6625", VALUE_BINARY, "msstd:mail.contoso.com");
    ck_assert(says("With the name of the proxy's certificate in this profile (below)"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    ck_assert(says("\"implicit_logon\": true"));
    ck_assert(says("\"id\": \"lm_level_too_low\""));
    ck_assert(!says("\"severity\": \"problem\""));
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 0);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    char *after = sample_dump(fake.registry, false);
    ck_assert_str_eq(after, before);
    free(before);
    free(after);
}
END_TEST

START_TEST(basic_is_switched_with_it)
{
    const uint8_t ntlm[4] = {2};
    put_account(SAMPLE_BASIC, NULL);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 3011);
    expect_flags(0x2f);
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036627",
                  VALUE_BINARY, ntlm, sizeof ntlm);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
}
END_TEST

START_TEST(where_the_level_can_be_raised_it_is_and_nothing_else)
{
    fake_host_done(&fake);
    fake_host_init(&fake);
    put_account(SAMPLE_NTLM, NULL);
    sample_level(fake.registry, 1);
    answers("NTLM", "mail.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 3010);
    expect_flags(0x2b);
    ck_assert_uint_eq(fake.probe_count, 0);
    ck_assert(!says("certificate"));
    /* Unless it may not be: then the administrator's word blocks the level, not the name. */
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3010);
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowLevel", 0);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 3011);
    expect_flags(0x2f);
}
END_TEST

START_TEST(a_level_that_is_high_enough_needs_no_name)
{
    fake_host_done(&fake);
    set_up_at(2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 0);
    /* Nor does it where only more is asked for. */
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace", "/level:3"), 740);
    expect_flags(0x2b);
    ck_assert_uint_eq(fake.probe_count, 0);
}
END_TEST

START_TEST(without_a_verified_certificate_nothing_is_changed)
{
    static const struct {
        error_code error;
        uint32_t problems;
        const char *challenges;
        const char *name;
    } cases[] = {
        {12029, 0, "NTLM", "mail.contoso.com"},
        {0, CERTIFICATE_UNTRUSTED, "NTLM", "mail.contoso.com"},
        {0, CERTIFICATE_REVOCATION_UNKNOWN, "NTLM", "mail.contoso.com"},
        {0, CERTIFICATE_WRONG_NAME, "NTLM", "mail.contoso.com"},
        {0, 0, "Negotiate\nBasic", "mail.contoso.com"},
        {0, 0, "NTLM", ""},
    };
    char *before = sample_dump(fake.registry, false);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        answers(cases[i].challenges, cases[i].name);
        fake.proxy.error = cases[i].error;
        fake.proxy.certificate_problems = cases[i].problems;
        ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace", "/probe:prefer"), 740);
        ck_assert_msg(says("PromptFix does not name a certificate that it has not seen"), "%s",
                      fake_host_output(&fake));
        char *after = sample_dump(fake.registry, false);
        ck_assert_str_eq(after, before);
        free(after);
    }
    free(before);
}
END_TEST

START_TEST(another_name_is_replaced_only_when_told)
{
    put_account(SAMPLE_NTLM, "msstd:old.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 740);
    expect_flags(0x2b);
    ck_assert(says("msstd:mail.contoso.com;\nthe profile names msstd:old.contoso.com."));
    ck_assert(says("promptfix /fix /principal:replace puts that name"));
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 3011);
    expect_flags(0x2f);
    expect_name("001f6625", VALUE_BINARY, "msstd:mail.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    expect_name("001f6625", VALUE_BINARY, "msstd:old.contoso.com");
}
END_TEST

START_TEST(a_wrong_name_that_is_in_force_is_mended_when_told)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    answers("NTLM", "*.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/check", "/probe:prefer"), 2);
    ck_assert_uint_eq(RUN(&fake, "/check", "/principal:replace", "/probe:prefer"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto", "/probe:prefer"), 2);
    expect_name("001f6625", VALUE_BINARY, "msstd:mail.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 3011);
    expect_name("001f6625", VALUE_BINARY, "msstd:*.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
}
END_TEST

START_TEST(the_value_keeps_its_form_and_a_malformed_one_is_left_alone)
{
    const char *section = sample_section("Outlook");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, section, "001e6625", "msstd:old");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 3011);
    expect_name("001e6625", VALUE_STRING, "msstd:mail.contoso.com");
    sample_expect_absent(fake.registry, REGISTRY_CURRENT_USER, section, "001f6625");
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    expect_name("001e6625", VALUE_STRING, "msstd:old");
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, section, "001f6625", 7);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 740);
    expect_flags(0x2b);
}
END_TEST

START_TEST(a_name_that_fits_needs_only_the_flags)
{
    put_account(SAMPLE_NTLM, "MSSTD:Mail.Contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 3011);
    expect_flags(0x2f);
    expect_name("001f6625", VALUE_BINARY, "MSSTD:Mail.Contoso.com");
}
END_TEST

START_TEST(a_policy_does_it_silently_or_forbids_it)
{
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "SignOnByCertificateName", 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 740);
    expect_flags(0x2b);
    ck_assert(says("SignOnByCertificateName"));
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "SignOnByCertificateName", 9);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 740);
    expect_flags(0x2b);
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "SignOnByCertificateName", 1);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1); /* asks nobody */
    ck_assert_uint_eq(fake.probe_count, 0);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_flags(0x2f);
    expect_name("001f6625", VALUE_BINARY, "msstd:mail.contoso.com");
}
END_TEST

START_TEST(what_a_policy_of_outlook_sets_is_not_overridden)
{
    sample_policy(fake.registry, "12.0", "ProxyServerFlags", 0x2b);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 740);
    expect_flags(0x2b);
    ck_assert_uint_eq(fake.probe_count, 0);
    /* With the flags that are needed the name alone is missing. */
    sample_policy(fake.registry, "12.0", "ProxyServerFlags", 0x2f);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto"), 3011);
    expect_flags(0x2b);
    expect_name("001f6625", VALUE_BINARY, "msstd:mail.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    sample_text(fake.registry, REGISTRY_CURRENT_USER,
                "Software\\Policies\\Microsoft\\Office\\12.0\\Outlook\\RPC",
                "ProxyServerPrincipalName", "msstd:other");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 2); /* it signs on by that one */
    sample_expect_absent(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"),
                         "001f6625");
}
END_TEST

START_TEST(a_profile_without_ssl_has_no_certificate_to_name)
{
    sample_long(fake.registry, sample_section("Outlook"), "00036623", 0x29);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 740);
    ck_assert(says("connects without SSL, so there is no certificate"));
    expect_flags(0x29);
    ck_assert_uint_eq(fake.probe_count, 0);
}
END_TEST

START_TEST(a_dry_run_asks_and_says_what_would_be_done_and_writes_nothing)
{
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/dryrun", "/principal:auto", "/json"), 1);
    ck_assert_uint_eq(fake.probe_count, 1);
    ck_assert(says("\"id\": \"certificate_name_suffices\""));
    ck_assert(says("\"remedy\": \"sign_on_by_certificate_name\""));
    ck_assert(says("\"value\": \"001f6625\""));
    ck_assert(says("\"state\": \"planned\""));
    fake_host_expect_store(&fake, before);
    free(before);
}
END_TEST

START_TEST(what_is_known_of_the_certificate_is_offered_and_not_done)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/probe:prefer"), 740);
    expect_flags(0x2b);
    ck_assert(says("promptfix /fix /principal:auto puts that name"));
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert(says("promptfix /fix /principal:auto puts that name"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/report:all.csv"), 1);
    ck_assert_ptr_nonnull(
        strstr(byte_buffer_text(fake_host_file(&fake, "all.csv")), "sign_on_by_certificate_name"));
}
END_TEST

START_TEST(out_of_scope_it_is_left_alone)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto", "/scope:machine"), 740);
    expect_flags(0x2b);
    ck_assert_uint_eq(fake.probe_count, 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:auto", "/scope:user"), 3011);
    expect_flags(0x2f);
}
END_TEST

START_TEST(an_excluded_profile_is_left_alone)
{
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY "\\ExcludedProfiles", "1",
                "Outlook");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/principal:replace"), 0);
    expect_flags(0x2b);
}
END_TEST

START_TEST(an_exported_registry_shows_no_certificate)
{
    static const char file[] =
        "Windows Registry Editor Version 5.00\r\n\r\n"
        "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
        "Windows Messaging Subsystem\\Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
        "\"00036600\"=hex:01,05,00,00\r\n\"00036623\"=hex:2b,00,00,00\r\n"
        "\"00036627\"=hex:02,00,00,00\r\n\"001f6622\"=hex:6d,00,00,00\r\n\r\n"
        "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
        "\"LmCompatibilityLevel\"=dword:00000001\r\n";
    fake_host_put_file(&fake, "pc.reg", file, sizeof file - 1);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg", "/windows:5.1"), 1);
    ck_assert(!says("certificate"));
    ck_assert_uint_eq(
        RUN(&fake, "/fix", "/from:pc.reg", "/windows:5.1", "/out:fix.reg", "/principal:auto"),
        3010);
    ck_assert(says("not offered for an exported registry"));
    ck_assert_ptr_null(strstr(byte_buffer_text(fake_host_file(&fake, "fix.reg")), "001f6625"));
    ck_assert_uint_eq(fake.probe_calls, 0);
}
END_TEST

Suite *command_principal_suite(void);

Suite *command_principal_suite(void)
{
    Suite *suite = suite_create("command_principal");
    TCase *tests = tcase_create("command_principal");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, asked_for_it_is_done_and_only_outlook_is_to_be_restarted);
    tcase_add_test(tests, basic_is_switched_with_it);
    tcase_add_test(tests, where_the_level_can_be_raised_it_is_and_nothing_else);
    tcase_add_test(tests, a_level_that_is_high_enough_needs_no_name);
    tcase_add_test(tests, without_a_verified_certificate_nothing_is_changed);
    tcase_add_test(tests, another_name_is_replaced_only_when_told);
    tcase_add_test(tests, a_wrong_name_that_is_in_force_is_mended_when_told);
    tcase_add_test(tests, the_value_keeps_its_form_and_a_malformed_one_is_left_alone);
    tcase_add_test(tests, a_name_that_fits_needs_only_the_flags);
    tcase_add_test(tests, a_policy_does_it_silently_or_forbids_it);
    tcase_add_test(tests, what_a_policy_of_outlook_sets_is_not_overridden);
    tcase_add_test(tests, a_profile_without_ssl_has_no_certificate_to_name);
    tcase_add_test(tests, a_dry_run_asks_and_says_what_would_be_done_and_writes_nothing);
    tcase_add_test(tests, what_is_known_of_the_certificate_is_offered_and_not_done);
    tcase_add_test(tests, out_of_scope_it_is_left_alone);
    tcase_add_test(tests, an_excluded_profile_is_left_alone);
    tcase_add_test(tests, an_exported_registry_shows_no_certificate);
    suite_add_tcase(suite, tests);
    return suite;
}
