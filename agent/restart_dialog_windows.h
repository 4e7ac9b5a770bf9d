/* The window that asks "restart now or later?", for the tray agent and for the command line.
 *
 * It shows what restart_flow.c says and tells it what happens: buttons, ticks, the end of Outlook,
 * Outlook's own questions. Its controls are placed by the measured size of their texts, so that no
 * language is cut, at any DPI, from the right in languages that run that way.
 */
#ifndef PROMPTFIX_AGENT_RESTART_DIALOG_WINDOWS_H
#define PROMPTFIX_AGENT_RESTART_DIALOG_WINDOWS_H

#include "agent/dialog_text_windows.h"
#include "agent/host_windows.h"
#include "agent/outlook_watch_windows.h"
#include "agent/restart_flow.h"
#include "agent/restart_layout.h"

#include <windows.h>

/* Called once, when the question has ended and the window is gone. */
typedef void restart_dialog_ended(void *context, enum restart what, enum restart_answer answer,
                                  error_code code);

struct restart_dialog {
    struct restart_machine machine; /* first: what the flow gets */
    struct windows_host *host;
    HWND window; /* NULL while it is closed */
    bool is_going;
    enum restart what;
    struct restart_flow flow;
    struct outlook outlook;
    struct outlook_watch watch;
    struct dialog_fonts fonts;
    HICON icons[2];
    bool there[RESTART_PART_COUNT];
    struct dialog_area areas[RESTART_PART_COUNT]; /* where they stand now */
    struct restart_result result;
    restart_dialog_ended *ended;
    void *context;
};

/* A closed dialog. `host` must live as long. */
void restart_dialog_init(struct restart_dialog *dialog, struct windows_host *host);

/* Closes it, if it is open, without a word to anybody. */
void restart_dialog_done(struct restart_dialog *dialog);

/* Asks; one that is open already is brought to the front instead. The calling thread needs a
 * message loop. Where no window can be made, the answer is RESTART_ANSWER_FAILED, at once. */
void restart_dialog_open(struct restart_dialog *dialog, enum restart what,
                         restart_dialog_ended *ended, void *context);

/* The window, as the owner of others or for IsDialogMessage; NULL while it is closed. */
HWND restart_dialog_window(const struct restart_dialog *dialog);

/* Is the message one for the open dialog? It has then been dealt with. To be called by the message
 * loop before anything else is done with the message. */
bool restart_dialog_takes(struct restart_dialog *dialog, MSG *message);

/* Asks, or announces with a countdown, and returns when that has ended: for the command line. */
struct restart_result restart_dialog_run(struct windows_host *host, enum restart what,
                                         enum restart_mode mode);

#endif
