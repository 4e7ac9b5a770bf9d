/* The icon's menu on the screen. */
#ifndef PROMPTFIX_AGENT_TRAY_MENU_WINDOWS_H
#define PROMPTFIX_AGENT_TRAY_MENU_WINDOWS_H

#include "agent/tray_agent.h"
#include "registry/utf16_text.h"

#include <windows.h>

/* Shows the items at a place of the screen and waits for the choice: COMMAND_NONE when the menu was
 * left without one. `window` is the icon's owner. */
enum agent_command tray_menu_track(HWND window, const struct menu_item *items, size_t count,
                                   POINT place, bool right_to_left, struct utf16_text *text);

#endif
