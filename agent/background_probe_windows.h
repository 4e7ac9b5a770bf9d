/* The question to RPC proxies while the tray agent goes on: on a thread of its own, told to a
 * window when it is answered. The thread holds nothing of whoever asked, so that nobody has to wait
 * for it, at the agent's end least of all. */
#ifndef PROMPTFIX_AGENT_BACKGROUND_PROBE_WINDOWS_H
#define PROMPTFIX_AGENT_BACKGROUND_PROBE_WINDOWS_H

#include "agent/proxy_probe.h"

#include <windows.h>

/* All zero: nothing is under way. */
struct background_probe {
    HANDLE cancel;   /* of the question under way; else NULL */
    unsigned number; /* of the question that was begun last */
};

/* What a question came to; to be released with free(). */
struct background_answer {
    size_t count;
    struct proxy_exchange exchanges[];
};

/* Asks as proxy_probe_ask does, and posts `message` to the window at the end, for
 * background_probe_take. Not while another question is under way. Errors of Windows and
 * CODE_NOT_ENOUGH_MEMORY. */
error_code background_probe_start(struct background_probe *probe, HWND window, UINT message,
                                  const struct proxy_exchange *exchanges, size_t count);

/* Takes what the message has brought; NULL when it is about a question that was stopped. */
struct background_answer *background_probe_take(struct background_probe *probe, WPARAM wparam,
                                                LPARAM lparam);

/* Has the question end now. What may still come of it, background_probe_take drops. */
void background_probe_stop(struct background_probe *probe);

#endif
