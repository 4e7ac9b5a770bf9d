/* Runs the user-interface tests: they start the real tray agent, named by the environment variable
 * PROMPTFIX_EXE, on a desktop of their own, and look at what it shows. All suites of tests run, or
 * those named on the command line.
 *
 * They change the registry of the machine and need a display, a taskbar, and somebody who clicks
 * (screen.h); all of that is there under Wine only, see with-display.sh. */
#include "tests/desktop/suites.h"

#include "tests/system/live_registry.h"
#include "tests/system/machine.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECLARE(name) Suite *name##_suite(void);
PROMPTFIX_DESKTOP_SUITES(DECLARE)
PROMPTFIX_PICTURE_SUITES(DECLARE)

struct suite {
    const char *name;
    Suite *(*create)(void);
    bool is_test;
};

#define TEST_ENTRY(suite) {#suite, suite##_suite, true},
#define PICTURE_ENTRY(suite) {#suite, suite##_suite, false},
static const struct suite suites[] = {PROMPTFIX_DESKTOP_SUITES(TEST_ENTRY)
                                          PROMPTFIX_PICTURE_SUITES(PICTURE_ENTRY)};

static bool wanted(const struct suite *suite, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(suite->name, names[i]) == 0)
            return true;
    return count == 0 && suite->is_test;
}

static int run(SRunner *runner)
{
    if (!test_files_begin()) {
        fprintf(stderr, "desktop tests: no folder for temporary files can be made\n");
        return 1;
    }
    machine_join_domain();
    live_registry_clear();
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    live_registry_clear();
    test_files_end();
    return srunner_ntests_failed(runner);
}

int main(int argc, char **argv)
{
    if (!machine_is_wine()) {
        fprintf(stderr, "desktop tests: they run under Wine only\n");
        return EXIT_FAILURE;
    }
    /* Wine's desktop lasts as long as a program uses it; its taskbar shall last from the first test
     * to the last. */
    GetDesktopWindow();
    SRunner *runner = srunner_create(NULL);
    int found = 0;
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        if (!wanted(&suites[i], argc - 1, argv + 1))
            continue;
        srunner_add_suite(runner, suites[i].create());
        found++;
    }
    if (found == 0)
        fprintf(stderr, "desktop tests: there is no such suite\n");
    int failed = found == 0 ? 1 : run(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
