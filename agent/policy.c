#include "agent/policy.h"

#include "registry/lm_compatibility.h"
#include "registry/registry_name.h"

#include <string.h>

/* The longest text: what the Group Policy editors take by themselves (Microsoft, "text element",
 * maxLength). */
enum { TEXT_MAX = 1023 };

/* What is unusable is read as the most cautious thing it can have meant: nothing is changed,
 * nobody is disturbed, nothing is written anywhere. */
const struct policy policy_table[POLICY_COUNT] = {
    [POLICY_LEVEL] = {.name = "Level",
                      .kind = POLICY_KIND_CHOICE,
                      .lowest = LM_COMPATIBILITY_LOWEST_SILENT,
                      .highest = LM_COMPATIBILITY_RECOMMENDED,
                      .standard = LM_COMPATIBILITY_RECOMMENDED,
                      .safe = LM_COMPATIBILITY_RECOMMENDED,
                      .title = MESSAGE_TEMPLATE_LEVEL,
                      .help = MESSAGE_TEMPLATE_LEVEL_HELP,
                      .choices = {MESSAGE_TEMPLATE_LEVEL_2, MESSAGE_TEMPLATE_LEVEL_3}},
    [POLICY_ALLOW_NTLM] = {.name = "AllowNtlm",
                           .kind = POLICY_KIND_SWITCH,
                           .highest = 1,
                           .standard = 1,
                           .title = MESSAGE_TEMPLATE_ALLOW_NTLM,
                           .help = MESSAGE_TEMPLATE_ALLOW_NTLM_HELP},
    [POLICY_ALLOW_LEVEL] = {.name = "AllowLevel",
                            .kind = POLICY_KIND_SWITCH,
                            .highest = 1,
                            .standard = 1,
                            .title = MESSAGE_TEMPLATE_ALLOW_LEVEL,
                            .help = MESSAGE_TEMPLATE_ALLOW_LEVEL_HELP},
    [POLICY_ALWAYS_PROMPT] = {.name = "AlwaysPrompt",
                              .kind = POLICY_KIND_SWITCH,
                              .highest = ALWAYS_PROMPT_CLEAR,
                              .standard = ALWAYS_PROMPT_REPORT,
                              .safe = ALWAYS_PROMPT_REPORT,
                              .title = MESSAGE_TEMPLATE_ALWAYS_PROMPT,
                              .help = MESSAGE_TEMPLATE_ALWAYS_PROMPT_HELP},
    [POLICY_SIGN_ON_BY_NAME] = {.name = "SignOnByCertificateName",
                                .kind = POLICY_KIND_SWITCH,
                                .highest = SIGN_ON_BY_NAME_BY_ITSELF,
                                .standard = SIGN_ON_BY_NAME_NEVER,
                                .safe = SIGN_ON_BY_NAME_NEVER,
                                .title = MESSAGE_TEMPLATE_SIGN_ON_BY_NAME,
                                .help = MESSAGE_TEMPLATE_SIGN_ON_BY_NAME_HELP},
    [POLICY_EXCLUDED_PROFILES] = {.name = "ExcludedProfiles",
                                  .kind = POLICY_KIND_LIST,
                                  .lowest = 1,
                                  .highest = TEXT_MAX,
                                  .title = MESSAGE_TEMPLATE_EXCLUDED_PROFILES,
                                  .help = MESSAGE_TEMPLATE_EXCLUDED_PROFILES_HELP},
    [POLICY_ALLOW_FIX] = {.name = "AllowFix",
                          .kind = POLICY_KIND_SWITCH,
                          .highest = 1,
                          .standard = 1,
                          .title = MESSAGE_TEMPLATE_ALLOW_FIX,
                          .help = MESSAGE_TEMPLATE_ALLOW_FIX_HELP},
    [POLICY_ALLOW_UNDO] = {.name = "AllowUndo",
                           .kind = POLICY_KIND_SWITCH,
                           .highest = 1,
                           .standard = 1,
                           .title = MESSAGE_TEMPLATE_ALLOW_UNDO,
                           .help = MESSAGE_TEMPLATE_ALLOW_UNDO_HELP},
    [POLICY_ALLOW_DISMISS] = {.name = "AllowDismiss",
                              .kind = POLICY_KIND_SWITCH,
                              .highest = 1,
                              .standard = 1,
                              .title = MESSAGE_TEMPLATE_ALLOW_DISMISS,
                              .help = MESSAGE_TEMPLATE_ALLOW_DISMISS_HELP},
    [POLICY_ALLOW_EXIT] = {.name = "AllowExit",
                           .kind = POLICY_KIND_SWITCH,
                           .highest = 1,
                           .standard = 1,
                           .title = MESSAGE_TEMPLATE_ALLOW_EXIT,
                           .help = MESSAGE_TEMPLATE_ALLOW_EXIT_HELP},
    [POLICY_SHOW_ICON] = {.name = "ShowIcon",
                          .kind = POLICY_KIND_CHOICE,
                          .lowest = SHOW_ICON_NEVER,
                          .highest = SHOW_ICON_ALWAYS,
                          .standard = SHOW_ICON_ON_PROBLEM,
                          .safe = SHOW_ICON_ON_PROBLEM,
                          .title = MESSAGE_TEMPLATE_SHOW_ICON,
                          .help = MESSAGE_TEMPLATE_SHOW_ICON_HELP,
                          .choices = {MESSAGE_TEMPLATE_ICON_NEVER, MESSAGE_TEMPLATE_ICON_ON_PROBLEM,
                                      MESSAGE_TEMPLATE_ICON_ALWAYS}},
    [POLICY_NOTIFY] = {.name = "Notify",
                       .kind = POLICY_KIND_SWITCH,
                       .highest = 1,
                       .standard = 1,
                       .title = MESSAGE_TEMPLATE_NOTIFY,
                       .help = MESSAGE_TEMPLATE_NOTIFY_HELP},
    [POLICY_NOTIFY_DAYS] = {.name = "NotifyDays",
                            .kind = POLICY_KIND_NUMBER,
                            .lowest = 1,
                            .highest = 30,
                            .standard = 1,
                            .safe = 30,
                            .title = MESSAGE_TEMPLATE_NOTIFY_DAYS,
                            .help = MESSAGE_TEMPLATE_NOTIFY_DAYS_HELP},
    [POLICY_NOTIFY_TIMES] = {.name = "NotifyTimes",
                             .kind = POLICY_KIND_NUMBER,
                             .lowest = 1,
                             .highest = 10,
                             .standard = 3,
                             .safe = 1,
                             .title = MESSAGE_TEMPLATE_NOTIFY_TIMES,
                             .help = MESSAGE_TEMPLATE_NOTIFY_TIMES_HELP},
    [POLICY_PROMPT_SENSOR] = {.name = "PromptSensor",
                              .kind = POLICY_KIND_SWITCH,
                              .highest = 1,
                              .standard = 1,
                              .title = MESSAGE_TEMPLATE_PROMPT_SENSOR,
                              .help = MESSAGE_TEMPLATE_PROMPT_SENSOR_HELP},
    [POLICY_PROBE] = {.name = "Probe",
                      .kind = POLICY_KIND_CHOICE,
                      .lowest = PROBE_POLICY_OFF,
                      .highest = PROBE_POLICY_REQUIRE,
                      .standard = PROBE_POLICY_PREFER,
                      .safe = PROBE_POLICY_REQUIRE,
                      .title = MESSAGE_TEMPLATE_PROBE,
                      .help = MESSAGE_TEMPLATE_PROBE_HELP,
                      .choices = {MESSAGE_TEMPLATE_PROBE_OFF, MESSAGE_TEMPLATE_PROBE_PREFER,
                                  MESSAGE_TEMPLATE_PROBE_REQUIRE}},
    [POLICY_RESTART] = {.name = "Restart",
                        .kind = POLICY_KIND_SWITCH,
                        .highest = 1,
                        .standard = 1,
                        .title = MESSAGE_TEMPLATE_RESTART,
                        .help = MESSAGE_TEMPLATE_RESTART_HELP},
    [POLICY_REPORT_PATH] = {.name = "ReportPath",
                            .kind = POLICY_KIND_TEXT,
                            .lowest = 1,
                            .highest = TEXT_MAX,
                            .title = MESSAGE_TEMPLATE_REPORT_PATH,
                            .help = MESSAGE_TEMPLATE_REPORT_PATH_HELP},
};

