#include "tests/desktop/tray_icon.h"

#include "tests/desktop/remote_memory.h"

#include <check.h>
#include <commctrl.h>
#include <shellapi.h>
#include <stddef.h>
#include <string.h>

#define ICON_CLASS L"__wine_tray_icon"

struct search {
    HWND window;
    unsigned count;
};

static bool has_class(HWND window, const wchar_t *name)
{
    wchar_t class[64] = L"";
    GetClassNameW(window, class, 64);
    return wcscmp(class, name) == 0;
}

/* Wine shows an icon in the corner of the screen first, and then puts it into the taskbar. */
static bool is_in_place(HWND icon)
{
    RECT place;
    return GetWindowRect(icon, &place) && place.left > 0 && place.top > 0;
}

static BOOL CALLBACK take_icon(HWND window, LPARAM parameter)
{
    struct search *search = (struct search *)parameter;
    if (!has_class(window, ICON_CLASS))
        return TRUE;
    search->count++;
    if (IsWindowVisible(window) && is_in_place(window))
        search->window = window;
    return TRUE;
}

static struct search find_icons(void)
{
    struct search search = {0};
    EnumWindows(take_icon, (LPARAM)&search);
    return search;
}

HWND tray_icon_window(void)
{
    return find_icons().window;
}

unsigned tray_icon_count(void)
{
    return find_icons().count;
}

/* An icon has two tooltip windows: one with its tip, and one in the shape of a balloon. */
struct tooltip_search {
    HWND icon;
    bool balloon;
    HWND found;
};

static BOOL CALLBACK take_tooltip(HWND window, LPARAM parameter)
{
    struct tooltip_search *search = (struct tooltip_search *)parameter;
    if (!has_class(window, TOOLTIPS_CLASSW) || GetWindow(window, GW_OWNER) != search->icon)
        return TRUE;
    if (((GetWindowLongW(window, GWL_STYLE) & TTS_BALLOON) != 0) != search->balloon)
        return TRUE;
    search->found = window;
    return FALSE;
}

static HWND find_tooltip(HWND icon, bool balloon)
{
    struct tooltip_search search = {.icon = icon, .balloon = balloon};
    if (icon != NULL)
        EnumWindows(take_tooltip, (LPARAM)&search);
    return search.found;
}

/* Both tooltips have one tool: the icon's window. */
static void read_tooltip(HWND tooltip, HWND icon, wchar_t *text, size_t length)
{
    struct remote_text {
        TTTOOLINFOW tool;
        wchar_t text[NOTICE_LENGTH];
    };
    struct remote_memory memory;
    text[0] = L'\0';
    if (tooltip == NULL)
        return;
    remote_memory_init_for_window(&memory, tooltip, sizeof(struct remote_text));
    struct remote_text *remote = memory.local;
    remote->tool = (TTTOOLINFOW){
        .cbSize = TTTOOLINFOW_V2_SIZE,
        .hwnd = icon,
        .uId = (UINT_PTR)icon,
        .lpszText = (wchar_t *)(void *)(memory.address + offsetof(struct remote_text, text)),
    };
    SendMessageW(tooltip, TTM_GETTEXTW, length, (LPARAM)memory.address);
    memcpy(text, remote->text, length * sizeof *text);
    text[length - 1] = L'\0';
    remote_memory_done(&memory);
}

void tray_icon_tip(wchar_t tip[TIP_LENGTH])
{
    HWND icon = tray_icon_window();
    read_tooltip(find_tooltip(icon, false), icon, tip, TIP_LENGTH);
}

HWND tray_icon_notice_window(void)
{
    HWND window = find_tooltip(tray_icon_window(), true);
    return window != NULL && IsWindowVisible(window) ? window : NULL;
}

void tray_icon_notice_text(wchar_t text[NOTICE_LENGTH])
{
    HWND icon = tray_icon_window();
    read_tooltip(find_tooltip(icon, true), icon, text, NOTICE_LENGTH);
}

static bool is_gone(void *context)
{
    (void)context;
    return tray_icon_count() == 0;
}

void tray_icon_expect_gone(void)
{
    wchar_t tip[TIP_LENGTH];
    if (event_wait(is_gone, NULL))
        return;
    tray_icon_tip(tip);
    ck_abort_msg("the icon stays: %ls", tip);
}

/* The number is tray_icon_windows.c's. */
void tray_icon_take_away(HWND owner)
{
    NOTIFYICONDATAW icon = {.cbSize = sizeof icon, .hWnd = owner, .uID = 1};
    ck_assert(Shell_NotifyIconW(NIM_DELETE, &icon));
    tray_icon_expect_gone();
}

bool tray_icon_is_there(void *context)
{
    (void)context;
    return tray_icon_window() != NULL;
}

bool tray_icon_tip_contains(void *context)
{
    wchar_t tip[TIP_LENGTH];
    tray_icon_tip(tip);
    return wcsstr(tip, context) != NULL;
}

bool tray_icon_notice_is_there(void *context)
{
    (void)context;
    return tray_icon_notice_window() != NULL;
}
