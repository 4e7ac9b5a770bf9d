/* Runs the real promptfix.exe and stops it before any registry call one names, so that it can be
 * ended there, or somebody can change the registry under its hands.
 *
 * The program as it is built is started suspended. Its first thread is made to load the step hook
 * (step_hook_windows.c) before anything of the program itself runs. */
#ifndef PROMPTFIX_TESTS_SYSTEM_STEPPED_RUN_H
#define PROMPTFIX_TESTS_SYSTEM_STEPPED_RUN_H

#include "tests/system/step_control.h"

#include <stdbool.h>

struct stepped_run {
    HANDLE process;
    HANDLE mapping;
    HANDLE reached;
    HANDLE go;
    struct step_control *control;
};

/* Starts promptfix.exe with these arguments; it will stop before step `stop_before` (from 1; 0:
 * nowhere) of these kinds (enum step_kind). False, with everything released, when that cannot be
 * done. */
bool stepped_run_start(struct stepped_run *run, const wchar_t *arguments, int kinds,
                       unsigned stop_before);

/* Waits until the program stands at its step, or has ended: false. */
bool stepped_run_stands(const struct stepped_run *run);

/* Does the step at which the program stands set or delete the value of this name? */
bool stepped_run_is_at_value(const struct stepped_run *run, const wchar_t *name);

/* Lets it run on to another step. */
void stepped_run_go_on(const struct stepped_run *run, unsigned stop_before);

/* Ends the program where it stands. */
void stepped_run_kill(struct stepped_run *run);

/* How far apart the steps are that a test stops at: `usual`, to be done in time, and 1 where the
 * environment variable PROMPTFIX_EVERY_STEP is set, as `make stress` does. */
unsigned stepped_run_stride(unsigned usual);

/* Waits for the end of the program; `*step_count`, unless NULL, becomes how many steps it made. */
DWORD stepped_run_finish(struct stepped_run *run, unsigned *step_count);

#endif