uint32_t policies_number(const struct policies *policies, enum policy_id id)
{
    const struct policy_setting *setting = &policies->settings[id];
    return setting->state == POLICY_UNSET ? policy_table[id].standard : setting->number;
}

bool policies_decide(const struct policies *policies, enum policy_id id)
{
    return policies->settings[id].state != POLICY_UNSET;
}

uint32_t policies_level(const struct policies *policies, uint32_t asked)
{
    const struct policy_setting *level = &policies->settings[POLICY_LEVEL];
    if (level->state == POLICY_SET || (level->state == POLICY_UNUSABLE && asked != 0))
        return level->number;
    return asked;
}

static bool texts_equal(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool policies_equal(const struct policies *a, const struct policies *b)
{
    for (size_t id = 0; id < POLICY_COUNT; id++)
        if (a->settings[id].state != b->settings[id].state ||
            a->settings[id].number != b->settings[id].number ||
            !texts_equal(a->settings[id].text, b->settings[id].text))
            return false;
    return true;
}

bool policies_exclude(const struct policies *policies, const char *profile)
{
    for (const struct policy_entry *entry = policies->excluded_profiles; entry != NULL;
         entry = entry->next)
        if (registry_names_equal(entry->text, strlen(entry->text), profile, strlen(profile)))
            return true;
    return false;
}
