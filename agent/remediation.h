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

/* The values that PromptFix ever writes: what an undo record may hold (change_set.h). */
bool remediation_may_change(enum registry_root root, const char *key, const char *name);

#endif
