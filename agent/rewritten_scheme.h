/* Accounts that a fix switched to NTLM, and that are Basic again.
 *
 * From Outlook 2007 on Autodiscover sets the method of the profile, over whatever it was (facts.md
 * 1.5, 5.12). The undo records say what PromptFix wrote; an /undo leaves none.
 */
#ifndef PROMPTFIX_AGENT_REWRITTEN_SCHEME_H
#define PROMPTFIX_AGENT_REWRITTEN_SCHEME_H

#include "outlookprofile/account_list.h"

/* So many undo records are looked at, the newest first. */
enum { REWRITTEN_RECORD_LIMIT = 8 };

/* For each account, by its number: was it set back? `*rewritten` is NULL where none was. Only
 * versions that have Autodiscover are looked at; a record that cannot be read says nothing. Memory
 * comes from `arena`. CODE_NOT_ENOUGH_MEMORY. */
error_code rewritten_schemes_read(struct registry *registry, const struct account_list *accounts,
                                  struct arena *arena, const bool **rewritten);

#endif
