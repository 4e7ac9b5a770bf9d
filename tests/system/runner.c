/* Runs the system tests: they start the real promptfix.exe, named by the environment variable
 * PROMPTFIX_EXE, and look at the registry of this machine afterwards. All suites run, or those
 * named on the command line.
 *
 * They delete mail profiles and write LmCompatibilityLevel. So they refuse to start anywhere but
 * under Wine, unless PROMPTFIX_SYSTEM_TESTS says this-machine-may-be-changed. They need an
 * administrator. */
#include "tests/system/suites.h"

#include "tests/system/live_registry.h"
#include "tests/system/machine.h"
#include "tests/system/parent_process.h"
#include "tests/system/power_cut.h"
#include "tests/system/test_files.h"

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DECLARE(name) Suite *name##_suite(void);
PROMPTFIX_SYSTEM_SUITES(DECLARE)
PROMPTFIX_STRESS_SUITES(DECLARE)
PROMPTFIX_SERVER_SUITES(DECLARE)

struct suite {
    const char *name;
    Suite *(*create)(void);
    bool only_by_name;
};

#define ENTRY(suite) {#suite, suite##_suite, false},
#define STRESS_ENTRY(suite) {#suite, suite##_suite, true},
static const struct suite suites[] = {PROMPTFIX_SYSTEM_SUITES(ENTRY) PROMPTFIX_STRESS_SUITES(
    STRESS_ENTRY) PROMPTFIX_SERVER_SUITES(STRESS_ENTRY)};

static bool wanted(const struct suite *suite, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(suite->name, names[i]) == 0)
            return true;
    return count == 0 && !suite->only_by_name;
}

static int run(SRunner *runner)
{
    if (!test_files_begin()) {
        fprintf(stderr, "system tests: no folder for temporary files can be made\n");
        return 1;
    }
    machine_begin();
    live_registry_clear();
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    live_registry_clear();
    machine_end();
    test_files_end();
    return srunner_ntests_failed(runner);
}

int main(int argc, char **argv)
{
    DWORD exit_code = 0;
    if (parent_process_asked_for(&exit_code))
        return (int)exit_code;
    int power_cut_exit_code = EXIT_FAILURE;
    if (!machine_may_be_changed()) {
        fprintf(stderr, "system tests: they change the registry of this machine. To run them here "
                        "set PROMPTFIX_SYSTEM_TESTS=this-machine-may-be-changed\n");
        return EXIT_FAILURE;
    }
    if (power_cut_asked_for(argc, argv, &power_cut_exit_code))
        return power_cut_exit_code;
    SRunner *runner = NULL;
    for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
        if (!wanted(&suites[i], argc - 1, argv + 1))
            continue;
        if (runner == NULL)
            runner = srunner_create(suites[i].create());
        else
            srunner_add_suite(runner, suites[i].create());
    }
    if (runner == NULL) {
        fprintf(stderr, "system tests: there is no such suite\n");
        return EXIT_FAILURE;
    }
    int failed = run(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
