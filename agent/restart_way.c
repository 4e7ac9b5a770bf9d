#include "agent/restart_way.h"

enum restart_way restart_way_of(enum restart what, enum restart_mode mode,
                                const struct restart_circumstances *circumstances,
                                enum restart_end *end)
{
    if (what == RESTART_WINDOWS && circumstances->offer != RESTART_OFFERED)
        *end = RESTART_END_NOT_OFFERED;
    else if (what == RESTART_OUTLOOK && circumstances->outlook_running == ANSWER_NO)
        *end = RESTART_END_NOT_RUNNING;
    else if (circumstances->desktop_is_visible)
        return RESTART_WAY_DIALOG;
    else if (what == RESTART_WINDOWS && mode == RESTART_COUNTDOWN)
        return RESTART_WAY_SYSTEM;
    else
        *end = RESTART_END_NOBODY;
    return RESTART_WAY_NONE;
}
