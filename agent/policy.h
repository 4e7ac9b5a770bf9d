/* The policies: what an administrator sets for PromptFix, by Group Policy or otherwise.
 *
 * One table holds name, kind, limits, default, and the words that explain each. The program reads
 * the registry by it (policy_reading.h), the templates for the Group Policy editors are made from
 * it (policy_template_maker.c), and the list in README.md is held against it by a test.
 *
 * A policy is a REG_DWORD below POLICIES_KEY; one of the computer wins over the same one of the
 * user. Microsoft, "Implementing Registry-Based Policy": only administrators may write there, and
 * what is there goes when the policy no longer applies.
 */
#ifndef PROMPTFIX_AGENT_POLICY_H
#define PROMPTFIX_AGENT_POLICY_H

#include "agent/message.h"
#include "registry/registry.h"

/* Below HKEY_LOCAL_MACHINE and below HKEY_CURRENT_USER. */
#define POLICIES_KEY "Software\\Policies\\PromptFix"

enum policy_id {
    POLICY_LEVEL,             /* "Level": what LmCompatibilityLevel is raised to */
    POLICY_ALLOW_NTLM,        /* "AllowNtlm": may accounts be switched to NTLM? */
    POLICY_ALLOW_LEVEL,       /* "AllowLevel": may LmCompatibilityLevel be raised? */
    POLICY_ALWAYS_PROMPT,     /* "AlwaysPrompt": what becomes of that flag: enum below */
    POLICY_SIGN_ON_BY_NAME,   /* "SignOnByCertificateName": where the level cannot be raised */
    POLICY_EXCLUDED_PROFILES, /* "ExcludedProfiles", a subkey: profiles that are left alone */
    POLICY_ALLOW_FIX,         /* "AllowFix": may a person fix in the window or menu? */
    POLICY_ALLOW_UNDO,        /* "AllowUndo": and undo? */
    POLICY_ALLOW_DISMISS,     /* "AllowDismiss": and turn notifications of a problem off? */
    POLICY_ALLOW_EXIT,        /* "AllowExit": and exit the agent? */
    POLICY_SHOW_ICON,         /* "ShowIcon": enum below */
    POLICY_NOTIFY,            /* "Notify": are there notifications? */
    POLICY_NOTIFY_DAYS,       /* "NotifyDays": least days between two of the same problem */
    POLICY_NOTIFY_TIMES,      /* "NotifyTimes": how many of one problem in all */
    POLICY_PROMPT_SENSOR,     /* "PromptSensor": are Outlook's password prompts noticed? */
    POLICY_PROBE,             /* "Probe": is the RPC proxy asked for NTLM? enum below */
    POLICY_RESTART,           /* "Restart": may a restart be asked for, or made? */
    POLICY_REPORT_PATH,       /* "ReportPath", a text: where the report is written */
};

enum { POLICY_COUNT = POLICY_REPORT_PATH + 1 };

/* Numbers of POLICY_ALWAYS_PROMPT, POLICY_SIGN_ON_BY_NAME, POLICY_SHOW_ICON and POLICY_PROBE. */
enum {
    ALWAYS_PROMPT_REPORT = 0,
    ALWAYS_PROMPT_CLEAR = 1,
    SIGN_ON_BY_NAME_NEVER = 0,
    SIGN_ON_BY_NAME_BY_ITSELF = 1,
    SHOW_ICON_NEVER = 0,
    SHOW_ICON_ON_PROBLEM = 1,
    SHOW_ICON_ALWAYS = 2,
    PROBE_POLICY_OFF = 0,     /* nobody is asked */
    PROBE_POLICY_PREFER = 1,  /* a clear no stops the switch to NTLM */
    PROBE_POLICY_REQUIRE = 2, /* only a clear yes allows it */
};

/* How a policy is stored, and set in an editor. */
enum policy_kind {
    POLICY_KIND_SWITCH, /* REG_DWORD, 0 disabled or 1 enabled */
    POLICY_KIND_CHOICE, /* REG_DWORD, from a list with a text for each number */
    POLICY_KIND_NUMBER, /* REG_DWORD */
    POLICY_KIND_TEXT,   /* REG_SZ or REG_EXPAND_SZ, not empty */
    POLICY_KIND_LIST,   /* a subkey, with a REG_SZ or REG_EXPAND_SZ for each entry, named anyhow */
};

enum { POLICY_CHOICES_MAX = 3 };

struct policy {
    const char *name;
    enum policy_kind kind;
    uint32_t lowest;   /* of the number; of a text, or an entry of a list, how many UTF-16 units */
    uint32_t highest;  /* likewise */
    uint32_t standard; /* what holds when it is not set; for a text or a list: none */
    uint32_t safe;     /* what holds when it is set, but cannot be understood or read */
    message_id title;
    message_id help;                        /* what it does, its default, its risk */
    message_id choices[POLICY_CHOICES_MAX]; /* of a choice, for `lowest` and so on */
};

extern const struct policy policy_table[POLICY_COUNT];

/* What is stored for one policy. */
enum policy_state {
    POLICY_UNSET,
    POLICY_SET,
    POLICY_UNUSABLE, /* malformed, or nobody can tell: the registry refuses */
};

struct policy_setting {
    enum policy_state state;
    enum registry_root root; /* where it is set or unusable */
    uint32_t number;         /* as set, or the safe one; see policies_number */
    const char *text;        /* of a text that is set, UTF-8, variables not replaced; else NULL */
};

/* One entry of a list. */
struct policy_entry {
    const struct policy_entry *next;
    const char *text;
};

/* What cannot be obeyed as it stands, in the order in which it was found. */
enum policy_problem_kind {
    POLICY_PROBLEM_MALFORMED,  /* wrong type, size or range */
    POLICY_PROBLEM_UNKNOWN,    /* a value that is no policy */
    POLICY_PROBLEM_UNREADABLE, /* the key, or the rest of its values: see `error` */
};

struct policy_problem {
    const struct policy_problem *next;
    enum policy_problem_kind kind;
    enum registry_root root;
    const char *key;  /* below the root */
    const char *name; /* of the value; NULL when the key is meant */
    error_code error; /* of an unreadable one */
};

/* All policies of one run; all zero: none is set. The texts live in the arena of whoever read
 * them. */
struct policies {
    struct policy_setting settings[POLICY_COUNT];
    const struct policy_entry *excluded_profiles; /* those of the computer and of the user */
    const struct policy_problem *problems;
    size_t problem_count;
};

/* The number that holds: as set, else the default; the safe one of a policy that is unusable. */
uint32_t policies_number(const struct policies *policies, enum policy_id id);

/* Is it the administrator who decides this: is the policy set, or unusable? */
bool policies_decide(const struct policies *policies, enum policy_id id);

/* The level that is asked for, 2 or 3, when the command line asks for `asked` (0: for none): that
 * of the policy if there is one. 0 when nobody asks. A policy that is unusable may have meant the
 * higher one, so nothing lower can then be asked for. */
uint32_t policies_level(const struct policies *policies, uint32_t asked);

/* Do the two say the same of every single policy? Lists, and what cannot be obeyed, do not count.
 */
bool policies_equal(const struct policies *a, const struct policies *b);

/* Is the profile of this name left alone? */
bool policies_exclude(const struct policies *policies, const char *profile);

#endif
