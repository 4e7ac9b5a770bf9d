/* User names and passwords that Windows has stored for other computers ("Stored User Names and
 * Passwords", later "Credential Manager"), and that it uses there by itself, in place of the logon:
 * one that is wrong makes Outlook ask (facts.md 5.7).
 *
 * Only the names of what they are for are looked at, never user name or password.
 */
#ifndef PROMPTFIX_AGENT_STORED_CREDENTIALS_H
#define PROMPTFIX_AGENT_STORED_CREDENTIALS_H

#include "registry/arena.h"
#include "registry/error_code.h"

#include <stdbool.h>
#include <stddef.h>

/* What the user's credentials for servers are for; "*.contoso.com". All zero: there are none. */
struct stored_credentials {
    const char *const *targets;
    size_t count;
    error_code error; /* they cannot be listed: as for a service without a logon of its own */
};

/* Does Windows use a credential with this target for a host ("mail.contoso.com", without a port)?
 *
 * A target is the name of a server; "*.contoso.com" for all servers of that name's end;
 * "contoso.com\*" for those of a domain; "*", or "*Session" of a dial-up or VPN connection, for
 * all. Where several fit, Windows takes the one that says most; that is not looked at. Source:
 * Microsoft, "CREDENTIALW structure", TargetName for CRED_TYPE_DOMAIN_PASSWORD and its sisters;
 * CRED_SESSION_WILDCARD_NAME in wincred.h; the form "Domain:target=NAME": "CredEnumerateW". */
bool stored_credential_is_for(const char *target, const char *host);

#endif
