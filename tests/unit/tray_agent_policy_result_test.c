/* The tray agent and the resulting set of policy: it asks without waiting, and once. */
#include "agent/tray_agent.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static struct fake_host host;
static struct fake_desktop desktop;

static const struct policy_result workstations = {
    .state = POLICY_RESULT_SET, .level = 1, .gpo = "Workstations"};

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_desktop_init(&desktop, &host);
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_NTLM);
    sample_level(host.registry, 1);
    host.level_policy.state = LEVEL_POLICY_UNKNOWN;
}

static void tear_down(void)
{
    ck_assert_uint_eq(host.policy_result_count, 0); /* its thread does not wait */
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void show(void)
{
    tray_agent_command(desktop.agent, COMMAND_SHOW);
}

START_TEST(the_window_names_the_object_when_it_is_known)
{
    tray_agent_start(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 1);
    show();
    ck_assert_ptr_null(strstr(desktop.window, "Workstations"));
    ck_assert(desktop.fix.enabled);
    tray_agent_policy_result(desktop.agent, &workstations);
    ck_assert_ptr_nonnull(
        strstr(desktop.window,
               "The Group Policy object \"Workstations\" sets LmCompatibilityLevel to 1."));
    ck_assert(!desktop.fix.enabled); /* what it sets is not changed */
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 1);
    ck_assert_ptr_nonnull(strstr(desktop.window, "Workstations"));
}
END_TEST

START_TEST(whoever_wants_all_looked_at_anew_has_it_asked_once_more)
{
    tray_agent_start(desktop.agent);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 1); /* the first one is under way */
    tray_agent_policy_result(desktop.agent, &workstations);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 2);
    tray_agent_policy_result(desktop.agent, &workstations);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 2);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 3);
    ck_assert_ptr_nonnull(strstr(desktop.window, "Workstations")); /* as long as it is asked */
    const struct policy_result none = {.state = POLICY_RESULT_NONE};
    tray_agent_policy_result(desktop.agent, &none);
    ck_assert_ptr_null(strstr(desktop.window, "Workstations"));
}
END_TEST

START_TEST(it_is_not_asked_where_the_templates_say_that_there_is_none)
{
    host.level_policy.state = LEVEL_POLICY_NONE;
    tray_agent_start(desktop.agent);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 0);
    host.level_policy.state = LEVEL_POLICY_UNKNOWN; /* from now on it may not be read */
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 1);
}
END_TEST

START_TEST(it_is_asked_as_soon_as_an_account_could_use_the_level)
{
    sample_delete(host.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623");
    tray_agent_start(desktop.agent);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 0);
    sample_exchange_profile(host.registry, "Second", SAMPLE_NTLM);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 1);
}
END_TEST

START_TEST(a_question_that_cannot_begin_is_not_tried_again_and_again)
{
    desktop.refuses_policy_result = true;
    tray_agent_start(desktop.agent);
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 1);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.start_policy_result, 2);
}
END_TEST

/* The fix is made by what was shown: no COM in between, and the level stays. */
START_TEST(a_fix_asks_nothing)
{
    sample_exchange_profile(host.registry, "Second", SAMPLE_BASIC);
    tray_agent_start(desktop.agent);
    tray_agent_policy_result(desktop.agent, &workstations);
    show();
    ck_assert(desktop.fix.enabled);
    fake_host_put_file(&host, "agent.log", "", 0);
    tray_agent_command(desktop.agent, COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.start_helper, 0); /* nothing in the machine half */
    const char *log = byte_buffer_text(fake_host_file(&host, "agent.log"));
    ck_assert_ptr_nonnull(strstr(log, "the Group Policy object \"Workstations\""));
    ck_assert_ptr_null(strstr(log, "cannot be told from here"));
    sample_expect(host.registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY,
                  LM_COMPATIBILITY_VALUE, VALUE_DWORD, "\1\0\0", 4);
}
END_TEST

START_TEST(an_answer_that_comes_after_the_end_is_too_late)
{
    tray_agent_start(desktop.agent);
    tray_agent_command(desktop.agent, COMMAND_EXIT);
    const size_t looks = desktop.renewed_watches;
    tray_agent_policy_result(desktop.agent, &workstations);
    ck_assert_uint_eq(desktop.renewed_watches, looks);
}
END_TEST

Suite *tray_agent_policy_result_suite(void);

Suite *tray_agent_policy_result_suite(void)
{
    Suite *suite = suite_create("tray_agent_policy_result");
    TCase *tests = tcase_create("tray_agent_policy_result");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_window_names_the_object_when_it_is_known);
    tcase_add_test(tests, whoever_wants_all_looked_at_anew_has_it_asked_once_more);
    tcase_add_test(tests, it_is_not_asked_where_the_templates_say_that_there_is_none);
    tcase_add_test(tests, it_is_asked_as_soon_as_an_account_could_use_the_level);
    tcase_add_test(tests, a_question_that_cannot_begin_is_not_tried_again_and_again);
    tcase_add_test(tests, a_fix_asks_nothing);
    tcase_add_test(tests, an_answer_that_comes_after_the_end_is_too_late);
    suite_add_tcase(suite, tests);
    return suite;
}
