/* The second choice in the window: "Use certificate name", for a user who may not raise the level.
 */
#include "agent/tray_agent.h"

#include "agent/policy.h"
#include "agent/proxy_record.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/fake_rights.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host host;
static struct fake_desktop desktop;

/* What an earlier probe of the day has left. */
static void keep_answer(const char *certificate_name, uint32_t problems)
{
    const struct proxy_address address = {"mail.contoso.com", 443, true};
    struct probe_answer answer = {.outcome = PROBE_OFFERS_NTLM,
                                  .status = 401,
                                  .schemes = HTTP_SCHEME_NTLM,
                                  .certificate_problems = problems,
                                  .time = "2026-11-22T09:00:00Z"};
    snprintf(answer.certificate_name, sizeof answer.certificate_name, "%s", certificate_name);
    ck_assert_uint_eq(proxy_record_write(host.registry, &address, &answer), CODE_SUCCESS);
}

static void put_account(const char *principal_name)
{
    sample_account(host.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = 0x2b,
                                                           .authentication = SAMPLE_NTLM,
                                                           .proxy_server = "mail.contoso.com",
                                                           .principal_name = principal_name});
}

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_rights_init(&host);
    put_account(NULL);
    sample_level(host.registry, 1);
    keep_answer("mail.contoso.com", 0);
    fake_rights_set(false);
    fake_desktop_init(&desktop, &host);
}

static void tear_down(void)
{
    fake_rights_set(true);
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void ask_for(enum agent_command command)
{
    tray_agent_command(desktop.agent, command);
}

static bool shows(const char *text)
{
    return strstr(desktop.window, text) != NULL;
}

static void expect_flags(uint8_t flags)
{
    const uint8_t bytes[4] = {flags};
    sample_expect(host.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623",
                  VALUE_BINARY, bytes, sizeof bytes);
}

START_TEST(the_window_offers_it_beside_fix_with_its_risk)
{
    tray_agent_start(desktop.agent);
    ask_for(COMMAND_SHOW);
    ck_assert(desktop.by_name.visible && desktop.by_name.enabled && !desktop.by_name.shield);
    ck_assert(desktop.fix.enabled && desktop.fix.shield);
    ck_assert_msg(shows("\"Use certificate name\" puts the name of the Exchange proxy's "
                        "certificate, msstd:mail.contoso.com, into your mail profile"),
                  "%s", desktop.window);
    ck_assert(shows("Its risk: when that name changes, Outlook can no longer connect"));
    expect_flags(0x2b);
}
END_TEST

START_TEST(a_click_does_it_without_the_helper_and_undo_brings_back_what_was)
{
    char *before = sample_dump(host.registry, false);
    tray_agent_start(desktop.agent);
    ask_for(COMMAND_SHOW);
    ask_for(COMMAND_USE_CERTIFICATE_NAME);
    expect_flags(0x2f);
    ck_assert_uint_eq(desktop.counts.start_helper, 0);
    ck_assert_ptr_nonnull(strstr(desktop.status, "Done: all changes were made and read back."));
    ck_assert(!desktop.by_name.visible && desktop.undo.enabled);
    ck_assert(shows("Windows signs in by itself here"));
    ck_assert_uint_eq(host.probe_count, 0);
    ask_for(COMMAND_UNDO);
    char *after = sample_dump(host.registry, false);
    ck_assert_str_eq(after, before);
    ck_assert(desktop.by_name.visible);
    free(before);
    free(after);
}
END_TEST

START_TEST(a_name_that_is_there_is_shown_and_the_click_replaces_it)
{
    put_account("msstd:old.contoso.com");
    tray_agent_start(desktop.agent);
    ask_for(COMMAND_SHOW);
    ck_assert(shows("msstd:mail.contoso.com, into your mail profile, in place of "
                    "msstd:old.contoso.com which stands there now"));
    ask_for(COMMAND_USE_CERTIFICATE_NAME);
    expect_flags(0x2f);
    ck_assert(!desktop.by_name.visible);
}
END_TEST

START_TEST(it_is_not_there_without_need_or_certificate)
{
    keep_answer("mail.contoso.com", CERTIFICATE_UNTRUSTED);
    tray_agent_start(desktop.agent);
    ask_for(COMMAND_SHOW);
    ck_assert(!desktop.by_name.visible);
    ask_for(COMMAND_USE_CERTIFICATE_NAME);
    expect_flags(0x2b);
    keep_answer("mail.contoso.com", 0);
    fake_rights_set(true);
    ask_for(COMMAND_CHECK_NOW);
    ck_assert(!desktop.by_name.visible && desktop.fix.enabled);
}
END_TEST

START_TEST(the_administrator_can_forbid_it_or_have_fix_do_it)
{
    fake_rights_set(true);
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "SignOnByCertificateName", 0);
    fake_rights_set(false);
    tray_agent_start(desktop.agent);
    ask_for(COMMAND_SHOW);
    ck_assert(!desktop.by_name.visible);
    ask_for(COMMAND_USE_CERTIFICATE_NAME);
    expect_flags(0x2b);
    fake_rights_set(true);
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "SignOnByCertificateName", 1);
    fake_rights_set(false);
    ask_for(COMMAND_CHECK_NOW);
    ck_assert(!desktop.by_name.visible && desktop.fix.enabled);
    ck_assert(shows("Mail profile \"Outlook\": connect with SSL only, and check the name"));
    ck_assert(shows("expected certificate of the Exchange proxy from none to "
                    "msstd:mail.contoso.com"));
    ck_assert(shows("Fix puts the name of the Exchange proxy's certificate"));
    ask_for(COMMAND_FIX);
    expect_flags(0x2f);
    fake_desktop_end_helper(&desktop, 1223);
}
END_TEST

START_TEST(where_fixing_is_forbidden_it_cannot_be_pressed)
{
    fake_rights_set(true);
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowFix", 0);
    fake_rights_set(false);
    tray_agent_start(desktop.agent);
    ask_for(COMMAND_SHOW);
    ck_assert(desktop.by_name.visible && !desktop.by_name.enabled);
    ask_for(COMMAND_USE_CERTIFICATE_NAME);
    expect_flags(0x2b);
}
END_TEST

Suite *tray_agent_name_suite(void);

Suite *tray_agent_name_suite(void)
{
    Suite *suite = suite_create("tray_agent_name");
    TCase *tests = tcase_create("tray_agent_name");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_window_offers_it_beside_fix_with_its_risk);
    tcase_add_test(tests, a_click_does_it_without_the_helper_and_undo_brings_back_what_was);
    tcase_add_test(tests, a_name_that_is_there_is_shown_and_the_click_replaces_it);
    tcase_add_test(tests, it_is_not_there_without_need_or_certificate);
    tcase_add_test(tests, the_administrator_can_forbid_it_or_have_fix_do_it);
    tcase_add_test(tests, where_fixing_is_forbidden_it_cannot_be_pressed);
    suite_add_tcase(suite, tests);
    return suite;
}
