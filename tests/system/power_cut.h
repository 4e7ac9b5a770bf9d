/* What the tests' program does for power-cut.sh, which ends the registry itself under a run of
 * promptfix.exe. Each part is a process of its own:
 *
 *     --power-cut prepare FILE          writes the sample, and to FILE what the registry is then
 *     --power-cut walk ARGUMENTS        runs promptfix.exe and says before each of its writes where
 *                                       it stands; goes on when a line comes in; "ended" at last
 *     --power-cut verify FILE           what has survived is sound, /undo gives back what FILE says
 */
#ifndef PROMPTFIX_TESTS_SYSTEM_POWER_CUT_H
#define PROMPTFIX_TESTS_SYSTEM_POWER_CUT_H

#include <stdbool.h>

/* Was one of these asked for? Then it is done, and ends with that exit code. */
bool power_cut_asked_for(int argc, char **argv, int *exit_code);

#endif
