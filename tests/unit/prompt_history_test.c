/* What the counts of prompts say of a fix. */
#include "agent/prompt_history.h"

#include "agent/utc_time.h"

#include <check.h>
#include <string.h>

#define TODAY "2026-11-22T12:00:00Z"
#define FIXED "2026-11-20T12:00:00Z" /* two days back */

static struct prompt_history history;

static void set_up(void)
{
    int64_t seconds = 0;
    history = (struct prompt_history){0};
    ck_assert(utc_time_read(TODAY, &seconds));
    history.today = seconds / 86400;
}

static void tear_down(void)
{
}

static void count(int age, uint32_t before, uint32_t after)
{
    history.counts[age] += before + after;
    history.after_fix[age] += after;
}

static void last_came(const char *time)
{
    memcpy(history.last_after_fix, time, strlen(time) + 1);
}

START_TEST(twelve_in_the_week_before_and_none_since)
{
    count(2, 3, 0); /* the day of the fix */
    count(5, 4, 0);
    count(8, 5, 0);  /* the first day of that week */
    count(9, 99, 0); /* before it */
    const struct prompt_sums sums = prompt_history_sums(&history, FIXED);
    ck_assert(sums.has_fix);
    ck_assert_uint_eq(sums.before, 12);
    ck_assert_uint_eq(sums.since, 0);
    ck_assert_uint_eq(sums.lately, 7);
    ck_assert(!prompt_history_continues(&history, FIXED));
}
END_TEST

START_TEST(prompts_until_the_restart_are_none_of_the_fix)
{
    count(0, 6, 0); /* today, the restart is still to come */
    const struct prompt_sums sums = prompt_history_sums(&history, FIXED);
    ck_assert_uint_eq(sums.before + sums.since, 0);
    ck_assert_uint_eq(sums.lately, 6);
    ck_assert(!prompt_history_continues(&history, FIXED));
}
END_TEST

START_TEST(one_that_comes_after_it_continues)
{
    count(2, 3, 1);
    count(0, 0, 2);
    last_came("2026-11-22T08:00:00Z");
    const struct prompt_sums sums = prompt_history_sums(&history, FIXED);
    ck_assert_uint_eq(sums.before, 3);
    ck_assert_uint_eq(sums.since, 3);
    ck_assert(prompt_history_continues(&history, FIXED));
}
END_TEST

START_TEST(another_fix_starts_anew)
{
    count(2, 3, 4);
    last_came("2026-11-20T11:59:59Z"); /* the day of the fix, and before it */
    ck_assert(!prompt_history_continues(&history, FIXED));
    ck_assert_uint_eq(prompt_history_sums(&history, FIXED).since, 0);
    last_came(FIXED);
    ck_assert(prompt_history_continues(&history, FIXED));
}
END_TEST

START_TEST(a_week_without_one_ends_it)
{
    static const char long_ago[] = "2026-10-01T12:00:00Z";
    count(6, 0, 1);
    last_came("2026-11-16T00:00:00Z"); /* six days back */
    ck_assert(prompt_history_continues(&history, long_ago));
    last_came("2026-11-15T23:59:59Z"); /* seven */
    ck_assert(!prompt_history_continues(&history, long_ago));
    last_came("2026-11-23T00:00:00Z"); /* a clock that was wrong */
    ck_assert(!prompt_history_continues(&history, long_ago));
}
END_TEST

START_TEST(without_a_fix_there_is_no_before)
{
    static const char *const none[] = {"", "2026-11-23T00:00:00Z", "2026-08-24T23:59:59Z", "soon"};
    count(0, 2, 2);
    last_came(TODAY);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        const struct prompt_sums sums = prompt_history_sums(&history, none[i]);
        ck_assert(!sums.has_fix);
        ck_assert_uint_eq(sums.before + sums.since, 0);
        ck_assert_uint_eq(sums.lately, 4);
        ck_assert(!prompt_history_continues(&history, none[i]));
    }
    ck_assert(prompt_history_sums(&history, "2026-08-25T00:00:00Z").has_fix); /* 89 days back */
}
END_TEST

START_TEST(days_at_the_end_of_what_is_kept_count)
{
    count(PROMPT_DAY_COUNT - 1, 5, 0);
    ck_assert_uint_eq(prompt_history_sums(&history, "2026-08-25T00:00:00Z").before, 5);
    ck_assert_uint_eq(prompt_history_sums(&history, "2026-08-30T00:00:00Z").before, 5);
    ck_assert_uint_eq(prompt_history_sums(&history, "2026-09-01T00:00:00Z").before, 0);
}
END_TEST

Suite *prompt_history_suite(void);

Suite *prompt_history_suite(void)
{
    Suite *suite = suite_create("prompt_history");
    TCase *tests = tcase_create("prompt_history");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, twelve_in_the_week_before_and_none_since);
    tcase_add_test(tests, prompts_until_the_restart_are_none_of_the_fix);
    tcase_add_test(tests, one_that_comes_after_it_continues);
    tcase_add_test(tests, another_fix_starts_anew);
    tcase_add_test(tests, a_week_without_one_ends_it);
    tcase_add_test(tests, without_a_fix_there_is_no_before);
    tcase_add_test(tests, days_at_the_end_of_what_is_kept_count);
    suite_add_tcase(suite, tests);
    return suite;
}
