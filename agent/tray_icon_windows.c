#include "agent/tray_icon_windows.h"

#include "agent/icon_windows.h"
#include "agent/tray_event.h"

#include <shellapi.h>
#include <string.h>
#include <wchar.h>

/* The program asks for Windows XP's headers, which lack these; values from shellapi.h for newer
 * Windows. XP passes over flags that it does not know. */
enum {
    FLAG_SHOW_TIP = 0x80,           /* NIF_SHOWTIP: version 4 shows no tip without it */
    FLAG_RESPECT_QUIET_TIME = 0x80, /* NIIF_RESPECT_QUIET_TIME, Windows 7 */
    ICON_NUMBER = 1,
};

/* The structure of XP's headers is version 3 of it (without hBalloonIcon), which every shell from
 * XP on takes; version 4 of the behaviour does not depend on that. */
static NOTIFYICONDATAW describe(const struct shell_icon *icon, UINT flags)
{
    return (NOTIFYICONDATAW){
        .cbSize = sizeof(NOTIFYICONDATAW),
        .hWnd = icon->window,
        .uID = ICON_NUMBER,
        .uFlags = flags,
        .uCallbackMessage = icon->message,
        .hIcon = icon->image,
    };
}

/* Text that the core has cut to the limit; what does not fit here all the same is left out. */
static void set_text(struct shell_icon *icon, const char *utf8, wchar_t *target, size_t unit_count)
{
    error_code code;
    size_t size = 0;
    const void *wide = utf16_text_of_utf8(icon->text, utf8, strlen(utf8), &size, &code);
    target[0] = L'\0';
    if (wide != NULL && size / sizeof *target < unit_count)
        memcpy(target, wide, size + sizeof *target);
}

/* Draws the image of the state, if it is not the one at hand. The old one is destroyed only when
 * the shell has the new one (see shell_icon_change). */
static HICON renew_image(struct shell_icon *icon, enum tray_state state)
{
    const int size = icon_small_size(FindWindowW(L"Shell_TrayWnd", NULL));
    if (icon->image != NULL && icon->image_state == state && icon->image_size == size)
        return NULL;
    HICON old = icon->image;
    icon->image = icon_create_now(state, size);
    icon->image_state = state;
    icon->image_size = size;
    return old;
}

static NOTIFYICONDATAW describe_view(struct shell_icon *icon, const struct icon_view *view)
{
    NOTIFYICONDATAW data = describe(icon, NIF_MESSAGE | NIF_ICON | NIF_TIP | FLAG_SHOW_TIP);
    set_text(icon, view->tip, data.szTip, sizeof data.szTip / sizeof data.szTip[0]);
    return data;
}

static void ask_for_version(struct shell_icon *icon)
{
    static const unsigned versions[] = {ICON_VERSION_VISTA, ICON_VERSION_XP};
    NOTIFYICONDATAW data = describe(icon, 0);
    icon->version = ICON_VERSION_NONE;
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        data.uVersion = versions[i];
        if (Shell_NotifyIconW(NIM_SETVERSION, &data)) {
            icon->version = versions[i];
            return;
        }
    }
}

void shell_icon_init(struct shell_icon *icon, HWND window, UINT message, struct utf16_text *text)
{
    *icon = (struct shell_icon){.window = window, .message = message, .text = text};
}

/* A taskbar that is announced anew may have kept its icons (Windows 10 announces it when the DPI
 * changes): the icon is then there, cannot be added, and is changed. */
bool shell_icon_add(struct shell_icon *icon, const struct icon_view *view)
{
    HICON old = renew_image(icon, view->state);
    NOTIFYICONDATAW data = describe_view(icon, view);
    bool done = Shell_NotifyIconW(NIM_ADD, &data) != 0 || Shell_NotifyIconW(NIM_MODIFY, &data) != 0;
    if (old != NULL)
        DestroyIcon(old);
    if (done)
        ask_for_version(icon);
    return done;
}

bool shell_icon_change(struct shell_icon *icon, const struct icon_view *view)
{
    HICON old = renew_image(icon, view->state);
    NOTIFYICONDATAW data = describe_view(icon, view);
    bool done = Shell_NotifyIconW(NIM_MODIFY, &data) != 0;
    if (old != NULL)
        DestroyIcon(old);
    return done;
}

void shell_icon_remove(struct shell_icon *icon)
{
    NOTIFYICONDATAW data = describe(icon, 0);
    Shell_NotifyIconW(NIM_DELETE, &data);
}

static DWORD notice_symbol(enum tray_state state)
{
    switch (state) {
    case TRAY_PROBLEM:
    case TRAY_CANNOT_TELL:
        return NIIF_WARNING;
    default:
        return NIIF_INFO;
    }
}

bool shell_icon_show_notice(struct shell_icon *icon, const struct notice *notice)
{
    NOTIFYICONDATAW data = describe(icon, NIF_INFO);
    data.dwInfoFlags = notice_symbol(notice->state) | NIIF_NOSOUND | FLAG_RESPECT_QUIET_TIME;
    set_text(icon, notice->title, data.szInfoTitle,
             sizeof data.szInfoTitle / sizeof data.szInfoTitle[0]);
    set_text(icon, notice->text, data.szInfo, sizeof data.szInfo / sizeof data.szInfo[0]);
    return Shell_NotifyIconW(NIM_MODIFY, &data) != 0;
}

/* An empty text takes a notice away. Source: Microsoft, "NOTIFYICONDATA structure", szInfo. */
void shell_icon_withdraw_notice(struct shell_icon *icon)
{
    NOTIFYICONDATAW data = describe(icon, NIF_INFO);
    Shell_NotifyIconW(NIM_MODIFY, &data);
}

void shell_icon_take_focus(struct shell_icon *icon)
{
    NOTIFYICONDATAW data = describe(icon, 0);
    Shell_NotifyIconW(NIM_SETFOCUS, &data);
}

void shell_icon_forget_image(struct shell_icon *icon)
{
    icon->image_size = 0;
}

void shell_icon_done(struct shell_icon *icon)
{
    shell_icon_remove(icon);
    if (icon->image != NULL)
        DestroyIcon(icon->image);
    icon->image = NULL;
}
