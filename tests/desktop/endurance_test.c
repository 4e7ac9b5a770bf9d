/* An agent runs for weeks: what it does a thousand times must leave nothing behind. */
#include "tests/desktop/agent_process.h"
#include "tests/desktop/message_words.h"
#include "tests/desktop/object_count.h"
#include "tests/desktop/tray_icon.h"
#include "tests/system/mail_sample.h"

#include <check.h>

enum { TIMES = 1000, WARM_UP = 20, MESSAGE_SESSION_CHANGE = 0x02B1, LOCK = 7, UNLOCK = 8 };

static struct agent_process agent;

static void set_up(void)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
    agent_start(&agent);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
    EXPECT_SOON(tray_icon_notice_is_there, NULL); /* the shell makes its own windows for it */
}

static void tear_down(void)
{
    agent_kill(&agent);
    live_registry_clear();
}

/* What comes and goes by chance (Windows' own threads) is far less than one for each round. */
enum { CHANCE = 4 };

struct growth {
    struct object_count before;
    struct object_count after; /* when it was last looked at */
};

static bool is_flat(void *context)
{
    struct growth *growth = context;
    growth->after = object_count_of(agent.id);
    return growth->after.handles <= growth->before.handles + CHANCE &&
           growth->after.gdi <= growth->before.gdi + CHANCE &&
           growth->after.user <= growth->before.user + CHANCE;
}

/* The first rounds may fill caches. After the last one the agent may still be about what it has
 * open for a moment, such as its log: what has leaked stays. */
static void expect_flat(void (*round)(void))
{
    for (int i = 0; i < WARM_UP; i++)
        round();
    struct growth growth = {.before = object_count_of(agent.id)};
    for (int i = 0; i < TIMES; i++)
        round();
    event_wait(is_flat, &growth); /* what it waited for in vain is said with its numbers */
    ck_assert_uint_le(growth.after.handles, growth.before.handles + CHANCE);
    ck_assert_uint_le(growth.after.gdi, growth.before.gdi + CHANCE);
    ck_assert_uint_le(growth.after.user, growth.before.user + CHANCE);
    EXPECT_SOON(tray_icon_tip_contains, message_words(MESSAGE_TIP_PROBLEM));
    ck_assert_uint_eq(tray_icon_count(), 1);
}

/* Somebody who comes back has everything looked at anew, at once. */
static void diagnose(void)
{
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, LOCK, 0);
    agent_tell(&agent, MESSAGE_SESSION_CHANGE, UNLOCK, 0);
}

static void restart_explorer(void)
{
    agent_tell(&agent, agent_taskbar_created(), 0, 0);
}

START_TEST(makes_a_thousand_diagnoses)
{
    expect_flat(diagnose);
}
END_TEST

START_TEST(survives_a_thousand_restarts_of_explorer)
{
    expect_flat(restart_explorer);
}
END_TEST

Suite *endurance_suite(void);

Suite *endurance_suite(void)
{
    Suite *suite = suite_create("endurance");
    TCase *tests = tcase_create("endurance");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, makes_a_thousand_diagnoses);
    tcase_add_test(tests, survives_a_thousand_restarts_of_explorer);
    suite_add_tcase(suite, tests);
    return suite;
}
