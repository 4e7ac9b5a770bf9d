/* The tray agent on a desktop that only writes down what it is told: icon, window, menu.
 * Notices are in tray_agent_notice_test.c, fix and undo are in tray_agent_fix_test.c, what fails in
 * tray_agent_failures_test.c. */
#include "agent/tray_agent.h"

#include "agent/autostart.h"
#include "agent/settings.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host host;
static struct fake_desktop desktop;

static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_desktop_init(&desktop, &host);
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void set_basic(void)
{
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_BASIC);
    sample_level(host.registry, 3);
}

static void set_fine(void)
{
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_NTLM);
    sample_level(host.registry, 3);
}

static void start(void)
{
    tray_agent_start(desktop.agent);
}

static void ask_for(enum agent_command command)
{
    tray_agent_command(desktop.agent, command);
}

static size_t log_size(void)
{
    const struct byte_buffer *log = fake_host_file(&host, "agent.log");
    return log != NULL ? log->size : 0;
}

START_TEST(where_all_is_well_there_is_no_icon)
{
    set_fine();
    start();
    ck_assert(!desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.add_icon + desktop.counts.show_notice, 0);
    ck_assert_uint_eq(log_size(), 0);
    ask_for(COMMAND_SHOW);
    ck_assert_int_eq(desktop.window_state, TRAY_FINE);
}
END_TEST

START_TEST(a_setting_wants_the_icon_always)
{
    set_fine();
    start();
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "ShowIcon", 1);
    fake_desktop_registry_changed(&desktop);
    ck_assert(desktop.icon_is_there);
    ck_assert_int_eq(desktop.icon_state, TRAY_FINE);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "ShowIcon", 0);
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(a_problem_is_shown_told_and_logged)
{
    set_basic();
    start();
    ck_assert(desktop.icon_is_there);
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    ck_assert_ptr_nonnull(strstr(desktop.tip, "Mail profile: Outlook"));
    ck_assert_str_eq(desktop.notice_title, "Outlook keeps asking for your password");
    ck_assert_str_eq(desktop.notice_text,
                     "PromptFix knows why and can stop it. Click here to see how.");
    const char *log = byte_buffer_text(fake_host_file(&host, "agent.log"));
    ck_assert_ptr_nonnull(strstr(log, "2026-11-22T10:00:00Z promptfix "));
    ck_assert_ptr_nonnull(strstr(log, "Basic"));
    tray_agent_notice_chosen(desktop.agent);
    ck_assert(desktop.window_is_open);
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    ck_assert(desktop.fix.enabled);
}
END_TEST

START_TEST(a_click_on_the_icon_opens_the_window_and_ends_the_notice)
{
    set_basic();
    start();
    tray_agent_icon_chosen(desktop.agent);
    ck_assert(desktop.window_is_open);
    ck_assert_uint_eq(desktop.counts.withdraw_notice, 1);
    ask_for(COMMAND_CLOSE_WINDOW);
    ck_assert(!desktop.window_is_open);
}
END_TEST

START_TEST(unchanged_facts_change_nothing)
{
    set_basic();
    start();
    ask_for(COMMAND_SHOW);
    const struct fake_counts before = desktop.counts;
    const size_t logged = log_size();
    char *store = sample_dump(host.registry, true);
    for (int i = 0; i < 20; i++)
        fake_desktop_registry_changed(&desktop);
    ck_assert_uint_eq(memcmp(&before, &desktop.counts, sizeof before), 0);
    ck_assert_uint_eq(log_size(), logged);
    fake_host_expect_store(&host, store);
    free(store);
}
END_TEST

