#include "agent/restart_offer.h"

enum restart_offer restart_offer_of(const struct restart_facts *facts)
{
    if (facts->remote_session == ANSWER_YES)
        return RESTART_REMOTE_SESSION;
    if (facts->other_users == ANSWER_YES)
        return RESTART_OTHER_USERS;
    if (facts->privilege == ANSWER_NO)
        return RESTART_NO_PRIVILEGE;
    if (facts->remote_session != ANSWER_NO || facts->other_users != ANSWER_NO ||
        facts->privilege != ANSWER_YES)
        return RESTART_OFFER_UNKNOWN;
    return RESTART_OFFERED;
}

message_id restart_offer_reason(enum restart_offer offer)
{
    switch (offer) {
    case RESTART_OTHER_USERS:
        return MESSAGE_RESTART_OTHER_USERS;
    case RESTART_REMOTE_SESSION:
        return MESSAGE_RESTART_REMOTE_SESSION;
    case RESTART_NO_PRIVILEGE:
        return MESSAGE_RESTART_NO_PRIVILEGE;
    case RESTART_OFFERED:
    case RESTART_OFFER_UNKNOWN:
        break;
    }
    return MESSAGE_RESTART_OFFER_UNKNOWN;
}
