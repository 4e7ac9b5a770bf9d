#include "agent/web_proxy.h"

#include "agent/proxy_probe.h"

#include <stdio.h>
#include <string.h>

static const char separators[] = "; \t\r\n";

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool equal(const char *a, size_t size, const char *b)
{
    if (strlen(b) != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (small(a[i]) != b[i])
            return false;
    return true;
}

static const char *scheme_of(const struct proxy_address *address)
{
    return address->ssl ? "https" : "http";
}

/* What stands before `mark` in an entry, "https" of "https=proxy"; false when there is no mark.
 * The entry becomes what is behind it. */
static bool split(const char **entry, size_t *size, const char *mark, const char **before,
                  size_t *before_size)
{
    const size_t mark_size = strlen(mark);
    for (size_t i = 0; i + mark_size <= *size; i++) {
        if (memcmp(*entry + i, mark, mark_size) != 0)
            continue;
        *before = *entry;
        *before_size = i;
        *entry += i + mark_size;
        *size -= i + mark_size;
        return true;
    }
    return false;
}

/* One entry of the list of servers. */
static bool take_server(const char *entry, size_t size, const struct proxy_address *address,
                        char web_proxy[WEB_PROXY_SIZE])
{
    char name[WEB_PROXY_SIZE];
    struct proxy_address understood;
    const char *scheme = NULL;
    size_t scheme_size = 0;
    if (split(&entry, &size, "=", &scheme, &scheme_size) &&
        !equal(scheme, scheme_size, scheme_of(address)))
        return false;
    /* How to speak with the web proxy itself: WinHTTP knows only this one. */
    if (split(&entry, &size, "://", &scheme, &scheme_size) && !equal(scheme, scheme_size, "http"))
        return false;
    if (size > 0 && entry[size - 1] == '/')
        size--;
    if (size >= sizeof name)
        return false;
    memcpy(name, entry, size);
    name[size] = '\0';
    if (!proxy_address_parse(name, false, &understood))
        return false;
    memcpy(web_proxy, name, size + 1);
    return true;
}

/* Does a name fit a pattern with any number of stars? */
static bool fits(const char *pattern, size_t size, const char *name)
{
    const char *end = pattern + size;
    const char *star = NULL; /* the last one seen, and how much of the name it takes so far */
    const char *taken = NULL;
    while (*name != '\0') {
        if (pattern < end && *pattern == '*') {
            star = pattern++;
            taken = name;
        } else if (pattern < end && small(*pattern) == *name) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star + 1;
            name = ++taken;
        } else {
            return false;
        }
    }
    while (pattern < end && *pattern == '*')
        pattern++;
    return pattern == end;
}

/* ":443" at the end of an entry, but not within the brackets of an IPv6 address. Cuts it off. */
static bool fits_port(const char *entry, size_t *size, uint16_t port)
{
    char wanted[sizeof "65535"];
    size_t at = *size;
    while (at > 0 && entry[at - 1] >= '0' && entry[at - 1] <= '9')
        at--;
    if (at == 0 || at == *size || entry[at - 1] != ':')
        return true;
    snprintf(wanted, sizeof wanted, "%u", (unsigned)port);
    const bool is_wanted = equal(entry + at, *size - at, wanted);
    *size = at - 1;
    return is_wanted;
}

static bool is_exception(const char *entry, size_t size, const struct proxy_address *address)
{
    const char *scheme = NULL;
    size_t scheme_size = 0;
    if (equal(entry, size, "<local>"))
        return strpbrk(address->host, ".:") == NULL;
    if (split(&entry, &size, "://", &scheme, &scheme_size) &&
        !equal(scheme, scheme_size, scheme_of(address)))
        return false;
    return fits_port(entry, &size, address->port) && fits(entry, size, address->host);
}

bool web_proxy_is_excepted(const char *exceptions, const struct proxy_address *address)
{
    for (const char *at = exceptions != NULL ? exceptions : ""; *at != '\0';) {
        const size_t size = strcspn(at, separators);
        if (size > 0 && is_exception(at, size, address))
            return true;
        at += size;
        at += strspn(at, separators);
    }
    return false;
}

bool web_proxy_choose(const char *servers, const char *exceptions,
                      const struct proxy_address *address, char web_proxy[WEB_PROXY_SIZE])
{
    if (web_proxy_is_excepted(exceptions, address))
        return false;
    for (const char *at = servers != NULL ? servers : ""; *at != '\0';) {
        const size_t size = strcspn(at, separators);
        if (size > 0 && take_server(at, size, address, web_proxy))
            return true;
        at += size;
        at += strspn(at, separators);
    }
    return false;
}

error_code web_proxy_search_error(error_code of_network, error_code of_settings)
{
    if (of_settings != CODE_SUCCESS)
        return of_settings;
    return of_network != WEB_PROXY_NO_SCRIPT ? of_network : CODE_SUCCESS;
}

void web_proxy_url(const struct proxy_address *address, char url[WEB_PROXY_URL_SIZE])
{
    snprintf(url, WEB_PROXY_URL_SIZE, "%s://%s:%u" PROBE_PATH, scheme_of(address), address->host,
             (unsigned)address->port);
}
