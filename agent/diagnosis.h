/* Why Outlook asks for a password: findings, each with what it rests on.
 *
 * A pure function of what was observed and what was asked for. The verdict table is in design.md
 * ("Verdicts"), its reasons in facts.md section 0.
 */
#ifndef PROMPTFIX_AGENT_DIAGNOSIS_H
#define PROMPTFIX_AGENT_DIAGNOSIS_H

#include "agent/observation.h"
#include "agent/options.h"

enum finding_id {
    FINDING_BASIC_AUTHENTICATION,   /* the sign-in method always prompts */
    FINDING_UNKNOWN_AUTHENTICATION, /* a method that is neither Basic nor NTLM */
    FINDING_LM_LEVEL_TOO_LOW,       /* Windows keeps the logon credentials back */
    FINDING_LEVEL_2_AND_EXTENDED_PROTECTION,
    FINDING_INVALID_LEVEL,
    FINDING_NO_SSL,
    FINDING_ALWAYS_PROMPT,
    FINDING_SET_BY_POLICY,
    FINDING_UNREADABLE,
    FINDING_INTERRUPTED_FIX,  /* a run was ended before it was done */
    FINDING_POLICY_PROBLEM,   /* a policy for PromptFix that cannot be obeyed as it stands */
    FINDING_PROMPTS_CONTINUE, /* Outlook asks, with a fix in effect */
    /* What the RPC proxy was seen to do. The first three stop the switch to NTLM. */
    FINDING_NTLM_NOT_OFFERED,
    FINDING_NTLM_BROKEN, /* something on the way does not let it through */
    FINDING_NTLM_REFUSED,
    FINDING_PRINCIPAL_MISMATCH, /* the certificate has another name than the profile expects */
    FINDING_REWRITTEN_BY_AUTODISCOVER, /* what a fix switched to NTLM is Basic again */
    FINDING_CERTIFICATE_NAME_SUFFICES, /* the account could sign on by it (sign_on_by_name.h) */
    /* Causes beyond the article, only ever advice: see cause_table.h. */
    FINDING_WEB_PROXY,
    FINDING_PROTOCOL_MISSING,
    FINDING_CREDENTIALS_NOT_STORABLE,
    FINDING_INNER_AUTHENTICATION,
    FINDING_NTLM_RESTRICTED,
    FINDING_BASIC_NOT_SAVED,
    FINDING_WORKGROUP,
    FINDING_STORED_CREDENTIALS,
};

/* Not a finding, so not one of them: what handles each would have to handle it too. */
enum { FINDING_COUNT = FINDING_STORED_CREDENTIALS + 1 };

/* What could not be read, for FINDING_UNREADABLE. */
enum unreadable_part {
    UNREADABLE_NOTHING,
    UNREADABLE_ACCOUNT,       /* the account's section */
    UNREADABLE_ROH_FLAGS,     /* wrong type or size */
    UNREADABLE_CONFIG_FLAGS,  /* wrong type or size */
    UNREADABLE_PROFILES,      /* the list of profiles */
    UNREADABLE_POLICY,        /* Outlook's policy key */
    UNREADABLE_LEVEL,         /* the Lsa key or its value */
    UNREADABLE_LEVEL_DEFAULT, /* no value, and the Windows version is not known */
    UNREADABLE_UNDO_RECORD,
    UNREADABLE_CAUSE, /* what a cause of cause_table.h is seen by; only advice */
    UNREADABLE_LINES, /* lines of an exported registry: they may say anything */
    /* Of another user, whose registry was not visited: */
    UNREADABLE_USER_LIST,    /* there may be more users */
    UNREADABLE_USER,         /* his hive cannot be loaded or opened */
    UNREADABLE_USER_IN_USE,  /* somebody else has his hive open */
    UNREADABLE_USER_BUSY,    /* another run of PromptFix is at it */
    UNREADABLE_USER_ROAMING, /* what is here is a copy */
    UNREADABLE_USER_MANDATORY,
    UNREADABLE_USER_LINK,       /* his profile's folder or file leads elsewhere */
    UNREADABLE_USER_GONE,       /* he has no registry here any more */
    UNREADABLE_USER_NOT_CLOSED, /* his hive could not be unloaded */
};

