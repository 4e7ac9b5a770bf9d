#include "tests/unit/fake_clock.h"

#include <stdio.h>
#include <string.h>

static int64_t clock_second; /* since the start of 2000 */
static char clock_text[64];

static bool is_leap_year(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Day by day, so that it has nothing in common with utc_time.c. */
const char *fake_clock_text(void)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = clock_second / FAKE_DAY;
    const int64_t second = clock_second % FAKE_DAY;
    int64_t year = 2000;
    int month = 0;
    while (day >= (is_leap_year(year) ? 366 : 365))
        day -= is_leap_year(year++) ? 366 : 365;
    while (day >= lengths[month] + (month == 1 && is_leap_year(year)))
        day -= lengths[month] + (month == 1 && is_leap_year(year)), month++;
    snprintf(clock_text, sizeof clock_text, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)year, month + 1,
             (int)day + 1, (int)(second / FAKE_HOUR), (int)(second / FAKE_MINUTE % 60),
             (int)(second % 60));
    return clock_text;
}

static void now(struct host *host, char time[TIME_SIZE])
{
    (void)host;
    memcpy(time, fake_clock_text(), TIME_SIZE);
}

void fake_clock_init(struct host *host)
{
    /* 2026 has begun 9497 days after 2000; 22 November is its 326th day. */
    clock_second = (9497 + 325) * FAKE_DAY + 10 * FAKE_HOUR;
    if (host != NULL)
        host->now = now;
}

void fake_clock_advance(int64_t seconds)
{
    clock_second += seconds;
}
