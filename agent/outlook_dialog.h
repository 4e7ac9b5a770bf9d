/* Outlook's own dialog with the settings of its proxy, which a policy can keep from the user: what
 * helps him to look for himself elsewhere does not then.
 */
#ifndef PROMPTFIX_AGENT_OUTLOOK_DIALOG_H
#define PROMPTFIX_AGENT_OUTLOOK_DIALOG_H

#include "agent/observation.h"

/* Is it kept from him for an account that uses RPC over HTTP? */
bool outlook_dialog_is_disabled(const struct observation *observation);

#endif
