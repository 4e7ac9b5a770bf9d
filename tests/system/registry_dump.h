/* The part of the registry that PromptFix could touch, as text: to see that a run changed nothing
 * else, or nothing at all.
 *
 * Under Wine that is all of HKCU\Software but Wine's own key, with the Lsa key and PromptFix's own
 * keys of HKLM. On a machine where other programs write meanwhile, of HKCU it is the mail profiles
 * and PromptFix's own keys. */
#ifndef PROMPTFIX_TESTS_SYSTEM_REGISTRY_DUMP_H
#define PROMPTFIX_TESTS_SYSTEM_REGISTRY_DUMP_H

/* One line for each key and each value, with type and bytes; not what is remembered of events. The
 * caller frees it. */
char *registry_dump(void);

/* The same without PromptFix's own keys: what counts for Windows and Outlook. */
char *registry_dump_without_records(void);

/* Fails the test, with the first line that differs, unless the registry is as it was. */
void registry_expect_same(const char *before);
void registry_expect_same_without_records(const char *before);

#endif
