/* Times as reports and the registry hold them, as a number that can be reckoned with. */
#ifndef PROMPTFIX_AGENT_UTC_TIME_H
#define PROMPTFIX_AGENT_UTC_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* Reads "2026-11-22T10:00:00Z" (ISO 8601, UTC): seconds since the start of 1970. False, and
 * `*seconds` untouched, for a text of any other shape and for a day that no calendar has. */
bool utc_time_read(const char *text, int64_t *seconds);

#endif
