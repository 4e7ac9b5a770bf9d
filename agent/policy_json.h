/* The policies in the JSON report: what is set, and what cannot be obeyed as it stands. */
#ifndef PROMPTFIX_AGENT_POLICY_JSON_H
#define PROMPTFIX_AGENT_POLICY_JSON_H

#include "agent/json_writer.h"
#include "agent/policy.h"

/* Appends the array "policies". Each element has "key", "name" (null: the whole key), "state"
 * ("set", "malformed", "unknown", "unreadable") and "value": a number, a text, an array of texts,
 * or null where there is none to go by. */
void policies_append_json(struct json_writer *json, const struct policies *policies);

#endif
