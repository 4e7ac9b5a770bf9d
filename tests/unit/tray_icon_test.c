#include "agent/tray_icon.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* A shell that takes the icon or not. */
struct shell {
    struct desktop desktop; /* first */
    bool takes_icons;
    bool has_icon;
    struct icon_view view;
    char tip[TIP_SIZE];
    unsigned add_count, change_count, remove_count;
    unsigned delay; /* of the timer that runs; 0 for none */
};

static struct shell *shell_of(struct desktop *desktop)
{
    return (struct shell *)(void *)desktop;
}

static bool take(struct shell *shell, const struct icon_view *icon)
{
    if (!shell->takes_icons)
        return false;
    shell->has_icon = true;
    shell->view.state = icon->state;
    snprintf(shell->tip, sizeof shell->tip, "%s", icon->tip);
    return true;
}

static bool add_icon(struct desktop *desktop, const struct icon_view *icon)
{
    shell_of(desktop)->add_count++;
    return take(shell_of(desktop), icon);
}

static bool change_icon(struct desktop *desktop, const struct icon_view *icon)
{
    shell_of(desktop)->change_count++;
    return shell_of(desktop)->has_icon && take(shell_of(desktop), icon);
}

static void remove_icon(struct desktop *desktop)
{
    shell_of(desktop)->remove_count++;
    shell_of(desktop)->has_icon = false;
}

static void start_timer(struct desktop *desktop, enum agent_timer timer, unsigned milliseconds)
{
    ck_assert_int_eq(timer, TIMER_ICON_RETRY);
    ck_assert_uint_gt(milliseconds, 0);
    shell_of(desktop)->delay = milliseconds;
}

static void stop_timer(struct desktop *desktop, enum agent_timer timer)
{
    ck_assert_int_eq(timer, TIMER_ICON_RETRY);
    shell_of(desktop)->delay = 0;
}

static struct shell shell;
static struct tray_icon icon;

static void set_up(void)
{
    shell = (struct shell){
        .desktop = {.add_icon = add_icon,
                    .change_icon = change_icon,
                    .remove_icon = remove_icon,
                    .start_timer = start_timer,
                    .stop_timer = stop_timer},
        .takes_icons = true,
    };
    tray_icon_init(&icon, &shell.desktop);
}

static void end_timer(void)
{
    ck_assert_uint_gt(shell.delay, 0);
    shell.delay = 0;
    tray_icon_retry(&icon);
}

START_TEST(is_added_once_and_changed_only_when_it_is_another)
{
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    ck_assert_uint_eq(shell.add_count, 1);
    ck_assert_uint_eq(shell.change_count, 0);
    tray_icon_show(&icon, TRAY_PROBLEM, "another tip");
    tray_icon_show(&icon, TRAY_RESTART_PENDING, "another tip");
    ck_assert_uint_eq(shell.add_count, 1);
    ck_assert_uint_eq(shell.change_count, 2);
    ck_assert_int_eq(shell.view.state, TRAY_RESTART_PENDING);
    ck_assert_str_eq(shell.tip, "another tip");
    tray_icon_hide(&icon);
    tray_icon_hide(&icon);
    ck_assert_uint_eq(shell.remove_count, 1);
    ck_assert_uint_eq(shell.delay, 0);
    tray_icon_show(&icon, TRAY_RESTART_PENDING, "another tip");
    ck_assert(shell.has_icon);
}
END_TEST

START_TEST(is_tried_again_ever_more_slowly_and_then_waited_for)
{
    static const unsigned milliseconds[] = {1000, 2000, 4000, 8000, 16000, 30000, 30000};
    shell.takes_icons = false;
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    for (unsigned i = 0; i < ICON_RETRY_COUNT; i++) {
        ck_assert_uint_eq(shell.delay, milliseconds[i < 6 ? i : 6]);
        ck_assert_uint_eq(shell.add_count, i + 1);
        end_timer();
    }
    ck_assert_uint_eq(shell.delay, 0); /* no more */
    ck_assert_uint_eq(shell.add_count, ICON_RETRY_COUNT + 1);
    tray_icon_show(&icon, TRAY_PROBLEM, "tip"); /* nothing new */
    tray_icon_retry(&icon);
    ck_assert_uint_eq(shell.add_count, ICON_RETRY_COUNT + 1);
    shell.takes_icons = true;
    tray_icon_add_again(&icon);
    ck_assert(shell.has_icon && icon.is_there);
    ck_assert_uint_eq(shell.delay, 0);
}
END_TEST

