/* LmCompatibilityLevel: how Windows answers an NTLM challenge, and so whether it signs on by
 * itself.
 *
 * Below 2 an LM response goes along, and the RPC run-time then does not send the logon credentials
 * to an RPC proxy (facts.md 0.1). The stored value is one thing, the level in effect another: where
 * no value is stored, the Windows version decides (facts.md 4.2).
 */
#ifndef PROMPTFIX_REGISTRY_LM_COMPATIBILITY_H
#define PROMPTFIX_REGISTRY_LM_COMPATIBILITY_H

#include "registry/stored_data.h"
#include "registry/windows_version.h"

/* Where the value lies, below HKEY_LOCAL_MACHINE (facts.md 4.1). */
#define LM_COMPATIBILITY_KEY "SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define LM_COMPATIBILITY_VALUE "LmCompatibilityLevel"

enum {
    LM_COMPATIBILITY_LOWEST_SILENT = 2, /* from here on no LM response is sent (facts.md 0.1) */
    LM_COMPATIBILITY_RECOMMENDED = 3,   /* NTLMv2 only (facts.md 4.7) */
    LM_COMPATIBILITY_HIGHEST = 5,
};

enum lm_compatibility_source {
    LM_COMPATIBILITY_REGISTRY,   /* a value of 0 to 5 is stored */
    LM_COMPATIBILITY_DEFAULT,    /* none is stored: the Windows version decides, if it is known */
    LM_COMPATIBILITY_POLICY,     /* one of these two, and a policy sets it again and again */
    LM_COMPATIBILITY_INVALID,    /* stored, but above 5, or of another type or size */
    LM_COMPATIBILITY_UNREADABLE, /* could not be read: see `error` */
};

struct lm_compatibility {
    enum lm_compatibility_source source;
    bool stored_known;
    uint32_t stored; /* a REG_DWORD of any size of number, also one that is invalid */
    bool effective_known;
    uint32_t effective;
    struct stored_data data; /* what the value holds, bytes in the caller's arena */
    error_code error;
};

/* The level of a known Windows version where none is stored (facts.md 4.2). */
uint32_t lm_compatibility_default(const struct windows_version *version);

/* Reads and judges the level. Where no value is stored and the version is not known, neither is the
 * level in effect. A missing Lsa key is UNREADABLE with CODE_FILE_NOT_FOUND, not a missing value:
 * every Windows has the key, so an export without it says nothing about the level, and raising it
 * to 3 by such an export could lower a 5. What goes wrong with the registry is part of the answer;
 * returns CODE_NOT_ENOUGH_MEMORY, else success. */
error_code lm_compatibility_read(struct registry *registry, const struct windows_version *version,
                                 struct arena *arena, struct lm_compatibility *level);

#endif
