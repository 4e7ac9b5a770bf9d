/* The tray agent's report by policy: after each change of its state, each once, the last one wins.
 */
#include "agent/policy.h"
#include "agent/restart_pending.h"
#include "agent/tray_agent.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static struct fake_host host;
static struct fake_desktop desktop;

static void set_path(const char *path)
{
    sample_text(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath", path);
}

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_desktop_init(&desktop, &host);
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_BASIC);
    sample_level(host.registry, 3);
    set_path("\\\\server\\r\\%COMPUTERNAME%-%USERNAME%.json");
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

/* A report is being written that says this; it ends well. */
static void expect_written(const char *part)
{
    ck_assert_str_eq(desktop.report_path, "\\\\server\\r\\PC-0815-anna.json");
    ck_assert_msg(strstr(desktop.report, part) != NULL, "%s is not in %s", part, desktop.report);
    fake_desktop_end_report(&desktop, CODE_SUCCESS);
}

static void change_method(uint32_t method)
{
    sample_long(host.registry, sample_section("Outlook"), "00036627", method);
    fake_desktop_registry_changed(&desktop);
}

static const char *log_text(void)
{
    struct byte_buffer *log = fake_host_file(&host, "agent.log");
    return log != NULL ? byte_buffer_text(log) : "";
}

static size_t count_in_log(const char *part)
{
    size_t count = 0;
    for (const char *at = strstr(log_text(), part); at != NULL; at = strstr(at + 1, part))
        count++;
    return count;
}

START_TEST(it_is_written_at_the_start_and_after_each_change)
{
    tray_agent_start(desktop.agent);
    expect_written("\"authentication\": \"basic\"");
    change_method(SAMPLE_NTLM);
    expect_written("\"authentication\": \"ntlm\"");
    ck_assert_ptr_nonnull(strstr(desktop.report, "\"user\": \"CONTOSO\\\\anna\""));
    change_method(16);
    expect_written("unknown_authentication");
    ck_assert_uint_eq(desktop.counts.write_report, 3);
}
END_TEST

START_TEST(the_same_is_not_written_twice_whatever_time_it_is)
{
    tray_agent_start(desktop.agent);
    expect_written("2026-11-22T10:00:00Z");
    fake_clock_advance(FAKE_HOUR);
    fake_desktop_registry_changed(&desktop);
    tray_agent_session_resumed(desktop.agent);
    tray_agent_command(desktop.agent, COMMAND_CHECK_NOW);
    ck_assert_uint_eq(desktop.counts.write_report, 1);
    change_method(SAMPLE_NTLM);
    expect_written("2026-11-22T11:00:00Z");
}
END_TEST

START_TEST(a_fix_an_undo_and_a_restart_that_is_due_are_changes)
{
    fake_desktop_start_outlook(&desktop, "2026-11-22T08:00:00Z");
    tray_agent_start(desktop.agent);
    expect_written("\"restart\": \"none\"");
    tray_agent_command(desktop.agent, COMMAND_FIX);
    expect_written("\"restart\": \"outlook\"");
    ck_assert_ptr_nonnull(strstr(desktop.report, "\"authentication\": \"ntlm\""));
    fake_desktop_end_outlook(&desktop);
    expect_written("\"restart\": \"none\"");
    tray_agent_command(desktop.agent, COMMAND_UNDO);
    expect_written("\"authentication\": \"basic\"");
    ck_assert_uint_eq(restart_pending_mark(host.registry, REGISTRY_LOCAL_MACHINE, NULL),
                      CODE_SUCCESS);
    fake_desktop_registry_changed(&desktop);
    expect_written("\"restart\": \"windows\"");
}
END_TEST

START_TEST(of_what_changes_while_one_is_written_the_last_state_wins)
{
    tray_agent_start(desktop.agent);
    change_method(16);
    change_method(17);
    change_method(SAMPLE_NTLM);
    ck_assert_uint_eq(desktop.counts.write_report, 1);
    expect_written("\"authentication\": \"basic\"");
    ck_assert_uint_eq(desktop.counts.write_report, 2);
    expect_written("\"authentication\": \"ntlm\"");
    ck_assert_uint_eq(desktop.counts.write_report, 2);
}
END_TEST

