/* May a restart of Windows be offered?
 *
 * A restart ends everybody's session. So it is offered only to somebody who has the computer to
 * himself, and what is not known counts against it.
 */
#ifndef PROMPTFIX_AGENT_RESTART_OFFER_H
#define PROMPTFIX_AGENT_RESTART_OFFER_H

#include "agent/diagnosis.h"
#include "agent/message.h"

/* What a restart of Windows would meet. */
enum restart_offer {
    RESTART_OFFERED,
    RESTART_OTHER_USERS,    /* others are logged on to this computer */
    RESTART_REMOTE_SESSION, /* on a terminal server: not this user's machine to restart */
    RESTART_NO_PRIVILEGE,   /* this account may not restart Windows */
    RESTART_OFFER_UNKNOWN,  /* one of these cannot be told */
};

struct restart_facts {
    enum answer other_users;    /* has another session than this one a user? */
    enum answer remote_session; /* is this one shown on another computer? */
    enum answer privilege;      /* does this account hold SeShutdownPrivilege? */
};

/* Offered only when all three are known and stand for it. Else the first known obstacle, in the
 * order remote session, other users, privilege. */
enum restart_offer restart_offer_of(const struct restart_facts *facts);

/* Why it is not offered, as a sentence. Not for RESTART_OFFERED. */
message_id restart_offer_reason(enum restart_offer offer);

#endif
