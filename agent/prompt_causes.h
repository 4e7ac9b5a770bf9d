/* What else can make Outlook ask for a password, when it goes on after a fix: the other causes that
 * are documented (facts.md section 5), and what of each is to be seen in the registry.
 *
 * Looked at for each account that uses RPC over HTTP. What is seen is advice (cause_table.h); with
 * FINDING_PROMPTS_CONTINUE all are listed. Of stored passwords only the names are looked at that
 * they are for: PromptFix never reads a password.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_CAUSES_H
#define PROMPTFIX_AGENT_PROMPT_CAUSES_H

#include "agent/diagnosis.h"

enum prompt_cause_id {
    CAUSE_WEB_PROXY,            /* 5.1: a web proxy on the way wants a sign-in, or is slow */
    CAUSE_PRINCIPAL_NAME,       /* 5.3: the profile expects another name in the certificate */
    CAUSE_PROTOCOLS,            /* 5.4: RPC over HTTP is not registered in Windows */
    CAUSE_ALWAYS_PROMPT,        /* 5.5 */
    CAUSE_STORED_PASSWORD,      /* 5.7: one takes the place of the logon, and may be wrong */
    CAUSE_NOT_STORED,           /* 5.10: a policy keeps passwords from being stored */
    CAUSE_POLICY,               /* 3.1: a policy decides how Outlook signs in to the proxy */
    CAUSE_INNER_AUTHENTICATION, /* 5.9: how it signs in to Exchange, by policy or in the profile */
    CAUSE_NTLM_RESTRICTED,      /* 4.5, 4.7: Windows keeps NTLM, or its first version, back */
    CAUSE_BASIC_NOT_SAVED,      /* 5.10: a policy keeps the password for Basic from being saved */
    CAUSE_WORKGROUP,            /* 5.8: the computer seems to belong to no domain */
    PROMPT_CAUSE_COUNT,
};

/* One place that was looked at. */
struct prompt_evidence {
    enum registry_root root;
    const char *key;  /* NULL: the user's stored credentials */
    const char *name; /* NULL: the whole key */
    const char *text; /* what is there, if it is text; else NULL. Of a stored credential, what
                         it is for; NULL: there is none for this account's proxy */
    struct stored_data data; /* what is there; its bytes belong to the arena */
    error_code error;        /* it could not be read */
    bool key_missing;        /* not even the key is there; of credentials: they cannot be listed */
};

enum { PROMPT_EVIDENCE_LIMIT = 6 };

struct prompt_cause {
    enum answer seen; /* is it to be seen? UNKNOWN: not from here */
    struct prompt_evidence evidence[PROMPT_EVIDENCE_LIMIT];
    size_t evidence_count;
};

/* For one account. */
struct prompt_causes {
    struct prompt_cause causes[PROMPT_CAUSE_COUNT]; /* by enum prompt_cause_id */
};

/* Why the registry refused a value that counts for it; success where it refused none. */
error_code prompt_cause_error(const struct prompt_cause *cause);

/* Looks, for each account that uses RPC over HTTP, by the account's number; the others have none
 * (NULL). `*causes` is NULL where that is no account. What holds for the whole computer is read
 * once. What the registry refuses is part of the answer. `exported`: a key that is missing is only
 * not in the export, and says nothing. Memory comes from `arena`. CODE_NOT_ENOUGH_MEMORY. */
error_code prompt_causes_of_accounts(struct registry *registry,
                                     const struct windows_version *windows,
                                     const struct observation *observation, bool exported,
                                     struct arena *arena,
                                     const struct prompt_causes *const **causes);

#endif