START_TEST(an_open_window_follows_the_registry_and_no_notice_is_needed)
{
    set_fine();
    start();
    ask_for(COMMAND_SHOW);
    set_basic();
    fake_desktop_registry_changed(&desktop);
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    ck_assert_uint_eq(desktop.counts.update_window, 1);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    ask_for(COMMAND_CLOSE_WINDOW);
    fake_desktop_registry_changed(&desktop); /* it has been told */
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    set_fine();
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

START_TEST(changes_are_gathered_but_not_for_ever)
{
    set_fine();
    start();
    set_basic();
    tray_agent_registry_changed(desktop.agent);
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER], 500);
    fake_clock_advance(1);
    desktop.timers[TIMER_GATHER] = 1;
    tray_agent_registry_changed(desktop.agent); /* starts it anew */
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER], 500);
    fake_clock_advance(1);
    desktop.timers[TIMER_GATHER] = 1;
    tray_agent_registry_changed(desktop.agent); /* long enough */
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER], 1);
    ck_assert(!desktop.icon_is_there);
    fake_desktop_end_timer(&desktop, TIMER_GATHER);
    ck_assert(desktop.icon_is_there);
    tray_agent_timer(desktop.agent, TIMER_GATHER); /* one that was stopped too late */
    tray_agent_registry_changed(desktop.agent);
    fake_clock_advance(-FAKE_DAY); /* a clock that is set does not keep it waiting */
    desktop.timers[TIMER_GATHER] = 1;
    tray_agent_registry_changed(desktop.agent);
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER], 1);
    tray_agent_session_resumed(desktop.agent); /* looks at once */
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER], 0);
}
END_TEST

START_TEST(the_icon_is_awaited_at_logon_and_its_notice_too)
{
    set_basic();
    desktop.refuses_icon = true;
    start();
    ck_assert_uint_eq(desktop.timers[TIMER_ICON_RETRY], 1000);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
    fake_desktop_end_timer(&desktop, TIMER_ICON_RETRY);
    ck_assert_uint_eq(desktop.timers[TIMER_ICON_RETRY], 2000);
    desktop.refuses_icon = false;
    fake_desktop_end_timer(&desktop, TIMER_ICON_RETRY);
    ck_assert(desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    ck_assert_uint_eq(desktop.timers[TIMER_ICON_RETRY], 0);
}
END_TEST

START_TEST(explorer_restarts_and_icon_and_state_are_back)
{
    set_basic();
    start();
    for (int i = 0; i < 1000; i++)
        fake_desktop_restart_shell(&desktop);
    ck_assert(desktop.icon_is_there);
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    ck_assert_ptr_nonnull(strstr(desktop.tip, "Outlook"));
    ck_assert_uint_eq(desktop.counts.show_notice, 1); /* not told anew */
    fake_clock_advance(FAKE_DAY);
    fake_desktop_restart_shell(&desktop); /* a reminder is due */
    ck_assert_uint_eq(desktop.counts.show_notice, 2);
    desktop.icon_is_there = false; /* forgotten without a word */
    tray_agent_session_resumed(desktop.agent);
    ck_assert(desktop.icon_is_there);
    desktop.icon_is_there = false;
    tray_agent_appearance_changed(desktop.agent);
    ck_assert(desktop.icon_is_there);
}
END_TEST

START_TEST(check_now_shows_what_it_finds)
{
    set_fine();
    start();
    set_basic();
    const size_t renewals = desktop.renewed_watches;
    ask_for(COMMAND_CHECK_NOW);
    ck_assert_uint_gt(desktop.renewed_watches, renewals); /* what could not be watched, may be */
    ck_assert(desktop.window_is_open);
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    ck_assert_uint_eq(desktop.counts.show_notice, 0); /* the window says it */
}
END_TEST

START_TEST(the_level_chosen_is_the_level_planned)
{
    set_basic();
    sample_level(host.registry, 0);
    start();
    ask_for(COMMAND_SHOW);
    ck_assert_ptr_nonnull(strstr(desktop.window, "LmCompatibilityLevel from 0 to 3"));
    ask_for(COMMAND_CHOOSE_LEVEL_2);
    ck_assert_ptr_nonnull(strstr(desktop.window, "LmCompatibilityLevel from 0 to 2"));
    ask_for(COMMAND_CHOOSE_LEVEL_3);
    ck_assert_ptr_nonnull(strstr(desktop.window, "LmCompatibilityLevel from 0 to 3"));
    ck_assert_uint_eq(desktop.counts.show_notice, 1); /* nothing new by that */
}
END_TEST

START_TEST(details_are_the_report_of_now)
{
    set_basic();
    start();
    ask_for(COMMAND_COPY_DETAILS);
    ck_assert_ptr_nonnull(strstr(desktop.copied, "promptfix"));
    ck_assert_ptr_nonnull(strstr(desktop.copied, "PROBLEM in profile"));
    desktop.refuses_copy = true;
    ask_for(COMMAND_COPY_DETAILS);
    ck_assert_uint_eq(desktop.counts.copy_text, 2);
}
END_TEST

START_TEST(start_with_windows_is_switched_on_and_off)
{
    enum autostart autostart = AUTOSTART_OFF;
    set_basic();
    start();
    ck_assert(!fake_desktop_menu_item(&desktop, COMMAND_START_WITH_WINDOWS)->checked);
    ask_for(COMMAND_START_WITH_WINDOWS);
    ck_assert(fake_desktop_menu_item(&desktop, COMMAND_START_WITH_WINDOWS)->checked);
    ck_assert_uint_eq(autostart_read(host.registry, desktop.desktop.program_path, &autostart),
                      CODE_SUCCESS);
    ck_assert_int_eq(autostart, AUTOSTART_ON);
    ask_for(COMMAND_START_WITH_WINDOWS);
    ck_assert(!fake_desktop_menu_item(&desktop, COMMAND_START_WITH_WINDOWS)->checked);
    sample_key(host.registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY);
    ck_assert_uint_eq(
        memory_registry_deny(host.memory, REGISTRY_CURRENT_USER, AUTOSTART_KEY, REGISTRY_WRITE),
        CODE_SUCCESS);
    ask_for(COMMAND_START_WITH_WINDOWS);
    ck_assert_ptr_nonnull(strstr(desktop.status, "Access is denied. (5)"));
}
END_TEST

START_TEST(the_rest_of_the_menu_is_the_desktops)
{
    set_basic();
    start();
    ask_for(COMMAND_OPEN_LOG);
    ask_for(COMMAND_ABOUT);
    ck_assert_uint_eq(desktop.counts.open_log, 1);
    ck_assert_uint_eq(desktop.counts.show_about, 1);
    desktop.attention = ATTENTION_FULL_SCREEN;
    fake_clock_advance(FAKE_DAY);
    tray_agent_session_resumed(desktop.agent);
    tray_agent_registry_changed(desktop.agent);
    ask_for(COMMAND_EXIT);
    ck_assert(!desktop.icon_is_there && !desktop.full_screen_is_watched);
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER], 0);
    ck_assert_uint_eq(desktop.counts.quit, 1);
}
END_TEST

