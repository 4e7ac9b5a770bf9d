#include "agent/prompt_history.h"

#include <string.h>

enum { SECONDS_PER_DAY = 86400, DAYS_PER_WEEK = 7 };

const struct prompt_history *prompt_history_of(const struct prompt_histories *histories,
                                               size_t index)
{
    static const struct prompt_history none = {0};
    return histories->accounts != NULL ? &histories->accounts[index] : &none;
}

int prompt_history_age(const struct prompt_history *history, const char *time)
{
    int64_t seconds = 0;
    if (!utc_time_read(time, &seconds))
        return -1;
    /* Times of a clock that was wrong may lie before 1970: such a day is not kept either. */
    const int64_t age = history->today - seconds / SECONDS_PER_DAY;
    return age >= 0 && age < PROMPT_DAY_COUNT ? (int)age : -1;
}

/* The days from `youngest` to `oldest` days back. */
static uint32_t sum(const uint32_t counts[PROMPT_DAY_COUNT], int youngest, int oldest)
{
    uint32_t total = 0;
    for (int age = youngest; age <= oldest && age < PROMPT_DAY_COUNT; age++)
        total += counts[age];
    return total;
}

/* Has a prompt come with this very fix in effect? One that was undone and made again on the same
 * day is another fix. */
static bool has_come_since(const struct prompt_history *history, const char *fixed)
{
    return history->last_after_fix[0] != '\0' && strcmp(history->last_after_fix, fixed) >= 0;
}

struct prompt_sums prompt_history_sums(const struct prompt_history *history, const char *fixed)
{
    const int age = prompt_history_age(history, fixed);
    struct prompt_sums sums = {
        .has_fix = age >= 0,
        .lately = sum(history->counts, 0, DAYS_PER_WEEK - 1),
    };
    if (!sums.has_fix)
        return sums;
    const int last = age + DAYS_PER_WEEK - 1;
    sums.before = sum(history->counts, age, last) - sum(history->after_fix, age, last);
    if (has_come_since(history, fixed))
        sums.since = sum(history->after_fix, 0, age);
    return sums;
}

bool prompt_history_continues(const struct prompt_history *history, const char *fixed)
{
    if (prompt_history_age(history, fixed) < 0 || !has_come_since(history, fixed))
        return false;
    const int age = prompt_history_age(history, history->last_after_fix);
    return age >= 0 && age < DAYS_PER_WEEK;
}
