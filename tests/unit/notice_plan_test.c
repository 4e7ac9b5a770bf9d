#include "agent/notice_plan.h"

#include "tests/unit/fake_clock.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS = 4 };
enum { BASIC = FINDING_BASIC_AUTHENTICATION, LEVEL = FINDING_LM_LEVEL_TOO_LOW };

#define RECORD NOTICES_KEY "\\basic_authentication"

static struct memory_registry *memory;
static struct registry *registry;
static struct notice_plan plan;
static struct notice_subjects subjects;

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
    notice_plan_init(&plan, registry);
    fake_clock_init(NULL);
    subjects = (struct notice_subjects){.known = true, .all_found = true};
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
}

static void find(size_t number, uint64_t facts)
{
    subjects.subjects[number] = (struct notice_subject){
        .present = facts != 0, .told = facts != 0, .is_urgent = true, .facts = facts};
}

/* Numbers from 0 to below `limit` that look like chance and are the same in each run (the constants
 * are those of Knuth's MMIX generator). */
static uint64_t chance_seed;

static int chance(int limit)
{
    chance_seed = chance_seed * 6364136223846793005U + 1442695040888963407U;
    return (int)(chance_seed >> 33) % limit;
}

/* One examination: is the problem told? */
static bool look(void)
{
    const char *now = fake_clock_text();
    notice_plan_review(&plan, &subjects, now);
    if (!notice_plan_is_due(&plan, &subjects, now))
        return false;
    notice_plan_note_told(&plan, &subjects, now);
    return true;
}

/* The agent is started anew: what it knows is what the registry holds. */
static void start_anew(void)
{
    notice_plan_init(&plan, registry);
}

START_TEST(is_told_at_once_then_daily_and_three_times_in_all)
{
    find(BASIC, 1);
    ck_assert(look());
    ck_assert(!look());
    fake_clock_advance(FAKE_DAY - 1);
    ck_assert(!look());
    fake_clock_advance(1);
    ck_assert(look());
    fake_clock_advance(FAKE_HOUR);
    ck_assert(!look());
    fake_clock_advance(5 * FAKE_DAY);
    ck_assert(look());
    for (int day = 0; day < 10 * 365; day++) {
        fake_clock_advance(FAKE_DAY);
        if (look())
            ck_abort_msg("a fourth time, on day %d", day);
    }
}
END_TEST

START_TEST(a_new_start_of_the_agent_forgets_nothing)
{
    unsigned told = 0;
    find(BASIC, 1);
    for (int hour = 0; hour < 24 * 365; hour++) {
        start_anew();
        told += look();
        ck_assert_uint_le(told, 3);
        fake_clock_advance(FAKE_HOUR);
    }
    ck_assert_uint_eq(told, 3);
}
END_TEST

START_TEST(what_nobody_can_do_anything_about_is_told_once)
{
    find(BASIC, 1);
    subjects.subjects[BASIC].is_urgent = false;
    ck_assert(look());
    for (int day = 0; day < 1000; day++) {
        fake_clock_advance(FAKE_DAY);
        ck_assert(!look());
    }
    find(BASIC, 2);
    subjects.subjects[BASIC].is_urgent = false;
    ck_assert(look());
}
END_TEST

START_TEST(other_facts_are_told_at_once)
{
    find(BASIC, 1);
    for (int i = 0; i < 4; i++, fake_clock_advance(FAKE_DAY))
        ck_assert_int_eq(look(), i < 3);
    find(BASIC, 2);
    ck_assert(look());
    ck_assert(!look());
    fake_clock_advance(FAKE_DAY);
    ck_assert(look());
    find(LEVEL, 9); /* another finding has a record of its own */
    ck_assert(look());
}
END_TEST

START_TEST(dismissed_is_told_again_only_when_the_facts_change)
{
    find(BASIC, 1);
    ck_assert(look());
    ck_assert(!notice_plan_is_dismissed(&plan, &subjects));
    ck_assert_uint_eq(notice_plan_dismiss(&plan, &subjects, true), CODE_SUCCESS);
    for (int day = 0; day < 1000; day++) {
        fake_clock_advance(FAKE_DAY);
        if (day % 7 == 0)
            start_anew();
        ck_assert(!look());
        ck_assert(notice_plan_is_dismissed(&plan, &subjects));
    }
    find(LEVEL, 5); /* one more problem: that one is not dismissed */
    notice_plan_review(&plan, &subjects, fake_clock_text());
    ck_assert(!notice_plan_is_dismissed(&plan, &subjects));
    ck_assert(look());
    find(LEVEL, 0);
    ck_assert(!look());
    find(BASIC, 2);
    ck_assert(look());
    ck_assert(!notice_plan_is_dismissed(&plan, &subjects));
    find(BASIC, 1);
    ck_assert(look()); /* taken back, for the old facts too */
}
END_TEST

