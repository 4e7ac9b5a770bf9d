/* A desktop that writes down what the tray agent tells it, and can be told to refuse.
 *
 * It is as strict as the shell: an icon that is not there cannot be changed, a notice needs the
 * icon, one question is open at a time. What belongs to the test needs no memory that can fail.
 */
#ifndef PROMPTFIX_TESTS_UNIT_FAKE_DESKTOP_H
#define PROMPTFIX_TESTS_UNIT_FAKE_DESKTOP_H

#include "agent/tray_agent.h"
#include "tests/unit/fake_host.h"

enum { FAKE_TEXT_SIZE = 16384 };

/* How often each was called. */
struct fake_counts {
    size_t add_icon, change_icon, remove_icon;
    size_t show_notice, withdraw_notice;
    size_t show_window, update_window, close_window;
    size_t start_helper, ask_restart, watch_outlook, copy_text, open_log, show_about, quit;
    size_t write_report;
    size_t start_probe, stop_probe, start_policy_result;
};

struct fake_desktop {
    struct desktop desktop; /* first: a struct desktop * is a struct fake_desktop * */
    size_t renewed_watches; /* once for each look: nothing that a user could see */
    struct tray_agent *agent;
    struct fake_counts counts;

    bool refuses_icon; /* what the shell says no to */
    bool refuses_notice;
    bool icon_is_there;
    enum tray_state icon_state; /* TRAY_STATE_COUNT while it is not there */
    char tip[512];
    char notice_title[256];
    char notice_text[1024];
    enum attention attention;
    bool full_screen_is_watched;
    unsigned timers[TIMER_COUNT]; /* milliseconds of those that run; 0 for the others */

    bool window_is_open;
    enum tray_state window_state;
    char window[FAKE_TEXT_SIZE]; /* every text of the window, one a line */
    char status[FAKE_TEXT_SIZE]; /* its status line */
    struct button_view fix, by_name, undo, restart, test;
    void (*called_back)(struct tray_agent *agent); /* while the window is being made */

    bool helper_is_running;
    char arguments[128];
    const struct helper_result *helper_answer; /* if it ends before start_helper returns */

    enum answer outlook;
    char outlook_since[PENDING_TIME_SIZE];
    bool outlook_is_watched;
    bool prompts_are_watched;
    bool refuses_policy_result;                        /* a question for it cannot begin */
    bool asks_proxies;                                 /* else a question cannot begin */
    struct proxy_exchange questions[FAKE_PROBE_LIMIT]; /* those under way */
    size_t question_count;
    enum restart_offer offer;
    enum restart asked;                        /* the question that is open */
    const enum restart_answer *restart_answer; /* if it comes before ask_restart returns */

    bool report_is_being_written;
    char report_path[256];
    char report[FAKE_TEXT_SIZE];     /* the last one that was to be written */
    const error_code *report_answer; /* if it comes before write_report returns */

    char copied[FAKE_TEXT_SIZE];
    bool refuses_copy;
};

/* No icon yet, Outlook not running, attention free, a restart offered; the log is "agent.log".
 * Creates the agent, which must work. */
void fake_desktop_init(struct fake_desktop *fake, struct fake_host *host);

/* Without the agent, for tests that create it themselves. */
void fake_desktop_prepare(struct fake_desktop *fake);
void fake_desktop_done(struct fake_desktop *fake);

/* Explorer ends and starts anew: the icon is forgotten, and the agent is told. */
void fake_desktop_restart_shell(struct fake_desktop *fake);

/* A timer that runs ends. */
void fake_desktop_end_timer(struct fake_desktop *fake, enum agent_timer timer);

/* The registry has changed, and the agent looks at it. */
void fake_desktop_registry_changed(struct fake_desktop *fake);

/* The helper ends with an exit code. */
void fake_desktop_end_helper(struct fake_desktop *fake, uint32_t exit_code);

/* The question that is open is answered. */
void fake_desktop_answer(struct fake_desktop *fake, enum restart_answer answer);

/* The report is written, or not. */
void fake_desktop_end_report(struct fake_desktop *fake, error_code code);
/* The proxies that are being asked all answer this. */
void fake_desktop_end_probe(struct fake_desktop *fake, const struct proxy_exchange *answer);

/* Outlook runs since a time, or has ended. */
void fake_desktop_start_outlook(struct fake_desktop *fake, const char *since);
void fake_desktop_end_outlook(struct fake_desktop *fake);

/* An item of the menu as it is now; NULL for one that is not in it. */
const struct menu_item *fake_desktop_menu_item(struct fake_desktop *fake,
                                               enum agent_command command);

#endif
