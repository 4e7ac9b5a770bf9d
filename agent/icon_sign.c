#include "agent/icon_sign.h"

enum icon_sign icon_sign_of(enum tray_state state)
{
    static const enum icon_sign signs[TRAY_STATE_COUNT] = {
        [TRAY_FINE] = ICON_TICK,
        [TRAY_PROBLEM] = ICON_WARNING,
        [TRAY_RESTART_PENDING] = ICON_CIRCULAR_ARROW,
        [TRAY_SET_BY_ADMINISTRATOR] = ICON_PADLOCK,
        [TRAY_CANNOT_TELL] = ICON_QUESTION_MARK,
    };
    return signs[state];
}
