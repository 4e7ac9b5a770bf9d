/* Runs the unit tests: all suites, or those named on the command line.
 *
 * The same program runs natively under sanitizers (Check forks, one process a test) and as a
 * Windows program (no fork there: see tests/box for the time limit around it). */
#include "tests/unit/suites.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECLARE(name) Suite *name##_suite(void);
PROMPTFIX_SUITES(DECLARE)
#ifdef _WIN32
PROMPTFIX_WINDOWS_SUITES(DECLARE)
#else
PROMPTFIX_NATIVE_SUITES(DECLARE)
#endif

struct suite {
    const char *name;
    Suite *(*create)(void);
};

#define ENTRY(suite) {#suite, suite##_suite},
static const struct suite suites[] = {PROMPTFIX_SUITES(ENTRY)
#ifdef _WIN32
                                          PROMPTFIX_WINDOWS_SUITES(ENTRY)
#else
                                          PROMPTFIX_NATIVE_SUITES(ENTRY)
#endif
};

static int wanted(const char *name, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return count == 0;
}

int main(int argc, char **argv)
{
    SRunner *runner = NULL;
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        if (!wanted(suites[i].name, argc - 1, argv + 1))
            continue;
        if (runner == NULL)
            runner = srunner_create(suites[i].create());
        else
            srunner_add_suite(runner, suites[i].create());
    }
    if (runner == NULL) {
        fprintf(stderr, "unit tests: there is no such suite\n");
        return EXIT_FAILURE;
    }
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
