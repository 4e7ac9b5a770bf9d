/* The user's desktop as the tray agent sees it: icon, notice, window, timers, restarts.
 *
 * The agent (tray_agent.c) decides what is shown and when; it is handed this structure and never
 * calls Windows by name. The edge fills it (desktop_windows.c), the tests with a desktop that only
 * writes down what it was told. Nothing here waits: whatever takes time answers later by one of the
 * functions of tray_agent.h.
 */
#ifndef PROMPTFIX_AGENT_DESKTOP_H
#define PROMPTFIX_AGENT_DESKTOP_H

#include "agent/attention.h"
#include "agent/restart_result.h"
#include "agent/status_view.h"
#include "agent/tray_state.h"

/* Limits of the shell in UTF-16 units, without the NUL (facts.md section 8). */
enum { TIP_LIMIT = 127, NOTICE_TITLE_LIMIT = 63, NOTICE_TEXT_LIMIT = 255 };

struct icon_view {
    enum tray_state state;
    const char *tip; /* UTF-8, within TIP_LIMIT */
};

struct notice {
    enum tray_state state;
    const char *title; /* within NOTICE_TITLE_LIMIT */
    const char *text;  /* within NOTICE_TEXT_LIMIT */
};

enum agent_timer {
    TIMER_GATHER,     /* registry changes are gathered for a moment */
    TIMER_ICON_RETRY, /* the shell did not take the icon */
    TIMER_COUNT,
};

struct desktop {
    /* The icon. False: the shell did not take it (none there yet, busy, or it has forgotten the
     * icon). A new icon is told its version each time it is added. */
    bool (*add_icon)(struct desktop *desktop, const struct icon_view *icon);
    bool (*change_icon)(struct desktop *desktop, const struct icon_view *icon);
    void (*remove_icon)(struct desktop *desktop);

    /* A notification at the icon, which must be there; and taking one back. */
    bool (*show_notice)(struct desktop *desktop, const struct notice *notice);
    void (*withdraw_notice)(struct desktop *desktop);

    enum attention (*attention)(struct desktop *desktop);
    /* Wanted while a notice is held back by a full-screen program: tray_agent_attention_changed
     * is called when that has ended. */
    void (*watch_full_screen)(struct desktop *desktop, bool wanted);

    /* One-shot timers; starting one that runs starts it anew. */
    void (*start_timer)(struct desktop *desktop, enum agent_timer timer, unsigned milliseconds);
    void (*stop_timer)(struct desktop *desktop, enum agent_timer timer);

    /* The window. show opens it or brings it to the front; update changes it only if it is open.
     * The view is copied or used before they return. */
    void (*show_window)(struct desktop *desktop, const struct status_view *view);
    void (*update_window)(struct desktop *desktop, const struct status_view *view);
    void (*close_window)(struct desktop *desktop);
    bool (*window_is_open)(struct desktop *desktop);

    /* Starts this program once more with "runas" and these arguments; ends with
     * tray_agent_helper_ended, also when it could not be started. */
    void (*start_helper)(struct desktop *desktop, const char *arguments);

    /* Tries once more to watch what could not be watched in the registry before; a look at the
     * registry follows. */
    void (*renew_watch)(struct desktop *desktop);

    /* Outlook: YES and since when it runs (UTC), NO, or UNKNOWN. */
    enum answer (*outlook_is_running)(struct desktop *desktop, char since[PENDING_TIME_SIZE]);
    /* tray_agent_outlook_ended is called once when the Outlook that runs now has ended. */
    void (*watch_outlook)(struct desktop *desktop);

    /* Credential dialogs of Outlook: each is told once by tray_agent_prompt_shown, as long as that
     * is wanted. */
    void (*watch_prompts)(struct desktop *desktop, bool wanted);

    /* Asks these RPC proxies on a thread of its own (host.h, probe) and ends with
     * tray_agent_probed; one question at a time. False when it cannot begin. After stop_probe
     * nothing is told of it any more, and nothing waits for it. */
    bool (*start_probe)(struct desktop *desktop, const struct proxy_exchange *exchanges,
                        size_t count);
    void (*stop_probe)(struct desktop *desktop);

    /* Asks for the resulting set of policy on a thread of its own and ends, however late, with
     * tray_agent_policy_result; one question at a time. False when it cannot begin. */
    bool (*start_policy_result)(struct desktop *desktop);

    enum restart_offer (*restart_offer)(struct desktop *desktop);
    /* Asks "restart now or later?" for RESTART_OUTLOOK or RESTART_WINDOWS and does it; ends with
     * tray_agent_restart_answered. */
    void (*ask_restart)(struct desktop *desktop, enum restart what);

    /* Has another thread write a file, whole or not at all; ends with tray_agent_report_written,
     * and is not called again before that. */
    void (*write_report)(struct desktop *desktop, const char *path, const void *bytes, size_t size);

    bool (*copy_text)(struct desktop *desktop, const char *text); /* to the clipboard */
    const char *log_path;                                         /* UTF-8; NULL: no log */
    uint32_t session;         /* the number of this logon session */
    const char *program_path; /* UTF-8: this program */
    void (*open_log)(struct desktop *desktop);
    void (*show_about)(struct desktop *desktop);
    void (*quit)(struct desktop *desktop); /* ends the message loop; the agent is done after it */
};

#endif
