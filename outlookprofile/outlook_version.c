#include "outlookprofile/outlook_version.h"

#include <stddef.h>

const char *outlook_version_name(enum outlook_version version)
{
    static const char *const names[OUTLOOK_VERSION_COUNT] = {
        [OUTLOOK_UNKNOWN] = NULL, [OUTLOOK_2003] = "2003", [OUTLOOK_2007] = "2007",
        [OUTLOOK_2010] = "2010",  [OUTLOOK_2013] = "2013", [OUTLOOK_2016] = "2016",
    };
    return names[version];
}

bool outlook_version_has_autodiscover(enum outlook_version version)
{
    return version >= OUTLOOK_2007;
}

bool outlook_version_negotiates(enum outlook_version version)
{
    return version >= OUTLOOK_2010;
}

bool outlook_version_stores_password(enum outlook_version version)
{
    return version >= OUTLOOK_2010;
}
