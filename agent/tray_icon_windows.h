/* The icon in the notification area, by Shell_NotifyIcon.
 *
 * It is known to the shell by window and number, not by a GUID: a GUID is bound to the program's
 * path and sticks in Explorer's memory (examples.md rule 11).
 */
#ifndef PROMPTFIX_AGENT_TRAY_ICON_WINDOWS_H
#define PROMPTFIX_AGENT_TRAY_ICON_WINDOWS_H

#include "agent/desktop.h"
#include "registry/utf16_text.h"

#include <windows.h>

struct shell_icon {
    HWND window;  /* gets `message` for what happens at the icon */
    UINT message; /* read its parameters with tray_event_read and `version` */
    struct utf16_text *text;
    HICON image;
    enum tray_state image_state;
    int image_size;
    unsigned version; /* what the shell granted: see tray_event.h */
};

void shell_icon_init(struct shell_icon *icon, HWND window, UINT message, struct utf16_text *text);

/* The functions of struct desktop. */
bool shell_icon_add(struct shell_icon *icon, const struct icon_view *view);
bool shell_icon_change(struct shell_icon *icon, const struct icon_view *view);
void shell_icon_remove(struct shell_icon *icon);
bool shell_icon_show_notice(struct shell_icon *icon, const struct notice *notice);
void shell_icon_withdraw_notice(struct shell_icon *icon);

/* Gives the keyboard back to the notification area, after Esc in the menu. */
void shell_icon_take_focus(struct shell_icon *icon);

/* The next image is drawn anew: size or colours have changed. */
void shell_icon_forget_image(struct shell_icon *icon);

/* Also takes the icon away. */
void shell_icon_done(struct shell_icon *icon);

#endif
