/* The Exchange account of one mail profile, as far as RPC over HTTP is concerned.
 *
 * In Outlook 2003 and 2007 a profile has at most one, and its settings lie in the profile's
 * Exchange global section (facts.md 1.3, 1.4). Other sections use the same property ids for other
 * things (an LDAP address book has its own 00036623), so no other section is ever looked at.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_EXCHANGE_ACCOUNT_H
#define PROMPTFIX_OUTLOOKPROFILE_EXCHANGE_ACCOUNT_H

#include "outlookprofile/mapi_property.h"

/* Name of the section: MAPI's well-known GUID of it, its bytes in order (facts.md 1.3). */
#define EXCHANGE_GLOBAL_SECTION "13dbb0c8aa05101a9bb000aa002fc45a"

/* Values of the section (facts.md 1.4). */
#define PROPERTY_CONFIG_FLAGS "00036601"
#define PROPERTY_ROH_FLAGS "00036623"
#define PROPERTY_ROH_AUTHENTICATION "00036627"

enum {
    ROH_USE = 0x1,    /* the account uses RPC over HTTP */
    ROH_SSL = 0x2,    /* over SSL only */
    ROH_MUTUAL = 0x4, /* the proxy must prove its name too */

    CONFIG_ALWAYS_PROMPT = 0x8, /* "Always prompt for user name and password" */

    AUTHENTICATION_BASIC = 1,
    AUTHENTICATION_NTLM = 2,
};

struct exchange_account {
    const char *profile; /* NULL: its name is not well-formed text */
    bool in_default_profile;
    const char *section;                 /* the section's key name */
    const char *key;                     /* the section's path below HKEY_CURRENT_USER */
    struct property_long roh_flags;      /* PR_ROH_FLAGS */
    struct property_long authentication; /* PR_ROH_PROXY_AUTH_SCHEME */
    struct property_long config_flags;   /* PR_PROFILE_CONFIG_FLAGS */
    struct property_text proxy_server;   /* PR_ROH_PROXY_SERVER */
    struct property_text principal_name; /* PR_ROH_PROXY_PRINCIPAL_NAME */
    error_code error; /* the section could not be read: nothing above but names is known */
};

/* Reads the account of the profile `profile` below the open key `profiles` in one pass over the
 * section's values. `*exists` is false where the profile has no Exchange account. `value` is for
 * reading, used again from call to call. Memory comes from `arena`. What the registry refuses is
 * part of the answer (`error`); returns CODE_NOT_ENOUGH_MEMORY, else success. The account's
 * `profile`, `section` and `key` are left to the caller. */
error_code exchange_account_read(struct registry_key *profiles, const char *profile,
                                 struct utf16_text *text, struct registry_value *value,
                                 struct arena *arena, struct exchange_account *account,
                                 bool *exists);

#endif
