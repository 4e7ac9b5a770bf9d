/* What else can make Outlook ask for a password, when it goes on after a fix: the other causes that
 * are documented (facts.md section 5), and what of each is to be seen in the registry.
 *
 * Looked at only for an account that could have FINDING_PROMPTS_CONTINUE. Stored passwords are not
 * looked at: PromptFix never reads a password.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_CAUSES_H
#define PROMPTFIX_AGENT_PROMPT_CAUSES_H

#include "agent/diagnosis.h"

enum prompt_cause_id {
    CAUSE_WEB_PROXY,       /* 5.1: a web proxy on the way wants a sign-in, or is slow */
    CAUSE_PRINCIPAL_NAME,  /* 5.3: the profile expects another name in the certificate */
    CAUSE_PROTOCOLS,       /* 5.4: RPC over HTTP is not registered in Windows */
    CAUSE_ALWAYS_PROMPT,   /* 5.5 */
    CAUSE_STORED_PASSWORD, /* 5.7: a wrong one */
    CAUSE_NOT_STORED,      /* 5.10: a policy keeps passwords from being stored */
    CAUSE_POLICY,          /* 3.1, 5.9: a policy decides how Outlook signs in */
    PROMPT_CAUSE_COUNT,
};

/* One place that was looked at. */
struct prompt_evidence {
    enum registry_root root;
    const char *key;
    const char *name;        /* NULL: the whole key */
    const char *text;        /* what is there, if it is text; else NULL */
    struct stored_data data; /* what is there; its bytes belong to the arena */
    error_code error;        /* it could not be read */
};

enum { PROMPT_EVIDENCE_LIMIT = 4 };

struct prompt_cause {
    enum answer seen; /* is it to be seen? UNKNOWN: not from here */
    struct prompt_evidence evidence[PROMPT_EVIDENCE_LIMIT];
    size_t evidence_count;
};

/* For one account. */
struct prompt_causes {
    struct prompt_cause causes[PROMPT_CAUSE_COUNT]; /* by enum prompt_cause_id */
};

/* Looks. What the registry refuses is part of the answer; memory comes from `arena`.
 * CODE_NOT_ENOUGH_MEMORY. */
error_code prompt_causes_read(struct registry *registry, const struct windows_version *windows,
                              const struct observation *observation,
                              const struct exchange_account *account, struct arena *arena,
                              struct prompt_causes *causes);

/* For each account whose prompts go on, by the account's number; the others have none (NULL).
 * `*causes` is NULL where that is no account. CODE_NOT_ENOUGH_MEMORY. */
error_code prompt_causes_of_accounts(struct registry *registry,
                                     const struct windows_version *windows,
                                     const struct observation *observation, struct arena *arena,
                                     const struct prompt_causes *const **causes);

#endif
