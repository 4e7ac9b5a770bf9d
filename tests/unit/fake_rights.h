/* An account that may not change HKEY_LOCAL_MACHINE, next to one that may: the same store, seen by
 * the tray agent and by its elevated helper. */
#ifndef PROMPTFIX_TESTS_UNIT_FAKE_RIGHTS_H
#define PROMPTFIX_TESTS_UNIT_FAKE_RIGHTS_H

#include "tests/unit/fake_host.h"

#include <stdbool.h>

/* From now on the host's store asks for rights; one host at a time. */
void fake_rights_init(struct fake_host *host);

/* May the machine half be written? At first yes. */
void fake_rights_set(bool may_change_machine);

#endif
