/* What the policies do to the tray agent: icon, notices, menu and window. */
#include "agent/agent_policy.h"
#include "agent/tray_agent.h"
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
    sample_exchange_profile(host.registry, "Outlook", SAMPLE_BASIC);
    sample_level(host.registry, 0);
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void set(enum policy_id id, uint32_t number)
{
    sample_dword(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, policy_table[id].name,
                 number);
}

static void start(void)
{
    tray_agent_start(desktop.agent);
}

static bool menu_has(enum agent_command command)
{
    const struct menu_item *item = fake_desktop_menu_item(&desktop, command);
    return item != NULL && item->enabled;
}

/* The policy unset, or set to each number, the user's setting, and whether there is a problem. */
START_TEST(the_policy_of_the_icon_wins_over_the_setting)
{
    for (unsigned stored = 0; stored <= SHOW_ICON_ALWAYS + 1; stored++)
        for (unsigned setting = 0; setting <= 1; setting++)
            for (unsigned needed = 0; needed <= 1; needed++) {
                struct policies policies = {0};
                struct settings settings;
                settings_set_defaults(&settings);
                settings.values[SETTING_SHOW_ICON] = setting;
                if (stored <= SHOW_ICON_ALWAYS)
                    policies.settings[POLICY_SHOW_ICON] =
                        (struct policy_setting){.state = POLICY_SET, .number = stored};
                const bool expected = stored == SHOW_ICON_NEVER        ? false
                                      : stored == SHOW_ICON_ON_PROBLEM ? needed
                                      : stored == SHOW_ICON_ALWAYS     ? true
                                                                       : setting || needed;
                ck_assert(agent_policy_shows_icon(&policies, &settings, needed) == expected);
            }
}
END_TEST

START_TEST(the_policy_of_notifications_wins_over_the_setting)
{
    for (unsigned stored = 0; stored <= 2; stored++)
        for (unsigned setting = 0; setting <= 1; setting++) {
            struct policies policies = {0};
            struct settings settings;
            settings_set_defaults(&settings);
            settings.values[SETTING_NOTIFY] = setting;
            if (stored < 2)
                policies.settings[POLICY_NOTIFY] =
                    (struct policy_setting){.state = POLICY_SET, .number = stored};
            ck_assert(agent_policy_notifies(&policies, &settings) ==
                      (stored < 2 ? stored == 1 : setting == 1));
        }
}
END_TEST

START_TEST(without_policies_the_limits_of_notifications_are_as_ever)
{
    struct policies policies = {0};
    const struct notice_limits limits = agent_policy_notice_limits(&policies);
    struct notice_plan plan;
    notice_plan_init(&plan, host.registry);
    ck_assert_uint_eq(limits.days, plan.limits.days);
    ck_assert_uint_eq(limits.times, plan.limits.times);
    ck_assert(!limits.cannot_be_dismissed && !plan.limits.cannot_be_dismissed);
}
END_TEST

START_TEST(an_icon_that_is_never_shown_goes_at_once_and_takes_its_notice_along)
{
    start();
    ck_assert(desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    set(POLICY_SHOW_ICON, SHOW_ICON_NEVER);
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.icon_is_there);
    sample_delete(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "ShowIcon");
    fake_desktop_registry_changed(&desktop);
    ck_assert(desktop.icon_is_there);
}
END_TEST

START_TEST(nobody_is_notified_where_the_policy_says_so)
{
    set(POLICY_NOTIFY, 0);
    start();
    ck_assert(desktop.icon_is_there);
    ck_assert_uint_eq(desktop.counts.show_notice, 0);
}
END_TEST

START_TEST(the_menu_offers_what_is_allowed)
{
    static const struct {
        enum policy_id id;
        enum agent_command command;
    } rows[] = {{POLICY_ALLOW_FIX, COMMAND_FIX},
                {POLICY_ALLOW_DISMISS, COMMAND_DO_NOT_ASK_AGAIN},
                {POLICY_ALLOW_EXIT, COMMAND_EXIT},
                {POLICY_ALLOW_UNDO, COMMAND_UNDO}};
    start();
    if (rows[_i].id == POLICY_ALLOW_UNDO)
        tray_agent_command(desktop.agent, COMMAND_FIX);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set(rows[_i].id, 1);
        fake_desktop_registry_changed(&desktop);
        const bool before = menu_has(rows[i].command);
        set(rows[_i].id, 0);
        fake_desktop_registry_changed(&desktop);
        ck_assert(menu_has(rows[i].command) == (before && i != (size_t)_i));
        if (i == (size_t)_i)
            ck_assert(before);
    }
}
END_TEST

