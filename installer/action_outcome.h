/* What the installation makes of the exit code of "promptfix /fix" and "promptfix /undo".
 *
 * Windows Installer takes every exit code but 0 for a failure, 3010 too; so the custom actions ask
 * here instead of leaving it to msiexec. */
#ifndef PROMPTFIX_INSTALLER_ACTION_OUTCOME_H
#define PROMPTFIX_INSTALLER_ACTION_OUTCOME_H

#include <stdbool.h>

enum action_outcome {
    ACTION_NOTHING_CHANGED, /* go on */
    ACTION_CHANGED,         /* go on; Windows must be restarted, and a roll-back takes it back */
    ACTION_LEFT_ALONE,      /* go on: a problem is left that PromptFix cannot mend (policy...) */
    ACTION_FAILED,          /* the installation fails, and is rolled back */
};

/* For an exit code of promptfix.exe (agent/exit_code.h), as the system gives it. One that no run
 * with /scope:machine ends with is a failure. */
enum action_outcome action_outcome(unsigned long exit_code);

#endif
