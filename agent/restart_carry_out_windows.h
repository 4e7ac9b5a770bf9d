/* /promptrestart and /forcerestart on this machine: looks how things are, and goes the way that
 * restart_way.h picks. */
#ifndef PROMPTFIX_AGENT_RESTART_CARRY_OUT_WINDOWS_H
#define PROMPTFIX_AGENT_RESTART_CARRY_OUT_WINDOWS_H

#include "agent/host_windows.h"

/* Returns when the restart has ended in one way or another. */
struct restart_result restart_carry_out(struct windows_host *host, enum restart what,
                                        enum restart_mode mode);

#endif
