/* The window's fonts and places: what dialog_layout.c works out, carried out. */
#include "agent/status_dialog_parts_windows.h"

#include "agent/account_list_view_windows.h"
#include "agent/screen_dpi_windows.h"

/* Pixels at 96 DPI: between shield and label of a button; the margins inside an edit control. */
enum { SHIELD_GAP = 4, EDIT_MARGINS = 8, SCREEN_MARGINS = 16 };

static enum text_setting setting_of(enum dialog_part part)
{
    switch (part) {
    case PART_ACCOUNTS_LABEL:
    case PART_CHANGES_LABEL:
    case PART_LEVEL_LABEL:
    case PART_LEVEL_3:
    case PART_LEVEL_2:
        return TEXT_WRAPPED_WITH_KEY;
    case PART_FIX:
    case PART_BY_NAME:
    case PART_UNDO:
    case PART_RESTART:
    case PART_TEST:
    case PART_COPY:
    case PART_CLOSE:
        return TEXT_ONE_LINE_WITH_KEY;
    case PART_ICON:
    case PART_HEADING:
    case PART_EXPLANATION:
    case PART_ACCOUNTS:
    case PART_CHANGES:
    case PART_WARNING_ICON:
    case PART_WARNING:
    case PART_STATUS:
    case PART_COUNT:
        break;
    }
    return TEXT_WRAPPED;
}

static int measure_height(void *context, enum dialog_part part, int width)
{
    const struct status_dialog *dialog = context;
    return dialog_text_size(status_dialog_part(dialog, part), setting_of(part), width).cy;
}

static int measure_width(void *context, enum dialog_part part)
{
    const struct status_dialog *dialog = context;
    const int dpi = dialog->fonts.dpi;
    const int label = dialog_text_size(status_dialog_part(dialog, part), setting_of(part), 0).cx;
    return dialog->shields[part]
               ? label + screen_metric(SM_CXSMICON, dpi) + dialog_scale(SHIELD_GAP, dpi)
               : label;
}

static struct dialog_content content_of(struct status_dialog *dialog)
{
    const int dpi = dialog->fonts.dpi;
    const int border = 2 * screen_metric(SM_CYEDGE, dpi);
    const int line = dialog->fonts.line_height;
    HWND list = status_dialog_part(dialog, PART_ACCOUNTS);
    struct dialog_content content = {
        .dpi = dpi,
        .line_height = line,
        .icon = {screen_metric(SM_CXICON, dpi), screen_metric(SM_CYICON, dpi)},
        .small_icon = {screen_metric(SM_CXSMICON, dpi), screen_metric(SM_CYSMICON, dpi)},
        .list_width = account_list_view_whole_width(list, dialog->verdict_width, dpi),
        .list_frame_height = account_list_view_frame_height(list, dpi),
        .list_scroll_height = screen_metric(SM_CYHSCROLL, dpi),
        .row_height = account_list_view_row_height(list, line),
        .row_count = dialog->row_count,
        .changes_frame = {border + screen_metric(SM_CXVSCROLL, dpi) +
                              dialog_scale(EDIT_MARGINS, dpi),
                          border + line /* the edit may break a path where DrawText does not */},
        .measure = {measure_height, measure_width, dialog},
    };
    for (int part = 0; part < PART_COUNT; part++)
        content.there[part] = dialog->there[part];
    return content;
}

/* What the window has around its inside: title and border. */
struct dialog_size status_dialog_frame(const struct status_dialog *dialog)
{
    RECT outside = {0};
    RECT inside = {0};
    GetWindowRect(dialog->window, &outside);
    GetClientRect(dialog->window, &inside);
    return (struct dialog_size){outside.right - outside.left - inside.right,
                                outside.bottom - outside.top - inside.bottom};
}

static struct dialog_size available_in(const struct status_dialog *dialog, const RECT *work)
{
    const struct dialog_size frame = status_dialog_frame(dialog);
    const int margins = dialog_scale(SCREEN_MARGINS, dialog->fonts.dpi);
    return (struct dialog_size){work->right - work->left - frame.width - margins,
                                work->bottom - work->top - frame.height - margins};
}

static struct dialog_size available_here(const struct status_dialog *dialog)
{
    MONITORINFO monitor = {.cbSize = sizeof monitor};
    GetMonitorInfoW(MonitorFromWindow(dialog->window, MONITOR_DEFAULTTONEAREST), &monitor);
    return available_in(dialog, &monitor.rcWork);
}

/* ---- fonts ---- */

void status_dialog_load_fonts(struct status_dialog *dialog, int dpi)
{
    struct dialog_fonts before = dialog->fonts;
    dialog->fonts = dialog_fonts_load(dpi);
    for (int part = 0; part < PART_COUNT; part++)
        SendMessageW(status_dialog_part(dialog, (enum dialog_part)part), WM_SETFONT,
                     (WPARAM)(part == PART_HEADING ? dialog->fonts.heading : dialog->fonts.text),
                     TRUE);
    dialog_fonts_free(&before);
    dialog->verdict_width =
        account_list_view_fit_columns(status_dialog_part(dialog, PART_ACCOUNTS), dpi);
}