START_TEST(a_late_shell_gets_what_is_wanted_by_then)
{
    shell.takes_icons = false;
    tray_icon_show(&icon, TRAY_PROBLEM, "old");
    end_timer();
    tray_icon_show(&icon, TRAY_RESTART_PENDING, "new");
    ck_assert_uint_eq(shell.delay, 2000); /* the tries go on */
    shell.takes_icons = true;
    end_timer();
    ck_assert_str_eq(shell.tip, "new");
    ck_assert_uint_eq(shell.delay, 0);
    tray_icon_retry(&icon); /* a timer that was stopped too late */
    ck_assert_uint_eq(shell.add_count, 3);
}
END_TEST

START_TEST(an_icon_not_wanted_any_more_is_not_tried_again)
{
    shell.takes_icons = false;
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    tray_icon_hide(&icon);
    ck_assert_uint_eq(shell.delay, 0);
    ck_assert_uint_eq(shell.remove_count, 0);
    tray_icon_add_again(&icon);
    tray_icon_renew(&icon);
    ck_assert_uint_eq(shell.add_count, 1);
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    ck_assert_uint_eq(shell.delay, 1000); /* from the start */
}
END_TEST

START_TEST(a_forgotten_icon_is_added_again)
{
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    shell.has_icon = false; /* Explorer has ended */
    tray_icon_show(&icon, TRAY_PROBLEM, "new");
    ck_assert_uint_eq(shell.change_count, 1);
    ck_assert_uint_eq(shell.add_count, 2);
    ck_assert_str_eq(shell.tip, "new");
    shell.has_icon = false;
    shell.takes_icons = false;
    tray_icon_renew(&icon);
    ck_assert_uint_eq(shell.delay, 1000);
    shell.takes_icons = true;
    end_timer();
    ck_assert(shell.has_icon);
    shell.has_icon = false;
    tray_icon_add_again(&icon); /* Explorer is back */
    ck_assert(shell.has_icon);
    ck_assert_str_eq(shell.tip, "new");
}
END_TEST

START_TEST(after_it_was_given_up_something_new_is_a_reason_to_try)
{
    shell.takes_icons = false;
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    for (unsigned i = 0; i < ICON_RETRY_COUNT; i++)
        end_timer();
    tray_icon_show(&icon, TRAY_PROBLEM, "new");
    ck_assert_uint_eq(shell.delay, 1000);
    shell.takes_icons = true;
    tray_icon_renew(&icon);
    ck_assert(shell.has_icon);
    ck_assert_uint_eq(shell.delay, 0);
}
END_TEST

START_TEST(a_tip_that_is_too_long_is_cut)
{
    char tip[3 * TIP_SIZE];
    size_t size = 0;
    while (size + 4 < sizeof tip)
        size += (size_t)snprintf(tip + size, sizeof tip - size, "\xE2\x82\xAC"); /* euro */
    tray_icon_show(&icon, TRAY_PROBLEM, tip);
    ck_assert_uint_eq(strlen(shell.tip), (size_t)3 * TIP_LIMIT);
    tray_icon_show(&icon, TRAY_PROBLEM, tip);
    ck_assert_uint_eq(shell.change_count, 0);
}
END_TEST

/* 1,000 restarts of Explorer leave one icon and no timer. */
START_TEST(explorer_may_come_and_go)
{
    tray_icon_show(&icon, TRAY_PROBLEM, "tip");
    for (unsigned i = 0; i < 1000; i++) {
        shell.has_icon = false;
        shell.takes_icons = i % 3 != 0;
        tray_icon_add_again(&icon);
        shell.takes_icons = true;
        if (!shell.has_icon)
            end_timer();
        ck_assert(shell.has_icon && shell.delay == 0);
    }
}
END_TEST

Suite *tray_icon_suite(void);

Suite *tray_icon_suite(void)
{
    Suite *suite = suite_create("tray_icon");
    TCase *tests = tcase_create("tray_icon");
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, is_added_once_and_changed_only_when_it_is_another);
    tcase_add_test(tests, is_tried_again_ever_more_slowly_and_then_waited_for);
    tcase_add_test(tests, a_late_shell_gets_what_is_wanted_by_then);
    tcase_add_test(tests, an_icon_not_wanted_any_more_is_not_tried_again);
    tcase_add_test(tests, a_forgotten_icon_is_added_again);
    tcase_add_test(tests, after_it_was_given_up_something_new_is_a_reason_to_try);
    tcase_add_test(tests, a_tip_that_is_too_long_is_cut);
    tcase_add_test(tests, explorer_may_come_and_go);
    suite_add_tcase(suite, tests);
    return suite;
}
