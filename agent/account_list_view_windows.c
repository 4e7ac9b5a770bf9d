#include "agent/account_list_view_windows.h"

#include "agent/screen_dpi_windows.h"

#include <commctrl.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { COLUMN_COUNT = 4, LAST_COLUMN = COLUMN_COUNT - 1 };

/* Longer texts are cut by the list view itself. */
enum { CELL_UNIT_COUNT = 512 };

/* What a title has around its text, in pixels at 96 DPI. */
enum { TITLE_PADDING = 20 };

void account_list_view_prepare(HWND list)
{
    /* The buffer is not mirrored with the window everywhere: under Wine 10 not. */
    const bool mirrored = (GetWindowLongW(list, GWL_EXSTYLE) & WS_EX_LAYOUTRTL) != 0;
    const DWORD styles =
        LVS_EX_FULLROWSELECT | LVS_EX_LABELTIP | (mirrored ? 0U : (DWORD)LVS_EX_DOUBLEBUFFER);
    ListView_SetExtendedListViewStyleEx(list, styles, styles);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        LVCOLUMNW column = {.mask = LVCF_SUBITEM | LVCF_WIDTH, .cx = 100, .iSubItem = i};
        SendMessageW(list, LVM_INSERTCOLUMNW, (WPARAM)i, (LPARAM)&column);
    }
}

static bool set_title(HWND list, int index, const wchar_t *title)
{
    wchar_t now[CELL_UNIT_COUNT] = L"";
    LVCOLUMNW column = {.mask = LVCF_TEXT, .pszText = now, .cchTextMax = CELL_UNIT_COUNT};
    SendMessageW(list, LVM_GETCOLUMNW, (WPARAM)index, (LPARAM)&column);
    if (wcscmp(now, title) == 0)
        return false;
    column.mask = LVCF_TEXT;
    column.pszText = (wchar_t *)(uintptr_t)title; /* only read */
    SendMessageW(list, LVM_SETCOLUMNW, (WPARAM)index, (LPARAM)&column);
    return true;
}

static bool set_cell(HWND list, int row, int column, const wchar_t *content)
{
    wchar_t now[CELL_UNIT_COUNT] = L"";
    LVITEMW item = {.iSubItem = column, .pszText = now, .cchTextMax = CELL_UNIT_COUNT};
    SendMessageW(list, LVM_GETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
    if (wcsncmp(now, content, CELL_UNIT_COUNT - 1) == 0)
        return false;
    item.pszText = (wchar_t *)(uintptr_t)content; /* only read */
    SendMessageW(list, LVM_SETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
    return true;
}

/* NULL when memory ran out; the old text then stays. */
static const wchar_t *wide_of(struct utf16_text *text, const char *utf8)
{
    error_code code = CODE_SUCCESS;
    return utf16_text_of_utf8(text, utf8, strlen(utf8), NULL, &code);
}

static bool set_row(HWND list, int row, const struct account_row *account, struct utf16_text *text)
{
    const char *const cells[COLUMN_COUNT] = {account->profile, account->proxy, account->method,
                                             account->verdict};
    bool changed = false;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const wchar_t *wide = wide_of(text, cells[i]);
        changed |= wide != NULL && set_cell(list, row, i, wide);
    }
    return changed;
}

/* Adds or takes away rows at the end. True when the count was another. */
static bool set_row_count(HWND list, int count)
{
    wchar_t empty[] = L"";
    const int before = ListView_GetItemCount(list);
    for (int i = before; i < count; i++) {
        LVITEMW item = {.mask = LVIF_TEXT, .iItem = i, .pszText = empty};
        SendMessageW(list, LVM_INSERTITEMW, 0, (LPARAM)&item);
    }
    for (int i = before; i > count; i--)
        ListView_DeleteItem(list, i - 1);
    return before != count;
}

bool account_list_view_update(HWND list, const struct status_view *view, struct utf16_text *text)
{
    bool changed = false;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const wchar_t *wide = wide_of(text, view->columns[i]);
        changed |= wide != NULL && set_title(list, i, wide);
    }
    changed |= set_row_count(list, (int)view->row_count);
    for (int i = 0; i < ListView_GetItemCount(list); i++)
        changed |= set_row(list, i, &view->rows[i], text);
    return changed;
}

static int title_width(HWND list, int index)
{
    wchar_t title[CELL_UNIT_COUNT] = L"";
    LVCOLUMNW column = {.mask = LVCF_TEXT, .pszText = title, .cchTextMax = CELL_UNIT_COUNT};
    SendMessageW(list, LVM_GETCOLUMNW, (WPARAM)index, (LPARAM)&column);
    return (int)SendMessageW(list, LVM_GETSTRINGWIDTHW, 0, (LPARAM)title);
}

/* Not LVSCW_AUTOSIZE_USEHEADER: for the last column it gives the rest of the list's width, which
 * hides how wide its texts are, and Wine makes the others too narrow for their titles. */
static int fit_column(HWND list, int index, int padding)
{
    const int title = title_width(list, index) + padding;
    ListView_SetColumnWidth(list, index, LVSCW_AUTOSIZE);
    const int cells = ListView_GetColumnWidth(list, index);
    if (cells < title)
        ListView_SetColumnWidth(list, index, title);
    return cells < title ? title : cells;
}

int account_list_view_fit_columns(HWND list, int dpi)
{
    int width = 0;
    for (int i = 0; i < COLUMN_COUNT; i++)
        width = fit_column(list, i, MulDiv(TITLE_PADDING, dpi, 96));
    return width;
}

/* The columns before the last one. */
static int width_before_last(HWND list)
{
    int width = 0;
    for (int i = 0; i < LAST_COLUMN; i++)
        width += ListView_GetColumnWidth(list, i);
    return width;
}

int account_list_view_whole_width(HWND list, int last_width, int dpi)
{
    return width_before_last(list) + last_width + screen_metric(SM_CXVSCROLL, dpi) +
           2 * screen_metric(SM_CXEDGE, dpi);
}

void account_list_view_fill_width(HWND list, int last_width)
{
    RECT inside = {0};
    GetClientRect(list, &inside);
    const int left = width_before_last(list);
    const int width = inside.right - left > last_width ? inside.right - left : last_width;
    if (ListView_GetColumnWidth(list, LAST_COLUMN) != width)
        ListView_SetColumnWidth(list, LAST_COLUMN, width);
}

int account_list_view_frame_height(HWND list, int dpi)
{
    RECT header = {0};
    GetWindowRect(ListView_GetHeader(list), &header);
    return header.bottom - header.top + 2 * screen_metric(SM_CYEDGE, dpi);
}

int account_list_view_row_height(HWND list, int line_height)
{
    RECT row = {.left = LVIR_BOUNDS};
    if (ListView_GetItemCount(list) > 0 &&
        SendMessageW(list, LVM_GETITEMRECT, 0, (LPARAM)&row) != 0 && row.bottom > row.top)
        return row.bottom - row.top;
    return line_height + line_height / 4;
}
