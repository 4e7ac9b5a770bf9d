/* The window's contents: texts, rows, buttons and icons, each touched only when it is another one
 * than before, so that nothing flickers and screen readers are not made to start anew. */
#include "agent/status_dialog_parts_windows.h"

#include "agent/account_list_view_windows.h"
#include "agent/icon_windows.h"
#include "agent/line_ends.h"
#include "agent/resource_ids.h"
#include "agent/screen_dpi_windows.h"

#include <commctrl.h>
#include <string.h>

/* BCM_SETSHIELD of Vista and later; a button of XP does not know it and does nothing. */
enum { BUTTON_SET_SHIELD = 0x160C };

/* OIC_WARNING, which winuser.h has only with OEMRESOURCE. */
enum { SYSTEM_WARNING_ICON = 32515 };

_Static_assert(RESOURCE_PART_ACCOUNTS == RESOURCE_PART + PART_ACCOUNTS &&
                   RESOURCE_PART_LEVEL_2 == RESOURCE_PART + PART_LEVEL_2 &&
                   RESOURCE_PART_CLOSE == RESOURCE_PART + PART_CLOSE,
               "resource_ids.h numbers the parts as dialog_layout.h does");

HWND status_dialog_part(const struct status_dialog *dialog, enum dialog_part part)
{
    return GetDlgItem(dialog->window, RESOURCE_PART + (int)part);
}

/* ---- texts ---- */

/* Keeps the first line that is seen, and what is selected. */
static void set_edit_text(HWND edit, const wchar_t *text)
{
    DWORD start = 0;
    DWORD end = 0;
    SendMessageW(edit, EM_GETSEL, (WPARAM)&start, (LPARAM)&end);
    const LRESULT line = SendMessageW(edit, EM_GETFIRSTVISIBLELINE, 0, 0);
    SendMessageW(edit, WM_SETREDRAW, FALSE, 0);
    SetWindowTextW(edit, text);
    SendMessageW(edit, EM_SETSEL, start, (LPARAM)end);
    SendMessageW(edit, EM_LINESCROLL, 0, (LPARAM)line);
    SendMessageW(edit, WM_SETREDRAW, TRUE, 0);
    RedrawWindow(edit, NULL, NULL, RDW_INVALIDATE | RDW_FRAME | RDW_ERASE);
}

/* True when the part's text is another one now. When memory runs out the old one stays, and the
 * next view tries again. */
static bool set_text(struct status_dialog *dialog, enum dialog_part part, const char *utf8)
{
    struct byte_buffer *known = &dialog->texts[part];
    const size_t size = strlen(utf8) + 1;
    error_code code = CODE_SUCCESS;
    if (known->size == size && memcmp(known->data, utf8, size) == 0)
        return false;
    struct byte_buffer lines = {0};
    append_with_line_ends(&lines, utf8, size - 1);
    const wchar_t *wide = lines.failed ? NULL
                                       : utf16_text_of_utf8(dialog->text, (const char *)lines.data,
                                                            lines.size, NULL, &code);
    byte_buffer_done(&lines);
    byte_buffer_clear(known);
    if (wide == NULL)
        return false;
    if (part == PART_CHANGES)
        set_edit_text(status_dialog_part(dialog, part), wide);
    else
        SetWindowTextW(status_dialog_part(dialog, part), wide);
    byte_buffer_append(known, utf8, size);
    return true;
}

/* It never changes while the program runs. */
static void set_title(struct status_dialog *dialog, const char *utf8)
{
    error_code code = CODE_SUCCESS;
    if (GetWindowTextLengthW(dialog->window) > 0)
        return;
    const wchar_t *wide = utf16_text_of_utf8(dialog->text, utf8, strlen(utf8), NULL, &code);
    if (wide != NULL)
        SetWindowTextW(dialog->window, wide);
}

/* ---- parts that come and go ---- */

/* A part that is hidden is disabled as well: its access key would go on working. */
static void show_part(struct status_dialog *dialog, enum dialog_part part, bool there, bool enabled)
{
    HWND control = status_dialog_part(dialog, part);
    const bool was_there = (GetWindowLongW(control, GWL_STYLE) & WS_VISIBLE) != 0;
    const bool was_enabled = IsWindowEnabled(control) != 0;
    dialog->there[part] = there;
    if ((there && enabled) != was_enabled)
        EnableWindow(control, there && enabled);
    if (there != was_there)
        ShowWindow(control, there ? SW_SHOWNA : SW_HIDE);
}

