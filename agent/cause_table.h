/* The causes of password prompts that are documented besides the article's two (facts.md section
 * 5), one row each: the finding it is, and the texts about it. README.md has the same table.
 */
#ifndef PROMPTFIX_AGENT_CAUSE_TABLE_H
#define PROMPTFIX_AGENT_CAUSE_TABLE_H

#include "agent/diagnosis.h"
#include "agent/message.h"
#include "agent/prompt_causes.h"

struct cause {
    /* What it is reported as. Where `told` is not 0, it is found by way of this table, as advice
     * and without a remedy; else another part of the diagnosis finds it, or the prompts that go on.
     */
    enum finding_id finding;
    bool of_computer;       /* for all accounts alike: reported once */
    message_id listed;      /* in the list of prompts that go on; %1 is where was looked */
    message_id told;        /* as a finding of its own */
    const char *places;     /* the values that are looked at, as README.md has them */
    const char *confidence; /* how sure a finding is, as reports name it; README.md says of what */
};

extern const struct cause cause_table[PROMPT_CAUSE_COUNT]; /* by enum prompt_cause_id */

/* The row of a finding that is one of these; NULL for any other. */
const struct cause *cause_of_finding(enum finding_id id);

#endif
