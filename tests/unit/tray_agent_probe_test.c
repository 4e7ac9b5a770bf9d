/* The tray agent and the RPC proxies: when one is asked in the background, what comes of the
 * answer, and the test sign-in of the window. */
#include "agent/tray_agent.h"

#include "agent/policy.h"
#include "agent/prompt_record.h"
#include "agent/proxy_record.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define ASKS "The Exchange proxy is being asked whether it takes NTLM"

static struct fake_host host;
static struct fake_desktop desktop;

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    sample_level(host.registry, 3);
    fake_desktop_init(&desktop, &host);
    desktop.asks_proxies = true;
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void start_with(uint32_t authentication)
{
    sample_exchange_profile(host.registry, "Outlook", authentication);
    tray_agent_start(desktop.agent);
}

static struct proxy_exchange answer_of(uint32_t status, const char *challenges)
{
    struct proxy_exchange answer = {.status = status, .challenges_size = strlen(challenges)};
    memcpy(answer.challenges, challenges, answer.challenges_size);
    return answer;
}

static void answers(uint32_t status, const char *challenges)
{
    const struct proxy_exchange answer = answer_of(status, challenges);
    fake_desktop_end_probe(&desktop, &answer);
}

static void fails(error_code error)
{
    const struct proxy_exchange answer = {.error = error};
    fake_desktop_end_probe(&desktop, &answer);
}

static void set_policy(uint32_t number)
{
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "Probe", number);
}

static bool window_says(const char *text)
{
    return strstr(desktop.window, text) != NULL;
}

static void expect_scheme(uint8_t scheme)
{
    const uint8_t bytes[4] = {scheme};
    sample_expect(host.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036627",
                  VALUE_BINARY, bytes, sizeof bytes);
}

START_TEST(asks_before_it_offers_to_fix)
{
    start_with(SAMPLE_BASIC);
    ck_assert_uint_eq(desktop.question_count, 1);
    ck_assert_str_eq(desktop.questions[0].address.host, "mail.contoso.com");
    ck_assert(!desktop.questions[0].signs_on);
    ck_assert_uint_eq(desktop.counts.show_notice, 0); /* the answer decides what there is to say */
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(!desktop.fix.enabled);
    ck_assert(strstr(desktop.status, ASKS) != NULL);
    tray_agent_command(desktop.agent, COMMAND_FIX); /* from the menu */
    expect_scheme(1);
    answers(401, "NTLM");
    ck_assert(desktop.fix.enabled);
    ck_assert(strstr(desktop.status, ASKS) == NULL);
    tray_agent_command(desktop.agent, COMMAND_FIX);
    expect_scheme(2);
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
}
END_TEST

START_TEST(a_yes_is_told_as_the_problem_that_can_be_mended)
{
    start_with(SAMPLE_BASIC);
    answers(401, "NTLM");
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    ck_assert_str_eq(desktop.notice_text,
                     "PromptFix knows why and can stop it. Click here to see how.");
}
END_TEST

START_TEST(a_clear_no_offers_no_fix_and_says_what_the_administrator_can_do)
{
    start_with(SAMPLE_BASIC);
    answers(401, "Basic realm=\"mail\"");
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    ck_assert(strstr(desktop.notice_text, "The Exchange proxy was not seen to take NTLM") != NULL);
    ck_assert(strstr(desktop.tip, "the Exchange proxy stands in the way") != NULL);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(!desktop.fix.enabled);
    ck_assert(window_says("was not seen to take it, so PromptFix does not switch"));
    ck_assert(window_says("An administrator can turn on Windows authentication (NTLM)"));
    ck_assert(!window_says("Fix switches to NTLM"));
    tray_agent_command(desktop.agent, COMMAND_FIX);
    expect_scheme(1);
    /* A prompt does not promise more. */
    tray_agent_command(desktop.agent, COMMAND_CLOSE_WINDOW);
    tray_agent_prompt_shown(desktop.agent, "Connect to mail.contoso.com");
    ck_assert_str_eq(desktop.notice_title, "Outlook has just asked for your password");
    ck_assert(strstr(desktop.notice_text, "The Exchange proxy was not seen to take NTLM") != NULL);
}
END_TEST

START_TEST(an_answer_counts_for_a_day)
{
    struct probe_answer kept;
    const struct proxy_address address = {.host = "mail.contoso.com", .port = 443, .ssl = true};
    start_with(SAMPLE_BASIC);
    answers(401, "Basic");
    ck_assert_uint_eq(proxy_record_read(host.registry, &address, "2026-11-22T10:00:00Z", &kept),
                      CODE_SUCCESS);
    fake_clock_advance(23 * FAKE_HOUR);
    fake_desktop_registry_changed(&desktop);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
    fake_clock_advance(2 * FAKE_HOUR);
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.start_probe, 2);
}
END_TEST

