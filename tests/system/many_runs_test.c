/* Fifty runs at once never leave a torn state, never apply twice, and each tells the truth. */
#include "tests/system/crowd.h"

#include <check.h>
#include <stdio.h>

START_TEST(balances_in_fifty_runs_at_once)
{
    for (int round = 0; round < crowd_rounds(); round++)
        crowd_undo(crowd_run());
    ck_assert_uint_gt(crowd_change_count(), 0);
    printf("many at once: %d times %d runs, %u of them changed something\n", crowd_rounds(),
           CROWD_SIZE, crowd_change_count());
}
END_TEST

Suite *many_runs_suite(void);

Suite *many_runs_suite(void)
{
    Suite *suite = suite_create("many_runs");
    TCase *tests = tcase_create("many_runs");
    tcase_add_checked_fixture(tests, crowd_set_up, crowd_tear_down);
    tcase_add_test(tests, balances_in_fifty_runs_at_once);
    suite_add_tcase(suite, tests);
    return suite;
}
