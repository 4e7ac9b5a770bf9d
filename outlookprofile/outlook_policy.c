#include "outlookprofile/outlook_policy.h"

static const char *const policy_keys[] = {
    OUTLOOK_2007_POLICY_KEY,
    OUTLOOK_2003_POLICY_KEY,
};

static error_code read_long(struct registry_key *key, const char *name,
                            struct registry_value *value, struct arena *arena,
                            struct property_long *property)
{
    error_code code = registry_read(key, name, value);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    return code == CODE_SUCCESS ? property_long_decode(value, arena, property) : code;
}

static error_code read_key(struct registry *registry, const char *path, struct arena *arena,
                           struct outlook_policy *policy)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    struct outlook_policy read = {0};

    error_code code = registry_open(registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    if (code == CODE_SUCCESS)
        code = read_long(key, POLICY_AUTHENTICATION, &value, arena, &read.authentication);
    if (code == CODE_SUCCESS)
        code = read_long(key, POLICY_ROH_FLAGS, &value, arena, &read.roh_flags);
    if (code == CODE_SUCCESS &&
        (read.authentication.state != PROPERTY_ABSENT || read.roh_flags.state != PROPERTY_ABSENT)) {
        read.key = path;
        *policy = read;
    }
    registry_value_done(&value);
    registry_close(key);
    return code;
}

error_code outlook_policy_read(struct registry *registry, struct arena *arena,
                               struct outlook_policy *policy)
{
    struct outlook_policy read = {0};
    for (size_t i = 0; i < sizeof policy_keys / sizeof policy_keys[0] && read.key == NULL; i++) {
        error_code code = read_key(registry, policy_keys[i], arena, &read);
        if (code == CODE_NOT_ENOUGH_MEMORY)
            return code;
        if (code != CODE_SUCCESS) {
            read = (struct outlook_policy){.key = policy_keys[i], .error = code};
            break;
        }
    }
    *policy = read;
    return CODE_SUCCESS;
}
