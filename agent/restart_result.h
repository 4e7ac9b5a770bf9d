/* How the restart ended that a person or a command line asked for. */
#ifndef PROMPTFIX_AGENT_RESTART_RESULT_H
#define PROMPTFIX_AGENT_RESTART_RESULT_H

#include "agent/restart_offer.h"
#include "registry/error_code.h"

enum restart {
    RESTART_NONE,
    RESTART_OUTLOOK,
    RESTART_WINDOWS,
};

enum restart_mode {
    RESTART_ASK,       /* "now or later?" */
    RESTART_COUNTDOWN, /* done after a minute, unless it is cancelled */
};

enum restart_end {
    RESTART_END_NONE,        /* nobody has asked for a restart, or none is due */
    RESTART_END_LATER,       /* the person wants it later */
    RESTART_END_CANCELLED,   /* the countdown was cancelled */
    RESTART_END_NOT_RUNNING, /* Outlook does not run, or ended by itself: nothing to restart */
    RESTART_END_RESTARTED,   /* Outlook runs anew */
    RESTART_END_STARTED,     /* Windows is going down */
    RESTART_END_NOT_CLOSED,  /* Outlook was asked to close, but is still open */
    RESTART_END_NOT_STARTED, /* Outlook was closed, but could not be started again: see the code */
    RESTART_END_FAILED,      /* Windows could not be restarted, or nobody asked: see the code */
    RESTART_END_NOT_OFFERED, /* Windows: see the offer */
    RESTART_END_NOBODY,      /* there is no desktop on which somebody could be asked */
    RESTART_END_BY_POLICY,   /* the administrator has set that nothing is restarted */
};

/* The same for somebody who only has to know whether the restart is still due. */
enum restart_answer {
    RESTART_ANSWER_LATER,
    RESTART_ANSWER_DONE,    /* Outlook is running anew, or has been closed for good */
    RESTART_ANSWER_STARTED, /* Windows is going down */
    RESTART_ANSWER_FAILED,  /* see the code; the user has been told */
};
enum restart_answer restart_answer_of(enum restart_end end);

struct restart_result {
    enum restart_end end;
    enum restart_offer offer; /* for RESTART_END_NOT_OFFERED */
    error_code code;
};

#endif
