/* How a restart that a command line asks for is carried out.
 *
 * At a desktop a person sees it in a window. A startup script or a service has no desktop: nobody
 * can be asked there, and Windows' own countdown stands in for ours.
 */
#ifndef PROMPTFIX_AGENT_RESTART_WAY_H
#define PROMPTFIX_AGENT_RESTART_WAY_H

#include "agent/restart_result.h"

#include <stdbool.h>

enum restart_way {
    RESTART_WAY_NONE,   /* not at all */
    RESTART_WAY_DIALOG, /* restart_dialog_windows.h */
    RESTART_WAY_SYSTEM, /* Windows, with a countdown of its own */
};

struct restart_circumstances {
    enum restart_offer offer;    /* of restarting Windows */
    enum answer outlook_running; /* in this session, for this user */
    bool desktop_is_visible;
};

/* Picks the way. With RESTART_WAY_NONE `end` says why; else it is untouched. */
enum restart_way restart_way_of(enum restart what, enum restart_mode mode,
                                const struct restart_circumstances *circumstances,
                                enum restart_end *end);

#endif
