/* When the last fix was made that has not been taken back: of the undo records that are applied,
 * the later one of the two halves. */
#ifndef PROMPTFIX_AGENT_FIX_TIME_H
#define PROMPTFIX_AGENT_FIX_TIME_H

#include "agent/utc_time.h"
#include "registry/registry.h"

/* "" when there is no such record, or its time cannot be read. CODE_NOT_ENOUGH_MEMORY, with `time`
 * untouched; what else the registry refuses leaves the half out. */
error_code fix_time_read(struct registry *registry, char time[UTC_TIME_SIZE]);

#endif
