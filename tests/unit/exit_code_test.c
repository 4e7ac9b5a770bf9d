#include "agent/exit_code.h"

#include <check.h>

/* What can happen in a run, the first counting before the next (design.md, "Command line"; 13 is
 * the /from file's and stands with 87). */
enum { OUTCOMES = 11 };
static const unsigned codes[OUTCOMES] = {87, 13, 1618, 1603, 1223, 740, 1641, 3010, 3011, 2, 1};

static struct run_outcome outcome_of(unsigned bits)
{
    return (struct run_outcome){
        .bad_command_line = (bits & 1U << 0) != 0,
        .bad_input = (bits & 1U << 1) != 0,
        .busy = (bits & 1U << 2) != 0,
        .failed = (bits & 1U << 3) != 0,
        .declined = (bits & 1U << 4) != 0,
        .needs_rights = (bits & 1U << 5) != 0,
        .restart_started = (bits & 1U << 6) != 0,
        .restart_windows = (bits & 1U << 7) != 0,
        .restart_outlook = (bits & 1U << 8) != 0,
        .cannot_be_mended = (bits & 1U << 9) != 0,
        .can_be_mended = (bits & 1U << 10) != 0,
    };
}

START_TEST(the_first_of_the_order_wins_whatever_else_happened)
{
    for (unsigned bits = 0; bits < 1U << OUTCOMES; bits++) {
        unsigned expected = 0;
        for (unsigned i = OUTCOMES; i-- > 0;)
            if ((bits & 1U << i) != 0)
                expected = codes[i];
        const struct run_outcome outcome = outcome_of(bits);
        ck_assert_uint_eq((unsigned)exit_code_of(&outcome), expected);
    }
}
END_TEST

Suite *exit_code_suite(void);

Suite *exit_code_suite(void)
{
    Suite *suite = suite_create("exit_code");
    TCase *tests = tcase_create("exit_code");
    tcase_add_test(tests, the_first_of_the_order_wins_whatever_else_happened);
    suite_add_tcase(suite, tests);
    return suite;
}
