/* What a test and the step hook inside promptfix.exe share: where the program is to stop, and how
 * far it has come.
 *
 * It lies in a file mapping that is named after the process. Two events of the same kind of name
 * stand beside it: "reached" is set by the hook when the program stands still, "go" by the test
 * when it may run on. */
#ifndef PROMPTFIX_TESTS_SYSTEM_STEP_CONTROL_H
#define PROMPTFIX_TESTS_SYSTEM_STEP_CONTROL_H

#include <windows.h>

/* Names with the process's number. */
#define STEP_CONTROL_NAME L"Local\\PromptFixStepControl.%lu"
#define STEP_REACHED_NAME L"Local\\PromptFixStepReached.%lu"
#define STEP_GO_NAME L"Local\\PromptFixStepGo.%lu"

enum {
    STEP_NAME_LENGTH = 64, /* of the names above, with the number and the NUL */
    STEP_VALUE_LENGTH = 64,
};

/* Which calls count as steps. */
enum step_kind {
    STEP_WRITE = 1, /* create or delete a key, set or delete a value, flush */
    STEP_READ = 2,  /* open a key, read or enumerate */
};

struct step_control {
    LONG kinds;                       /* enum step_kind, joined */
    LONG stop_before;                 /* the step, counted from 1; 0: none */
    LONG count;                       /* steps begun so far */
    wchar_t value[STEP_VALUE_LENGTH]; /* which value the step it stands at sets; "" if none */
};

#endif
