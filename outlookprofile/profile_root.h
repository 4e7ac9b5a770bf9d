/* Where mail profiles lie: three roots, which may all be there side by side (facts.md 1.1). */
#ifndef PROMPTFIX_OUTLOOKPROFILE_PROFILE_ROOT_H
#define PROMPTFIX_OUTLOOKPROFILE_PROFILE_ROOT_H

#include "outlookprofile/outlook_version.h"
#include "registry/registry.h"

/* Below HKEY_CURRENT_USER, one view for 32 and 64 bit. Outlook 97 to 2010; 2013; 2016 and later. */
#define MAIL_PROFILES_KEY                                                                          \
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"
#define OUTLOOK_2013_KEY "Software\\Microsoft\\Office\\15.0\\Outlook"
#define OUTLOOK_2013_PROFILES_KEY OUTLOOK_2013_KEY "\\Profiles"
#define OUTLOOK_2016_KEY "Software\\Microsoft\\Office\\16.0\\Outlook"
#define OUTLOOK_2016_PROFILES_KEY OUTLOOK_2016_KEY "\\Profiles"

struct profile_root {
    const char *key;
    const char *default_key; /* has the value DefaultProfile; for 2013 and later that is not
                                verified (facts.md 1.1), and decides nothing */
    enum outlook_version own_section; /* whose accounts with a section of their own are */
    bool shared; /* by several versions; an account in the global section is 2003's or 2007's */
};

enum { PROFILE_ROOT_COUNT = 3 };

extern const struct profile_root profile_roots[PROFILE_ROOT_COUNT];

/* Which version the global sections of the shared root belong to, by the keys that the versions
 * make for the user: OUTLOOK_UNKNOWN unless exactly one of them is there. That they do is not
 * verified, so it may be told, and decides nothing. CODE_NOT_ENOUGH_MEMORY. */
error_code profile_root_shared_version(struct registry *registry, enum outlook_version *version);

#endif
