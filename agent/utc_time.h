/* Times as reports and the registry hold them, as a number that can be reckoned with. */
#ifndef PROMPTFIX_AGENT_UTC_TIME_H
#define PROMPTFIX_AGENT_UTC_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* Reads "2026-11-22T10:00:00Z" (ISO 8601, UTC): seconds since the start of 1970. False, and
 * `*seconds` untouched, for a text of any other shape and for a day that no calendar has. */
bool utc_time_read(const char *text, int64_t *seconds);

/* Room for such a text with its NUL. */
enum { UTC_TIME_SIZE = sizeof "2026-11-22T10:00:00Z" };

/* Writes a day, given in days since the start of 1970, as "2026-11-22". The day must lie in the
 * years 1 to 9999. */
enum { UTC_DATE_SIZE = sizeof "2026-11-22" };
void utc_date_write(int64_t day, char date[UTC_DATE_SIZE]);

#endif
