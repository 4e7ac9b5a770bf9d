/* The copies of security templates that Windows keeps (facts.md 4.6). */
#ifndef PROMPTFIX_AGENT_SECURITY_TEMPLATES_WINDOWS_H
#define PROMPTFIX_AGENT_SECURITY_TEMPLATES_WINDOWS_H

#include "agent/level_policy.h"
#include "registry/utf16_text.h"

/* The function of struct host (host.h), with the converter for the paths. */
void security_templates_read(struct utf16_text *text, struct level_policy *policy);

#endif
