/* Machines for the tests in which everything fails: what they hold, what each value was and is to
 * become, and how far it has come. */
#ifndef PROMPTFIX_TESTS_UNIT_FAULT_MACHINE_H
#define PROMPTFIX_TESTS_UNIT_FAULT_MACHINE_H

#include "tests/unit/fake_host.h"

enum machine_kind {
    MACHINE_BASIC_AND_LOW, /* Basic, always prompt, level 1 */
    MACHINE_LEVEL_ONLY,    /* NTLM, level 0 */
    MACHINE_ALWAYS_PROMPT, /* NTLM, level 3 */
    MACHINE_TWO_PROFILES,  /* Basic, one with always prompt; no level stored */
    MACHINE_KIND_COUNT,
};

enum preparation {
    PREPARED_FRESH,
    PREPARED_FIXED,   /* by a fix that went well */
    PREPARED_PENDING, /* by a fix that was ended half way, in both halves */
    PREPARED_UNDOING, /* by an undo that was */
};

/* The values that PromptFix may change on such a machine, the level last. */
enum { MACHINE_VALUE_COUNT = 5, MACHINE_LEVEL = 4 };

/* What a value holds: absent is -1, of another type or size -2. */
struct machine_values {
    long long numbers[MACHINE_VALUE_COUNT];
};

/* What a command is run with, so that every remedy is asked for. */
#define FAULT_FIX "/fix", "/alwaysprompt:clear"

const char *fault_machine_name(enum machine_kind kind);

void fault_machine_init(struct fake_host *fake, enum machine_kind kind, enum preparation prepared);

/* What the values hold now, held before any fix, and hold after one. */
struct machine_values fault_machine_now(struct fake_host *fake);
struct machine_values fault_machine_original(enum machine_kind kind);
struct machine_values fault_machine_fixed(enum machine_kind kind);

enum registry_root fault_machine_half(size_t value);

/* Everything but these values and the keys of PromptFix, as text. The caller frees it. */
char *fault_machine_rest(struct fake_host *fake);

/* The whole store, the keys of PromptFix too, as text, but without what is remembered of events:
 * that is kept by whoever only looks, too. The caller frees it. */
char *fault_machine_store(struct fake_host *fake);

/* One value by the key and name of a report, with its root ("HKCU\..."). */
long long fault_machine_read(struct fake_host *fake, const char *key, const char *name);

#endif
