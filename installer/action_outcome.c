#include "installer/action_outcome.h"

#include "agent/exit_code.h"

enum action_outcome action_outcome(unsigned long exit_code)
{
    switch (exit_code) {
    case EXIT_NOTHING_LEFT:
        return ACTION_NOTHING_CHANGED;
    case EXIT_RESTART_WINDOWS:
        return ACTION_CHANGED;
    case EXIT_CANNOT_BE_MENDED:
        return ACTION_LEFT_ALONE;
    default:
        return ACTION_FAILED;
    }
}
