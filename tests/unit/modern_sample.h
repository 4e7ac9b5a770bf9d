/* Exchange accounts as Outlook 2010 and later store them, for the tests: an MSEMS service in the
 * profile's list, which points to a section of the account's own, and providers.
 *
 * No public export of such a profile exists (facts.md 2); built by the encoding rules of facts.md
 * 1.2, the sections of 1.3 and 1.5, and the shapes of shared samples 03 and 10.
 */
#ifndef PROMPTFIX_TESTS_UNIT_MODERN_SAMPLE_H
#define PROMPTFIX_TESTS_UNIT_MODERN_SAMPLE_H

#include "tests/unit/sample_registry.h"

/* The roots of the profiles below HKEY_CURRENT_USER. */
#define SAMPLE_ROOT_2010                                                                           \
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"
#define SAMPLE_ROOT_2013 "Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles"
#define SAMPLE_ROOT_2016 "Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles"

struct modern_sample {
    const char *root;
    const char *profile;
    unsigned number;         /* of the account in its profile, from 0; at most 9 */
    uint32_t authentication; /* 0: missing */
    const char *name;        /* 001f6620; NULL: missing */
    uint32_t copy;           /* the authentication that a provider's section has; 0: no copy */
    bool only_copy;          /* the service points to no section: only the copy is there */
};

/* Adds the account: SAMPLE_FLAGS, mail.contoso.com and its principal name. The first service in the
 * profile's list is that of an LDAP address book, whose names collide. */
void modern_sample_add(struct registry *registry, const struct modern_sample *sample);

/* Paths of the sections of account `number` below HKEY_CURRENT_USER: its own, its service's, and
 * that of its provider. Valid until the next call. */
const char *modern_sample_section(const char *root, const char *profile, unsigned number);
const char *modern_sample_service(const char *root, const char *profile, unsigned number);
const char *modern_sample_provider(const char *root, const char *profile, unsigned number);

#endif