/* What another run has kept, the agent needs not ask. */
START_TEST(what_is_kept_is_not_asked)
{
    const struct proxy_address address = {.host = "mail.contoso.com", .port = 443, .ssl = true};
    const struct probe_answer kept = {.outcome = PROBE_ONLY_BASIC,
                                      .status = 401,
                                      .schemes = HTTP_SCHEME_BASIC,
                                      .time = "2026-11-22T09:00:00Z"};
    ck_assert_uint_eq(proxy_record_write(host.registry, &address, &kept), CODE_SUCCESS);
    start_with(SAMPLE_BASIC);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
    ck_assert(strstr(desktop.tip, "the Exchange proxy stands in the way") != NULL);
}
END_TEST

START_TEST(a_network_that_is_down_is_tried_again_only_for_a_reason)
{
    start_with(SAMPLE_BASIC);
    fails(12007);
    ck_assert_uint_eq(desktop.counts.show_notice, 1); /* don't know does not keep from fixing */
    fake_desktop_registry_changed(&desktop);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(desktop.fix.enabled);
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_probe, 2);
    fails(12007);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.start_probe, 3);
    fails(12029);
    tray_agent_prompt_shown(desktop.agent, "Connect to mail.contoso.com");
    ck_assert_uint_eq(desktop.counts.start_probe, 4);
}
END_TEST

START_TEST(a_prompt_is_told_when_the_proxy_has_answered)
{
    start_with(SAMPLE_BASIC);
    fails(12007);
    tray_agent_prompt_shown(desktop.agent, "Connect to mail.contoso.com");
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    answers(401, "NTLM");
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    ck_assert_str_eq(desktop.notice_title, "Outlook has just asked for your password");
}
END_TEST

START_TEST(what_could_not_begin_is_not_tried_at_every_look)
{
    desktop.asks_proxies = false;
    start_with(SAMPLE_BASIC);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    desktop.asks_proxies = true;
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
}
END_TEST

START_TEST(an_account_with_ntlm_is_asked_for_only_when_outlook_prompts)
{
    start_with(SAMPLE_NTLM);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
    tray_agent_prompt_shown(desktop.agent, "Connect to mail.contoso.com");
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
    answers(401, "Basic");
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(window_says("The Exchange proxy does not offer NTLM"));
}
END_TEST

START_TEST(one_question_for_all_accounts_of_a_proxy)
{
    sample_exchange_profile(host.registry, "Second", SAMPLE_BASIC);
    sample_account(host.registry, &(struct sample_account){.profile = "Third",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .proxy_server = "other:8443"});
    start_with(SAMPLE_BASIC);
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
    ck_assert_uint_eq(desktop.question_count, 2);
}
END_TEST

START_TEST(the_policy_lets_nobody_be_asked_or_only_a_yes_count)
{
    set_policy(PROBE_POLICY_OFF);
    start_with(SAMPLE_BASIC);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(desktop.fix.enabled && desktop.test.visible && !desktop.test.enabled);
    ck_assert(strstr(desktop.status, "has turned testing the sign-in off") != NULL);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
    set_policy(PROBE_POLICY_REQUIRE);
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
    ck_assert(!desktop.fix.enabled);
    fails(12007);
    ck_assert(!desktop.fix.enabled);
    tray_agent_command(desktop.agent, COMMAND_FIX);
    expect_scheme(1);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.question_count, 1);
    set_policy(PROBE_POLICY_OFF); /* while it is asked */
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.stop_probe, 1);
}
END_TEST

START_TEST(the_end_waits_for_no_answer)
{
    start_with(SAMPLE_BASIC);
    tray_agent_command(desktop.agent, COMMAND_EXIT);
    ck_assert_uint_eq(desktop.counts.stop_probe, 1);
    ck_assert_uint_eq(desktop.counts.quit, 1);
    const struct proxy_exchange late = answer_of(401, "Basic");
    tray_agent_probed(desktop.agent, &late, 1);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
}
END_TEST

/* ---- the test sign-in ---- */

static void start_test(void)
{
    start_with(SAMPLE_NTLM);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(desktop.test.visible && desktop.test.enabled);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN);
    ck_assert(!desktop.test.enabled);
    ck_assert(strstr(desktop.status, "The sign-in is being tested") != NULL);
}

static const struct {
    uint32_t status;
    error_code error;
    const char *said;
} sign_ons[] = {
    {200, 0, "your Windows logon was accepted by NTLM."},
    {401, 0, "your Windows logon was not accepted by NTLM."},
    {0, 12030, "something on the way does not let NTLM through."},
    {0, 12002, "the test sign-in came to no result."},
};

