/* What a value held at one moment: type and bytes, or nothing at all.
 *
 * "Absent" is a content like any other here: a fix may create a value, and its undo must make it
 * absent again.
 */
#ifndef PROMPTFIX_REGISTRY_STORED_DATA_H
#define PROMPTFIX_REGISTRY_STORED_DATA_H

#include "registry/arena.h"
#include "registry/registry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is "absent". The bytes belong to whoever made the structure, mostly an arena. */
struct stored_data {
    bool present;
    uint32_t type;
    const uint8_t *bytes;
    size_t size;
};

/* The same presence, type and bytes? */
bool stored_data_equal(const struct stored_data *a, const struct stored_data *b);

/* A copy of a value that was read, its bytes in the arena. CODE_NOT_ENOUGH_MEMORY. */
error_code stored_data_copy(struct arena *arena, const struct registry_value *value,
                            struct stored_data *copy);

/* Makes the value `name` of an open key hold `data`: writes it, or deletes it where `data` is
 * absent (a value that is absent already is fine). Errors as registry_write. */
error_code stored_data_write(struct registry_key *key, const char *name,
                             const struct stored_data *data);

/* What the value `name` holds now, without a copy: the bytes are those of `scratch`, until that is
 * used again. Errors as registry_read, but absence is an answer, not an error. */
error_code stored_data_read(struct registry_key *key, const char *name,
                            struct registry_value *scratch, struct stored_data *data);

#endif
