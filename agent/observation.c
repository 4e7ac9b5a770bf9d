#include "agent/observation.h"

#include "registry/change_set.h"

static error_code read_interrupted(struct registry *registry, enum registry_root root,
                                   struct interrupted_run *interrupted)
{
    struct interrupted_run read = {0};
    read.error = change_set_find_pending(registry, root, &read.pending);
    if (read.error == CODE_NOT_ENOUGH_MEMORY)
        return read.error;
    *interrupted = read;
    return CODE_SUCCESS;
}

error_code observation_read(struct registry *registry, const struct windows_version *windows,
                            const char *only_profile, enum policy_reach reach, struct arena *arena,
                            struct observation *observation)
{
    struct observation read = {0};
    error_code code = lm_compatibility_read(registry, windows, arena, &read.level);
    if (code == CODE_SUCCESS)
        code = account_list_read(registry, only_profile, arena, &read.accounts);
    if (code == CODE_SUCCESS)
        code = outlook_policies_read(registry, arena, &read.outlook_policies);
    if (code == CODE_SUCCESS)
        code = policies_read(registry, reach, arena, &read.policies);
    if (code == CODE_SUCCESS)
        code = read_interrupted(registry, REGISTRY_CURRENT_USER,
                                &read.interrupted[REGISTRY_CURRENT_USER]);
    if (code == CODE_SUCCESS)
        code = read_interrupted(registry, REGISTRY_LOCAL_MACHINE,
                                &read.interrupted[REGISTRY_LOCAL_MACHINE]);
    if (code == CODE_SUCCESS)
        *observation = read;
    return code;
}

void observation_apply_level_policy(struct observation *observation)
{
    struct lm_compatibility *level = &observation->level;
    if (observation->level_policy.state == LEVEL_POLICY_SET &&
        (level->source == LM_COMPATIBILITY_REGISTRY || level->source == LM_COMPATIBILITY_DEFAULT))
        level->source = LM_COMPATIBILITY_POLICY;
}

const char *observation_root_name(const struct observation *observation, enum registry_root root)
{
    return root == REGISTRY_CURRENT_USER && observation->user_root != NULL
               ? observation->user_root
               : registry_root_name(root);
}

const struct outlook_policy *observation_policy_for(const struct observation *observation,
                                                    const struct exchange_account *account)
{
    return outlook_policy_of(&observation->outlook_policies, account->outlook);
}

static const struct property_long *long_in_force(const struct property_long *by_policy,
                                                 const struct property_long *own)
{
    return by_policy->state != PROPERTY_ABSENT ? by_policy : own;
}

static const struct property_text *text_in_force(const struct property_text *by_policy,
                                                 const struct property_text *own)
{
    return by_policy->state != PROPERTY_ABSENT ? by_policy : own;
}

const struct property_long *observation_authentication(const struct observation *observation,
                                                       const struct exchange_account *account)
{
    return long_in_force(&observation_policy_for(observation, account)->authentication,
                         &account->authentication);
}

const struct property_text *observation_proxy_server(const struct observation *observation,
                                                     const struct exchange_account *account)
{
    return text_in_force(&observation_policy_for(observation, account)->proxy_server,
                         &account->proxy_server);
}

const struct property_text *observation_principal_name(const struct observation *observation,
                                                       const struct exchange_account *account)
{
    return text_in_force(&observation_policy_for(observation, account)->principal_name,
                         &account->principal_name);
}

const char *account_principal_in_force(const struct observation *observation,
                                       const struct exchange_account *account)
{
    const struct property_text *principal = observation_principal_name(observation, account);
    return principal->state == PROPERTY_READ ? principal->text : NULL;
}

const struct property_long *observation_roh_flags(const struct observation *observation,
                                                  const struct exchange_account *account)
{
    return long_in_force(&observation_policy_for(observation, account)->roh_flags,
                         &account->roh_flags);
}

const struct probe_answer *observation_answer(const struct observation *observation,
                                              const struct exchange_account *account)
{
    return observation->answers != NULL
               ? observation->answers[account - observation->accounts.accounts]
               : NULL;
}
