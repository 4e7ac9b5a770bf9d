#include "agent/stored_credentials.h"

#include "registry/registry_name.h"

#include <string.h>

static bool equal(const char *a, size_t a_size, const char *b)
{
    return registry_names_equal(a, a_size, b, strlen(b));
}

/* Does the host end with "." and this name? */
static bool is_below(const char *host, const char *name, size_t name_size)
{
    const size_t host_size = strlen(host);
    return name_size > 0 && host_size > name_size + 1 && host[host_size - name_size - 1] == '.' &&
           equal(name, name_size, host + host_size - name_size);
}

bool stored_credential_is_for(const char *target, const char *host)
{
    static const char prefix[] = "Domain:target=";
    const size_t prefix_size = sizeof prefix - 1;
    if (strlen(target) > prefix_size && equal(target, prefix_size, prefix))
        target += prefix_size;
    const size_t size = strlen(target);
    if (equal(target, size, "*") || equal(target, size, "*Session"))
        return true;
    if (size > 2 && target[0] == '*' && target[1] == '.')
        return is_below(host, target + 2, size - 2);
    if (size > 2 && strcmp(target + size - 2, "\\*") == 0)
        return is_below(host, target, size - 2);
    return size > 0 && equal(target, size, host);
}
