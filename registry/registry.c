#include "registry/registry.h"

#include "registry/dword.h"

#include <string.h>

void registry_value_done(struct registry_value *value)
{
    byte_buffer_done(&value->name);
    byte_buffer_done(&value->data);
    value->type = VALUE_NONE;
}

const char *registry_root_name(enum registry_root root)
{
    return root == REGISTRY_LOCAL_MACHINE ? "HKLM" : "HKCU";
}

const char *registry_type_name(uint32_t type)
{
    static const char *const names[] = {
        [VALUE_NONE] = "REG_NONE",
        [VALUE_STRING] = "REG_SZ",
        [VALUE_EXPAND_STRING] = "REG_EXPAND_SZ",
        [VALUE_BINARY] = "REG_BINARY",
        [VALUE_DWORD] = "REG_DWORD",
        [VALUE_DWORD_BIG_ENDIAN] = "REG_DWORD_BIG_ENDIAN",
        [VALUE_LINK] = "REG_LINK",
        [VALUE_MULTI_STRING] = "REG_MULTI_SZ",
        [VALUE_RESOURCE_LIST] = "REG_RESOURCE_LIST",
        [VALUE_FULL_RESOURCE_DESCRIPTOR] = "REG_FULL_RESOURCE_DESCRIPTOR",
        [VALUE_RESOURCE_REQUIREMENTS_LIST] = "REG_RESOURCE_REQUIREMENTS_LIST",
        [VALUE_QWORD] = "REG_QWORD",
    };
    return type < sizeof names / sizeof names[0] ? names[type] : NULL;
}

error_code registry_open(struct registry *registry, enum registry_root root, const char *path,
                         enum registry_access access, struct registry_key **key)
{
    return registry->operations->open(registry, root, NULL, path, access, key);
}

error_code registry_open_subkey(struct registry_key *parent, const char *path,
                                enum registry_access access, struct registry_key **key)
{
    struct registry *registry = parent->registry;
    return registry->operations->open(registry, REGISTRY_CURRENT_USER, parent, path, access, key);
}

error_code registry_create(struct registry *registry, enum registry_root root, const char *path,
                           struct registry_key **key)
{
    return registry->operations->create(registry, root, NULL, path, key);
}

error_code registry_create_subkey(struct registry_key *parent, const char *path,
                                  struct registry_key **key)
{
    struct registry *registry = parent->registry;
    return registry->operations->create(registry, REGISTRY_CURRENT_USER, parent, path, key);
}

error_code registry_create_volatile(struct registry *registry, enum registry_root root,
                                    const char *path, struct registry_key **key)
{
    struct registry_key *parent = NULL;
    struct byte_buffer above = {0};

    error_code code = registry_open(registry, root, path, REGISTRY_WRITE, key);
    if (code != CODE_FILE_NOT_FOUND)
        return code;
    const char *last_backslash = strrchr(path, '\\');
    if (last_backslash != NULL)
        byte_buffer_append(&above, path, (size_t)(last_backslash - path));
    const char *above_text = byte_buffer_text(&above);
    code = above_text != NULL ? registry_create(registry, root, above_text, &parent)
                              : CODE_NOT_ENOUGH_MEMORY;
    if (code == CODE_SUCCESS)
        code = registry_create_volatile_subkey(
            parent, last_backslash != NULL ? last_backslash + 1 : path, key);
    registry_close(parent);
    byte_buffer_done(&above);
    return code;
}

error_code registry_create_volatile_subkey(struct registry_key *parent, const char *name,
                                           struct registry_key **key)
{
    return parent->registry->operations->create_volatile(parent, name, key);
}

void registry_close(struct registry_key *key)
{
    if (key != NULL)
        key->registry->operations->close(key);
}

error_code registry_enumerate_subkey(struct registry_key *key, size_t index,
                                     struct byte_buffer *name)
{
    return key->registry->operations->enumerate_subkey(key, index, name);
}

error_code registry_enumerate_value(struct registry_key *key, size_t index,
                                    struct registry_value *value)
{
    return key->registry->operations->enumerate_value(key, index, value);
}

error_code registry_read(struct registry_key *key, const char *name, struct registry_value *value)
{
    return key->registry->operations->read(key, name, value);
}

error_code registry_write(struct registry_key *key, const char *name, uint32_t type,
                          const void *data, size_t data_size)
{
    return key->registry->operations->write(key, name, type, data, data_size);
}

error_code registry_write_dword(struct registry_key *key, const char *name, uint32_t number)
{
    uint8_t bytes[DWORD_SIZE];
    dword_to_bytes(number, bytes);
    return registry_write(key, name, VALUE_DWORD, bytes, sizeof bytes);
}

error_code registry_delete_value(struct registry_key *key, const char *name)
{
    return key->registry->operations->delete_value(key, name);
}

error_code registry_delete_subkey(struct registry_key *key, const char *name)
{
    return key->registry->operations->delete_subkey(key, name);
}

error_code registry_flush(struct registry_key *key)
{
    return key->registry->operations->flush(key);
}

error_code registry_watch_key(struct registry_key *key, enum registry_watch_scope scope,
                              struct registry_signal *signal)
{
    return key->registry->operations->watch(key, scope, signal);
}

error_code registry_lock(struct registry *registry, enum registry_root root)
{
    return registry->operations->lock(registry, root);
}

void registry_unlock(struct registry *registry, enum registry_root root)
{
    registry->operations->unlock(registry, root);
}
