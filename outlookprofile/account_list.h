/* All Exchange accounts in the mail profiles of one user, of every Outlook from 2003 on.
 *
 * The profiles lie under up to three roots, side by side (profile_root.h). One profile that cannot
 * be read does not keep the others from being read.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_ACCOUNT_LIST_H
#define PROMPTFIX_OUTLOOKPROFILE_ACCOUNT_LIST_H

#include "outlookprofile/exchange_account.h"
#include "outlookprofile/profile_root.h"

/* All zero is empty. Everything in it belongs to the arena it was read with. */
struct account_list {
    struct exchange_account *accounts;
    size_t count;
    size_t capacity;
    size_t profile_count; /* profiles looked at, with or without an Exchange account */
    error_code error;     /* the profiles could not all be listed: there may be more */
    const char *root;     /* with it: below which root of profiles it was */
};

/* A new account at the end of the list, for the caller to fill; older ones may move. NULL when
 * memory ran out. */
struct exchange_account *account_list_add(struct account_list *list, struct arena *arena);

/* Reads the accounts of all profiles, or only of the profiles named `only` (one below each root;
 * compared as Windows compares names) if that is not NULL: `profile_count` is then 0 if there is no
 * such profile. A user without any profile has an empty list. What the registry refuses is part of
 * the answer; returns CODE_NOT_ENOUGH_MEMORY, else success. */
error_code account_list_read(struct registry *registry, const char *only, struct arena *arena,
                             struct account_list *list);

/* Is this one of the values that PromptFix writes for an account, `key` being its path below
 * HKEY_CURRENT_USER: `name` in the global section of some profile, or in a section that may be an
 * account's own? Their names are arbitrary; the sections that MAPI itself names are none of them.
 */
bool account_value_is_ours(const char *key, const char *name);

#endif
