/* Everything that one run looks at, read once, before anything is decided. */
#ifndef PROMPTFIX_AGENT_OBSERVATION_H
#define PROMPTFIX_AGENT_OBSERVATION_H

#include "agent/level_policy.h"
#include "agent/policy_reading.h"
#include "agent/prompt_history.h"
#include "agent/proxy_probe.h"
#include "outlookprofile/account_list.h"
#include "outlookprofile/outlook_policy.h"
#include "registry/lm_compatibility.h"

/* A run that was ended before it was done; found in the undo record of a half. */
struct interrupted_run {
    bool pending;
    error_code error; /* it could not be told */
};

struct prompt_causes;
struct stored_credentials;

struct observation {
    struct lm_compatibility level;
    struct level_policy level_policy; /* filled by whoever asked the host */
    struct account_list accounts;
    struct outlook_policies outlook_policies; /* what is set for Outlook */
    struct policies policies;                 /* what is set for PromptFix */
    struct interrupted_run interrupted[2];    /* by enum registry_root */
    const char *user_root;                    /* as in struct report; filled by whoever knows */
    struct prompt_histories prompts;          /* filled by whoever knows what time it is */
    const struct probe_answer **answers; /* of each account's proxy, NULL where it was not asked;
                                            NULL for none at all; filled by whoever asks */
    const bool *rewritten; /* by the account's number: it was fixed, and is as before; NULL for none
                              at all; filled by whoever knows the undo records */
    const struct stored_credentials *credentials; /* of this user; NULL: nobody can say */
    const struct prompt_causes *const *causes;    /* see prompt_causes_of_accounts; NULL for none at
                                                     all; filled by whoever knows the origin */
    bool machine_needs_rights; /* this account may not change the level; filled by whoever tried */
    size_t lines_passed_over;  /* of an exported registry; filled by whoever read it */
};

/* Reads it all. `only_profile` as for account_list_read, `reach` as for policies_read. Memory comes
 * from `arena`. What the registry refuses is part of the answer; returns CODE_NOT_ENOUGH_MEMORY,
 * else success. */
error_code observation_read(struct registry *registry, const struct windows_version *windows,
                            const char *only_profile, enum policy_reach reach, struct arena *arena,
                            struct observation *observation);

/* A level that a security policy sets is the policy's, wherever the value itself comes from. */
void observation_apply_level_policy(struct observation *observation);

/* How a report names a root: "HKLM", "HKCU", or where the registry of another user lies. */
const char *observation_root_name(const struct observation *observation, enum registry_root root);

/* The policy for Outlook that an account is judged by. */
const struct outlook_policy *observation_policy_for(const struct observation *observation,
                                                    const struct exchange_account *account);

/* The name that the proxy's certificate must have, by policy or by the profile; NULL for none. */
const char *account_principal_in_force(const struct observation *observation,
                                       const struct exchange_account *account);

/* Of an account, what is in force: what a policy says, else the profile. Where the policy's key
 * cannot be read (its `error`), it may be anything. */
const struct property_long *observation_authentication(const struct observation *observation,
                                                       const struct exchange_account *account);
const struct property_text *observation_proxy_server(const struct observation *observation,
                                                     const struct exchange_account *account);
const struct property_text *observation_principal_name(const struct observation *observation,
                                                       const struct exchange_account *account);

/* PR_ROH_FLAGS as they are in force: what a policy says, else the profile. */
const struct property_long *observation_roh_flags(const struct observation *observation,
                                                  const struct exchange_account *account);

/* What is known of an account's proxy; NULL where it was not asked. */
const struct probe_answer *observation_answer(const struct observation *observation,
                                              const struct exchange_account *account);

#endif
