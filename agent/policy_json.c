#include "agent/policy_json.h"

static void append_place(struct json_writer *json, enum registry_root root, const char *key,
                         const char *name, const char *state)
{
    struct byte_buffer path = {0};
    byte_buffer_append_text(&path, registry_root_name(root));
    byte_buffer_append_byte(&path, '\\');
    byte_buffer_append_text(&path, key);
    json_begin_object(json, NULL);
    json_text(json, "key", byte_buffer_text(&path));
    json_text(json, "name", name);
    json_text(json, "state", state);
    json->out->failed |= path.failed;
    byte_buffer_done(&path);
}

static void append_set(struct json_writer *json, const struct policies *policies, enum policy_id id)
{
    const struct policy *policy = &policy_table[id];
    const struct policy_setting *setting = &policies->settings[id];
    append_place(json, setting->root, POLICIES_KEY, policy->name, "set");
    if (policy->kind == POLICY_KIND_LIST) {
        json_begin_array(json, "value");
        for (const struct policy_entry *entry = policies->excluded_profiles; entry != NULL;
             entry = entry->next)
            json_text(json, NULL, entry->text);
        json_end_array(json);
    } else if (policy->kind == POLICY_KIND_TEXT) {
        json_text(json, "value", setting->text);
    } else {
        json_number(json, "value", setting->number);
    }
    json_end_object(json);
}

void policies_append_json(struct json_writer *json, const struct policies *policies)
{
    static const char *const states[] = {
        [POLICY_PROBLEM_MALFORMED] = "malformed",
        [POLICY_PROBLEM_UNKNOWN] = "unknown",
        [POLICY_PROBLEM_UNREADABLE] = "unreadable",
    };
    json_begin_array(json, "policies");
    for (size_t id = 0; id < POLICY_COUNT; id++)
        if (policies->settings[id].state == POLICY_SET)
            append_set(json, policies, (enum policy_id)id);
    for (const struct policy_problem *problem = policies->problems; problem != NULL;
         problem = problem->next) {
        append_place(json, problem->root, problem->key, problem->name, states[problem->kind]);
        json_null(json, "value");
        json_end_object(json);
    }
    json_end_array(json);
}
