/* Every case of the verdict table (design.md, "Verdicts"): all combinations, not samples.
 *
 * What the parts of a case mean in the registry is written into a memory store and read by the
 * real readers, each part once; the cases then put the parts together.
 */
#ifndef PROMPTFIX_TESTS_UNIT_VERDICT_CASES_H
#define PROMPTFIX_TESTS_UNIT_VERDICT_CASES_H

#include "agent/diagnosis.h"

/* What is known of the level: absent on five Windows versions, stored, or useless. */
enum level_case {
    LEVEL_ABSENT_2000,
    LEVEL_ABSENT_XP,
    LEVEL_ABSENT_SERVER_2003,
    LEVEL_ABSENT_WINDOWS_7,
    LEVEL_ABSENT_WINDOWS_10,
    LEVEL_ABSENT_UNKNOWN_WINDOWS,
    LEVEL_0,
    LEVEL_1,
    LEVEL_2,
    LEVEL_3,
    LEVEL_4,
    LEVEL_5,
    LEVEL_6,
    LEVEL_WRONG_TYPE,
    LEVEL_WRONG_SIZE,
    LEVEL_UNREADABLE,
    LEVEL_CASES,
};

enum scheme_case {
    SCHEME_ABSENT,
    SCHEME_BASIC,
    SCHEME_NTLM,
    SCHEME_NEGOTIATE,
    SCHEME_CERTIFICATE,
    SCHEME_WRONG_SIZE,
    SCHEME_WRONG_TYPE,
    SCHEME_CASES,
};

enum policy_case {
    POLICY_NONE,
    POLICY_BASIC,
    POLICY_NTLM,
    POLICY_NEGOTIATE,
    POLICY_FLAGS_WITHOUT_SSL,
    POLICY_CASES,
};

/* Where the account lies, and so whose it is. */
enum outlook_case {
    OUTLOOK_CASE_2003, /* the global section */
    OUTLOOK_CASE_2010,
    OUTLOOK_CASE_2013,
    OUTLOOK_CASE_2016,
    OUTLOOK_CASE_PROVIDER, /* 2016, but only a provider's section has the values */
    OUTLOOK_CASES,
};

struct verdict_case {
    enum outlook_case outlook;
    enum level_case level;
    enum scheme_case scheme;
    enum policy_case policy;
    bool roh, ssl, mutual, principal, prompts; /* the account */
    struct diagnosis_request request;
};

/* One case with its observation: one account, or none at all where the store has none. */
typedef void verdict_case_function(const struct verdict_case *verdict_case,
                                   const struct observation *observation, void *context);

/* Calls `function` for every combination. Returns how many calls that were. As a Windows program,
 * where all take minutes under an emulator, it is one of eleven: a number that shares no factor
 * with those of the parts, so each part still meets each other. Natively, all are gone through. */
size_t verdict_cases_each(verdict_case_function *function, void *context);

#ifdef _WIN32
enum { VERDICT_CASE_STEP = 11 };
#else
enum { VERDICT_CASE_STEP = 1 };
#endif

/* How many there are: 16 levels, 7 schemes, 5 policies, 32 accounts, 5 places and 36 requests. */
#define VERDICT_CASE_COUNT ((size_t)16 * 7 * 5 * 32 * 5 * 36)

/* How many of them are called. */
#define VERDICT_CASE_CALLS ((VERDICT_CASE_COUNT + VERDICT_CASE_STEP - 1) / VERDICT_CASE_STEP)

/* The level in effect by design.md and facts.md 4.2; -1 where nobody can tell. */
int verdict_case_effective_level(enum level_case level);

/* For a message when a case fails; valid until the next call. */
const char *verdict_case_text(const struct verdict_case *verdict_case);

#endif