static bool fill_text(struct status_dialog *dialog, enum dialog_part part, const char *text)
{
    const bool changed = set_text(dialog, part, text);
    show_part(dialog, part, text[0] != '\0', true);
    return changed;
}

static void fill_button(struct status_dialog *dialog, enum dialog_part part,
                        const struct button_view *button)
{
    set_text(dialog, part, button->label);
    if (dialog->shields[part] != button->shield)
        SendMessageW(status_dialog_part(dialog, part), BUTTON_SET_SHIELD, 0, button->shield);
    dialog->shields[part] = button->shield;
    show_part(dialog, part, button->visible, button->enabled);
}

static void fill_accounts(struct status_dialog *dialog, const struct status_view *view)
{
    HWND list = status_dialog_part(dialog, PART_ACCOUNTS);
    const bool there = view->row_count > 0;
    fill_text(dialog, PART_ACCOUNTS_LABEL, there ? view->accounts_label : view->no_accounts);
    dialog->row_count = view->row_count;
    SendMessageW(list, WM_SETREDRAW, FALSE, 0);
    const bool changed = account_list_view_update(list, view, dialog->text);
    if (changed)
        dialog->verdict_width = account_list_view_fit_columns(list, dialog->fonts.dpi);
    SendMessageW(list, WM_SETREDRAW, TRUE, 0);
    if (changed)
        RedrawWindow(list, NULL, NULL, RDW_INVALIDATE | RDW_FRAME | RDW_ALLCHILDREN);
    show_part(dialog, PART_ACCOUNTS, there, true); /* last: WM_SETREDRAW shows what is hidden */
}

static void fill_levels(struct status_dialog *dialog, const struct status_view *view)
{
    const bool there = view->level_choice_visible;
    const bool enabled = view->level_choice_enabled;
    set_text(dialog, PART_LEVEL_LABEL, view->level_label);
    set_text(dialog, PART_LEVEL_3, view->level_choices[0]);
    set_text(dialog, PART_LEVEL_2, view->level_choices[1]);
    show_part(dialog, PART_LEVEL_LABEL, there, true);
    show_part(dialog, PART_LEVEL_3, there, enabled);
    show_part(dialog, PART_LEVEL_2, there, enabled);
    dialog->chosen_level = view->chosen_level;
    CheckRadioButton(dialog->window, RESOURCE_PART_LEVEL_3, RESOURCE_PART_LEVEL_2,
                     view->chosen_level == 2 ? RESOURCE_PART_LEVEL_2 : RESOURCE_PART_LEVEL_3);
}

static void fill_changes(struct status_dialog *dialog, const struct status_view *view)
{
    const bool there = view->changes[0] != '\0';
    set_text(dialog, PART_CHANGES_LABEL, view->changes_label);
    set_text(dialog, PART_CHANGES, view->changes);
    show_part(dialog, PART_CHANGES_LABEL, there, true);
    show_part(dialog, PART_CHANGES, there, true);
}

/* The keyboard's Enter. */
static void set_default_button(struct status_dialog *dialog, const struct status_view *view)
{
    const WORD id =
        view->fix.visible && view->fix.enabled ? RESOURCE_PART_FIX : RESOURCE_PART_CLOSE;
    if (LOWORD(SendMessageW(dialog->window, DM_GETDEFID, 0, 0)) != id)
        SendMessageW(dialog->window, DM_SETDEFID, id, 0);
}

/* So that a screen reader says it although the keyboard is elsewhere. */
static void announce(const struct status_dialog *dialog)
{
    HWND status = status_dialog_part(dialog, PART_STATUS);
    NotifyWinEvent(EVENT_OBJECT_NAMECHANGE, status, OBJID_CLIENT, CHILDID_SELF);
    NotifyWinEvent(EVENT_SYSTEM_ALERT, status, OBJID_CLIENT, CHILDID_SELF);
}

/* ---- icons ---- */

/* On the window's own colours, not on those of the taskbar. */
static struct icon_palette palette_of_windows(void)
{
    const DWORD text = GetSysColor(COLOR_BTNTEXT);
    const DWORD face = GetSysColor(COLOR_BTNFACE);
    HIGHCONTRASTW contrast = {.cbSize = sizeof contrast};
    if (!SystemParametersInfoW(SPI_GETHIGHCONTRAST, sizeof contrast, &contrast, 0) ||
        (contrast.dwFlags & HCF_HIGHCONTRASTON) == 0)
        return icon_palette_light;
    return icon_palette_of_two(RGB(GetBValue(text), GetGValue(text), GetRValue(text)),
                               RGB(GetBValue(face), GetGValue(face), GetRValue(face)));
}