START_TEST(the_test_signs_on_once_and_tells_what_came_of_it)
{
    const struct proxy_exchange answer = {
        .status = sign_ons[_i].status, .error = sign_ons[_i].error, .leg_count = 3};
    start_test();
    ck_assert_uint_eq(desktop.question_count, 1);
    ck_assert(!desktop.questions[0].signs_on);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN); /* once at a time */
    answers(401, "NTLM\nBasic");
    ck_assert_uint_eq(desktop.question_count, 1);
    ck_assert(desktop.questions[0].signs_on);
    ck_assert(strstr(desktop.status, "The sign-in is being tested") != NULL);
    fake_desktop_end_probe(&desktop, &answer);
    ck_assert(strstr(desktop.status, "Sign-in tested with mail.contoso.com: it offers NTLM; "));
    ck_assert(strstr(desktop.status, sign_ons[_i].said) != NULL);
    ck_assert(desktop.test.enabled);
    ck_assert_uint_eq(desktop.counts.start_probe, 2);
}
END_TEST

/* Nothing of the user's is sent to who has not proved who he is, or does not offer NTLM. */
START_TEST(the_test_signs_on_nowhere_but_at_a_proxy_that_is_the_right_one)
{
    struct proxy_exchange answer = answer_of(401, "NTLM");
    answer.certificate_problems = CERTIFICATE_UNTRUSTED;
    start_test();
    fake_desktop_end_probe(&desktop, &answer);
    ck_assert_uint_eq(desktop.question_count, 0);
    ck_assert(strstr(desktop.status, "from an issuer that Windows does not trust") != NULL);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN);
    answers(401, "Basic");
    ck_assert_uint_eq(desktop.question_count, 0);
    ck_assert(strstr(desktop.status, "it offers Basic, but not NTLM.") != NULL);
}
END_TEST

START_TEST(closing_the_window_ends_the_test)
{
    start_test();
    tray_agent_command(desktop.agent, COMMAND_CLOSE_WINDOW);
    ck_assert_uint_eq(desktop.counts.stop_probe, 1);
    ck_assert_uint_eq(desktop.question_count, 0);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(desktop.test.enabled);
    ck_assert(strstr(desktop.status, "tested") == NULL);
}
END_TEST

START_TEST(the_test_takes_the_place_of_the_background_question)
{
    start_with(SAMPLE_BASIC);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(!desktop.test.enabled);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN); /* by the keyboard, a moment before */
    ck_assert_uint_eq(desktop.counts.stop_probe, 1);
    ck_assert_uint_eq(desktop.question_count, 1);
}
END_TEST

START_TEST(a_policy_that_cannot_be_understood_lets_no_logon_be_sent)
{
    set_policy(7);
    start_with(SAMPLE_NTLM);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(!desktop.test.enabled);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
    set_policy(PROBE_POLICY_PREFER);
    fake_desktop_registry_changed(&desktop);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN);
    ck_assert_uint_eq(desktop.counts.start_probe, 1);
    set_policy(7); /* before the logon is sent */
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.stop_probe, 1);
    ck_assert(!desktop.test.enabled);
}
END_TEST

START_TEST(without_a_proxy_there_is_no_test)
{
    tray_agent_start(desktop.agent);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(!desktop.test.visible);
    tray_agent_command(desktop.agent, COMMAND_TEST_SIGN_IN);
    ck_assert_uint_eq(desktop.counts.start_probe, 0);
}
END_TEST

Suite *tray_agent_probe_suite(void);

Suite *tray_agent_probe_suite(void)
{
    Suite *suite = suite_create("tray_agent_probe");
    TCase *tests = tcase_create("background");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, asks_before_it_offers_to_fix);
    tcase_add_test(tests, a_yes_is_told_as_the_problem_that_can_be_mended);
    tcase_add_test(tests, a_clear_no_offers_no_fix_and_says_what_the_administrator_can_do);
    tcase_add_test(tests, an_answer_counts_for_a_day);
    tcase_add_test(tests, what_is_kept_is_not_asked);
    tcase_add_test(tests, a_network_that_is_down_is_tried_again_only_for_a_reason);
    tcase_add_test(tests, a_prompt_is_told_when_the_proxy_has_answered);
    tcase_add_test(tests, what_could_not_begin_is_not_tried_at_every_look);
    tcase_add_test(tests, an_account_with_ntlm_is_asked_for_only_when_outlook_prompts);
    tcase_add_test(tests, one_question_for_all_accounts_of_a_proxy);
    tcase_add_test(tests, the_policy_lets_nobody_be_asked_or_only_a_yes_count);
    tcase_add_test(tests, the_end_waits_for_no_answer);
    suite_add_tcase(suite, tests);
    tests = tcase_create("test sign-in");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, the_test_signs_on_once_and_tells_what_came_of_it, 0,
                        sizeof sign_ons / sizeof sign_ons[0]);
    tcase_add_test(tests, the_test_signs_on_nowhere_but_at_a_proxy_that_is_the_right_one);
    tcase_add_test(tests, closing_the_window_ends_the_test);
    tcase_add_test(tests, the_test_takes_the_place_of_the_background_question);
    tcase_add_test(tests, a_policy_that_cannot_be_understood_lets_no_logon_be_sent);
    tcase_add_test(tests, without_a_proxy_there_is_no_test);
    suite_add_tcase(suite, tests);
    return suite;
}
