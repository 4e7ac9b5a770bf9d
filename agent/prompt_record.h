/* What is remembered of Outlook's password prompts, in the user's registry.
 *
 * One key `Software\PromptFix\Prompts\<account>` below HKEY_CURRENT_USER, readable in regedit: an
 * account of Outlook 2003 or 2007 goes by its profile's name alone, any other by
 * prompt_record_name.
 *
 *     2026-11-20.1   REG_DWORD  how many that day (UTC), counted by the agent of session 1
 *     2026-11-20.1+  REG_DWORD  the same for those that came with a fix in effect, not counted
 * above LastAfterFix   REG_SZ     when the last of those came: ISO 8601, UTC
 *
 * Agents that run in several sessions write values of their own, so none loses what another one
 * counts. Days older than the 90 that are kept are deleted whenever something is counted and when
 * an agent starts. Whatever else lies in the key is passed over, reported, and deleted then.
 */
#ifndef PROMPTFIX_AGENT_PROMPT_RECORD_H
#define PROMPTFIX_AGENT_PROMPT_RECORD_H

#include "agent/prompt_history.h"
#include "outlookprofile/account_list.h"
#include "registry/registry.h"

#define PROMPTS_KEY "Software\\PromptFix\\Prompts"

/* A day with more is counted as one with so many; a value that says more is malformed. */
enum { PROMPT_COUNT_LIMIT = 9999 };

/* More values than this a key cannot have come by: what lies behind them is not looked at. */
enum { PROMPT_VALUE_LIMIT = 2048 };

/* UTF-8 with its NUL: a profile's name (255 UTF-16 units), year, section. */
enum { PROMPT_RECORD_NAME_SIZE = 3 * 255 + 64 };

/* The name of an account's key: "Outlook", or "Outlook (2016, <section>)", for profiles of two
 * Outlooks may have the same name, and a profile several accounts. One that is too long for a key
 * is refused by the registry: such an account's prompts are not counted. False for a profile
 * without a name. */
bool prompt_record_name(const struct exchange_account *account, char name[PROMPT_RECORD_NAME_SIZE]);

/* Reads what was counted for the accounts of `accounts`, as seen at the time `now`, and when the
 * last fix was made. What the registry refuses is part of the answer. Memory comes from `arena`.
 * CODE_NOT_ENOUGH_MEMORY. */
error_code prompt_records_read(struct registry *registry, const struct account_list *accounts,
                               const char *now, struct arena *arena,
                               struct prompt_histories *histories);

/* One account's history alone. The same errors. */
error_code prompt_record_read(struct registry *registry, const char *name, const char *now,
                              struct prompt_history *history);

/* Counts one prompt of the account with this prompt_record_name. `session` is that of the agent.
 * Errors as the registry's; the prompt is then not counted, or not marked as the last one. */
error_code prompt_record_add(struct registry *registry, const char *name, const char *now,
                             uint32_t session, bool fix_in_effect);

/* Deletes what is not kept any longer, of all profiles, also of those that are gone. Errors as the
 * registry's; what is left is taken up by the next call. */
error_code prompt_records_prune(struct registry *registry, const char *now);

#endif
