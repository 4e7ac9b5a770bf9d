/* The tray agent from its start to its end: one per session, with its window and its waiting. */
#ifndef PROMPTFIX_AGENT_TRAY_WINDOWS_H
#define PROMPTFIX_AGENT_TRAY_WINDOWS_H

#include "agent/exit_code.h"
#include "agent/host_windows.h"

/* Runs until the agent is told to exit. Where one is running in this session already, has that one
 * show its window. EXIT_NOTHING_LEFT in both cases; EXIT_FAILED, after telling the user, when
 * neither was possible. */
enum exit_code tray_run(struct windows_host *host);

#endif
