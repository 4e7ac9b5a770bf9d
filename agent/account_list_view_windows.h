/* The window's list of accounts, a list view that is brought up to date in place: only what is
 * different is touched, so that the selection and the scroll position stay and nothing flickers.
 */
#ifndef PROMPTFIX_AGENT_ACCOUNT_LIST_VIEW_WINDOWS_H
#define PROMPTFIX_AGENT_ACCOUNT_LIST_VIEW_WINDOWS_H

#include "agent/status_view.h"
#include "registry/utf16_text.h"

#include <windows.h>

/* A new list view: whole rows are selected, and it has the four columns. */
void account_list_view_prepare(HWND list);

/* Puts titles and rows in. True when something has changed. */
bool account_list_view_update(HWND list, const struct status_view *view, struct utf16_text *text);

/* Makes each column as wide as its widest text. Returns how wide that is for the last one. */
int account_list_view_fit_columns(HWND list, int dpi);

/* Makes the last column reach the edge of the list, but no narrower than `last_width`. */
void account_list_view_fill_width(HWND list, int last_width);

/* The width of the list with all columns in it and a scroll bar beside them. */
int account_list_view_whole_width(HWND list, int last_width, int dpi);

/* The height of everything but the rows and a scroll bar: header and border. */
int account_list_view_frame_height(HWND list, int dpi);

/* The height of a row; `line_height` decides while there is none. */
int account_list_view_row_height(HWND list, int line_height);

#endif
