/* A registry for targets whose input is what somebody else has stored: the lines of a .reg file,
 * behind the key that the target is about. Seeds and findings can so be read, and imported. */
#ifndef PROMPTFIX_TESTS_FUZZ_FUZZ_REGISTRY_H
#define PROMPTFIX_TESTS_FUZZ_FUZZ_REGISTRY_H

#include "registry/memory_registry.h"
#include "tests/fuzz/fuzz_input.h"

/* A registry in memory that holds what the lines say; the first ones lie in `key` ("HKCU\..."), and
 * further keys may follow. Lines that are none are passed over, as when a file is checked. The
 * caller frees it with memory_registry_free. */
struct memory_registry *fuzz_registry_create(const char *key, const struct fuzz_input *lines);

#endif
