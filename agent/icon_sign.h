/* Which sign stands for which state. Apart from icon_image.h, because the drawing is needed during
 * the build, too, when most of the program is not there yet. */
#ifndef PROMPTFIX_AGENT_ICON_SIGN_H
#define PROMPTFIX_AGENT_ICON_SIGN_H

#include "agent/icon_shapes.h"
#include "agent/tray_state.h"

enum icon_sign icon_sign_of(enum tray_state state);

#endif
