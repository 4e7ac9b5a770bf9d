#include "agent/policy_reading.h"

#include "agent/report_path.h"
#include "registry/dword.h"
#include "registry/registry_name.h"
#include "registry/utf16_text.h"

#include <string.h>

#define EXCLUDED_PROFILES_KEY POLICIES_KEY "\\ExcludedProfiles"

/* The reading of the keys, from the computer's to the user's. */
struct reading {
    struct arena *arena;
    enum registry_root root;
    struct policies policies;
    const struct policy_problem **last_problem; /* where the next one is hung in */
    const struct policy_entry **last_entry;
    struct utf16_text text;
    struct registry_value value;
    struct byte_buffer utf8;
};

static error_code add_problem(struct reading *reading, enum policy_problem_kind kind,
                              const char *key, const char *name, error_code error)
{
    struct policy_problem *problem = arena_allocate(reading->arena, sizeof *problem);
    if (problem == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *problem = (struct policy_problem){
        .kind = kind, .root = reading->root, .key = key, .name = name, .error = error};
    *reading->last_problem = problem;
    reading->last_problem = &problem->next;
    reading->policies.problem_count++;
    return CODE_SUCCESS;
}

/* The same for the value at hand, whose name is copied. */
static error_code add_value_problem(struct reading *reading, enum policy_problem_kind kind,
                                    const char *key)
{
    const struct byte_buffer *name = &reading->value.name;
    const char *copy = arena_copy_text(reading->arena, (const char *)name->data, name->size);
    return copy != NULL ? add_problem(reading, kind, key, copy, CODE_SUCCESS)
                        : CODE_NOT_ENOUGH_MEMORY;
}

/* How many UTF-16 units stand before the NULs at the end. A NUL before that hides the rest from
 * whoever looks at the value: then none count. */
static size_t visible_units(const struct byte_buffer *data)
{
    size_t units = data->size / 2;
    while (units > 0 && data->data[2 * units - 2] == 0 && data->data[2 * units - 1] == 0)
        units--;
    for (size_t i = 0; i < units; i++)
        if (data->data[2 * i] == 0 && data->data[2 * i + 1] == 0)
            return 0;
    return units;
}

/* Only these variables can be replaced: report_path.h says why. */
static bool is_report_path(const char *text)
{
    size_t size = 0;
    return report_path_unknown_variable(text, &size) == NULL;
}

/* The text of the value at hand, copied; NULL when it is malformed. CODE_NOT_ENOUGH_MEMORY. */
static error_code text_of_value(struct reading *reading, const struct policy *policy,
                                const char **text)
{
    const size_t units = visible_units(&reading->value.data);
    error_code code = CODE_INVALID_DATA;
    if (units >= policy->lowest && units <= policy->highest && reading->value.data.size % 2 == 0)
        code = utf16_text_of_value(&reading->text, &reading->value, &reading->utf8);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    const char *copy = NULL;
    if (code == CODE_SUCCESS) {
        copy =
            arena_copy_text(reading->arena, (const char *)reading->utf8.data, reading->utf8.size);
        if (copy == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        if (policy == &policy_table[POLICY_REPORT_PATH] && !is_report_path(copy))
            copy = NULL;
    }
    *text = copy;
    return CODE_SUCCESS;
}

static bool number_of_value(const struct registry_value *value, const struct policy *policy,
                            uint32_t *number)
{
    if (value->type != VALUE_DWORD || value->data.size != DWORD_SIZE)
        return false;
    const uint32_t stored = dword_of_bytes(value->data.data);
    if (stored < policy->lowest || stored > policy->highest)
        return false;
    *number = stored;
    return true;
}

/* Nobody can tell what a policy says, unless the computer has set it already; the entries of a list
 * add up, so of a list nobody can tell anyhow. */
static void make_unusable(struct reading *reading, size_t id)
{
    struct policy_setting *setting = &reading->policies.settings[id];
    if (setting->state == POLICY_UNSET ||
        (policy_table[id].kind == POLICY_KIND_LIST && setting->state == POLICY_SET))
        *setting = (struct policy_setting){
            .state = POLICY_UNUSABLE, .root = reading->root, .number = policy_table[id].safe};
}

static error_code take_value(struct reading *reading)
{
    const struct registry_value *value = &reading->value;
    size_t id = 0;
    while (id < POLICY_COUNT &&
           (policy_table[id].kind == POLICY_KIND_LIST ||
            !registry_names_equal((const char *)value->name.data, value->name.size,
                                  policy_table[id].name, strlen(policy_table[id].name))))
        id++;
    if (id == POLICY_COUNT)
        return add_value_problem(reading, POLICY_PROBLEM_UNKNOWN, POLICIES_KEY);

    const struct policy *policy = &policy_table[id];
    struct policy_setting *setting = &reading->policies.settings[id];
    struct policy_setting stored = {.state = POLICY_SET, .root = reading->root};
    bool usable;
    if (policy->kind == POLICY_KIND_TEXT) {
        error_code code = text_of_value(reading, policy, &stored.text);
        if (code != CODE_SUCCESS)
            return code;
        usable = stored.text != NULL;
    } else {
        usable = number_of_value(value, policy, &stored.number);
    }
    if (!usable) {
        make_unusable(reading, id);
        return add_value_problem(reading, POLICY_PROBLEM_MALFORMED, POLICIES_KEY);
    }
    if (setting->state == POLICY_UNSET)
        *setting = stored;
    return CODE_SUCCESS;
}

/* A list that has one entry nobody understands is not known as a whole. */
static error_code take_entry(struct reading *reading)
{
    struct policy_setting *setting = &reading->policies.settings[POLICY_EXCLUDED_PROFILES];
    const char *text = NULL;
    error_code code = text_of_value(reading, &policy_table[POLICY_EXCLUDED_PROFILES], &text);
    if (code != CODE_SUCCESS)
        return code;
    if (text == NULL) {
        make_unusable(reading, POLICY_EXCLUDED_PROFILES);
        return add_value_problem(reading, POLICY_PROBLEM_MALFORMED, EXCLUDED_PROFILES_KEY);
    }
    struct policy_entry *entry = arena_allocate(reading->arena, sizeof *entry);
    if (entry == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    entry->text = text;
    *reading->last_entry = entry;
    reading->last_entry = &entry->next;
    if (setting->state == POLICY_UNSET)
        *setting = (struct policy_setting){.state = POLICY_SET, .root = reading->root};
    return CODE_SUCCESS;
}

/* Hands every value of a key to `take`; `failed` gets what the registry says against it. */
static error_code pass_over(struct reading *reading, struct registry_key *key, const char *path,
                            error_code (*take)(struct reading *), error_code *failed)
{
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS; i++) {
        const error_code found = registry_enumerate_value(key, i, &reading->value);
        if (found == CODE_NO_MORE_ITEMS)
            break;
        if (found == CODE_SUCCESS)
            code = take(reading);
        else if (found == CODE_NO_UNICODE_TRANSLATION) /* a name that is no policy's */
            code = add_problem(reading, POLICY_PROBLEM_UNKNOWN, path, NULL, found);
        else if (found == CODE_NOT_ENOUGH_MEMORY)
            code = found;
        else {
            *failed = found;
            break;
        }
    }
    return code;
}

static error_code read_excluded(struct reading *reading, struct registry_key *parent)
{
    struct registry_key *key = NULL;
    error_code failed = registry_open_subkey(parent, policy_table[POLICY_EXCLUDED_PROFILES].name,
                                             REGISTRY_READ, &key);
    if (failed == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    error_code code = failed == CODE_NOT_ENOUGH_MEMORY ? failed : CODE_SUCCESS;
    if (failed == CODE_SUCCESS)
        code = pass_over(reading, key, EXCLUDED_PROFILES_KEY, take_entry, &failed);
    if (code == CODE_SUCCESS && failed != CODE_SUCCESS) {
        make_unusable(reading, POLICY_EXCLUDED_PROFILES);
        code = add_problem(reading, POLICY_PROBLEM_UNREADABLE, EXCLUDED_PROFILES_KEY, NULL, failed);
    }
    registry_close(key);
    return code;
}

static error_code read_root(struct reading *reading, struct registry *registry,
                            enum registry_root root)
{
    struct registry_key *key = NULL;
    reading->root = root;
    error_code failed = registry_open(registry, root, POLICIES_KEY, REGISTRY_READ, &key);
    if (failed == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    error_code code = failed == CODE_NOT_ENOUGH_MEMORY ? failed : CODE_SUCCESS;
    if (failed == CODE_SUCCESS)
        code = pass_over(reading, key, POLICIES_KEY, take_value, &failed);
    if (code == CODE_SUCCESS && failed != CODE_SUCCESS) {
        for (size_t id = 0; id < POLICY_COUNT; id++)
            if (key == NULL || policy_table[id].kind != POLICY_KIND_LIST)
                make_unusable(reading, id);
        code = add_problem(reading, POLICY_PROBLEM_UNREADABLE, POLICIES_KEY, NULL, failed);
    }
    if (code == CODE_SUCCESS && key != NULL)
        code = read_excluded(reading, key);
    registry_close(key);
    return code;
}

error_code policies_read(struct registry *registry, enum policy_reach reach, struct arena *arena,
                         struct policies *policies)
{
    struct reading reading = {.arena = arena};
    reading.last_problem = &reading.policies.problems;
    reading.last_entry = &reading.policies.excluded_profiles;
    error_code code = read_root(&reading, registry, REGISTRY_LOCAL_MACHINE);
    if (code == CODE_SUCCESS && reach == POLICIES_OF_COMPUTER_AND_USER)
        code = read_root(&reading, registry, REGISTRY_CURRENT_USER);
    if (code == CODE_SUCCESS)
        *policies = reading.policies;
    registry_value_done(&reading.value);
    byte_buffer_done(&reading.utf8);
    utf16_text_done(&reading.text);
    return code;
}
