/* What the tests of the probe share: the servers that tests/servers/start.sh has started, a profile
 * whose proxy is one of them. */
#ifndef PROMPTFIX_TESTS_SYSTEM_PROBE_FIXTURE_H
#define PROMPTFIX_TESTS_SYSTEM_PROBE_FIXTURE_H

#include <stdio.h>
#include <windows.h>

/* Flags of a profile (00036623). */
enum { OVER_TLS = 0x7, WITHOUT_TLS = 0x1 };

/* After each test. */
void probe_tear_down(void);

/* Opens a file of the servers' folder. */
FILE *probe_open_file(const char *name);

/* The port of a server. */
unsigned probe_port_of(const char *server);

/* The profile of the sample with another proxy. */
void probe_use_proxy(const wchar_t *profile, const char *host, unsigned port, DWORD flags,
                     const wchar_t *principal);

/* From now on Windows trusts the throw-away authority. */
void probe_trust_authority(void);

#endif
