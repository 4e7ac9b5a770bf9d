#include "agent/tray_menu_windows.h"

#include <string.h>

/* Windows' own shield for "asks for an administrator", from Vista on (OIC_SHIELD of winuser.h). */
enum { SYSTEM_ICON_SHIELD = 32518 };

/* A menu takes bitmaps, not icons; on XP there is no shield, and NULL leaves the item without. */
static HBITMAP create_shield(void)
{
    const int width = GetSystemMetrics(SM_CXSMICON);
    const int height = GetSystemMetrics(SM_CYSMICON);
    HICON icon = LoadImageW(NULL, MAKEINTRESOURCEW(SYSTEM_ICON_SHIELD), IMAGE_ICON, width, height,
                            LR_SHARED);
    if (icon == NULL)
        return NULL;
    const BITMAPINFO info = {.bmiHeader = {.biSize = sizeof info.bmiHeader,
                                           .biWidth = width,
                                           .biHeight = -height,
                                           .biPlanes = 1,
                                           .biBitCount = 32}};
    void *pixels = NULL;
    HBITMAP bitmap = CreateDIBSection(NULL, &info, DIB_RGB_COLORS, &pixels, NULL, 0);
    HDC context = CreateCompatibleDC(NULL);
    if (bitmap != NULL && context != NULL) {
        HGDIOBJ before = SelectObject(context, bitmap);
        DrawIconEx(context, 0, 0, icon, width, height, 0, NULL, DI_NORMAL);
        SelectObject(context, before);
    }
    if (context != NULL)
        DeleteDC(context);
    return bitmap;
}

static void append_item(HMENU menu, const struct menu_item *item, struct utf16_text *text,
                        HBITMAP shield)
{
    error_code code;
    MENUITEMINFOW info = {.cbSize = sizeof info, .fMask = MIIM_FTYPE};
    const int position = GetMenuItemCount(menu);
    if (item->command == COMMAND_NONE) {
        info.fType = MFT_SEPARATOR;
        InsertMenuItemW(menu, (UINT)position, TRUE, &info);
        return;
    }
    const void *wide = utf16_text_of_utf8(text, item->label, strlen(item->label), NULL, &code);
    if (wide == NULL)
        return; /* no memory for the text: the item is left out rather than shown empty */
    info.fMask = MIIM_ID | MIIM_STRING | MIIM_STATE;
    info.wID = (UINT)item->command;
    info.dwTypeData = (wchar_t *)(uintptr_t)wide;
    info.fState = (item->enabled ? 0U : MFS_DISABLED) | (item->checked ? MFS_CHECKED : 0U) |
                  (item->is_default ? MFS_DEFAULT : 0U);
    if (item->shield && shield != NULL) {
        info.fMask |= MIIM_BITMAP;
        info.hbmpItem = shield;
    }
    InsertMenuItemW(menu, (UINT)position, TRUE, &info);
}

/* The window must be in the foreground, or the menu stays when the user clicks elsewhere; the empty
 * message makes the next menu appear at once. Source: Microsoft, "TrackPopupMenu function". */
enum agent_command tray_menu_track(HWND window, const struct menu_item *items, size_t count,
                                   POINT place, bool right_to_left, struct utf16_text *text)
{
    HMENU menu = CreatePopupMenu();
    if (menu == NULL)
        return COMMAND_NONE;
    HBITMAP shield = NULL;
    for (size_t i = 0; i < count; i++) {
        if (items[i].shield && shield == NULL)
            shield = create_shield();
        append_item(menu, &items[i], text, shield);
    }
    UINT flags = TPM_RETURNCMD | TPM_RIGHTBUTTON | TPM_NONOTIFY | TPM_BOTTOMALIGN;
    flags |= GetSystemMetrics(SM_MENUDROPALIGNMENT) != 0 ? TPM_RIGHTALIGN : TPM_LEFTALIGN;
    if (right_to_left)
        flags |= TPM_LAYOUTRTL;
    SetForegroundWindow(window);
    int chosen = TrackPopupMenuEx(menu, flags, place.x, place.y, window, NULL);
    PostMessageW(window, WM_NULL, 0, 0);
    DestroyMenu(menu);
    if (shield != NULL)
        DeleteObject(shield);
    return (enum agent_command)chosen;
}