START_TEST(a_dismissal_is_taken_back_by_the_user_too)
{
    find(BASIC, 1);
    ck_assert_uint_eq(notice_plan_dismiss(&plan, &subjects, true), CODE_SUCCESS);
    ck_assert(!look());
    ck_assert_uint_eq(notice_plan_dismiss(&plan, &subjects, false), CODE_SUCCESS);
    ck_assert(look());
}
END_TEST

/* A script that sets the value back and forth is no reason to say the same all day. */
START_TEST(a_problem_that_comes_and_goes_is_told_once_a_day)
{
    unsigned told = 0;
    for (int hour = 0; hour < 24 * 30; hour++) {
        find(BASIC, hour % 2 == 0 ? 1 : 0);
        told += look();
        fake_clock_advance(FAKE_HOUR);
    }
    ck_assert_uint_eq(told, 30);
}
END_TEST

START_TEST(a_dismissed_problem_that_went_is_told_when_it_comes_back)
{
    find(BASIC, 1);
    ck_assert(look());
    ck_assert_uint_eq(notice_plan_dismiss(&plan, &subjects, true), CODE_SUCCESS);
    find(BASIC, 0);
    ck_assert(!look());
    start_anew();
    fake_clock_advance(FAKE_DAY);
    find(BASIC, 1);
    ck_assert(look());
}
END_TEST

START_TEST(nothing_is_left_of_a_problem_that_went_a_day_ago)
{
    struct registry_key *key = NULL;
    find(BASIC, 1);
    ck_assert(look());
    find(BASIC, 0);
    ck_assert(!look());
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, RECORD, REGISTRY_READ, &key),
                      CODE_SUCCESS);
    registry_close(key);
    fake_clock_advance(FAKE_DAY);
    ck_assert(!look());
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, RECORD, REGISTRY_READ, &key),
                      CODE_FILE_NOT_FOUND);
}
END_TEST

/* Years of a machine whose facts change at random: never more than three times in a day, never the
 * same twice in a day. */
START_TEST(years_of_changing_facts_are_no_flood)
{
    static int64_t told_at[YEARS * 365 * 24];
    static uint64_t told_facts[YEARS * 365 * 24];
    size_t told = 0;
    chance_seed = 1;
    for (int hour = 0; hour < YEARS * 365 * 24; hour++) {
        const int what = chance(50);
        if (what < 4)
            find(BASIC, (uint64_t)what);
        if (chance(20) == 0)
            start_anew();
        if (look()) {
            told_at[told] = hour;
            told_facts[told] = subjects.subjects[BASIC].facts;
            if (told >= 3 && hour - told_at[told - 3] < 24)
                ck_abort_msg("four times in a day at hour %d", hour);
            told++;
        }
        fake_clock_advance(FAKE_HOUR);
    }
    ck_assert_uint_gt(told, (size_t)YEARS * 100);
    ck_assert_uint_lt(told, (size_t)YEARS * 365 * 3);
    for (size_t i = 1; i < told; i++)
        ck_assert(told_facts[i] != told_facts[i - 1] || told_at[i] - told_at[i - 1] >= 24);
}
END_TEST

START_TEST(a_clock_set_back_does_not_silence)
{
    static const int64_t jumps[] = {1, FAKE_HOUR, FAKE_DAY, 365 * FAKE_DAY, 7300 * FAKE_DAY};
    for (size_t i = 0; i < sizeof jumps / sizeof jumps[0]; i++) {
        tear_down();
        set_up();
        find(BASIC, 1);
        fake_clock_advance(jumps[i]);
        ck_assert(look());
        fake_clock_advance(-jumps[i]);
        ck_assert(!look()); /* nor does it repeat */
        fake_clock_advance(FAKE_DAY - 1);
        ck_assert(!look());
        fake_clock_advance(1);
        ck_assert(look());
    }
}
END_TEST

