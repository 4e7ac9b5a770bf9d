/* Names of keys and values, and of mail profiles: compared as Windows does, without regard to case.
 *
 * Windows compares registry names by the upper case of each UTF-16 unit, by a fixed table that does
 * not depend on the user's language. Here the same is done over UTF-8.
 */
#ifndef PROMPTFIX_REGISTRY_REGISTRY_NAME_H
#define PROMPTFIX_REGISTRY_REGISTRY_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Do the two names (UTF-8, lengths in bytes) name the same key or value? */
bool registry_names_equal(const char *a, size_t a_size, const char *b, size_t b_size);

/* A number that is the same for names that are equal as above. */
uint32_t registry_name_hash(const char *name, size_t name_size);

#endif
