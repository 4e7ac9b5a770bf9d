/* The line above the buttons: what has just been done, what is still to do and who can do it. */
#ifndef PROMPTFIX_AGENT_STATUS_LINE_H
#define PROMPTFIX_AGENT_STATUS_LINE_H

#include "agent/status_view.h"
#include "agent/view_text.h"

/* Sentences parted by \n; "" when there is nothing to say. */
const char *status_line(struct view_text *text, const struct status_facts *facts);

#endif
