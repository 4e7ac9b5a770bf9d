/* Registry changes are gathered for a moment: an installer, or a fix, makes many in a row. */
#ifndef PROMPTFIX_AGENT_CHANGE_GATHERING_H
#define PROMPTFIX_AGENT_CHANGE_GATHERING_H

#include "agent/desktop.h"

struct change_gathering {
    struct host *host;
    struct desktop *desktop;
    bool is_on;
    char start[TIME_SIZE]; /* when the first change came */
};

void change_gathering_init(struct change_gathering *gathering, struct host *host,
                           struct desktop *desktop);

/* A change: TIMER_GATHER ends half a second after the last one, but three seconds after the first
 * at the latest. */
void change_gathering_add(struct change_gathering *gathering);

/* The changes are going to be looked at, whatever the timer says. */
void change_gathering_end(struct change_gathering *gathering);

/* TIMER_GATHER has ended. False when that is of no account any more. */
bool change_gathering_timer_ended(struct change_gathering *gathering);

#endif
