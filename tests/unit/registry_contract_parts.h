/* What the parts of the contract's checks, on keys, values and watches, share. */
#ifndef PROMPTFIX_TESTS_UNIT_REGISTRY_CONTRACT_PARTS_H
#define PROMPTFIX_TESTS_UNIT_REGISTRY_CONTRACT_PARTS_H

#include "tests/unit/registry_contract.h"

#define COUNT_OF(table) ((int)(sizeof(table) / sizeof(table)[0]))

void registry_contract_add_value_tests(TCase *tests);
void registry_contract_add_volatile_tests(TCase *tests);
void registry_contract_add_watch_tests(TCase *tests);

/* The store under test. */
struct registry *contract_store(void);

/* Creates and opens a key of HKEY_CURRENT_USER in the store under test. */
struct registry_key *contract_create(const char *path);

/* Opens such a key for reading and closes it again: the error tells whether it is there. */
error_code contract_try_open(const char *path);

/* Creates a subkey, or opens it, and closes it again. */
error_code contract_try_create_subkey(struct registry_key *parent, const char *path);

/* Reads a value and compares its type and bytes. */
void contract_assert_value(struct registry_key *key, const char *name, uint32_t type,
                           const void *data, size_t data_size);

/* A value whose every part says whether it was touched; the check for that releases it. */
struct registry_value contract_poisoned_value(void);
void contract_assert_untouched(struct registry_value *value);

/* `piece` as often as `count`, NUL-terminated; the caller frees it. */
char *contract_repeated(const char *piece, size_t count);

#endif
