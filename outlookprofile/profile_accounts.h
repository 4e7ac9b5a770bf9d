/* The Exchange accounts of one mail profile, wherever in it they lie.
 *
 * Changed may be what a source ties to Outlook: the global section of 2003 and 2007, and the
 * section that an MSEMS service points to. What lies elsewhere (a global section to which nothing
 * points in the roots of 2013 and later, values that only a provider's section has) is told, and
 * never changed (facts.md 1.5).
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_PROFILE_ACCOUNTS_H
#define PROMPTFIX_OUTLOOKPROFILE_PROFILE_ACCOUNTS_H

#include "outlookprofile/account_list.h"
#include "outlookprofile/profile_root.h"

/* Appends the profile's accounts to the list. What the registry refuses is part of the answer: an
 * account with an error, which tells where. CODE_NOT_ENOUGH_MEMORY. */
error_code profile_accounts_read(const struct profile_reading *reading,
                                 const struct profile_root *root, bool in_default_profile,
                                 struct account_list *list);

#endif
