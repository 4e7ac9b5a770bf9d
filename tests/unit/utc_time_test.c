#include "agent/utc_time.h"

#include "tests/unit/fake_clock.h"

#include <check.h>
#include <stdio.h>

static int64_t seconds_of(const char *text)
{
    int64_t seconds = 0;
    ck_assert_msg(utc_time_read(text, &seconds), "%s", text);
    return seconds;
}

START_TEST(known_times_are_read)
{
    ck_assert_int_eq(seconds_of("1970-01-01T00:00:00Z"), 0);
    ck_assert_int_eq(seconds_of("1969-12-31T23:59:59Z"), -1);
    ck_assert_int_eq(seconds_of("2000-02-29T12:00:00Z"), 951825600);
    ck_assert_int_eq(seconds_of("2038-01-19T03:14:08Z"), 2147483648);
    ck_assert_int_eq(seconds_of("9999-12-31T23:59:59Z"), 253402300799);
    ck_assert_int_eq(seconds_of("0001-01-01T00:00:00Z"), -62135596800);
}
END_TEST

START_TEST(fifty_years_go_by_without_a_jump)
{
    fake_clock_init(NULL);
    int64_t before = seconds_of(fake_clock_text());
    for (int day = 0; day < 50 * 366; day++) {
        fake_clock_advance(FAKE_DAY + 1);
        const int64_t now = seconds_of(fake_clock_text());
        if (now - before != FAKE_DAY + 1)
            ck_abort_msg("%s", fake_clock_text());
        before = now;
    }
}
END_TEST

START_TEST(what_is_no_time_is_refused)
{
    static const char *const texts[] = {
        "",
        "2026-11-22T10:00:00",
        "2026-11-22T10:00:00Z ",
        "2026-11-22 10:00:00Z",
        "2026-11-22T10:00:00z",
        "2026-11-22T10:00:60Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:60:00Z",
        "2026-00-22T10:00:00Z",
        "2026-13-22T10:00:00Z",
        "2026-11-00T10:00:00Z",
        "2026-11-31T10:00:00Z",
        "2026-02-29T10:00:00Z",
        "1900-02-29T10:00:00Z",
        "0000-01-01T10:00:00Z",
        "-026-11-22T10:00:00Z",
        "2026-1a-22T10:00:00Z",
        "2026-11-22T1\xC3\xA4:00:00",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t seconds = 4711;
        ck_assert_msg(!utc_time_read(texts[i], &seconds), "%s", texts[i]);
        ck_assert_int_eq(seconds, 4711);
    }
}
END_TEST

START_TEST(days_are_written_as_they_are_read)
{
    static const char *const dates[] = {"0001-01-01", "1969-12-31", "1970-01-01", "2000-02-29",
                                        "2026-11-22", "2026-12-31", "2027-01-01", "9999-12-31"};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        char time[32];
        char date[UTC_DATE_SIZE];
        int64_t seconds = 0;
        snprintf(time, sizeof time, "%sT00:00:00Z", dates[i]);
        ck_assert(utc_time_read(time, &seconds));
        utc_date_write(seconds / 86400, date);
        ck_assert_str_eq(date, dates[i]);
    }
}
END_TEST

Suite *utc_time_suite(void);

Suite *utc_time_suite(void)
{
    Suite *suite = suite_create("utc_time");
    TCase *tests = tcase_create("utc_time");
    tcase_add_test(tests, known_times_are_read);
    tcase_add_test(tests, fifty_years_go_by_without_a_jump);
    tcase_add_test(tests, what_is_no_time_is_refused);
    tcase_add_test(tests, days_are_written_as_they_are_read);
    suite_add_tcase(suite, tests);
    return suite;
}
