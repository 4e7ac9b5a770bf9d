/* Fifty runs of /fix, /undo and /check started together on one registry, over the sample of
 * half_state.h.
 *
 * Each /fix that says it changed something takes the registry from the old state to the new, each
 * such /undo takes it back: so the two must balance, and what is left must be what they add up to.
 * Two that applied at once, or a lost one, would not. */
#ifndef PROMPTFIX_TESTS_SYSTEM_CROWD_H
#define PROMPTFIX_TESTS_SYSTEM_CROWD_H

#include <stdbool.h>

enum { CROWD_SIZE = 50 };

/* Writes the sample: two profiles with Basic, level 1. */
void crowd_set_up(void);
void crowd_tear_down(void);

/* One round, from the sample's state: starts all, waits for all, and fails the test on an exit code
 * that a run cannot have, and on values or records that do not add up. Returns whether the registry
 * is fixed now. */
bool crowd_run(void);

/* Takes back what a round has left, if it has left something; the registry must then be the
 * sample's again, byte for byte. */
void crowd_undo(bool is_fixed);

/* How many rounds: PROMPTFIX_ROUNDS in the environment, which `make stress` sets; else one. */
int crowd_rounds(void);

/* How many runs have changed something so far. */
unsigned crowd_change_count(void);

#endif
