/* Where an account's RPC proxy is, from what the profile holds.
 *
 * The profile has a server name without scheme and path, by hand also with a port behind a colon
 * (facts.md 1.4); whether SSL is used is a flag. Accounts with the same address share one proxy.
 */
#ifndef PROMPTFIX_AGENT_PROXY_ADDRESS_H
#define PROMPTFIX_AGENT_PROXY_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

/* The longest name of the DNS, 253 letters (RFC 1035, 2.3.4), and then some for brackets. */
enum { PROXY_HOST_SIZE = 260 };

struct proxy_address {
    char host[PROXY_HOST_SIZE]; /* small letters; an IPv6 address in its brackets */
    uint16_t port;              /* the given one, else 443 with SSL and 80 without */
    bool ssl;
};

/* Understands what the profile holds. False, and `address` untouched, for anything but a name or
 * an address with at most a port: it cannot be asked, and must not become part of a URL. */
bool proxy_address_parse(const char *text, bool ssl, struct proxy_address *address);

bool proxy_address_equal(const struct proxy_address *a, const struct proxy_address *b);

#endif
