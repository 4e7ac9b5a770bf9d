/* A tray agent sits beside fifty runs that change the registry under it, again and again, and in
 * the end shows what is true. */
#include "tests/system/crowd.h"

#include "tests/desktop/agent_process.h"
#include "tests/desktop/message_words.h"
#include "tests/desktop/tray_icon.h"

#include <check.h>
#include <stdio.h>

static struct agent_process agent;

static void set_up(void)
{
    crowd_set_up();
    agent_start(&agent);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
}

static void tear_down(void)
{
    agent_kill(&agent);
    crowd_tear_down();
}

static void expect_tip(bool is_fixed)
{
    EXPECT_SOON(tray_icon_tip_contains,
                message_words(is_fixed ? MESSAGE_TIP_RESTART_WINDOWS : MESSAGE_TIP_PROBLEM));
    ck_assert_uint_eq(tray_icon_count(), 1);
}

START_TEST(leaves_the_agent_with_the_truth)
{
    for (int round = 0; round < crowd_rounds(); round++) {
        bool is_fixed = crowd_run();
        expect_tip(is_fixed);
        crowd_undo(is_fixed);
        expect_tip(false);
    }
    ck_assert_uint_gt(crowd_change_count(), 0);
    printf("many at once beside the agent: %d times %d runs, %u of them changed something\n",
           crowd_rounds(), CROWD_SIZE, crowd_change_count());
    agent_end(&agent);
}
END_TEST

Suite *crowd_suite(void);

Suite *crowd_suite(void)
{
    Suite *suite = suite_create("crowd");
    TCase *tests = tcase_create("crowd");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, leaves_the_agent_with_the_truth);
    suite_add_tcase(suite, tests);
    return suite;
}
