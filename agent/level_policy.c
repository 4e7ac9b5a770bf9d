#include "agent/level_policy.h"

#include "registry/security_template.h"

#include <stdio.h>
#include <string.h>

static void set_unknown(struct level_policy *policy)
{
    if (policy->state == LEVEL_POLICY_NONE)
        policy->state = LEVEL_POLICY_UNKNOWN;
}

void level_policy_take(struct level_policy *policy, const char *name, const uint8_t *bytes,
                       size_t size, error_code error)
{
    uint32_t number = 0;
    if (!security_template_number(name, &number) || strlen(name) >= TEMPLATE_NAME_SIZE)
        return;
    const struct template_level found =
        error == CODE_SUCCESS ? security_template_level(bytes, size) : (struct template_level){0};
    if (error != CODE_SUCCESS || found.state == TEMPLATE_LEVEL_MALFORMED)
        set_unknown(policy);
    if (found.state != TEMPLATE_LEVEL_SET ||
        (policy->state == LEVEL_POLICY_SET && policy->number > number))
        return;
    /* They are applied from low to high: the last one counts. */
    *policy =
        (struct level_policy){.state = LEVEL_POLICY_SET, .level = found.level, .number = number};
    snprintf(policy->template_name, sizeof policy->template_name, "%s", name);
}

void level_policy_listed(struct level_policy *policy, error_code error)
{
    if (error != CODE_SUCCESS && error != CODE_FILE_NOT_FOUND && error != CODE_PATH_NOT_FOUND)
        set_unknown(policy);
}

bool level_policy_wants_result(const struct level_policy *policy)
{
    return policy->state == LEVEL_POLICY_UNKNOWN || policy->state == LEVEL_POLICY_SET;
}

void level_policy_take_result(struct level_policy *policy, const struct policy_result *result)
{
    if (!level_policy_wants_result(policy) || result->state != POLICY_RESULT_SET ||
        (policy->state == LEVEL_POLICY_SET && policy->level != result->level))
        return;
    policy->state = LEVEL_POLICY_SET;
    policy->level = result->level;
    policy->is_in_result = true;
    memcpy(policy->gpo_id, result->gpo_id, sizeof policy->gpo_id);
    memcpy(policy->gpo, result->gpo, sizeof policy->gpo);
}