START_TEST(the_window_says_who_has_turned_fixing_off)
{
    set(POLICY_ALLOW_FIX, 0);
    start();
    char *before = sample_dump(host.registry, false);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert(!desktop.fix.enabled);
    ck_assert_ptr_nonnull(strstr(desktop.status, "set by your administrator"));
    tray_agent_command(desktop.agent, COMMAND_FIX);
    char *after = sample_dump(host.registry, false);
    ck_assert_str_eq(before, after);
    ck_assert(!desktop.helper_is_running);
    free(before);
    free(after);
}
END_TEST

START_TEST(the_window_says_who_has_turned_undoing_off)
{
    start();
    tray_agent_command(desktop.agent, COMMAND_FIX);
    ck_assert(desktop.undo.enabled);
    set(POLICY_ALLOW_UNDO, 0);
    fake_desktop_registry_changed(&desktop);
    ck_assert(!desktop.undo.enabled);
    ck_assert_ptr_nonnull(strstr(desktop.status, "set by your administrator"));
    char *before = sample_dump(host.registry, false);
    tray_agent_command(desktop.agent, COMMAND_UNDO);
    char *after = sample_dump(host.registry, false);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

START_TEST(no_restart_is_asked_for)
{
    set(POLICY_RESTART, 0);
    start();
    tray_agent_command(desktop.agent, COMMAND_FIX);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
    ck_assert(desktop.restart.visible && !desktop.restart.enabled);
    tray_agent_command(desktop.agent, COMMAND_RESTART);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
    ck_assert_ptr_nonnull(strstr(desktop.status, "policy \"Restart\""));
}
END_TEST

/* By the computer's policy and by the user's, which the run of the machine half does not read. */
START_TEST(fix_raises_to_the_level_of_the_policy)
{
    const uint8_t level[4] = {2};
    sample_dword(host.registry, (enum registry_root)_i, POLICIES_KEY, "Level", 2);
    start();
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert_ptr_nonnull(strstr(desktop.status, "The level is set by your administrator."));
    tray_agent_command(desktop.agent, COMMAND_FIX);
    sample_expect(host.registry, REGISTRY_LOCAL_MACHINE, "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                  "LmCompatibilityLevel", VALUE_DWORD, level, sizeof level);
}
END_TEST

START_TEST(the_window_names_what_cannot_be_obeyed)
{
    set(POLICY_ALLOW_NTLM, 7);
    start();
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert_int_eq(desktop.window_state, TRAY_SET_BY_ADMINISTRATOR);
    ck_assert_ptr_nonnull(strstr(desktop.window, "(policy \"AllowNtlm\")"));
    ck_assert_ptr_nonnull(strstr(desktop.window, "cannot be obeyed as they stand: AllowNtlm."));
}
END_TEST

START_TEST(an_excluded_profile_leaves_the_agent_at_rest)
{
    sample_text(host.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY "\\ExcludedProfiles", "1",
                "Outlook");
    start();
    ck_assert(!desktop.icon_is_there);
    tray_agent_command(desktop.agent, COMMAND_SHOW);
    ck_assert_ptr_nonnull(strstr(desktop.window, "Excluded by your administrator"));
}
END_TEST

Suite *tray_agent_policy_suite(void);

Suite *tray_agent_policy_suite(void)
{
    Suite *suite = suite_create("tray_agent_policy");
    TCase *tests = tcase_create("tray_agent_policy");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_policy_of_the_icon_wins_over_the_setting);
    tcase_add_test(tests, the_policy_of_notifications_wins_over_the_setting);
    tcase_add_test(tests, without_policies_the_limits_of_notifications_are_as_ever);
    tcase_add_test(tests, an_icon_that_is_never_shown_goes_at_once_and_takes_its_notice_along);
    tcase_add_test(tests, nobody_is_notified_where_the_policy_says_so);
    tcase_add_loop_test(tests, the_menu_offers_what_is_allowed, 0, 4);
    tcase_add_test(tests, the_window_says_who_has_turned_fixing_off);
    tcase_add_test(tests, the_window_says_who_has_turned_undoing_off);
    tcase_add_test(tests, no_restart_is_asked_for);
    tcase_add_loop_test(tests, fix_raises_to_the_level_of_the_policy, 0, 2);
    tcase_add_test(tests, the_window_names_what_cannot_be_obeyed);
    tcase_add_test(tests, an_excluded_profile_leaves_the_agent_at_rest);
    suite_add_tcase(suite, tests);
    return suite;
}
