/* What the tests of the probe share: the servers that tests/servers/start.sh has started, a profile
 * whose proxy is one of them, and the user's web proxy. */
#ifndef PROMPTFIX_TESTS_SYSTEM_PROBE_FIXTURE_H
#define PROMPTFIX_TESTS_SYSTEM_PROBE_FIXTURE_H

#include "tests/system/program_run.h"

#include <stdio.h>
#include <stdbool.h>
#include <windows.h>

/* Flags of a profile (00036623). */
enum { OVER_TLS = 0x7, WITHOUT_TLS = 0x1 };

/* What the user's Internet settings can have; the numbers are those of PROXY_TYPE_… (wininet.h). */
enum { WEB_PROXY_NONE = 1, WEB_PROXY_NAMED = 2, WEB_PROXY_SCRIPT = 4 };

/* How often a question is put that comes to the time limit. */
enum { PROBE_ATTEMPT_COUNT = 5 };

/* Before and after each test. */
void probe_set_up(void);
void probe_tear_down(void);

/* Opens a file of the servers' folder. */
FILE *probe_open_file(const char *name);

/* The port of a server. */
unsigned probe_port_of(const char *server);

/* Where it is, "localhost:40123", with something before and behind. Overwritten by the next call.
 */
const char *probe_place_of(const char *before, const char *server, const char *behind);

/* No name of the DNS (RFC 6761): only the web proxy "passing" leads there, by the port. */
#define PROBE_UNKNOWN_HERE "mail.contoso.invalid"

/* The profile of the sample with another proxy. */
void probe_use_proxy(const wchar_t *profile, const char *host, unsigned port, DWORD flags,
                     const wchar_t *principal);

/* Sets what is used (WEB_PROXY_…), and the texts of each kind. */
void probe_set_web_proxy(DWORD used, const char *name, const char *exceptions, const char *script);

/* From now on Windows trusts the throw-away authority. */
void probe_trust_authority(void);

/* As promptfix, for what changes nothing: asks again where this machine was too slow for the time
 * limit of the question, as it can be for TLS while others use its processors. */
const struct program_result *probe_in_time(const wchar_t *arguments);
bool probe_was_too_slow(const struct program_result *result);

#endif
