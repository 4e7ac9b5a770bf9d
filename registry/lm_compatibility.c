#include "registry/lm_compatibility.h"

#include "registry/dword.h"

uint32_t lm_compatibility_default(const struct windows_version *version)
{
    if (version->major >= 6)
        return 3; /* Vista, Server 2008 and later */
    if (version->major == 5 && version->minor >= 2 && !version->workstation)
        return 2; /* Server 2003 */
    return 0;     /* 2000, XP */
}

static void judge(const struct windows_version *version, struct lm_compatibility *level)
{
    const struct stored_data *data = &level->data;
    if (!data->present) {
        level->source = LM_COMPATIBILITY_DEFAULT;
        level->effective_known = version->major != 0;
        if (level->effective_known)
            level->effective = lm_compatibility_default(version);
        return;
    }
    level->source = LM_COMPATIBILITY_INVALID;
    if (data->type != VALUE_DWORD || data->size != DWORD_SIZE)
        return;
    level->stored_known = true;
    level->stored = dword_of_bytes(data->bytes);
    if (level->stored > LM_COMPATIBILITY_HIGHEST)
        return;
    level->source = LM_COMPATIBILITY_REGISTRY;
    level->effective_known = true;
    level->effective = level->stored;
}

error_code lm_compatibility_read(struct registry *registry, const struct windows_version *version,
                                 struct arena *arena, struct lm_compatibility *level)
{
    struct lm_compatibility read = {0};
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    error_code result = CODE_SUCCESS;

    error_code code =
        registry_open(registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = registry_read(key, LM_COMPATIBILITY_VALUE, &value);
    if (code == CODE_SUCCESS)
        code = stored_data_copy(arena, &value, &read.data);

    if (code == CODE_NOT_ENOUGH_MEMORY) {
        result = code;
        goto out;
    }
    if (code == CODE_SUCCESS || (code == CODE_FILE_NOT_FOUND && key != NULL)) {
        judge(version, &read);
    } else {
        read.source = LM_COMPATIBILITY_UNREADABLE;
        read.error = code;
    }
    *level = read;
out:
    registry_value_done(&value);
    registry_close(key);
    return result;
}
