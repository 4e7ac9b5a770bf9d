/* The marks that a restart is due (agent/restart_pending.h), in the live registry. */
#ifndef PROMPTFIX_TESTS_SYSTEM_RESTART_MARK_H
#define PROMPTFIX_TESTS_SYSTEM_RESTART_MARK_H

#include <stdbool.h>

/* Exactly these halves are marked, by volatile keys, the user's with the time. */
void restart_mark_expect(bool outlook, bool windows);

/* What a logoff and a restart would do: the marks are gone. Of the keys that they lay in nothing is
 * left either, if nothing else is there. */
void restart_mark_forget(void);

#endif
