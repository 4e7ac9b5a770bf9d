#include "registry/stored_data.h"

#include <string.h>

bool stored_data_equal(const struct stored_data *a, const struct stored_data *b)
{
    if (!a->present || !b->present)
        return a->present == b->present;
    return a->type == b->type && a->size == b->size &&
           (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

error_code stored_data_copy(struct arena *arena, const struct registry_value *value,
                            struct stored_data *copy)
{
    const uint8_t *bytes = arena_copy(arena, value->data.data, value->data.size);
    if (bytes == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *copy = (struct stored_data){true, value->type, bytes, value->data.size};
    return CODE_SUCCESS;
}

error_code stored_data_write(struct registry_key *key, const char *name,
                             const struct stored_data *data)
{
    if (data->present)
        return registry_write(key, name, data->type, data->bytes, data->size);
    error_code code = registry_delete_value(key, name);
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}

error_code stored_data_read(struct registry_key *key, const char *name,
                            struct registry_value *scratch, struct stored_data *data)
{
    error_code code = registry_read(key, name, scratch);
    if (code == CODE_SUCCESS)
        *data = (struct stored_data){true, scratch->type, scratch->data.data, scratch->data.size};
    else if (code == CODE_FILE_NOT_FOUND)
        *data = (struct stored_data){0};
    return code == CODE_FILE_NOT_FOUND ? CODE_SUCCESS : code;
}