static void load_state_icon(struct status_dialog *dialog)
{
    const struct icon_palette palette = palette_of_windows();
    HICON before = dialog->icon;
    dialog->icon =
        icon_create(dialog->state, screen_metric(SM_CXICON, dialog->fonts.dpi), &palette);
    SendMessageW(status_dialog_part(dialog, PART_ICON), STM_SETICON, (WPARAM)dialog->icon, 0);
    if (before != NULL)
        DestroyIcon(before);
}

static void load_warning_icon(struct status_dialog *dialog)
{
    const int size = screen_metric(SM_CXSMICON, dialog->fonts.dpi);
    HICON before = dialog->warning;
    dialog->warning = LoadImageW(NULL, MAKEINTRESOURCEW(SYSTEM_WARNING_ICON), IMAGE_ICON, size,
                                 size, LR_DEFAULTCOLOR);
    SendMessageW(status_dialog_part(dialog, PART_WARNING_ICON), STM_SETICON,
                 (WPARAM)dialog->warning, 0);
    if (before != NULL)
        DestroyIcon(before);
}

void status_dialog_load_icons(struct status_dialog *dialog)
{
    static const int metrics[] = {[ICON_SMALL] = SM_CXSMICON, [ICON_BIG] = SM_CXICON};
    load_state_icon(dialog);
    load_warning_icon(dialog);
    for (int i = ICON_SMALL; i <= ICON_BIG; i++) {
        const int size = screen_metric(metrics[i], dialog->fonts.dpi);
        HICON before = dialog->title_icons[i];
        dialog->title_icons[i] =
            LoadImageW(dialog->instance, MAKEINTRESOURCEW(RESOURCE_PROGRAM_ICON), IMAGE_ICON, size,
                       size, LR_DEFAULTCOLOR);
        SendMessageW(dialog->window, WM_SETICON, (WPARAM)i, (LPARAM)dialog->title_icons[i]);
        if (before != NULL)
            DestroyIcon(before);
    }
}

void status_dialog_free_icons(struct status_dialog *dialog)
{
    HICON icons[] = {dialog->icon, dialog->warning, dialog->title_icons[ICON_SMALL],
                     dialog->title_icons[ICON_BIG]};
    for (size_t i = 0; i < sizeof icons / sizeof icons[0]; i++)
        if (icons[i] != NULL)
            DestroyIcon(icons[i]);
    dialog->icon = dialog->warning = NULL;
    dialog->title_icons[ICON_SMALL] = dialog->title_icons[ICON_BIG] = NULL;
}

/* ---- all of it ---- */

void status_dialog_mend_focus(struct status_dialog *dialog)
{
    HWND focus = GetFocus();
    if (GetActiveWindow() != dialog->window)
        return;
    if (focus != NULL && focus != dialog->window && IsWindowEnabled(focus) &&
        IsWindowVisible(focus))
        return;
    const WORD id = LOWORD(SendMessageW(dialog->window, DM_GETDEFID, 0, 0));
    SendMessageW(dialog->window, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(dialog->window, id), TRUE);
}

void status_dialog_fill(struct status_dialog *dialog, const struct status_view *view)
{
    set_title(dialog, view->title);
    if (dialog->state != view->state) {
        dialog->state = view->state;
        load_state_icon(dialog);
    }
    show_part(dialog, PART_ICON, dialog->icon != NULL, true);
    fill_text(dialog, PART_HEADING, view->heading);
    fill_text(dialog, PART_EXPLANATION, view->explanation);
    fill_accounts(dialog, view);
    fill_changes(dialog, view);
    fill_levels(dialog, view);
    fill_text(dialog, PART_WARNING, view->warning);
    show_part(dialog, PART_WARNING_ICON, dialog->there[PART_WARNING] && dialog->warning != NULL,
              true);
    const bool news = fill_text(dialog, PART_STATUS, view->status) && view->status[0] != '\0';
    fill_button(dialog, PART_FIX, &view->fix);
    fill_button(dialog, PART_BY_NAME, &view->by_name);
    fill_button(dialog, PART_UNDO, &view->undo);
    fill_button(dialog, PART_RESTART, &view->restart);
    fill_button(dialog, PART_TEST, &view->test);
    fill_button(dialog, PART_COPY, &view->copy);
    fill_button(dialog, PART_CLOSE, &view->close);
    set_default_button(dialog, view);
    status_dialog_mend_focus(dialog);
    if (news && IsWindowVisible(dialog->window))
        announce(dialog);
}
