/* The whole command: from the words of the command line to the exit code. */
#ifndef PROMPTFIX_AGENT_COMMAND_H
#define PROMPTFIX_AGENT_COMMAND_H

#include "agent/exit_code.h"
#include "agent/host.h"

/* The program's name and version, as reports have it. */
#define PROGRAM_NAME_AND_VERSION "promptfix " PROMPTFIX_VERSION

/* Runs one command line; the program's own name is not among the arguments (UTF-8). Everything to
 * be seen goes through the host. */
enum exit_code command_run(struct host *host, int count, const char *const *arguments);

#endif