/* ---- places ---- */

/* A part that has moved or is wrapped otherwise is drawn anew; but for the two that do that by
 * themselves, Windows would keep its upper left corner, and Wine 10 loses buttons on the way. */
static UINT flags_for(int part)
{
    const bool copies = part == PART_ACCOUNTS || part == PART_CHANGES;
    return SWP_NOZORDER | SWP_NOACTIVATE | (copies ? 0U : SWP_NOCOPYBITS);
}

static bool is_there_already(HWND window, HWND control, const struct dialog_area *area)
{
    RECT now = {0};
    GetWindowRect(control, &now);
    MapWindowPoints(NULL, window, (POINT *)(void *)&now, 2);
    return now.left == area->x && now.top == area->y && now.right - now.left == area->width &&
           now.bottom - now.top == area->height;
}

void status_dialog_place_parts(struct status_dialog *dialog)
{
    const struct dialog_content content = content_of(dialog);
    struct dialog_area areas[PART_COUNT];
    RECT inside = {0};
    GetClientRect(dialog->window, &inside);
    dialog_layout(&content, (struct dialog_size){inside.right, inside.bottom}, areas);
    HDWP places = BeginDeferWindowPos(PART_COUNT);
    for (int part = 0; part < PART_COUNT && places != NULL; part++) {
        HWND control = status_dialog_part(dialog, (enum dialog_part)part);
        const struct dialog_area *area = &areas[part];
        if (dialog->there[part] && !is_there_already(dialog->window, control, area))
            places = DeferWindowPos(places, control, NULL, area->x, area->y, area->width,
                                    area->height, flags_for(part));
    }
    if (places != NULL)
        EndDeferWindowPos(places);
    account_list_view_fill_width(status_dialog_part(dialog, PART_ACCOUNTS), dialog->verdict_width);
}

/* Moves a window that has grown back onto its screen. */
static void set_size(struct status_dialog *dialog, struct dialog_size inside)
{
    const struct dialog_size frame = status_dialog_frame(dialog);
    MONITORINFO monitor = {.cbSize = sizeof monitor};
    RECT now = {0};
    GetWindowRect(dialog->window, &now);
    GetMonitorInfoW(MonitorFromWindow(dialog->window, MONITOR_DEFAULTTONEAREST), &monitor);
    const RECT *work = &monitor.rcWork;
    const struct dialog_area area =
        dialog_place((struct dialog_area){work->left, work->top, work->right - work->left,
                                          work->bottom - work->top},
                     (struct dialog_area){now.left, now.top, inside.width + frame.width,
                                          inside.height + frame.height},
                     (struct dialog_size){inside.width + frame.width, inside.height + frame.height},
                     dialog->fonts.dpi);
    SetWindowPos(dialog->window, NULL, area.x, area.y, area.width, area.height,
                 SWP_NOZORDER | SWP_NOACTIVATE);
}

void status_dialog_arrange(struct status_dialog *dialog)
{
    const struct dialog_content content = content_of(dialog);
    RECT inside = {0};
    dialog->least = dialog_layout_minimum(&content, available_here(dialog));
    GetClientRect(dialog->window, &inside);
    if (inside.right < dialog->least.width || inside.bottom < dialog->least.height) {
        const struct dialog_size size = {
            inside.right > dialog->least.width ? inside.right : dialog->least.width,
            inside.bottom > dialog->least.height ? inside.bottom : dialog->least.height};
        set_size(dialog, size);
    }
    status_dialog_place_parts(dialog);
}

void status_dialog_open_place(struct status_dialog *dialog)
{
    RECT anchor = {0};
    RECT work = {0};
    screen_notification_area(&anchor, &work);
    /* First onto that screen, whose DPI decides. */
    SetWindowPos(dialog->window, NULL, work.left, work.top, 0, 0,
                 SWP_NOSIZE | SWP_NOZORDER | SWP_NOACTIVATE);
    const int dpi = screen_dpi(dialog->window);
    if (dpi != dialog->fonts.dpi) {
        status_dialog_load_fonts(dialog, dpi);
        status_dialog_load_icons(dialog);
    }
    const struct dialog_content content = content_of(dialog);
    const struct dialog_size available = available_in(dialog, &work);
    const struct dialog_size frame = status_dialog_frame(dialog);
    struct dialog_size size = dialog_layout_preferred(&content, available);
    dialog->least = dialog_layout_minimum(&content, available);
    size.width += frame.width;
    size.height += frame.height;
    const struct dialog_area area = dialog_place(
        (struct dialog_area){work.left, work.top, work.right - work.left, work.bottom - work.top},
        (struct dialog_area){anchor.left, anchor.top, anchor.right - anchor.left,
                             anchor.bottom - anchor.top},
        size, dpi);
    SetWindowPos(dialog->window, NULL, area.x, area.y, area.width, area.height,
                 SWP_NOZORDER | SWP_NOACTIVATE);
    status_dialog_place_parts(dialog);
}
