/* The tray agent's window: the view of the last examination, with what is being done about it. */
#ifndef PROMPTFIX_AGENT_AGENT_WINDOW_H
#define PROMPTFIX_AGENT_AGENT_WINDOW_H

#include "agent/agent_fix.h"
#include "agent/examination.h"

/* What the view is made from. */
struct window_facts {
    const struct examination *examination;
    const struct agent_fix *fix;
    unsigned level;
    bool asks_proxy;    /* in the background */
    bool tests_sign_in; /* as the user has asked for */
    const char *remark; /* one more sentence for the status line; "" for none */
};

/* Makes the view; texts belong to `arena`, the message source or the facts. */
error_code agent_window_make(const struct window_facts *facts, struct host *host,
                             struct desktop *desktop, struct arena *arena,
                             struct status_view *view);

/* Hands the whole report to the clipboard; the desktop tells why it could not. False when memory
 * ran out. */
bool agent_window_copy_details(const struct examination *examination, struct host *host,
                               struct desktop *desktop);

#endif
