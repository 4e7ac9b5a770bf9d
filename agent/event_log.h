/* Windows' event log: which event a run is worth, and what it says.
 *
 * One event for each diagnosis that is another one than the last that was told (event_record.h),
 * for each fix, each undo and each failure; README.md lists them by number. An event tells the
 * user, the mail profiles, the problems by the names that reports use, and the exit code, all cut
 * where they would not fit. Nothing that fails here changes a run: it is said in a line for the
 * log.
 */
#ifndef PROMPTFIX_AGENT_EVENT_LOG_H
#define PROMPTFIX_AGENT_EVENT_LOG_H

#include "agent/run.h"

/* How much of each of its strings an event has, in UTF-16 units. Windows takes up to 31,839 of
 * each, and before Vista 65,536 bytes of an event in all (Microsoft, "ReportEventW function"). */
enum { EVENT_STRING_LIMIT = 2000 };

/* Tells what a fix or an undo has changed, and that a run has failed. A look alone changes nothing.
 * Lines about what could not be told are appended to `complaints`. */
void event_log_tell_done(const struct run *run, struct byte_buffer *complaints);

/* Tells what is wrong after a run that was complete, if that is news: a problem that was not told
 * yet, or that one which was told is gone. What an undo has brought back is not told: whoever looks
 * next will. */
void event_log_tell_diagnosis(const struct run *run, struct byte_buffer *complaints);

#endif
