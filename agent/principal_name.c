#include "agent/principal_name.h"

#include "registry/registry_name.h"

#include <string.h>

static const char prefix[] = PRINCIPAL_NAME_PREFIX;
enum { PREFIX_SIZE = sizeof prefix - 1 };

const char *principal_of_certificate(const char *email, const char *common_name)
{
    if (email != NULL && strchr(email, '@') != NULL)
        return email;
    return common_name != NULL ? common_name : "";
}

enum principal_match principal_compare(const char *principal, const char *certificate_name)
{
    if (certificate_name[0] == '\0' || strlen(principal) <= PREFIX_SIZE ||
        !registry_names_equal(principal, PREFIX_SIZE, prefix, PREFIX_SIZE))
        return PRINCIPAL_UNKNOWN;
    /* A wildcard certificate has to be named with its star: no pattern is matched. */
    const char *name = principal + PREFIX_SIZE;
    return registry_names_equal(name, strlen(name), certificate_name, strlen(certificate_name))
               ? PRINCIPAL_MATCHES
               : PRINCIPAL_DIFFERS;
}
