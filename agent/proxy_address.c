#include "agent/proxy_address.h"

#include <string.h>

enum { PORT_HTTP = 80, PORT_HTTPS = 443 };

/* Letters of names; everything beyond ASCII is left to the DNS. */
static bool may_be_in_name(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c >= 0x80;
}

static bool may_be_in_ipv6(unsigned char c)
{
    return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

/* A decimal number from 1 to 65535, and nothing else. */
static bool parse_port(const char *text, uint16_t *port)
{
    uint32_t number = 0;
    if (text[0] == '\0' || strlen(text) > 5)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        number = number * 10 + (uint32_t)(*text - '0');
    }
    if (number == 0 || number > UINT16_MAX)
        return false;
    *port = (uint16_t)number;
    return true;
}

static bool is_host(const char *host, size_t size)
{
    const bool bracketed = size > 2 && host[0] == '[' && host[size - 1] == ']';
    for (size_t i = bracketed; i < size - bracketed; i++) {
        const unsigned char c = (unsigned char)host[i];
        if (bracketed ? !may_be_in_ipv6(c) : !may_be_in_name(c))
            return false;
    }
    return size > 0 && host[0] != '.' && host[0] != '-';
}

bool proxy_address_parse(const char *text, bool ssl, struct proxy_address *address)
{
    struct proxy_address parsed = {.port = ssl ? PORT_HTTPS : PORT_HTTP, .ssl = ssl};
    size_t start = strspn(text, " \t");
    size_t end = strlen(text);
    while (end > start && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        end--;
    if (end - start >= sizeof parsed.host)
        return false;
    for (size_t i = start; i < end; i++) {
        const char c = text[i];
        parsed.host[i - start] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    char *bracket = strchr(parsed.host, ']');
    char *colon = strchr(parsed.host[0] == '[' && bracket != NULL ? bracket : parsed.host, ':');
    if (colon != NULL) {
        *colon = '\0';
        if (!parse_port(colon + 1, &parsed.port))
            return false;
    }
    if (!is_host(parsed.host, strlen(parsed.host)))
        return false;
    *address = parsed;
    return true;
}

bool proxy_address_equal(const struct proxy_address *a, const struct proxy_address *b)
{
    return strcmp(a->host, b->host) == 0 && a->port == b->port && a->ssl == b->ssl;
}
