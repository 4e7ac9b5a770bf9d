#include "agent/remediation.h"

#include "agent/principal_name.h"
#include "agent/sign_on_by_name.h"
#include "registry/dword.h"

#include <stdio.h>
#include <string.h>

/* The most values that the remedy of one finding writes. */
enum { CHANGES_PER_FINDING = 2 };

static struct registry_change *add(struct change_set *set, const char *key, const char *name,
                                   struct stored_data before)
{
    struct registry_change *change = &set->changes[set->count++];
    *change = (struct registry_change){.key = key, .name = name, .before = before};
    return change;
}

static error_code plan_long(struct change_set *set, const struct exchange_account *account,
                            const char *name, const struct property_long *property, uint32_t number,
                            struct arena *arena)
{
    struct registry_change *change = add(set, account->key, name, property->data);
    return property_long_encode(property, number, arena, &change->after);
}

static error_code plan_level(struct change_set *set, const struct lm_compatibility *level,
                             uint32_t target, struct arena *arena)
{
    uint8_t bytes[DWORD_SIZE];
    dword_to_bytes(target, bytes);
    if (set->count > 0)
        return CODE_SUCCESS; /* several accounts, one level */
    const uint8_t *copy = arena_copy(arena, bytes, sizeof bytes);
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    struct registry_change *change =
        add(set, LM_COMPATIBILITY_KEY, LM_COMPATIBILITY_VALUE, level->data);
    change->after = (struct stored_data){true, VALUE_DWORD, copy, sizeof bytes};
    return CODE_SUCCESS;
}

/* Is the value in the set already? Two findings may have one remedy. */
static bool is_planned(const struct change_set *set, const char *key, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->changes[i].key, key) == 0 && strcmp(set->changes[i].name, name) == 0)
            return true;
    return false;
}

/* The principal name that the certificate was seen to deserve. */
static error_code plan_principal_name(struct change_set *set,
                                      const struct exchange_account *account,
                                      const char *certificate_name, struct arena *arena)
{
    static const char prefix[] = PRINCIPAL_NAME_PREFIX;
    char name[sizeof prefix + CERTIFICATE_NAME_SIZE];
    const char *value = account->principal_name_value != NULL ? account->principal_name_value
                                                              : PROPERTY_PRINCIPAL_NAME;
    struct utf16_text utf16 = {0};
    snprintf(name, sizeof name, "%s%s", prefix, certificate_name);
    struct registry_change *change = add(set, account->key, value, account->principal_name.data);
    error_code code =
        property_text_encode(&account->principal_name, name, &utf16, arena, &change->after);
    utf16_text_done(&utf16);
    return code;
}

/* SSL, mutual authentication and the certificate's name, as far as they are not there. Flags that a
 * policy sets are set in both as they have to be, or there is no such finding. */
static error_code plan_sign_on_by_name(struct change_set *set,
                                       const struct observation *observation,
                                       const struct exchange_account *account, struct arena *arena)
{
    const uint32_t flags = account->roh_flags.value | ROH_SSL | ROH_MUTUAL;
    error_code code = CODE_SUCCESS;
    if (observation_policy_for(observation, account)->roh_flags.state == PROPERTY_ABSENT &&
        flags != account->roh_flags.value && !is_planned(set, account->key, PROPERTY_ROH_FLAGS))
        code = plan_long(set, account, PROPERTY_ROH_FLAGS, &account->roh_flags, flags, arena);
    if (code == CODE_SUCCESS && account_names_certificate(observation, account) != ANSWER_YES &&
        !is_planned(set, account->key,
                    account->principal_name_value != NULL ? account->principal_name_value
                                                          : PROPERTY_PRINCIPAL_NAME))
        code = plan_principal_name(
            set, account, observation_answer(observation, account)->certificate_name, arena);
    return code;
}

