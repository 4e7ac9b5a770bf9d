/* What an installation makes of each exit code: every one that the program has (agent/exit_code.h),
 * those that are near to one, and those that Windows gives a program that crashed. */
#include "installer/action_outcome.h"

#include "agent/exit_code.h"

#include <check.h>

START_TEST(goes_on_when_there_is_nothing_to_do)
{
    ck_assert_int_eq(action_outcome(EXIT_NOTHING_LEFT), ACTION_NOTHING_CHANGED);
}
END_TEST

/* Only this one ends the installation with 3010, and has something for a roll-back to take back. */
START_TEST(remembers_a_restart_of_windows)
{
    ck_assert_int_eq(action_outcome(EXIT_RESTART_WINDOWS), ACTION_CHANGED);
}
END_TEST

START_TEST(goes_on_with_what_cannot_be_mended)
{
    ck_assert_int_eq(action_outcome(EXIT_CANNOT_BE_MENDED), ACTION_LEFT_ALONE);
}
END_TEST

/* 1, 13, 1223, 1641 and 3011 are for other verbs and halves than those of an installation. */
static const unsigned long failures[] = {
    EXIT_CAN_BE_MENDED,
    EXIT_BAD_INPUT,
    EXIT_BAD_COMMAND_LINE,
    EXIT_NEEDS_RIGHTS,
    EXIT_DECLINED,
    EXIT_FAILED,
    EXIT_BUSY,
    EXIT_RESTART_STARTED,
    EXIT_RESTART_OUTLOOK,
    3009,
    259,          /* STILL_ACTIVE: a program that has not ended */
    0xC0000005UL, /* STATUS_ACCESS_VIOLATION */
    0xC0000142UL, /* STATUS_DLL_INIT_FAILED */
    0xFFFFFFFFUL,
    0x00010000UL, /* 0 and 3010 in the low half only */
    0x00010BC2UL,
};

START_TEST(fails_with_every_other)
{
    ck_assert_int_eq(action_outcome(failures[_i]), ACTION_FAILED);
}
END_TEST

Suite *action_outcome_suite(void);

Suite *action_outcome_suite(void)
{
    Suite *suite = suite_create("action_outcome");
    TCase *tests = tcase_create("action_outcome");
    tcase_add_test(tests, goes_on_when_there_is_nothing_to_do);
    tcase_add_test(tests, remembers_a_restart_of_windows);
    tcase_add_test(tests, goes_on_with_what_cannot_be_mended);
    tcase_add_loop_test(tests, fails_with_every_other, 0, sizeof failures / sizeof failures[0]);
    suite_add_tcase(suite, tests);
    return suite;
}
