/* What the window says: "why does Outlook ask, and what will you do about it?"
 *
 * Everything visible is decided and worded here, in the user's language; the dialog
 * (status_dialog_windows.c) only puts it on the screen, so that a test can read the whole window
 * without one.
 */
#ifndef PROMPTFIX_AGENT_STATUS_VIEW_H
#define PROMPTFIX_AGENT_STATUS_VIEW_H

#include "agent/host.h"
#include "agent/restart_pending.h"
#include "agent/tray_state.h"
#include "registry/arena.h"

/* One Exchange account. */
struct account_row {
    const char *profile;
    const char *proxy;
    const char *method;  /* how it signs on */
    const char *verdict; /* in a few words */
};

/* A button: whether it is there and can be pressed, and whether it will ask for rights. */
struct button_view {
    const char *label; /* with its access key marked by & */
    bool visible;
    bool enabled;
    bool shield;
};

/* Something the agent is doing or has just done, told in the window. */
enum activity {
    ACTIVITY_NONE,
    ACTIVITY_WAITING_FOR_RIGHTS, /* the elevated helper is at work, or Windows asks for consent */
    ACTIVITY_DONE,               /* the fix is done and was read back */
    ACTIVITY_DECLINED,           /* the machine half was declined: who can do it, and what */
    ACTIVITY_BUSY,               /* another run is at it */
    ACTIVITY_FAILED,
    ACTIVITY_UNDONE,
    ACTIVITY_NOTHING_TO_UNDO,
    ACTIVITY_PARTLY_UNDONE, /* values changed since by somebody else were left alone */
};

/* What the view is made from. */
struct status_facts {
    const struct report *report;           /* of an examination (run_examine with VERB_CHECK) */
    const struct restart_pending *pending; /* NULL: it could not be read */
    enum tray_state state;
    enum activity activity;
    error_code activity_code;  /* for ACTIVITY_FAILED */
    unsigned chosen_level;     /* 2 or 3: what the radio buttons say */
    bool asks_proxy;           /* whether it takes NTLM; the answer decides about a switch */
    bool tests_sign_in;        /* the test is under way */
    bool machine_needs_rights; /* this account may not change the machine half itself */
    bool can_undo[2];          /* by enum registry_root: there is an applied record */
};

struct status_view {
    enum tray_state state;
    const char *title;   /* of the window */
    const char *heading; /* in plain words, one or two sentences */
    const char *explanation;
    const char *accounts_label; /* and the four column titles of the list */
    const char *columns[4];
    const struct account_row *rows;
    size_t row_count;
    const char *no_accounts; /* instead of rows, when there are none */
    const char *changes_label;
    const char *changes; /* exactly what Fix will change, lines parted by \n; "" for nothing */
    const char *level_label;
    const char *level_choices[2]; /* 3 (recommended), then 2, with what each means */
    bool level_choice_visible;
    bool level_choice_enabled;
    unsigned chosen_level;
    const char *warning; /* the article's, when a switch to NTLM is planned; else "" */
    const char *status;  /* what has been done, what is still to do and who can; or "" */
    struct button_view fix;
    struct button_view
        by_name; /* the second choice (sign_on_by_name.h), there where it is offered */
    struct button_view undo;
    struct button_view restart; /* there while a restart is pending */
    struct button_view test;    /* there with an account that has a proxy */
    struct button_view copy;
    struct button_view close;
};

/* Makes the view. Texts belong to `arena` or to the message source. CODE_NOT_ENOUGH_MEMORY. */
error_code status_view_make(const struct status_facts *facts, struct host *host,
                            struct arena *arena, struct status_view *view);

#endif
