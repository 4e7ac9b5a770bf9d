#include "agent/change_gathering.h"

#include "agent/utc_time.h"

/* The clock knows whole seconds: what it calls one second after the first change is less than two
 * seconds after it in truth, and the last timer then ends half a second later. */
enum { MOMENT = 500, SECONDS_AT_MOST = 2 };

void change_gathering_init(struct change_gathering *gathering, struct host *host,
                           struct desktop *desktop)
{
    *gathering = (struct change_gathering){.host = host, .desktop = desktop};
}

/* A clock that was set has no answer; then it has been long enough. */
static bool has_lasted_long(const struct change_gathering *gathering)
{
    char now[TIME_SIZE];
    int64_t start_second = 0;
    int64_t this_second = 0;
    gathering->host->now(gathering->host, now);
    return !utc_time_read(gathering->start, &start_second) || !utc_time_read(now, &this_second) ||
           this_second < start_second || this_second - start_second >= SECONDS_AT_MOST;
}

void change_gathering_add(struct change_gathering *gathering)
{
    if (gathering->is_on && has_lasted_long(gathering))
        return; /* the timer that runs is the last */
    if (!gathering->is_on)
        gathering->host->now(gathering->host, gathering->start);
    gathering->is_on = true;
    gathering->desktop->start_timer(gathering->desktop, TIMER_GATHER, MOMENT);
}

void change_gathering_end(struct change_gathering *gathering)
{
    if (gathering->is_on)
        gathering->desktop->stop_timer(gathering->desktop, TIMER_GATHER);
    gathering->is_on = false;
}

bool change_gathering_timer_ended(struct change_gathering *gathering)
{
    const bool was_on = gathering->is_on;
    gathering->is_on = false;
    return was_on;
}
