#include "registry/memory_plan.h"

#include "registry/registry_name.h"

#include <stdlib.h>
#include <string.h>

void memory_plan_done(struct memory_plan *plan)
{
    for (size_t i = 0; i < plan->denied_count; i++)
        free(plan->denied[i].path);
    *plan = (struct memory_plan){0};
}

error_code memory_plan_begin_call(struct memory_plan *plan)
{
    if (plan->in_before_call)
        return CODE_SUCCESS;
    plan->call_count++;
    if (plan->before_call != NULL) {
        plan->in_before_call = true;
        plan->before_call(plan->before_call_context, ++plan->watched_call_count);
        plan->in_before_call = false;
    }
    if (plan->failing_call > 0 && --plan->failing_call == 0)
        plan->failing = true;
    if (!plan->failing)
        return CODE_SUCCESS;
    plan->failing = plan->fails_from_then_on;
    return plan->failing_code;
}

error_code memory_plan_deny(struct memory_plan *plan, enum registry_root root, const char *path,
                            enum registry_access access)
{
    size_t size = strlen(path) + 1;
    char *copy = plan->denied_count < MEMORY_PLAN_DENIED_LIMIT ? malloc(size) : NULL;
    if (copy == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    memcpy(copy, path, size);
    plan->denied[plan->denied_count++] =
        (struct denied_key){.root = root, .access = access, .path = copy};
    return CODE_SUCCESS;
}

/* Does `path` below `root` lead to `key`? Compared from the end, so no text is put together. */
static bool is_at_path(const struct tree_key *key, const struct tree_key *root, const char *path)
{
    size_t end = strlen(path);
    while (key->entry.parent != NULL && end > 0) {
        size_t start = end;
        while (start > 0 && path[start - 1] != '\\')
            start--;
        if (!registry_names_equal(key->entry.name, key->entry.name_size, path + start, end - start))
            return false;
        end = start > 0 ? start - 1 : 0;
        key = key->entry.parent;
    }
    return key == root && end == 0;
}

bool memory_plan_denies(const struct memory_plan *plan, const struct key_tree *tree,
                        const struct tree_key *key, enum registry_access access)
{
    for (size_t i = 0; i < plan->denied_count; i++) {
        const struct denied_key *denied = &plan->denied[i];
        if (access >= denied->access && is_at_path(key, &tree->roots[denied->root], denied->path))
            return true;
    }
    return false;
}