/* What may reach the agent while a window is being made: messages that the window sends, and those
 * of other programs, which Windows lets in while a call waits. */
static void check_now(struct tray_agent *agent)
{
    tray_agent_command(agent, COMMAND_CHECK_NOW);
}

static void choose_level_2(struct tray_agent *agent)
{
    tray_agent_command(agent, COMMAND_CHOOSE_LEVEL_2);
}

static void fix(struct tray_agent *agent)
{
    tray_agent_command(agent, COMMAND_FIX);
}

static void leave(struct tray_agent *agent)
{
    tray_agent_command(agent, COMMAND_EXIT);
}

START_TEST(a_desktop_that_calls_back_harms_nothing)
{
    static void (*const calls[])(struct tray_agent *) = {
        check_now,
        choose_level_2,
        fix,
        leave,
        tray_agent_icon_chosen,
        tray_agent_session_resumed,
        tray_agent_taskbar_created,
        tray_agent_appearance_changed,
        tray_agent_outlook_ended,
        tray_agent_registry_changed,
    };
    set_basic();
    start();
    char *store = sample_dump(host.registry, false);
    desktop.called_back = calls[_i];
    if (calls[_i] == tray_agent_taskbar_created)
        desktop.icon_is_there = false;
    ask_for(COMMAND_SHOW);
    desktop.called_back = NULL;
    ck_assert_uint_eq(desktop.counts.show_window, 1);
    char *after = sample_dump(host.registry, false);
    ck_assert_str_eq(store, after);
    free(store);
    free(after);
    set_fine();
    tray_agent_session_resumed(desktop.agent);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

static void mend_and_resume(struct tray_agent *agent)
{
    set_fine();
    tray_agent_session_resumed(agent);
}

START_TEST(what_changes_while_a_window_is_made_is_shown_after_it)
{
    set_basic();
    start();
    desktop.called_back = mend_and_resume;
    ask_for(COMMAND_SHOW);
    desktop.called_back = NULL;
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    fake_desktop_end_timer(&desktop, TIMER_GATHER);
    ck_assert_int_eq(desktop.window_state, TRAY_FINE);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

/* Between the wish to leave and the end of the message loop much may still arrive. */
START_TEST(after_the_exit_nothing_comes_back)
{
    static const struct helper_result result = {.exit_code = EXIT_RESTART_WINDOWS};
    set_basic();
    start();
    ask_for(COMMAND_EXIT);
    const struct fake_counts before = desktop.counts;
    fake_clock_advance(FAKE_DAY);
    set_fine();
    tray_agent_registry_changed(desktop.agent);
    tray_agent_timer(desktop.agent, TIMER_GATHER);
    tray_agent_timer(desktop.agent, TIMER_ICON_RETRY);
    tray_agent_taskbar_created(desktop.agent);
    tray_agent_session_resumed(desktop.agent);
    tray_agent_attention_changed(desktop.agent);
    tray_agent_appearance_changed(desktop.agent);
    tray_agent_icon_chosen(desktop.agent);
    tray_agent_notice_chosen(desktop.agent);
    tray_agent_notice_dismissed(desktop.agent);
    tray_agent_outlook_ended(desktop.agent);
    tray_agent_helper_ended(desktop.agent, &result);
    tray_agent_restart_answered(desktop.agent, RESTART_OUTLOOK, RESTART_ANSWER_DONE, 0);
    for (int command = COMMAND_NONE; command < COMMAND_COUNT; command++)
        ask_for((enum agent_command)command);
    ck_assert_uint_eq(memcmp(&before, &desktop.counts, sizeof before), 0);
    ck_assert_uint_eq(desktop.timers[TIMER_GATHER] + desktop.timers[TIMER_ICON_RETRY], 0);
}
END_TEST

Suite *tray_agent_suite(void);

Suite *tray_agent_suite(void)
{
    Suite *suite = suite_create("tray_agent");
    TCase *tests = tcase_create("tray_agent");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, where_all_is_well_there_is_no_icon);
    tcase_add_test(tests, a_setting_wants_the_icon_always);
    tcase_add_test(tests, a_problem_is_shown_told_and_logged);
    tcase_add_test(tests, a_click_on_the_icon_opens_the_window_and_ends_the_notice);
    tcase_add_test(tests, unchanged_facts_change_nothing);
    tcase_add_test(tests, an_open_window_follows_the_registry_and_no_notice_is_needed);
    tcase_add_test(tests, changes_are_gathered_but_not_for_ever);
    tcase_add_test(tests, the_icon_is_awaited_at_logon_and_its_notice_too);
    tcase_add_test(tests, explorer_restarts_and_icon_and_state_are_back);
    tcase_add_test(tests, check_now_shows_what_it_finds);
    tcase_add_test(tests, the_level_chosen_is_the_level_planned);
    tcase_add_test(tests, details_are_the_report_of_now);
    tcase_add_test(tests, start_with_windows_is_switched_on_and_off);
    tcase_add_test(tests, the_rest_of_the_menu_is_the_desktops);
    tcase_add_test(tests, what_changes_while_a_window_is_made_is_shown_after_it);
    tcase_add_test(tests, after_the_exit_nothing_comes_back);
    tcase_add_loop_test(tests, a_desktop_that_calls_back_harms_nothing, 0, 10);
    suite_add_tcase(suite, tests);
    return suite;
}
