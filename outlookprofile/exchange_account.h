/* An Exchange account of a mail profile, as far as RPC over HTTP is concerned.
 *
 * In Outlook 2003 and 2007 a profile has at most one, and its settings lie in the profile's
 * Exchange global section (facts.md 1.3, 1.4). From 2010 on each account has a section of its own,
 * to which its MSEMS service points (facts.md 1.5, exchange_service.h). Other sections use the same
 * property ids for other things (an LDAP address book has its own 00036623), so no section is taken
 * for an account by its values alone.
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_EXCHANGE_ACCOUNT_H
#define PROMPTFIX_OUTLOOKPROFILE_EXCHANGE_ACCOUNT_H

#include "outlookprofile/mapi_property.h"
#include "outlookprofile/outlook_version.h"

/* Name of the section: MAPI's well-known GUID of it, its bytes in order (facts.md 1.3). */
#define EXCHANGE_GLOBAL_SECTION "13dbb0c8aa05101a9bb000aa002fc45a"

/* Values of the section (facts.md 1.4). */
#define PROPERTY_CONFIG_FLAGS "00036601"
#define PROPERTY_ROH_FLAGS "00036623"
#define PROPERTY_ROH_AUTHENTICATION "00036627"
#define PROPERTY_PRINCIPAL_NAME "001f6625"
#define PROPERTY_PRINCIPAL_NAME_STRING8 "001e6625" /* counts where the other is missing */

enum {
    ROH_USE = 0x1,    /* the account uses RPC over HTTP */
    ROH_SSL = 0x2,    /* over SSL only */
    ROH_MUTUAL = 0x4, /* the proxy must prove its name too */

    CONFIG_ALWAYS_PROMPT = 0x8, /* "Always prompt for user name and password" */

    AUTHENTICATION_BASIC = 1,
    AUTHENTICATION_NTLM = 2,
    /* Known to Outlook 2010 and later (outlook_version_negotiates). */
    AUTHENTICATION_NEGOTIATE = 16,
    AUTHENTICATION_CERTIFICATE = 65536,
};

/* A provider's section that holds the same values again. It is told and never changed: which of the
 * two Outlook goes by is not known (facts.md 1.5). */
struct account_copy {
    const char *section;
    struct property_long roh_flags;
    struct property_long authentication;
    error_code error; /* the section could not be read: there may be a copy */
    struct account_copy *next;
};

struct exchange_account {
    const char *profile; /* NULL: its name is not well-formed text */
    bool in_default_profile;
    enum outlook_version outlook; /* whose profile it is */
    const char *section;          /* the section's key name */
    const char *key;              /* the section's path below HKEY_CURRENT_USER */
    bool report_only;       /* it lies where it is not known that Outlook looks: never changed */
    bool is_one_of_several; /* the profile has other accounts under the same root */
    struct account_copy *copies;         /* of its service's providers */
    struct property_text name;           /* PRF "AccountName", an e-mail address (facts.md 1.4) */
    struct property_long roh_flags;      /* PR_ROH_FLAGS */
    struct property_long authentication; /* PR_ROH_PROXY_AUTH_SCHEME */
    struct property_long config_flags;   /* PR_PROFILE_CONFIG_FLAGS */
    struct property_text proxy_server;   /* PR_ROH_PROXY_SERVER */
    struct property_text principal_name; /* PR_ROH_PROXY_PRINCIPAL_NAME */
    const char *principal_name_value;    /* which value holds it; NULL: it is absent */
    error_code error; /* the section could not be read: nothing above but names is known */
};

/* What reading the sections of one profile needs all along. */
struct profile_reading {
    struct registry_key *profiles; /* open: the root of the profiles */
    const char *profile;           /* the profile's name */
    struct utf16_text *text;
    struct registry_value *value; /* for reading, used again from call to call */
    struct arena *arena;
};

/* Opens a section of the profile. Errors as registry_open_subkey's. */
error_code profile_open_section(const struct profile_reading *reading, const char *section,
                                struct registry_key **key);

/* What a section says of itself. */
enum section_content {
    SECTION_MISSING,
    SECTION_OTHER,    /* none of the values that every Exchange service has (facts.md 1.3) */
    SECTION_EXCHANGE, /* also where it could not be read */
};

/* Reads a section in one pass over its values. What the registry refuses is part of the answer
 * (`error`); returns CODE_NOT_ENOUGH_MEMORY, else success. The account's names, place and version
 * are left to the caller. */
error_code exchange_account_read(const struct profile_reading *reading, const char *section,
                                 struct exchange_account *account, enum section_content *content);

#endif
