/* A password prompt as the tray agent takes it: whose it is, and counted. What is told of it is
 * agent_notice.h's. */
#ifndef PROMPTFIX_AGENT_AGENT_PROMPT_H
#define PROMPTFIX_AGENT_AGENT_PROMPT_H

#include "agent/examination.h"
#include "agent/settings.h"

struct agent_prompt {
    struct host *host;
    struct desktop *desktop;
    bool is_watched; /* the desktop tells of prompts */
};

void agent_prompt_init(struct agent_prompt *prompt, struct host *host, struct desktop *desktop);

/* Are prompts to be noticed: is there an account that they could be of, and nobody who does not
 * want that? */
bool agent_prompt_is_wanted(const struct settings *settings, const struct examination *now);

/* Has the desktop tell of them, or not any longer. */
void agent_prompt_watch(struct agent_prompt *prompt, bool wanted);

/* Outlook has shown a credential dialog with this caption. Counts it
 * for the account that it is about, and as one with a fix in effect where there is one and no
 * restart is to come. False when it is about none. What the registry does not take is not counted.
 */
bool agent_prompt_count(struct agent_prompt *prompt, const struct examination *now,
                        const char *caption);

/* Deletes what is not kept any longer. */
void agent_prompt_prune(struct agent_prompt *prompt);

#endif
