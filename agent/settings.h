/* The user's settings of the tray agent.
 *
 * They are values of one key in the user's own half, for people who want the agent otherwise; the
 * agent itself never writes them. One table in settings.c holds name, type, limits and default of
 * each.
 */
#ifndef PROMPTFIX_AGENT_SETTINGS_H
#define PROMPTFIX_AGENT_SETTINGS_H

#include "registry/registry.h"

#include <stdbool.h>

/* Below HKEY_CURRENT_USER. */
#define SETTINGS_KEY "Software\\PromptFix"

enum setting {
    SETTING_SHOW_ICON,     /* "ShowIcon": 1 shows the icon also when all is well. 0 */
    SETTING_NOTIFY,        /* "Notify": 0 shows no notification. 1 */
    SETTING_PROMPT_SENSOR, /* "PromptSensor": 0 does not notice password prompts. 1 */
    SETTING_COUNT,
};

struct settings {
    uint32_t values[SETTING_COUNT];
    bool malformed[SETTING_COUNT]; /* set, but of the wrong type, size or range: the default counts
                                    */
};

/* The name of a setting's value in the registry. */
const char *setting_name(enum setting setting);

/* Every setting at its default. */
void settings_set_defaults(struct settings *settings);

/* Reads all settings. What is absent has its default, what is malformed too, and is marked. Errors
 * as the registry's, also for a single value; the output is then untouched. */
error_code settings_read(struct registry *registry, struct settings *settings);

#endif
