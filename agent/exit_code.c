#include "agent/exit_code.h"

#include <stddef.h>

enum exit_code exit_code_of(const struct run_outcome *outcome)
{
    const struct {
        bool applies;
        enum exit_code code;
    } precedence[] = {
        {outcome->bad_command_line, EXIT_BAD_COMMAND_LINE},
        {outcome->bad_input, EXIT_BAD_INPUT},
        {outcome->busy, EXIT_BUSY},
        {outcome->failed, EXIT_FAILED},
        {outcome->declined, EXIT_DECLINED},
        {outcome->needs_rights, EXIT_NEEDS_RIGHTS},
        {outcome->restart_started, EXIT_RESTART_STARTED},
        {outcome->restart_windows, EXIT_RESTART_WINDOWS},
        {outcome->restart_outlook, EXIT_RESTART_OUTLOOK},
        {outcome->cannot_be_mended, EXIT_CANNOT_BE_MENDED},
        {outcome->can_be_mended, EXIT_CAN_BE_MENDED},
    };
    for (size_t i = 0; i < sizeof precedence / sizeof precedence[0]; i++)
        if (precedence[i].applies)
            return precedence[i].code;
    return EXIT_NOTHING_LEFT;
}
