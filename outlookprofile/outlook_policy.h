/* What Group Policy says about Outlook's RPC over HTTP, for each version of Outlook.
 *
 * A policy value beats what the profile holds (facts.md 3.1, inferred), so where there is one, a
 * change to the profile would not last or not count: it is reported, and nothing is claimed fixed.
 * The value names are those of 16.0; that the versions before have the same is inferred, and
 * nothing is ever changed because of them.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_OUTLOOK_POLICY_H
#define PROMPTFIX_OUTLOOKPROFILE_OUTLOOK_POLICY_H

#include "outlookprofile/mapi_property.h"
#include "outlookprofile/outlook_version.h"

/* Its keys below HKEY_CURRENT_USER (facts.md 3.1). */
#define OUTLOOK_2003_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\RPC"
#define OUTLOOK_2007_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\12.0\\Outlook\\RPC"
#define OUTLOOK_2010_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\14.0\\Outlook\\RPC"
#define OUTLOOK_2013_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\15.0\\Outlook\\RPC"
#define OUTLOOK_2016_POLICY_KEY "Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\RPC"

/* Values in them. */
#define POLICY_AUTHENTICATION "ProxyAuthenticationService"
#define POLICY_ROH_FLAGS "ProxyServerFlags"
#define POLICY_PROXY_SERVER "ProxyServerName"
#define POLICY_PRINCIPAL_NAME "ProxyServerPrincipalName"
#define POLICY_TUNNELING_UI "EnableRPCTunnelingUI"

/* All zero: no policy. */
struct outlook_policy {
    const char *key; /* where, below HKEY_CURRENT_USER; NULL if no value is set that overrides */
    struct property_long authentication; /* POLICY_AUTHENTICATION */
    struct property_long roh_flags;      /* POLICY_ROH_FLAGS, bits as PR_ROH_FLAGS */
    struct property_text proxy_server;   /* POLICY_PROXY_SERVER */
    struct property_text principal_name; /* POLICY_PRINCIPAL_NAME */
    /* POLICY_TUNNELING_UI; it overrides no setting, and `key` may be NULL with it */
    struct property_long tunneling_ui;
    error_code error; /* a policy key is there but cannot be read */
};

/* By version: 2003 and 2007, whose profiles may not be told apart, share one, OUTLOOK_UNKNOWN's. */
struct outlook_policies {
    struct outlook_policy by_version[OUTLOOK_VERSION_COUNT];
};

/* Reads the policies for all versions. Of 2003 and 2007 (11.0, 12.0), the newer one with a value
 * wins. CODE_NOT_ENOUGH_MEMORY, else success. */
error_code outlook_policies_read(struct registry *registry, struct arena *arena,
                                 struct outlook_policies *policies);

/* The policy that an account of this version is judged by. */
const struct outlook_policy *outlook_policy_of(const struct outlook_policies *policies,
                                               enum outlook_version version);

/* Does the policy keep the user from the dialog with these settings? Values 0, 2 and 4 of
 * POLICY_TUNNELING_UI (facts.md 3.1). */
bool outlook_policy_hides_dialog(const struct outlook_policy *policy);

#endif
