/* What the files of the window share: its parts on the screen, and their contents and places. Not
 * for others; they use status_dialog_windows.h. */
#ifndef PROMPTFIX_AGENT_STATUS_DIALOG_PARTS_WINDOWS_H
#define PROMPTFIX_AGENT_STATUS_DIALOG_PARTS_WINDOWS_H

#include "agent/status_dialog_windows.h"

/* status_dialog_fill_windows.c: contents. */
HWND status_dialog_part(const struct status_dialog *dialog, enum dialog_part part);
void status_dialog_fill(struct status_dialog *dialog, const struct status_view *view);
void status_dialog_load_icons(struct status_dialog *dialog); /* anew, for size and colours of now */
void status_dialog_free_icons(struct status_dialog *dialog);

/* The keyboard goes where it can do something, if it is this window's at all. */
void status_dialog_mend_focus(struct status_dialog *dialog);

/* status_dialog_places_windows.c: fonts and places. */
void status_dialog_load_fonts(struct status_dialog *dialog, int dpi);
void status_dialog_open_place(struct status_dialog *dialog); /* size and place on the screen */
void status_dialog_arrange(struct status_dialog *dialog);    /* grows the window if need be */
void status_dialog_place_parts(struct status_dialog *dialog);
struct dialog_size status_dialog_frame(const struct status_dialog *dialog);

#endif
