/* What Group Policy says about Outlook's RPC over HTTP.
 *
 * A policy value beats what the profile holds (facts.md 3.1, inferred), so where there is one, a
 * change to the profile would not last or not count: it is reported, and nothing is claimed fixed.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_OUTLOOK_POLICY_H
#define PROMPTFIX_OUTLOOKPROFILE_OUTLOOK_POLICY_H

#include "outlookprofile/mapi_property.h"

/* Its keys below HKEY_CURRENT_USER, for Outlook 2003 and 2007 (facts.md 3.1). */
#define OUTLOOK_2003_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\RPC"
#define OUTLOOK_2007_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\12.0\\Outlook\\RPC"

/* Values in them. */
#define POLICY_AUTHENTICATION "ProxyAuthenticationService"
#define POLICY_ROH_FLAGS "ProxyServerFlags"

/* All zero: no policy. */
struct outlook_policy {
    const char *key; /* where, below HKEY_CURRENT_USER; NULL if no value is set */
    struct property_long authentication; /* POLICY_AUTHENTICATION */
    struct property_long roh_flags;      /* POLICY_ROH_FLAGS, bits as PR_ROH_FLAGS */
    error_code error;                    /* a policy key is there but cannot be read */
};

/* Reads the policies for Outlook 2003 and 2007 (11.0, 12.0); the newer one with a value wins.
 * Returns CODE_NOT_ENOUGH_MEMORY, else success. */
error_code outlook_policy_read(struct registry *registry, struct arena *arena,
                               struct outlook_policy *policy);

#endif