error_code remediate(const struct observation *observation, const struct diagnosis *diagnosis,
                     struct arena *arena, struct remediation *remediation)
{
    struct remediation plan = {{{.root = REGISTRY_CURRENT_USER}, {.root = REGISTRY_LOCAL_MACHINE}}};
    for (size_t half = 0; half < 2; half++) {
        plan.halves[half].changes =
            arena_allocate(arena, (CHANGES_PER_FINDING * diagnosis->count + 1) *
                                      sizeof *plan.halves[half].changes);
        if (plan.halves[half].changes == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
    }
    for (size_t i = 0; i < diagnosis->count; i++) {
        const struct finding *finding = &diagnosis->findings[i];
        const struct exchange_account *account = finding->account;
        error_code code = CODE_SUCCESS;
        if (!finding->in_scope || !finding_can_be_mended(finding))
            continue;
        if (finding->remedy == REMEDY_SWITCH_TO_NTLM)
            code =
                plan_long(&plan.halves[REGISTRY_CURRENT_USER], account, PROPERTY_ROH_AUTHENTICATION,
                          &account->authentication, AUTHENTICATION_NTLM, arena);
        else if (finding->remedy == REMEDY_CLEAR_ALWAYS_PROMPT)
            code = plan_long(&plan.halves[REGISTRY_CURRENT_USER], account, PROPERTY_CONFIG_FLAGS,
                             &account->config_flags,
                             account->config_flags.value & ~(uint32_t)CONFIG_ALWAYS_PROMPT, arena);
        else if (finding->remedy == REMEDY_SIGN_ON_BY_CERTIFICATE_NAME)
            code = plan_sign_on_by_name(&plan.halves[REGISTRY_CURRENT_USER], observation, account,
                                        arena);
        else if (finding->remedy == REMEDY_RAISE_LEVEL)
            code = plan_level(&plan.halves[REGISTRY_LOCAL_MACHINE], &observation->level,
                              diagnosis->target_level, arena);
        if (code != CODE_SUCCESS)
            return code;
    }
    *remediation = plan;
    return CODE_SUCCESS;
}

/* A number of the given type; false for anything else. */
static bool is_number(const struct stored_data *data, uint32_t type, uint32_t *number)
{
    if (!data->present || data->type != type || data->size != DWORD_SIZE)
        return false;
    *number = dword_of_bytes(data->bytes);
    return true;
}

static bool holds_text(uint32_t type)
{
    return type == VALUE_BINARY || type == VALUE_STRING || type == VALUE_EXPAND_STRING;
}

/* "msstd:", a name, and the NUL, in UTF-16LE. */
static bool is_principal_name(const struct stored_data *data)
{
    static const char prefix[] = PRINCIPAL_NAME_PREFIX;
    const size_t prefix_size = sizeof prefix - 1;
    const size_t units = data->size / 2;
    if (!data->present || !holds_text(data->type) || data->size % 2 != 0 || units < prefix_size + 2)
        return false;
    for (size_t i = 0; i < units; i++) {
        const unsigned unit = (unsigned)data->bytes[2 * i] | (unsigned)data->bytes[2 * i + 1] << 8;
        if (i < prefix_size ? unit != (unsigned char)prefix[i] : (unit == 0) != (i == units - 1))
            return false;
    }
    return true;
}

static bool may_change_principal_name(const struct registry_change *change)
{
    const struct stored_data *before = &change->before;
    if (!is_principal_name(&change->after))
        return false;
    return before->present ? before->type == change->after.type
                           : change->after.type == VALUE_BINARY;
}

static bool may_change_account(const struct registry_change *change)
{
    uint32_t before = 0;
    uint32_t after = 0;
    const uint32_t type = change->before.type;
    if (!account_value_is_ours(change->key, change->name))
        return false;
    if (strcmp(change->name, PROPERTY_PRINCIPAL_NAME) == 0 ||
        strcmp(change->name, PROPERTY_PRINCIPAL_NAME_STRING8) == 0)
        return may_change_principal_name(change);
    if ((type != VALUE_BINARY && type != VALUE_DWORD) ||
        !is_number(&change->before, type, &before) || !is_number(&change->after, type, &after))
        return false;
    if (strcmp(change->name, PROPERTY_ROH_AUTHENTICATION) == 0)
        return before == AUTHENTICATION_BASIC && after == AUTHENTICATION_NTLM;
    if (strcmp(change->name, PROPERTY_ROH_FLAGS) == 0)
        return (before & ROH_USE) != 0 && after != before &&
               after == (before | ROH_SSL | ROH_MUTUAL);
    return (before & CONFIG_ALWAYS_PROMPT) != 0 &&
           after == (before & ~(uint32_t)CONFIG_ALWAYS_PROMPT);
}

static bool may_change_level(const struct registry_change *change)
{
    uint32_t before = 0;
    uint32_t after = 0;
    if (strcmp(change->key, LM_COMPATIBILITY_KEY) != 0 ||
        strcmp(change->name, LM_COMPATIBILITY_VALUE) != 0 ||
        !is_number(&change->after, VALUE_DWORD, &after) || after < LM_COMPATIBILITY_LOWEST_SILENT ||
        after > LM_COMPATIBILITY_RECOMMENDED)
        return false;
    return !change->before.present ||
           (is_number(&change->before, VALUE_DWORD, &before) && before < after);
}

bool remediation_may_change(enum registry_root root, const struct registry_change *change)
{
    return root == REGISTRY_CURRENT_USER ? may_change_account(change) : may_change_level(change);
}