/* Whatever the clock does: three times in all, as long as nothing else happens; and all three are
 * told once it goes on. */
START_TEST(a_clock_that_jumps_about_neither_floods_nor_silences)
{
    for (unsigned seed = 0; seed < 50; seed++) {
        unsigned told = 0;
        tear_down();
        set_up();
        fake_clock_advance(3650 * FAKE_DAY);
        chance_seed = seed;
        find(BASIC, 1);
        for (int i = 0; i < 200; i++) {
            fake_clock_advance((chance(2000) - 1000) * FAKE_HOUR);
            told += look();
            ck_assert_uint_le(told, 3);
        }
        for (int day = 0; day < 4; day++) {
            fake_clock_advance(FAKE_DAY);
            told += look();
        }
        ck_assert_uint_eq(told, 3);
    }
}
END_TEST

START_TEST(a_malformed_record_counts_as_none_and_is_rewritten)
{
    struct notice_record record;
    find(BASIC, 1);
    for (int i = 0; i < 3; i++, fake_clock_advance(FAKE_DAY))
        ck_assert(look());
    ck_assert(!look());
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Count", "3");
    ck_assert(look());
    ck_assert(!look());
    ck_assert_uint_eq(notice_record_read(registry, "basic_authentication", &record), CODE_SUCCESS);
    ck_assert_uint_eq(record.count, 1);
    ck_assert_str_eq(record.last, fake_clock_text());
}
END_TEST

START_TEST(a_malformed_record_of_nothing_is_swept_away)
{
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Count", "3");
    ck_assert(!look());
    struct registry_key *key = NULL;
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, RECORD, REGISTRY_READ, &key),
                      CODE_FILE_NOT_FOUND);
}
END_TEST

START_TEST(what_the_registry_refuses_is_remembered_while_the_agent_runs)
{
    unsigned told = 0;
    find(BASIC, 1);
    sample_key(registry, REGISTRY_CURRENT_USER, NOTICES_KEY);
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, NOTICES_KEY, REGISTRY_WRITE),
        CODE_SUCCESS);
    for (int hour = 0; hour < 24 * 30; hour++) {
        told += look();
        fake_clock_advance(FAKE_HOUR);
    }
    ck_assert_uint_eq(told, 3);
    ck_assert_uint_ne(notice_plan_dismiss(&plan, &subjects, true), CODE_SUCCESS);
    ck_assert(notice_plan_is_dismissed(&plan, &subjects));
}
END_TEST

/* Whichever call fails, once: three times in all, or as often as was left unsaid. */
START_TEST(no_failing_call_makes_a_flood)
{
    for (size_t call = 1; call < 60; call++) {
        unsigned told = 0;
        tear_down();
        set_up();
        find(BASIC, 1);
        memory_registry_fail(memory, call, CODE_REGISTRY_IO_FAILED, false);
        for (int hour = 0; hour < 24 * 10; hour++) {
            told += look();
            fake_clock_advance(FAKE_HOUR);
        }
        ck_assert_msg(told == 3, "%u times at call %u", told, (unsigned)call);
    }
}
END_TEST

