/* One question "restart now or later?", from the asking to the end.
 *
 * Outlook is asked to close, as a person would by its close box, and waited for: it may ask whether
 * a message shall be saved, or still be sending mail, and is never ended by force. Then it is
 * started again. Windows is restarted in one step. What is done and what is shown is decided here;
 * the edge (restart_dialog_windows.c) puts it on the screen and tells what happens.
 *
 *     asking -> closing -> starting -> ended
 *        |         |           `-> failed -> ended
 *        `---------`-> ended: later, cancelled, or there is no Outlook any more
 */
#ifndef PROMPTFIX_AGENT_RESTART_FLOW_H
#define PROMPTFIX_AGENT_RESTART_FLOW_H

#include "agent/diagnosis.h"
#include "agent/host.h"
#include "agent/restart_result.h"

enum {
    RESTART_COUNTDOWN_SECONDS = 60,
    RESTART_SLOW_SECONDS = 10,   /* after that Outlook takes long to close */
    RESTART_LIMIT_SECONDS = 300, /* with a countdown nobody may be there: the end of all waiting */
};

/* What became of asking Outlook to close. */
enum close_reply {
    CLOSE_ASKED,     /* every main window has been asked */
    CLOSE_BLOCKED,   /* one is behind a question that Outlook shows already: it was not asked */
    CLOSE_NO_WINDOW, /* Outlook runs, but there is no window to ask */
};

/* Everything visible. Labels have their access key marked by &. */
struct restart_view {
    const char *heading;
    const char *explanation;
    const char *status; /* "" for none */
    const char *now;    /* the button that acts; "" for none */
    bool now_enabled;
    const char *later; /* the button that does not; also for Esc and the close box */
    bool later_is_default;
    bool announce; /* the status is news, which a screen reader shall tell */
};

/* What the flow can do; the tests fill it with a machine of their own. */
struct restart_machine {
    enum close_reply (*close_outlook)(struct restart_machine *machine);
    /* Brings the question that Outlook shows to the front, if the person is here. */
    void (*show_question)(struct restart_machine *machine);
    /* Runs an Outlook that was not there when the question began? */
    bool (*new_outlook_runs)(struct restart_machine *machine);
    error_code (*start_outlook)(struct restart_machine *machine);
    error_code (*restart_windows)(struct restart_machine *machine);
    /* One tick a second from now on, or no more. */
    void (*want_ticks)(struct restart_machine *machine, bool wanted);
    /* The view is used before it returns. */
    void (*show)(struct restart_machine *machine, const struct restart_view *view);
    /* The last call: takes the window away. */
    void (*ended)(struct restart_machine *machine, const struct restart_result *result);
};

enum restart_stage {
    STAGE_ASKING,
    STAGE_CLOSING,
    STAGE_FAILED, /* the failure is shown until it has been read */
    STAGE_ENDED,
};

/* Private but for the functions below. */
struct restart_flow {
    struct restart_machine *machine;
    struct host *host; /* for texts */
    enum restart what;
    enum restart_mode mode;
    enum restart_stage stage;
    size_t outlook_count;   /* processes that have not ended */
    unsigned seconds;       /* left of the countdown; then since Outlook was asked to close */
    unsigned slow_at;       /* so many of them, and Outlook takes long */
    enum close_reply reply; /* to the last time it was asked to close */
    bool asks;              /* Outlook shows a question of its own */
    bool ticks;             /* are wanted */
    message_id status;      /* while Outlook closes */
    struct restart_result failure;
    struct byte_buffer text;
};

/* Begins and shows the question. `running` and `outlook_count` say whether Outlook runs and in how
 * many processes: without any a question about Outlook ends at once, and where that cannot be told
 * it fails. */
void restart_flow_begin(struct restart_flow *flow, struct restart_machine *machine,
                        struct host *host, enum restart what, enum restart_mode mode,
                        enum answer running, size_t outlook_count);
void restart_flow_done(struct restart_flow *flow);

/* What may happen. After the end all of them do nothing. */
void restart_flow_now(struct restart_flow *flow);   /* the button that acts */
void restart_flow_later(struct restart_flow *flow); /* the other one, or the window is gone */
void restart_flow_tick(struct restart_flow *flow);
void restart_flow_outlook_ended(struct restart_flow *flow);             /* one of its processes */
void restart_flow_outlook_asks(struct restart_flow *flow, bool asking); /* something, or no more */

#endif
