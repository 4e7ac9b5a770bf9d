/* What every store behind struct registry must do: one set of checks for all of them.
 *
 * The core is tested on memory and works on Windows. That is worth something only as long as the
 * two behave alike, so both run these same tests.
 */
#ifndef PROMPTFIX_TESTS_UNIT_REGISTRY_CONTRACT_H
#define PROMPTFIX_TESTS_UNIT_REGISTRY_CONTRACT_H

#include "registry/registry.h"

#include <check.h>

/* The tests work below this key of HKEY_CURRENT_USER only. */
#define CONTRACT_PATH "Software\\PromptFixTest"

/* Names the store that is tested next, and removes what an earlier run, perhaps a crashed one, has
 * left at CONTRACT_PATH. To be called from a checked fixture; the store stays the caller's. */
void registry_contract_use(struct registry *registry);

void registry_contract_add_tests(TCase *tests);

/* Deletes the subkey `name` with all below it through the interface; absent is fine. */
void registry_contract_delete_tree(struct registry_key *parent, const char *name);

#endif
