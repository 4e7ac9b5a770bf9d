/* From findings to changes: what /fix will write, and nothing else. */
#ifndef PROMPTFIX_AGENT_REMEDIATION_H
#define PROMPTFIX_AGENT_REMEDIATION_H

#include "agent/diagnosis.h"
#include "registry/change_set.h"

struct remediation {
    struct change_set halves[2]; /* by enum registry_root; each may be empty */
};

/* Plans the changes for every finding that is in scope and can be mended. Each value is written
 * once, whatever number of findings it mends; the level is only ever raised. The change sets point
 * into what was observed; memory comes from `arena`. CODE_NOT_ENOUGH_MEMORY. */
error_code remediate(const struct observation *observation, const struct diagnosis *diagnosis,
                     struct arena *arena, struct remediation *remediation);

/* Is this a change that PromptFix makes? Basic to NTLM, the always-prompt flag cleared and nothing
 * else, SSL and mutual authentication set and nothing else, a principal name that names a
 * certificate, a level raised to one of those that can be asked for. So an undo record may hold no
 * other (change_set.h), and what is put back from one is never lower than what PromptFix raised. */
bool remediation_may_change(enum registry_root root, const struct registry_change *change);

#endif
