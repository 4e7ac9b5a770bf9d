/* Reads the policies from the registry: each key is opened once, and its values passed over once.
 *
 * Nothing that is stored is taken for granted: what is malformed, unknown or unreadable is listed
 * as a problem, and the safe number of the table holds for what cannot be known. A policy of the
 * computer that is malformed is still the computer's: that of the user does not count.
 */
#ifndef PROMPTFIX_AGENT_POLICY_READING_H
#define PROMPTFIX_AGENT_POLICY_READING_H

#include "agent/policy.h"
#include "registry/arena.h"

/* Whose policies hold. */
enum policy_reach {
    POLICIES_OF_COMPUTER_AND_USER,
    POLICIES_OF_COMPUTER, /* for the machine half: whoever's HKEY_CURRENT_USER it is, it may be
                             that of a helper's account */
};

/* Memory comes from `arena`. What the registry refuses is part of the answer; returns
 * CODE_NOT_ENOUGH_MEMORY, else success. */
error_code policies_read(struct registry *registry, enum policy_reach reach, struct arena *arena,
                         struct policies *policies);

#endif
