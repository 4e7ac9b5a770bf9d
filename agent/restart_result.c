#include "agent/restart_result.h"

enum restart_answer restart_answer_of(enum restart_end end)
{
    switch (end) {
    case RESTART_END_NOT_RUNNING:
    case RESTART_END_RESTARTED:
        return RESTART_ANSWER_DONE;
    case RESTART_END_STARTED:
        return RESTART_ANSWER_STARTED;
    case RESTART_END_NOT_STARTED:
    case RESTART_END_FAILED:
        return RESTART_ANSWER_FAILED;
    case RESTART_END_NONE:
    case RESTART_END_LATER:
    case RESTART_END_CANCELLED:
    case RESTART_END_NOT_CLOSED:
    case RESTART_END_NOT_OFFERED:
    case RESTART_END_NOBODY:
    case RESTART_END_BY_POLICY:
        break;
    }
    return RESTART_ANSWER_LATER;
}
