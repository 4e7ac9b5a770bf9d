/* How often Outlook asked for a password, day by day, and what that says of a fix.
 *
 * Pure: what was counted comes from the registry (prompt_record.h). Days are those of UTC, as all
 * times of a report; 90 of them are kept.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_HISTORY_H
#define PROMPTFIX_AGENT_PROMPT_HISTORY_H

#include "agent/utc_time.h"
#include "registry/error_code.h"

#include <stddef.h>

enum { PROMPT_DAY_COUNT = 90 };

/* The prompts of one account. All zero: none were counted. */
struct prompt_history {
    error_code error; /* what was counted cannot be read, or (CODE_INVALID_DATA) not all of it */
    int64_t today;    /* the day of index 0, in days since the start of 1970 */
    uint32_t counts[PROMPT_DAY_COUNT];    /* all prompts of the day that lies so many days back */
    uint32_t after_fix[PROMPT_DAY_COUNT]; /* those of them that came with a fix in effect */
    char last_after_fix[UTC_TIME_SIZE];   /* the last such one; "" for none */
};

/* The histories of all accounts of an observation. All zero: nothing was counted. */
struct prompt_histories {
    const struct prompt_history *accounts; /* by the account's number; NULL for none */
    char fixed[UTC_TIME_SIZE];             /* when the last fix was made; "" for none */
};

struct prompt_sums {
    bool has_fix;    /* within the days that are kept; the next two say something */
    uint32_t before; /* in the week that ended with the fix */
    uint32_t since;  /* with the fix in effect */
    uint32_t lately; /* in the last seven days, today among them */
};

/* The history of account number `index`. */
const struct prompt_history *prompt_history_of(const struct prompt_histories *histories,
                                               size_t index);

/* How many days back the day of a time lies (0: today); -1 when it is none of the days kept. */
int prompt_history_age(const struct prompt_history *history, const char *time);

struct prompt_sums prompt_history_sums(const struct prompt_history *history, const char *fixed);

/* Has Outlook asked with the last fix in effect, and within the last seven days? */
bool prompt_history_continues(const struct prompt_history *history, const char *fixed);

#endif
