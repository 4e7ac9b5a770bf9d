#include "agent/settings.h"

#include "registry/dword.h"

/* Every setting there is. All are numbers today; the type stands here so that a value of another
 * one is told from a wrong one. */
static const struct setting_entry {
    const char *name;
    uint32_t type;
    uint32_t lowest;
    uint32_t highest;
    uint32_t standard; /* what counts when it is not set */
} entries[SETTING_COUNT] = {
    [SETTING_SHOW_ICON] = {"ShowIcon", VALUE_DWORD, 0, 1, 0},
    [SETTING_NOTIFY] = {"Notify", VALUE_DWORD, 0, 1, 1},
    [SETTING_PROMPT_SENSOR] = {"PromptSensor", VALUE_DWORD, 0, 1, 1},
};

const char *setting_name(enum setting setting)
{
    return entries[setting].name;
}

void settings_set_defaults(struct settings *settings)
{
    *settings = (struct settings){0};
    for (size_t i = 0; i < SETTING_COUNT; i++)
        settings->values[i] = entries[i].standard;
}

static bool is_well_formed(const struct setting_entry *entry, const struct registry_value *value,
                           uint32_t *number)
{
    if (value->type != entry->type || value->data.size != DWORD_SIZE)
        return false;
    uint32_t stored = dword_of_bytes(value->data.data);
    if (stored < entry->lowest || stored > entry->highest)
        return false;
    *number = stored;
    return true;
}

error_code settings_read(struct registry *registry, struct settings *settings)
{
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    struct settings read;

    settings_set_defaults(&read);
    error_code code =
        registry_open(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, REGISTRY_READ, &key);
    for (size_t i = 0; code == CODE_SUCCESS && i < SETTING_COUNT; i++) {
        code = registry_read(key, entries[i].name, &value);
        if (code == CODE_SUCCESS)
            read.malformed[i] = !is_well_formed(&entries[i], &value, &read.values[i]);
        else if (code == CODE_FILE_NOT_FOUND)
            code = CODE_SUCCESS;
    }
    if (code == CODE_SUCCESS || (code == CODE_FILE_NOT_FOUND && key == NULL)) {
        code = CODE_SUCCESS;
        *settings = read;
    }
    registry_value_done(&value);
    registry_close(key);
    return code;
}
