#include "agent/spelling.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

static size_t distance(const char *word, const char *known)
{
    return spelling_distance(word, strlen(word), known);
}

START_TEST(counts_letters_left_out_put_in_and_changed)
{
    ck_assert_uint_eq(distance("fix", "fix"), 0);
    ck_assert_uint_eq(distance("FIX", "fix"), 0);
    ck_assert_uint_eq(distance("fixx", "fix"), 1);
    ck_assert_uint_eq(distance("fx", "fix"), 1);
    ck_assert_uint_eq(distance("fux", "fix"), 1);
    ck_assert_uint_eq(distance("chekc", "check"), 2);
    ck_assert_uint_eq(distance("", "fix"), 3);
    ck_assert_uint_eq(distance("norestrat", "norestart"), 2);
    ck_assert_uint_eq(distance("abc", "xyz"), 3);
}
END_TEST

START_TEST(only_little_slips_are_near)
{
    ck_assert(spelling_is_near(1, 4));
    ck_assert(spelling_is_near(2, 5));
    ck_assert(!spelling_is_near(2, 4)); /* half of the word is another word */
    ck_assert(!spelling_is_near(3, 12));
    ck_assert(!spelling_is_near(1, 2));
}
END_TEST

START_TEST(a_long_word_is_far_from_everything)
{
    ck_assert_uint_eq(distance("checkcheckcheckc", "check"), SIZE_MAX);
    ck_assert(!spelling_is_near(SIZE_MAX, 16));
}
END_TEST

Suite *spelling_suite(void);

Suite *spelling_suite(void)
{
    Suite *suite = suite_create("spelling");
    TCase *tests = tcase_create("spelling");
    tcase_add_test(tests, counts_letters_left_out_put_in_and_changed);
    tcase_add_test(tests, only_little_slips_are_near);
    tcase_add_test(tests, a_long_word_is_far_from_everything);
    suite_add_tcase(suite, tests);
    return suite;
}
