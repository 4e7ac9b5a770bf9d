/* Memory that runs out at a chosen moment: the linker puts these in place of malloc, calloc and
 * realloc (--wrap), for the core's own calls. Natively only: the linker for Windows programs finds
 * no __real_ names, so there nothing ever fails. */
#ifndef PROMPTFIX_TESTS_UNIT_FAILING_ALLOCATION_H
#define PROMPTFIX_TESTS_UNIT_FAILING_ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>

/* Fails allocation number `number` (from 1 from now on), and with `from_then_on` every later one.
 */
void failing_allocation_begin(size_t number, bool from_then_on);

/* Between the two nothing fails and nothing is counted: for what belongs to the test itself. */
size_t failing_allocation_pause(void);
void failing_allocation_resume(size_t paused);

/* Ends it. Did an allocation fail? */
bool failing_allocation_end(void);

#endif