enum severity {
    SEVERITY_PROBLEM,
    SEVERITY_ADVICE,
};

enum remedy {
    REMEDY_NONE,
    REMEDY_SWITCH_TO_NTLM,
    REMEDY_RAISE_LEVEL,
    REMEDY_CLEAR_ALWAYS_PROMPT,
    REMEDY_SIGN_ON_BY_CERTIFICATE_NAME,
    REMEDY_RECOVER, /* finish or take back the interrupted run */
};

enum blocked_by {
    BLOCKED_BY_NOTHING,
    BLOCKED_BY_POLICY,
    BLOCKED_BY_PROBE,
    BLOCKED_BY_RIGHTS,
    BLOCKED_BY_NO_SSL,
};

struct prompt_cause;

struct finding {
    enum finding_id id;
    const struct exchange_account *account; /* NULL: about the machine, or all accounts */
    enum registry_root half;                /* where its remedy would be made */
    enum severity severity;
    enum remedy remedy;
    enum blocked_by blocked_by;
    const struct policy *policy; /* with BLOCKED_BY_POLICY: which one for PromptFix it is; NULL: one
 for Outlook or Windows */
    const struct outlook_policy *outlook_policy; /* which, for UNREADABLE_POLICY */
    const struct policy_problem *problem;        /* for FINDING_POLICY_PROBLEM */
    const struct prompt_cause *cause; /* what was looked at: for those of cause_table.h, and
                                         UNREADABLE_CAUSE */
    bool in_scope;
    bool needs_request; /* the remedy is carried out only when asked for, and was not */
    enum unreadable_part part;
    error_code error; /* for FINDING_UNREADABLE and FINDING_INTERRUPTED_FIX */
};

enum answer {
    ANSWER_UNKNOWN,
    ANSWER_NO,
    ANSWER_YES,
};

struct diagnosis {
    struct finding *findings;
    size_t count;
    uint32_t least_level;  /* below this the level is too low */
    uint32_t target_level; /* what it is raised to */
};

/* What is asked for: the part of the options that counts here. */
struct diagnosis_request {
    enum scope scope;
    unsigned level; /* 2 or 3; 0 when not asked for; a policy may say otherwise */
    bool clear_always_prompt;
    bool insecure;
    bool require_probe; /* switch only where the proxy is seen to offer NTLM */
    bool asks_later;    /* who was not asked yet will be, before the switch */
    enum principal_mode principal;
    bool
        machine_is_unknown; /* an exported registry: nobody knows who may change the machine half */
    bool certificate_is_out_of_sight; /* there, and another user's: what this account was shown, and
                                         trusts, need not be so there */
};

/* Does the account use RPC over HTTP? PR_ROH_FLAGS without a proxy server means that it was never
 * set up (facts.md 1.3). */
enum answer account_uses_rpc_over_http(const struct exchange_account *account);

/* Is there one that does? Else nothing need be known of the level, nor of credentials. */
bool accounts_use_rpc_over_http(const struct account_list *accounts);

/* Is the flag set in PR_ROH_FLAGS? UNKNOWN where they are absent or malformed. */
enum answer account_has_flag(const struct exchange_account *account, uint32_t flag);

/* The name of a sign-in method that Outlook 2010 and later know beside Basic and NTLM: is it one?
 */
bool authentication_is_negotiated(enum outlook_version version,
                                  const struct property_long *authentication);

/* Does the profile always ask for user name and password? NO also where that was never set. */
enum answer account_always_prompts(const struct exchange_account *account);

/* Does Windows send the logon credentials by itself for this account now (design.md, "Implicit
 * logon")? UNKNOWN also where the question has no meaning. */
enum answer account_implicit_logon(const struct observation *observation,
                                   const struct exchange_account *account);

/* Has the administrator excluded its profile? It is then neither judged nor changed. */
bool account_is_excluded(const struct observation *observation,
                         const struct exchange_account *account);

/* Judges what was observed. The findings point into `observation`; memory comes from `arena`.
 * CODE_NOT_ENOUGH_MEMORY. */
error_code diagnose(const struct observation *observation, const struct diagnosis_request *request,
                    struct arena *arena, struct diagnosis *diagnosis);

/* Would /fix with the same request mend it? */
bool finding_can_be_mended(const struct finding *finding);

#endif
