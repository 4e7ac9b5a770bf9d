/* What every store behind struct registry must do: one set of checks for all of them.
 *
 * The core is tested on memory and works on Windows. That is worth something only as long as the
 * two behave alike, so both run these same tests.
 */
#ifndef PROMPTFIX_TESTS_UNIT_REGISTRY_CONTRACT_H
#define PROMPTFIX_TESTS_UNIT_REGISTRY_CONTRACT_H

#include "registry/registry.h"

#include <check.h>
#include <stdbool.h>

/* The tests work below this key of HKEY_CURRENT_USER only. */
#define CONTRACT_PATH "Software\\PromptFixTest"

/* Names the store that is tested next, and removes what an earlier run, perhaps a crashed one, has
 * left at CONTRACT_PATH. To be called from a checked fixture; the store stays the caller's. */
void registry_contract_use(struct registry *registry);

/* The signals of that store: what its watches set. `take` says whether one was set, and resets it.
 * Likewise from the fixture. */
struct contract_signals {
    struct registry_signal *(*create)(void);
    bool (*take)(struct registry_signal *signal);
    void (*free)(struct registry_signal *signal);
};

void registry_contract_use_signals(const struct contract_signals *signals);

void registry_contract_add_tests(TCase *tests);

/* Deletes the subkey `name` with all below it through the interface; absent is fine. */
void registry_contract_delete_tree(struct registry_key *parent, const char *name);

#endif
