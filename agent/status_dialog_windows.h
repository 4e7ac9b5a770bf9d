/* The window on the screen: a modeless dialog that shows a struct status_view and passes on what
 * the user asks for. It decides nothing, keeps nothing from one time to the next, and is right at
 * any size, DPI, font, colour and reading direction. */
#ifndef PROMPTFIX_AGENT_STATUS_DIALOG_WINDOWS_H
#define PROMPTFIX_AGENT_STATUS_DIALOG_WINDOWS_H

#include "agent/agent_command.h"
#include "agent/dialog_layout.h"
#include "agent/dialog_text_windows.h"
#include "agent/status_view.h"
#include "registry/utf16_text.h"

#include <windows.h>

/* COMMAND_FIX, _USE_CERTIFICATE_NAME, _UNDO, _RESTART, _TEST_SIGN_IN, _COPY_DETAILS,
 * _CHOOSE_LEVEL_2 and _3; COMMAND_CLOSE_WINDOW when the user has closed the window, which is then
 * hidden already. */
typedef void status_dialog_command(void *context, enum agent_command command);

struct status_dialog {
    HINSTANCE instance;
    const struct message_source *messages;
    struct utf16_text *text;
    status_dialog_command *command;
    void *context;
    HWND window; /* NULL until it is shown first */
    struct dialog_fonts fonts;
    HICON icon;    /* of the state */
    HICON warning; /* Windows' own */
    HICON title_icons[2];
    enum tray_state state;
    unsigned chosen_level;
    bool there[PART_COUNT];
    bool shields[PART_COUNT];
    struct byte_buffer texts[PART_COUNT]; /* as they are on the screen, UTF-8 with NUL */
    size_t row_count;
    int verdict_width;        /* of the texts in the list's last column */
    struct dialog_size least; /* of the inside */
};

/* A window that is not there yet. All arguments must live as long as it; `text` is used while one
 * of these functions runs, or a message for the window is dealt with. */
void status_dialog_init(struct status_dialog *dialog, HINSTANCE instance,
                        const struct message_source *messages, struct utf16_text *text,
                        status_dialog_command *command, void *context);
void status_dialog_done(struct status_dialog *dialog);

/* Opens the window near the notification area, or brings the open one to the front. False when
 * Windows makes no window (GetLastError). */
bool status_dialog_show(struct status_dialog *dialog, const struct status_view *view);

/* Shows another view in the open window; focus, selection and scroll positions stay. A closed
 * window stays as it is. */
void status_dialog_update(struct status_dialog *dialog, const struct status_view *view);

void status_dialog_close(struct status_dialog *dialog);
bool status_dialog_is_open(const struct status_dialog *dialog);

/* The open window, as the owner of others; NULL while it is closed. */
HWND status_dialog_window(const struct status_dialog *dialog);

/* Is the message one for the open window? It has then been dealt with. To be called by the message
 * loop before anything else is done with the message. */
bool status_dialog_takes(struct status_dialog *dialog, MSG *message);

#endif