START_TEST(what_is_again_as_it_was_is_not_written_again)
{
    tray_agent_start(desktop.agent);
    change_method(SAMPLE_NTLM);
    change_method(SAMPLE_BASIC);
    expect_written("\"authentication\": \"basic\"");
    ck_assert_uint_eq(desktop.counts.write_report, 1);
}
END_TEST

START_TEST(a_failure_is_logged_once_and_tried_again_at_the_next_look)
{
    const error_code failures[] = {CODE_TIMED_OUT, CODE_ACCESS_DENIED};
    tray_agent_start(desktop.agent);
    fake_desktop_end_report(&desktop, failures[0]);
    ck_assert_uint_eq(desktop.counts.write_report, 1);
    ck_assert_uint_eq(count_in_log("not written within 5 seconds"), 1);
    for (size_t i = 0; i < 3; i++) {
        tray_agent_session_resumed(desktop.agent);
        fake_desktop_end_report(&desktop, failures[0]);
    }
    ck_assert_uint_eq(desktop.counts.write_report, 4);
    ck_assert_uint_eq(count_in_log("not written within 5 seconds"), 1);
    tray_agent_session_resumed(desktop.agent);
    desktop.report_answer = &failures[1]; /* a thread that cannot be made */
    change_method(SAMPLE_NTLM);
    fake_desktop_end_report(&desktop, failures[0]);
    ck_assert_uint_eq(count_in_log("Cannot write \\\\server\\r\\PC-0815-anna.json: Access"), 1);
    desktop.report_answer = NULL;
    tray_agent_session_resumed(desktop.agent);
    expect_written("\"authentication\": \"ntlm\"");
    ck_assert(!desktop.window_is_open);
}
END_TEST

START_TEST(without_the_policy_nothing_is_written)
{
    sample_delete(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath");
    tray_agent_start(desktop.agent);
    ck_assert_uint_eq(desktop.counts.write_report, 0);
    set_path("\\\\server\\r\\%computername%-%username%.json");
    fake_desktop_registry_changed(&desktop);
    change_method(SAMPLE_NTLM);
    sample_delete(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ReportPath");
    fake_desktop_registry_changed(&desktop);
    expect_written("\"authentication\": \"basic\""); /* what waited behind it no longer counts */
    ck_assert_uint_eq(desktop.counts.write_report, 1);
    set_path("%TEMP%.json");
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.write_report, 1);
}
END_TEST

START_TEST(a_path_without_a_value_is_logged_and_nothing_is_written)
{
    host.computer = NULL;
    tray_agent_start(desktop.agent);
    fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(desktop.counts.write_report, 0);
    ck_assert_uint_eq(count_in_log("the report was not written: the value of a variable"), 1);
}
END_TEST

START_TEST(whoever_has_left_writes_nothing_more)
{
    tray_agent_start(desktop.agent);
    change_method(SAMPLE_NTLM);
    tray_agent_command(desktop.agent, COMMAND_EXIT);
    fake_desktop_end_report(&desktop, CODE_SUCCESS);
    ck_assert_uint_eq(desktop.counts.write_report, 1);
}
END_TEST

Suite *tray_agent_report_suite(void);

Suite *tray_agent_report_suite(void)
{
    Suite *suite = suite_create("tray_agent_report");
    TCase *tests = tcase_create("tray_agent_report");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, it_is_written_at_the_start_and_after_each_change);
    tcase_add_test(tests, the_same_is_not_written_twice_whatever_time_it_is);
    tcase_add_test(tests, a_fix_an_undo_and_a_restart_that_is_due_are_changes);
    tcase_add_test(tests, of_what_changes_while_one_is_written_the_last_state_wins);
    tcase_add_test(tests, what_is_again_as_it_was_is_not_written_again);
    tcase_add_test(tests, a_failure_is_logged_once_and_tried_again_at_the_next_look);
    tcase_add_test(tests, without_the_policy_nothing_is_written);
    tcase_add_test(tests, a_path_without_a_value_is_logged_and_nothing_is_written);
    tcase_add_test(tests, whoever_has_left_writes_nothing_more);
    suite_add_tcase(suite, tests);
    return suite;
}
