/* What else can make Outlook ask, when it goes on after a fix: what is seen, and what is said. */
#include "agent/prompt_causes.h"

#include "agent/cause_table.h"
#include "agent/prompt_record.h"
#include "agent/report.h"
#include "registry/undo_record.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
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
    expect_cause("not seen", "Windows has stored a password for the proxy");
    expect_part("passwords are stored for: none. PromptFix reads no password.\n");
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
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                 "DisableDomainCreds", 1);
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

#define MSV "SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0"
#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define TCPIP "SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"
#define RPC "Software\\Microsoft\\Office\\11.0\\Outlook\\RPC"
#define SECURITY "Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\Security"

/* Is the finding in the JSON report, with the exit code that goes with advice alone? */
static bool is_found(const char *id)
{
    char line[96];
    snprintf(line, sizeof line, "\"id\": \"%s\"", id);
    return strstr(fake_host_output(&fake), line) != NULL;
}

static void forget_prompts(void)
{
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\1", "State");
}

START_TEST(each_is_a_finding_and_only_advice)
{
    forget_prompts();
    fake.host.windows = (struct windows_version){.major = 6, .minor = 1};
    ck_assert_int_eq(RUN(&fake, "/check", "/json"), EXIT_NOTHING_LEFT);
    for (size_t i = 0; i < PROMPT_CAUSE_COUNT; i++)
        if (cause_table[i].told != 0)
            ck_assert(!is_found(finding_id_name(cause_table[i].finding)));
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, INTERNET, "ProxyEnable", 1);
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, LSA, "DisableDomainCreds", 1);
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, MSV, "RestrictSendingNTLMTraffic", 2);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, SECURITY, "AuthenticationService", 16);
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, TCPIP, "Domain", "");
    ck_assert_int_eq(RUN(&fake, "/check", "/json"), EXIT_NOTHING_LEFT);
    ck_assert(is_found("web_proxy"));
    ck_assert(is_found("credentials_not_storable"));
    ck_assert(is_found("ntlm_restricted"));
    ck_assert(is_found("inner_authentication"));
    ck_assert(is_found("workgroup_computer"));
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "\"problem\""));
    RUN(&fake, "/check");
    expect_part("HKLM\\" MSV "\\RestrictSendingNTLMTraffic = REG_DWORD 2\n");
}
END_TEST

START_TEST(missing_protocols_and_unsaved_basic_passwords_are_findings)
{
    forget_prompts();
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_policy(fake.registry, "12.0", "DisableBasicAuthSavedCreds", 1);
    sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, PROTOCOLS, "ncacn_http");
    RUN(&fake, "/check", "/json");
    ck_assert(is_found("rpc_protocol_missing"));
    ck_assert(is_found("basic_password_not_saved"));
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    RUN(&fake, "/check", "/json");
    ck_assert(!is_found("basic_password_not_saved"));
}
END_TEST

START_TEST(what_makes_a_cause_harmless_is_seen)
{
    forget_prompts();
    fake.host.windows = (struct windows_version){.major = 10};
    sample_text(fake.registry, REGISTRY_CURRENT_USER, INTERNET, "AutoConfigURL", "http://a/p.pac");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, INTERNET, "ProxyOverride",
                "intranet; *.CONTOSO.com");
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, SECURITY, "AuthenticationService", 9);
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, MSV, "BlockNtlmv1SSO", 1);
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, TCPIP, "Domain", "contoso.com");
    RUN(&fake, "/check", "/json");
    expect_part("\"findings\": []");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, INTERNET, "ProxyOverride", "*.contoso.org");
    sample_level(fake.registry, 2);
    RUN(&fake, "/check", "/json");
    ck_assert(is_found("web_proxy"));
    ck_assert(is_found("ntlm_restricted"));
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, RPC, "ConnectTimeout", 300000);
    RUN(&fake, "/check", "/json");
    ck_assert(!is_found("web_proxy"));
}
END_TEST

START_TEST(a_denied_read_says_so)
{
    forget_prompts();
    sample_key(fake.registry, REGISTRY_LOCAL_MACHINE, TCPIP);
    ck_assert_uint_eq(
        memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE, TCPIP, REGISTRY_READ),
        CODE_SUCCESS);
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_NOTHING_LEFT);
    expect_part("A setting that could cause password prompts cannot be read");
    expect_part("  HKLM\\" TCPIP "\n");
}
END_TEST

/* An account with NTLM as a REGEDIT4 file, and below it what the test wants. */
static void put_export(const char *more)
{
    static const char account[] =
        "REGEDIT4\r\n\r\n"
        "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\"
        "Windows Messaging Subsystem\\Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
        "\"00036623\"=hex:03,00,00,00\r\n\"00036627\"=hex:02,00,00,00\r\n"
        "\"001f6622\"=hex:6d,00,00,00\r\n\r\n"
        "[HKEY_LOCAL_MACHINE\\" LSA "]\r\n\"LmCompatibilityLevel\"=dword:00000003\r\n\r\n";
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, account);
    byte_buffer_append_text(&file, more);
    ck_assert(!file.failed);
    fake_host_put_file(&fake, "pc.reg", file.data, file.size);
    byte_buffer_done(&file);
}

