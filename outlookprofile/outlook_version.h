/* Which Outlook a mail profile belongs to, and what is known of that version.
 *
 * Up to Outlook 2010 all versions share one root of profiles; from 2013 on each has its own
 * (facts.md 1.1).
 */
#ifndef PROMPTFIX_OUTLOOKPROFILE_OUTLOOK_VERSION_H
#define PROMPTFIX_OUTLOOKPROFILE_OUTLOOK_VERSION_H

#include <stdbool.h>

enum outlook_version {
    OUTLOOK_UNKNOWN, /* 2003 or 2007: their profiles look the same */
    OUTLOOK_2003,
    OUTLOOK_2007,
    OUTLOOK_2010,
    OUTLOOK_2013,
    OUTLOOK_2016, /* and later: they are all 16.0 */
    OUTLOOK_VERSION_COUNT,
};

/* The year in its name, "2016"; NULL for OUTLOOK_UNKNOWN. */
const char *outlook_version_name(enum outlook_version version);

/* Is the version known to take scheme and principal name from Autodiscover, over what the profile
 * holds? 2007 and later (facts.md 1.5). */
bool outlook_version_has_autodiscover(enum outlook_version version);

/* Are Negotiate and certificate sign-in methods of this version? 2010 and later: whether 2007 has
 * them is not known (facts.md 0.6, 1.4, 3.1). */
bool outlook_version_negotiates(enum outlook_version version);

/* Can it keep the password for a proxy that is signed on to by Basic? 2010 and later; 2003 and 2007
 * ask at every start (facts.md 5.6). */
bool outlook_version_stores_password(enum outlook_version version);

#endif
