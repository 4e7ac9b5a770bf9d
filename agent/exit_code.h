/* Exit codes: what a script learns from a run. */
#ifndef PROMPTFIX_AGENT_EXIT_CODE_H
#define PROMPTFIX_AGENT_EXIT_CODE_H

#include <stdbool.h>

/* Windows' own numbers where there is one (design.md, "Command line"; facts.md section 7). */
enum exit_code {
    EXIT_NOTHING_LEFT = 0,       /* nothing wrong, or done and nothing to restart */
    EXIT_CAN_BE_MENDED = 1,      /* /check: a problem that /fix can mend */
    EXIT_CANNOT_BE_MENDED = 2,   /* a problem that /fix cannot mend */
    EXIT_BAD_INPUT = 13,         /* the /from file is not usable (ERROR_INVALID_DATA) */
    EXIT_BAD_COMMAND_LINE = 87,  /* ERROR_INVALID_PARAMETER */
    EXIT_NEEDS_RIGHTS = 740,     /* ERROR_ELEVATION_REQUIRED */
    EXIT_DECLINED = 1223,        /* ERROR_CANCELLED */
    EXIT_FAILED = 1603,          /* ERROR_INSTALL_FAILURE */
    EXIT_BUSY = 1618,            /* ERROR_INSTALL_ALREADY_RUNNING */
    EXIT_RESTART_STARTED = 1641, /* ERROR_SUCCESS_REBOOT_INITIATED */
    EXIT_RESTART_WINDOWS = 3010, /* ERROR_SUCCESS_REBOOT_REQUIRED */
    EXIT_RESTART_OUTLOOK = 3011, /* ERROR_SUCCESS_RESTART_REQUIRED */
};

/* Everything that happened in a run and has an exit code of its own; several may apply. */
struct run_outcome {
    bool bad_command_line;
    bool bad_input;
    bool busy;
    bool failed;
    bool declined;
    bool needs_rights;
    bool restart_started;
    bool restart_windows;
    bool restart_outlook;
    bool cannot_be_mended;
    bool can_be_mended;
};

/* The one code that counts: 87, 13, 1618, 1603, 1223, 740, 1641, 3010, 3011, 2, 1, 0. */
enum exit_code exit_code_of(const struct run_outcome *outcome);

#endif