START_TEST(an_export_is_judged_by_the_keys_that_it_has)
{
    put_export("");
    ck_assert_int_eq(RUN(&fake, "/check", "/from:pc.reg", "/windows:5.1", "/json"),
                     EXIT_NOTHING_LEFT);
    expect_part("\"findings\": []");
    put_export("[HKEY_LOCAL_MACHINE\\" PROTOCOLS "]\r\n\"ncacn_np\"=\"rpcrt4.dll\"\r\n\r\n"
               "[HKEY_LOCAL_MACHINE\\" TCPIP "]\r\n\"Domain\"=\"\"\r\n");
    ck_assert_int_eq(RUN(&fake, "/check", "/from:pc.reg", "/windows:5.1", "/json"),
                     EXIT_NOTHING_LEFT);
    ck_assert(is_found("rpc_protocol_missing"));
    ck_assert(is_found("workgroup_computer"));
}
END_TEST

/* What is in README.md of the working folder. */
static char *readme(void)
{
    FILE *file = fopen("README.md", "rb");
    ck_assert_msg(file != NULL, "README.md is not in the working folder");
    char *text = calloc(1, 1 << 20);
    ck_assert_ptr_nonnull(text);
    ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, file), 0);
    fclose(file);
    return text;
}

/* Whose names are for the proxy's host; "other" is not. */
START_TEST(stored_credentials_are_told_by_what_they_are_for)
{
    static const char *const targets[] = {"other", "mail.contoso.com", "*.contoso.com"};
    fake.credentials = (struct stored_credentials){targets, 1, CODE_SUCCESS};
    RUN(&fake, "/check", "/json");
    ck_assert(!is_found("stored_credentials"));
    fake.credentials.count = 3;
    RUN(&fake, "/check", "/json");
    ck_assert(is_found("stored_credentials"));
    expect_part("\"confidence\": \"possible\"");
    RUN(&fake, "/check");
    expect_part("Windows has stored a user name and password");
    expect_part("\n  mail.contoso.com\n  *.contoso.com\n");
    expect_cause("likely", "Windows has stored a password for the proxy");
    expect_part("passwords are stored for: mail.contoso.com; *.contoso.com. PromptFix");
}
END_TEST

/* As where a script runs without a logon of its own: nothing is claimed, and nothing is a problem.
 */
START_TEST(credentials_that_cannot_be_listed_are_not_known)
{
    fake.credentials.error = CODE_ACCESS_DENIED;
    RUN(&fake, "/check", "/json");
    ck_assert(!is_found("stored_credentials") && !is_found("unreadable"));
    RUN(&fake, "/check");
    expect_cause("not to be seen from here", "Windows has stored a password for the proxy");
    expect_part("passwords are stored for: (unknown). PromptFix");
}
END_TEST

START_TEST(kerberos_alone_in_the_profile_is_told)
{
    sample_long(fake.registry, sample_section("Outlook"), "00036619", 9);
    RUN(&fake, "/check", "/json");
    ck_assert(!is_found("inner_authentication"));
    sample_long(fake.registry, sample_section("Outlook"), "00036619", 16);
    RUN(&fake, "/check", "/json");
    ck_assert(is_found("inner_authentication"));
    RUN(&fake, "/check");
    expect_part("\\00036619 = REG_BINARY 10 00 00 00\n");
}
END_TEST

START_TEST(the_readme_has_the_table)
{
    char *text = readme();
    for (size_t i = 0; i < PROMPT_CAUSE_COUNT; i++) {
        char row[256];
        if (cause_table[i].told == 0)
            continue;
        snprintf(row, sizeof row, "\n| `%s` | %s |", finding_id_name(cause_table[i].finding),
                 cause_table[i].places);
        ck_assert_msg(strstr(text, row) != NULL, "not in README.md: %s", row);
    }
    free(text);
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
    tcase_add_test(tests, each_is_a_finding_and_only_advice);
    tcase_add_test(tests, missing_protocols_and_unsaved_basic_passwords_are_findings);
    tcase_add_test(tests, what_makes_a_cause_harmless_is_seen);
    tcase_add_test(tests, a_denied_read_says_so);
    tcase_add_test(tests, an_export_is_judged_by_the_keys_that_it_has);
    tcase_add_test(tests, stored_credentials_are_told_by_what_they_are_for);
    tcase_add_test(tests, credentials_that_cannot_be_listed_are_not_known);
    tcase_add_test(tests, kerberos_alone_in_the_profile_is_told);
    tcase_add_test(tests, the_readme_has_the_table);
    suite_add_tcase(suite, tests);
    return suite;
}
