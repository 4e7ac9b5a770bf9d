/* Why Outlook asks for a password, and what PromptFix will do about it: the words at the top of the
 * window. */
#ifndef PROMPTFIX_AGENT_STATUS_EXPLANATION_H
#define PROMPTFIX_AGENT_STATUS_EXPLANATION_H

#include "agent/status_view.h"
#include "agent/view_text.h"

/* One sentence. */
message_id status_heading(const struct status_facts *facts);

/* A few paragraphs, parted by empty lines: at most EXPLANATION_LIMIT of them, so that the window
 * stays small, and a line that says where the rest can be read or who can help. */
enum { EXPLANATION_LIMIT = 3 };
const char *status_explanation(struct view_text *text, const struct status_facts *facts);

#endif
