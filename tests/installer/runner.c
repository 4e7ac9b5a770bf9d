/* Runs the installer's tests: they install, upgrade, repair and remove the MSI on this machine with
 * msiexec, and look at its files, its keys and its agent after each. Refuses to start where
 * tests/system/runner.c would. */
#include "tests/system/live_registry.h"
#include "tests/system/machine.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

Suite *install_suite(void);

int main(void)
{
    if (!machine_may_be_changed()) {
        fprintf(stderr, "installer tests: they change this machine. To run them here set "
                        "PROMPTFIX_SYSTEM_TESTS=this-machine-may-be-changed\n");
        return EXIT_FAILURE;
    }
    live_registry_clear();
    SRunner *runner = srunner_create(install_suite());
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    live_registry_clear();
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
