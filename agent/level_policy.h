/* Whether a security policy sets LmCompatibilityLevel.
 *
 * Of the two places where that could be seen (facts.md 4.6), the resulting set of policy is WMI: a
 * verb would have to load COM for it. The copies of the security templates are files of the
 * computer, so these are read. Only administrators may read them, that is not verified everywhere:
 * who may not does not know. What is found is told, and keeps the level from being changed; it
 * never makes it change.
 */
#ifndef PROMPTFIX_AGENT_LEVEL_POLICY_H
#define PROMPTFIX_AGENT_LEVEL_POLICY_H

#include "registry/error_code.h"

#include <stddef.h>
#include <stdint.h>

enum level_policy_state {
    LEVEL_POLICY_NOT_ASKED, /* of an exported registry; that computer's files are not here */
    LEVEL_POLICY_NONE,
    LEVEL_POLICY_SET,
    LEVEL_POLICY_UNKNOWN, /* the files cannot be read, or not be understood */
};

enum { TEMPLATE_NAME_SIZE = 32, TEMPLATE_SIZE_LIMIT = 4 * 1024 * 1024 };

struct level_policy {
    enum level_policy_state state;
    uint32_t level;                         /* what it forces, when LEVEL_POLICY_SET */
    char template_name[TEMPLATE_NAME_SIZE]; /* of the file that says so */
    uint32_t number;                        /* in its name */
};

/* What the folder of the copies gave; to be called by whoever lists it, for each file in any order.
 * `error` says that the file could not be read. Starts with LEVEL_POLICY_NONE. */
void level_policy_take(struct level_policy *policy, const char *name, const uint8_t *bytes,
                       size_t size, error_code error);

/* And how listing it ended: a folder that is not there holds no policy. */
void level_policy_listed(struct level_policy *policy, error_code error);

#endif
