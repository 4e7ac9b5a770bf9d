#include "agent/tray_event.h"

/* Values of winuser.h and shellapi.h: the core has no Windows headers. */
enum {
    MESSAGE_CONTEXT_MENU = 0x007B,    /* WM_CONTEXTMENU */
    MESSAGE_LEFT_BUTTON_UP = 0x0202,  /* WM_LBUTTONUP */
    MESSAGE_RIGHT_BUTTON_UP = 0x0205, /* WM_RBUTTONUP */
    MESSAGE_SELECT = 0x0400,          /* NIN_SELECT */
    MESSAGE_KEY_SELECT = 0x0401,      /* NIN_KEYSELECT; Enter sends it twice */
    MESSAGE_BALLOON_HIDDEN = 0x0403,  /* NIN_BALLOONHIDE: the icon went, or it was taken back */
    MESSAGE_BALLOON_TIMEOUT = 0x0404, /* NIN_BALLOONTIMEOUT: closed, or its time was over */
    MESSAGE_BALLOON_CLICKED = 0x0405, /* NIN_BALLOONUSERCLICK */
};

static enum tray_event_kind kind_of(unsigned version, unsigned message)
{
    switch (message) {
    case MESSAGE_SELECT:
    case MESSAGE_KEY_SELECT:
        return TRAY_EVENT_CHOSEN;
    case MESSAGE_CONTEXT_MENU:
        return TRAY_EVENT_MENU;
    case MESSAGE_BALLOON_CLICKED:
        return TRAY_EVENT_NOTICE_CHOSEN;
    case MESSAGE_BALLOON_TIMEOUT:
        return TRAY_EVENT_NOTICE_DISMISSED;
    /* With a version the shell sends these as well as the above. */
    case MESSAGE_LEFT_BUTTON_UP:
        return version == ICON_VERSION_NONE ? TRAY_EVENT_CHOSEN : TRAY_EVENT_NONE;
    case MESSAGE_RIGHT_BUTTON_UP:
        return version == ICON_VERSION_NONE ? TRAY_EVENT_MENU : TRAY_EVENT_NONE;
    default:
        return TRAY_EVENT_NONE;
    }
}

struct tray_event tray_event_read(unsigned version, uintptr_t wparam, intptr_t lparam)
{
    struct tray_event event = {TRAY_EVENT_NONE, false, 0, 0};
    if (version < ICON_VERSION_VISTA) {
        event.kind = kind_of(version, (unsigned)lparam);
        return event;
    }
    event.kind = kind_of(version, (unsigned)lparam & 0xFFFFU);
    event.has_place = event.kind == TRAY_EVENT_CHOSEN || event.kind == TRAY_EVENT_MENU;
    if (event.has_place) {
        /* Signed: a screen can lie left of or above the first one. */
        event.x = (int16_t)(wparam & 0xFFFFU);
        event.y = (int16_t)(wparam >> 16 & 0xFFFFU);
    }
    return event;
}
