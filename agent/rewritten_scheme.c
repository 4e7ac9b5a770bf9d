#include "agent/rewritten_scheme.h"

#include "agent/remediation.h"
#include "registry/undo_record.h"

#include <stdlib.h>
#include <string.h>

/* The accounts that may have been set back, by their keys in order: a fix may have changed as many
 * values as there are profiles. */
struct candidates {
    const struct exchange_account **accounts;
    size_t count;
};

static bool is_candidate(const struct exchange_account *account)
{
    return outlook_version_has_autodiscover(account->outlook) && account->key != NULL &&
           account->authentication.state == PROPERTY_READ &&
           account->authentication.value == AUTHENTICATION_BASIC;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp((*(const struct exchange_account *const *)a)->key,
                  (*(const struct exchange_account *const *)b)->key);
}

static error_code find_candidates(const struct account_list *accounts, struct arena *arena,
                                  struct candidates *candidates)
{
    size_t count = 0;
    for (size_t i = 0; i < accounts->count; i++)
        count += is_candidate(&accounts->accounts[i]);
    if (count == 0)
        return CODE_SUCCESS;
    candidates->accounts = arena_allocate(arena, count * sizeof(struct exchange_account *));
    if (candidates->accounts == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    for (size_t i = 0; i < accounts->count; i++)
        if (is_candidate(&accounts->accounts[i]))
            candidates->accounts[candidates->count++] = &accounts->accounts[i];
    qsort(candidates->accounts, count, sizeof(struct exchange_account *), compare_keys);
    return CODE_SUCCESS;
}

/* Marks those that the record says were switched to NTLM: a record holds no other change of this
 * value (remediation_may_change). */
static error_code mark(const struct candidates *candidates, const struct account_list *accounts,
                       const struct change_set *set, struct arena *arena, bool **marks)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct exchange_account sought = {.key = set->changes[i].key};
        const struct exchange_account *key = &sought;
        if (strcmp(set->changes[i].name, PROPERTY_ROH_AUTHENTICATION) != 0)
            continue;
        const struct exchange_account *const *found =
            bsearch(&key, candidates->accounts, candidates->count,
                    sizeof(struct exchange_account *), compare_keys);
        if (found == NULL)
            continue;
        if (*marks == NULL)
            *marks = arena_allocate(arena, accounts->count * sizeof **marks);
        if (*marks == NULL)
            return CODE_NOT_ENOUGH_MEMORY;
        (*marks)[*found - accounts->accounts] = true;
    }
    return CODE_SUCCESS;
}

error_code rewritten_schemes_read(struct registry *registry, const struct account_list *accounts,
                                  struct arena *arena, const bool **rewritten)
{
    struct candidates candidates = {0};
    struct arena scratch = {0};
    uint32_t number = UNDO_RECORD_ANY;
    bool *marks = NULL;
    error_code code = find_candidates(accounts, &scratch, &candidates);
    bool more = code == CODE_SUCCESS && candidates.count > 0;
    for (int i = 0; more && i < REWRITTEN_RECORD_LIMIT; i++) {
        enum undo_record_state state = UNDO_RECORD_DAMAGED;
        struct change_set set = {0};
        error_code read =
            undo_record_newest(registry, REGISTRY_CURRENT_USER, number, &number, &state);
        more = read == CODE_SUCCESS;
        if (more && state == UNDO_RECORD_APPLIED)
            read = undo_record_load(registry, REGISTRY_CURRENT_USER, number, false,
                                    remediation_may_change, &scratch, &set);
        if (read == CODE_SUCCESS)
            read = mark(&candidates, accounts, &set, arena, &marks);
        if (read == CODE_NOT_ENOUGH_MEMORY) {
            code = read;
            break;
        }
    }
    arena_done(&scratch);
    if (code == CODE_SUCCESS)
        *rewritten = marks;
    return code;
}