START_TEST(what_is_not_known_takes_nothing_back)
{
    find(BASIC, 1);
    ck_assert(look());
    ck_assert_uint_eq(notice_plan_dismiss(&plan, &subjects, true), CODE_SUCCESS);
    char *before = sample_dump(registry, true);
    struct notice_subjects found = subjects;
    subjects = (struct notice_subjects){.known = false}; /* the examination failed */
    ck_assert(!look());
    subjects.known = true; /* something could not be read */
    ck_assert(!look());
    fake_clock_advance(30 * FAKE_DAY);
    ck_assert(!look());
    subjects = found;
    ck_assert(!look());
    char *after = sample_dump(registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

START_TEST(an_unchanged_machine_is_not_written_to)
{
    find(BASIC, 1);
    ck_assert(look());
    char *before = sample_dump(registry, true);
    ck_assert_uint_eq(memory_registry_deny(memory, REGISTRY_CURRENT_USER, RECORD, REGISTRY_WRITE),
                      CODE_SUCCESS);
    for (int i = 0; i < 100; i++)
        ck_assert(!look());
    ck_assert(!plan.refused[BASIC]); /* it would have been */
    char *after = sample_dump(registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

START_TEST(a_restart_cannot_be_dismissed)
{
    find(NOTICE_SUBJECT_RESTART, 1);
    ck_assert(!notice_plan_can_dismiss(&subjects));
    ck_assert(!notice_plan_is_dismissed(&plan, &subjects));
    find(BASIC, 1);
    ck_assert(notice_plan_can_dismiss(&subjects));
    subjects.subjects[BASIC].told = false; /* the restart is what is told */
    ck_assert(!notice_plan_can_dismiss(&subjects));
}
END_TEST

START_TEST(is_told_as_rarely_and_as_few_times_as_the_limits_say)
{
    static const uint32_t days[] = {1, 2, 7, 30};
    uint64_t facts = 0;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        for (uint32_t times = 1; times <= 10; times++) {
            uint32_t told = 0;
            plan.limits = (struct notice_limits){.days = days[i], .times = times};
            find(BASIC, ++facts);
            for (uint32_t day = 0; day < days[i] * (times + 2); day++) {
                const bool due = day % days[i] == 0 && told < times;
                if (look() != due)
                    ck_abort_msg("%u days, %u times: day %u", (unsigned)days[i], (unsigned)times,
                                 (unsigned)day);
                told += due;
                fake_clock_advance(FAKE_DAY);
            }
            ck_assert_uint_eq(told, times);
        }
}
END_TEST

/* Also not sooner when it was gone meanwhile. */
START_TEST(a_problem_that_comes_back_is_no_news_before_its_day)
{
    plan.limits.days = 7;
    find(BASIC, 1);
    ck_assert(look());
    for (int day = 1; day < 7; day++) {
        fake_clock_advance(FAKE_DAY);
        find(BASIC, day % 2 == 0);
        ck_assert(!look());
    }
    fake_clock_advance(FAKE_DAY);
    find(BASIC, 1);
    ck_assert(look());
}
END_TEST

START_TEST(what_cannot_be_dismissed_is_told_although_it_was)
{
    find(BASIC, 1);
    ck_assert(look());
    ck_assert_uint_eq(notice_plan_dismiss(&plan, &subjects, true), CODE_SUCCESS);
    fake_clock_advance(FAKE_DAY);
    ck_assert(!look());
    plan.limits.cannot_be_dismissed = true;
    ck_assert(look());
    ck_assert(!look());
}
END_TEST

Suite *notice_plan_suite(void);

Suite *notice_plan_suite(void)
{
    Suite *suite = suite_create("notice_plan");
    TCase *tests = tcase_create("notice_plan");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_told_at_once_then_daily_and_three_times_in_all);
    tcase_add_test(tests, a_new_start_of_the_agent_forgets_nothing);
    tcase_add_test(tests, what_nobody_can_do_anything_about_is_told_once);
    tcase_add_test(tests, other_facts_are_told_at_once);
    tcase_add_test(tests, dismissed_is_told_again_only_when_the_facts_change);
    tcase_add_test(tests, a_dismissal_is_taken_back_by_the_user_too);
    tcase_add_test(tests, a_problem_that_comes_and_goes_is_told_once_a_day);
    tcase_add_test(tests, a_dismissed_problem_that_went_is_told_when_it_comes_back);
    tcase_add_test(tests, nothing_is_left_of_a_problem_that_went_a_day_ago);
    tcase_add_test(tests, years_of_changing_facts_are_no_flood);
    tcase_add_test(tests, a_clock_set_back_does_not_silence);
    tcase_add_test(tests, a_clock_that_jumps_about_neither_floods_nor_silences);
    tcase_add_test(tests, a_malformed_record_counts_as_none_and_is_rewritten);
    tcase_add_test(tests, a_malformed_record_of_nothing_is_swept_away);
    tcase_add_test(tests, what_the_registry_refuses_is_remembered_while_the_agent_runs);
    tcase_add_test(tests, no_failing_call_makes_a_flood);
    tcase_add_test(tests, what_is_not_known_takes_nothing_back);
    tcase_add_test(tests, an_unchanged_machine_is_not_written_to);
    tcase_add_test(tests, a_restart_cannot_be_dismissed);
    tcase_add_test(tests, is_told_as_rarely_and_as_few_times_as_the_limits_say);
    tcase_add_test(tests, a_problem_that_comes_back_is_no_news_before_its_day);
    tcase_add_test(tests, what_cannot_be_dismissed_is_told_although_it_was);
    suite_add_tcase(suite, tests);
    return suite;
}
