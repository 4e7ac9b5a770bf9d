/* A clock that stands still until a test moves it. */
#ifndef PROMPTFIX_TESTS_UNIT_FAKE_CLOCK_H
#define PROMPTFIX_TESTS_UNIT_FAKE_CLOCK_H

#include "agent/host.h"

/* In seconds. */
#define FAKE_MINUTE ((int64_t)60)
#define FAKE_HOUR (60 * FAKE_MINUTE)
#define FAKE_DAY (24 * FAKE_HOUR)

/* Sets it to 2026-11-22T10:00:00Z, and has the host go by it. */
void fake_clock_init(struct host *host);

/* On, or back. */
void fake_clock_advance(int64_t seconds);

/* The time now as a text; valid until the next call. */
const char *fake_clock_text(void);

#endif
