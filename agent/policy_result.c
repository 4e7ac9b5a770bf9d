#include "agent/policy_result.h"

#include "agent/plain_text.h"
#include "agent/text_cut.h"
#include "registry/lm_compatibility.h"
#include "registry/registry_name.h"
#include "registry/security_template.h"

#include <string.h>

enum { TYPE_DWORD = 4, WINNING = 1, APPLIED = 1 };

void policy_result_begin(struct policy_result *result)
{
    *result = (struct policy_result){.state = POLICY_RESULT_NONE};
}

void policy_result_broke_off(struct policy_result *result)
{
    *result = (struct policy_result){.state = POLICY_RESULT_UNKNOWN};
}

void policy_result_take(struct policy_result *result, const struct policy_instance *instance)
{
    const struct template_level said = security_template_value(instance->path, instance->data);
    if (said.state == TEMPLATE_LEVEL_ABSENT || instance->precedence > WINNING)
        return;
    /* Two that win contradict each other, if not in the level then in the object. */
    if (result->state != POLICY_RESULT_NONE || said.state == TEMPLATE_LEVEL_MALFORMED ||
        said.level > LM_COMPATIBILITY_HIGHEST || instance->precedence != WINNING ||
        instance->type != TYPE_DWORD || instance->status != APPLIED) {
        policy_result_broke_off(result);
        return;
    }
    result->state = POLICY_RESULT_SET;
    result->level = said.level;
    if (instance->gpo_id != NULL && strlen(instance->gpo_id) < GPO_ID_SIZE &&
        text_is_plain(instance->gpo_id))
        memcpy(result->gpo_id, instance->gpo_id, strlen(instance->gpo_id) + 1);
}

bool policy_result_lacks_name(const struct policy_result *result)
{
    return result->state == POLICY_RESULT_SET && result->gpo_id[0] != '\0' &&
           result->gpo[0] == '\0';
}

/* As much of the name as there is room for, whole characters; what would move the cursor becomes a
 * space. */
static void keep_name(struct policy_result *result, const char *name)
{
    size_t unit_limit = GPO_NAME_SIZE - 1;
    size_t size = strlen(name);
    while (size >= GPO_NAME_SIZE)
        size = text_cut_size(name, size, unit_limit--);
    memcpy(result->gpo, name, size);
    result->gpo[size] = '\0';
    for (char *at = result->gpo; *at != '\0'; at++)
        if (is_control_character(*at))
            *at = ' ';
}

void policy_result_take_gpo(struct policy_result *result, const char *id, const char *name)
{
    if (id != NULL && name != NULL && policy_result_lacks_name(result) &&
        registry_names_equal(id, strlen(id), result->gpo_id, strlen(result->gpo_id)))
        keep_name(result, name);
}
