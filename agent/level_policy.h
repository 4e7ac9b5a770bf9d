/* Whether a security policy sets LmCompatibilityLevel.
 *
 * Of the two places where that can be seen (facts.md 4.6), the copies of the security templates
 * are files of the computer: these are always read. Only administrators may read them, that is not
 * verified everywhere: who may not does not know. The resulting set of policy is WMI, for which COM
 * has to be loaded, with servers that the user's own registry can name: it is asked only where it
 * has something to add, and never by a run for the machine half alone, which is what the elevated
 * helper does. What is found is told, and keeps the level from being changed; it never makes it
 * change.
 */
#ifndef PROMPTFIX_AGENT_LEVEL_POLICY_H
#define PROMPTFIX_AGENT_LEVEL_POLICY_H

#include "agent/policy_result.h"
#include "registry/error_code.h"

#include <stddef.h>
#include <stdint.h>

enum level_policy_state {
    LEVEL_POLICY_NOT_ASKED, /* of an exported registry; that computer's files are not here */
    LEVEL_POLICY_NONE,
    LEVEL_POLICY_SET,
    LEVEL_POLICY_UNKNOWN, /* the files cannot be read, or not be understood, and nothing else says
                           */
};

enum { TEMPLATE_NAME_SIZE = 32, TEMPLATE_SIZE_LIMIT = 4 * 1024 * 1024 };

struct level_policy {
    enum level_policy_state state;
    uint32_t level;                         /* what it forces, when LEVEL_POLICY_SET */
    char template_name[TEMPLATE_NAME_SIZE]; /* of the file that says so; "" if none does */
    uint32_t number;                        /* in its name */
    bool is_in_result;                      /* the resulting set of policy says so */
    char gpo_id[GPO_ID_SIZE];               /* the Group Policy object that sets it, by the */
    char gpo[GPO_NAME_SIZE];                /* resulting set of policy; each "" if unknown */
};

/* What the folder of the copies gave; to be called by whoever lists it, for each file in any order.
 * `error` says that the file could not be read. Starts with LEVEL_POLICY_NONE. */
void level_policy_take(struct level_policy *policy, const char *name, const uint8_t *bytes,
                       size_t size, error_code error);

/* And how listing it ended: a folder that is not there holds no policy. */
void level_policy_listed(struct level_policy *policy, error_code error);

/* Can the resulting set of policy add something? Where the templates say that there is no policy,
 * it cannot. */
bool level_policy_wants_result(const struct level_policy *policy);

/* Adds what the resulting set of policy says: the level where the templates say nothing; and where
 * they say the same, the object that sets it. An answer that is none, or another, changes nothing:
 * it may be older than the templates. */
void level_policy_take_result(struct level_policy *policy, const struct policy_result *result);

#endif
