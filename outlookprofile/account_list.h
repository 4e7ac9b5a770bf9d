/* All Exchange accounts in the mail profiles of one user.
 *
 * Outlook 97 to 2010 keep the profiles under one root (facts.md 1.1); their Exchange accounts are
 * found as of Outlook 2003 and 2007. One profile that cannot be read does not keep the others from
 * being read.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_ACCOUNT_LIST_H
#define PROMPTFIX_OUTLOOKPROFILE_ACCOUNT_LIST_H

#include "outlookprofile/exchange_account.h"

/* Below HKEY_CURRENT_USER, one view for 32 and 64 bit (facts.md 1.1). */
#define MAIL_PROFILES_KEY                                                                          \
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"

/* All zero is empty. Everything in it belongs to the arena it was read with. */
struct account_list {
    struct exchange_account *accounts;
    size_t count;
    size_t profile_count; /* profiles looked at, with or without an Exchange account */
    error_code error;     /* the profiles could not all be listed: there may be more */
};

/* Reads the accounts of all profiles, or only of the profile `only` (compared as Windows compares
 * names) if that is not NULL: `profile_count` is then 0 if there is no such profile. A user without
 * any profile has an empty list. What the registry refuses is part of the answer; returns
 * CODE_NOT_ENOUGH_MEMORY, else success. */
error_code account_list_read(struct registry *registry, const char *only, struct arena *arena,
                             struct account_list *list);

/* Is this one of the values that PromptFix writes for an account: `name` in the Exchange section of
 * some profile, `key` being its path below HKEY_CURRENT_USER? */
bool account_value_is_ours(const char *key, const char *name);

#endif
