#include "outlookprofile/outlook_policy.h"

/* What reading all of them needs. */
struct policy_reading {
    struct registry *registry;
    struct arena *arena;
    struct registry_value value;
    struct utf16_text text;
};

/* One value; absence is no error. */
static error_code read_value(struct policy_reading *reading, struct registry_key *key,
                             const char *name, struct property_long *number,
                             struct property_text *text)
{
    error_code code = registry_read(key, name, &reading->value);
    if (code == CODE_FILE_NOT_FOUND)
        return CODE_SUCCESS;
    if (code != CODE_SUCCESS)
        return code;
    return number != NULL
               ? property_long_decode(&reading->value, reading->arena, number)
               : property_text_decode(&reading->value, &reading->text, reading->arena, text);
}

static error_code read_values(struct policy_reading *reading, struct registry_key *key,
                              struct outlook_policy *policy)
{
    const struct {
        const char *name;
        struct property_long *number;
        struct property_text *text;
    } values[] = {
        {POLICY_AUTHENTICATION, &policy->authentication, NULL},
        {POLICY_ROH_FLAGS, &policy->roh_flags, NULL},
        {POLICY_PROXY_SERVER, NULL, &policy->proxy_server},
        {POLICY_PRINCIPAL_NAME, NULL, &policy->principal_name},
        {POLICY_TUNNELING_UI, &policy->tunneling_ui, NULL},
    };
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; code == CODE_SUCCESS && i < sizeof values / sizeof values[0]; i++)
        code = read_value(reading, key, values[i].name, values[i].number, values[i].text);
    return code;
}

static bool overrides(const struct outlook_policy *policy)
{
    return policy->authentication.state != PROPERTY_ABSENT ||
           policy->roh_flags.state != PROPERTY_ABSENT ||
           policy->proxy_server.state != PROPERTY_ABSENT ||
           policy->principal_name.state != PROPERTY_ABSENT;
}

/* What the registry refuses is part of the policy. CODE_NOT_ENOUGH_MEMORY. */
static error_code read_key(struct policy_reading *reading, const char *path,
                           struct outlook_policy *policy)
{
    struct registry_key *key = NULL;
    struct outlook_policy read = {0};
    error_code code =
        registry_open(reading->registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key);
    if (code == CODE_SUCCESS)
        code = read_values(reading, key, &read);
    registry_close(key);
    if (code == CODE_NOT_ENOUGH_MEMORY)
        return code;
    if (code == CODE_SUCCESS && overrides(&read))
        read.key = path;
    else if (code != CODE_SUCCESS && code != CODE_FILE_NOT_FOUND)
        read = (struct outlook_policy){.key = path, .error = code};
    *policy = read;
    return CODE_SUCCESS;
}

/* 2003 and 2007: the older one counts where the newer one says nothing. */
static error_code read_shared(struct policy_reading *reading, struct outlook_policy *policy)
{
    struct outlook_policy newer = {0};
    struct outlook_policy older = {0};
    error_code code = read_key(reading, OUTLOOK_2007_POLICY_KEY, &newer);
    if (code == CODE_SUCCESS && newer.key == NULL)
        code = read_key(reading, OUTLOOK_2003_POLICY_KEY, &older);
    if (code != CODE_SUCCESS)
        return code;
    if (older.tunneling_ui.state == PROPERTY_ABSENT)
        older.tunneling_ui = newer.tunneling_ui;
    *policy = newer.key != NULL ? newer : older;
    return CODE_SUCCESS;
}

error_code outlook_policies_read(struct registry *registry, struct arena *arena,
                                 struct outlook_policies *policies)
{
    static const struct {
        enum outlook_version version;
        const char *key;
    } keys[] = {
        {OUTLOOK_2010, OUTLOOK_2010_POLICY_KEY},
        {OUTLOOK_2013, OUTLOOK_2013_POLICY_KEY},
        {OUTLOOK_2016, OUTLOOK_2016_POLICY_KEY},
    };
    struct policy_reading reading = {.registry = registry, .arena = arena};
    struct outlook_policies read = {0};
    error_code code = read_shared(&reading, &read.by_version[OUTLOOK_UNKNOWN]);
    for (size_t i = 0; code == CODE_SUCCESS && i < sizeof keys / sizeof keys[0]; i++)
        code = read_key(&reading, keys[i].key, &read.by_version[keys[i].version]);
    if (code == CODE_SUCCESS)
        *policies = read;
    registry_value_done(&reading.value);
    utf16_text_done(&reading.text);
    return code;
}

const struct outlook_policy *outlook_policy_of(const struct outlook_policies *policies,
                                               enum outlook_version version)
{
    const bool is_shared = version == OUTLOOK_2003 || version == OUTLOOK_2007;
    return &policies->by_version[is_shared ? OUTLOOK_UNKNOWN : version];
}

bool outlook_policy_hides_dialog(const struct outlook_policy *policy)
{
    const struct property_long *ui = &policy->tunneling_ui;
    return ui->state == PROPERTY_READ && (ui->value == 0 || ui->value == 2 || ui->value == 4);
}
