/* What else can make Outlook ask, when it goes on after a fix: what is seen, and what is said. */
#include "agent/prompt_causes.h"

#include "agent/prompt_record.h"
#include "registry/undo_record.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define INTERNET "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
#define PROTOCOLS "SOFTWARE\\Microsoft\\Rpc\\ClientProtocols"

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, PROTOCOLS, "ncacn_http", "RPCRT4.DLL");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State", "applied");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "Time",
                "2026-11-21T10:00:00Z");
    ck_assert_uint_eq(prompt_record_add(fake.registry, "Outlook", "2026-11-22T09:00:00Z", 1, true),
                      CODE_SUCCESS);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void expect_cause(const char *state, const char *words)
{
    char line[256];
    const char *text = fake_host_output(&fake);
    snprintf(line, sizeof line, "  - %s: %s", state, words);
    ck_assert_msg(strstr(text, line) != NULL, "\"%s\" is not in:\n%s", line, text);
}

static void expect_part(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) != NULL, "\"%s\" is not in:\n%s", part,
                  fake_host_output(&fake));
}

START_TEST(the_report_lists_them_all_with_what_was_looked_at)
{
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_CANNOT_BE_MENDED);
    expect_part("PROBLEM in profile \"Outlook\": Outlook goes on asking");
    expect_part("Password prompts in profile Outlook: none in the week before the fix, 1 since.\n");
    expect_cause("not seen", "A web proxy");
    expect_cause("not seen", "The name that the profile expects");
    expect_cause("not seen", "Windows lacks the registration");
    expect_cause("not seen", "The profile is set to always ask");
    expect_cause("not to be seen from here", "A wrong password is stored");
    expect_cause("not seen", "A policy keeps passwords");
    expect_cause("not seen", "A policy decides");
    expect_part("HKLM\\SOFTWARE\\Microsoft\\Rpc\\ClientProtocols\\ncacn_http = RPCRT4.DLL\n");
    expect_part("001f6625 = msstd:mail.contoso.com; ");
    expect_part("https://testconnectivity.microsoft.com\n");
    RUN(&fake, "/check", "/json");
    expect_part("\"id\": \"prompts_continue\",\n");
}
END_TEST

START_TEST(each_is_seen_where_it_is)
{
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, INTERNET, "ProxyEnable", 1);
    sample_text(fake.registry, REGISTRY_CURRENT_USER, INTERNET, "ProxyServer", "web:8080");
    sample_unicode(fake.registry, sample_section("Outlook"), "001f6625", "msstd:old.contoso.com");
    sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, PROTOCOLS, "ncacn_http");
    sample_long(fake.registry, sample_section("Outlook"), "00036601", 0xc);
    sample_policy(fake.registry, "11.0", "DisableBasicAuthSavedCreds", 1);
    sample_policy(fake.registry, "11.0", "ProxyAuthenticationService", 2);
    RUN(&fake, "/check");
    expect_cause("likely", "A web proxy");
    expect_part("ProxyServer = web:8080; ");
    expect_cause("likely", "The name that the profile expects");
    expect_cause("likely", "Windows lacks the registration");
    expect_cause("likely", "The profile is set to always ask");
    expect_cause("likely", "A policy keeps passwords");
    expect_cause("likely", "A policy decides");
}
END_TEST

START_TEST(what_cannot_be_read_is_not_said_to_be_well)
{
    ck_assert_uint_eq(
        memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE, PROTOCOLS, REGISTRY_READ),
        CODE_SUCCESS);
    sample_key(fake.registry, REGISTRY_CURRENT_USER, INTERNET);
    ck_assert_uint_eq(
        memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER, INTERNET, REGISTRY_READ),
        CODE_SUCCESS);
    RUN(&fake, "/check");
    expect_cause("not to be seen from here", "Windows lacks the registration");
    expect_cause("not to be seen from here", "A web proxy");
}
END_TEST

START_TEST(on_newer_windows_missing_protocols_say_nothing)
{
    fake.host.windows = (struct windows_version){.major = 6, .minor = 1};
    sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, PROTOCOLS, "ncacn_http");
    RUN(&fake, "/check");
    expect_cause("not to be seen from here", "Windows lacks the registration");
}
END_TEST

START_TEST(names_for_a_whole_domain_fit)
{
    static const struct {
        const char *principal;
        const char *state;
    } names[] = {
        {"msstd:*.contoso.com", "not seen"},
        {"MSSTD:MAIL.contoso.com", "not seen"},
        {"", "not seen"},
        {"msstd:*.fabrikam.com", "likely"},
        {"msstd:contoso.com", "likely"},
        {"mail.contoso.com", "likely"},
        {"msstd:", "likely"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        sample_unicode(fake.registry, sample_section("Outlook"), "001f6625", names[i].principal);
        RUN(&fake, "/check");
        expect_cause(names[i].state, "The name that the profile expects");
    }
}
END_TEST

START_TEST(a_known_cause_needs_no_list)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    RUN(&fake, "/check", "/json");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "prompts_continue"));
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 0);
    RUN(&fake, "/check", "/json");
    expect_part("prompts_continue"); /* by its name the account signs in at level 0 too */
    sample_exchange_profile(fake.registry, "Outlook", 16);
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State");
    RUN(&fake, "/check", "/json");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "prompts_continue"));
}
END_TEST

Suite *prompt_causes_suite(void);

Suite *prompt_causes_suite(void)
{
    Suite *suite = suite_create("prompt_causes");
    TCase *tests = tcase_create("prompt_causes");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_report_lists_them_all_with_what_was_looked_at);
    tcase_add_test(tests, each_is_seen_where_it_is);
    tcase_add_test(tests, what_cannot_be_read_is_not_said_to_be_well);
    tcase_add_test(tests, on_newer_windows_missing_protocols_say_nothing);
    tcase_add_test(tests, names_for_a_whole_domain_fit);
    tcase_add_test(tests, a_known_cause_needs_no_list);
    suite_add_tcase(suite, tests);
    return suite;
}
