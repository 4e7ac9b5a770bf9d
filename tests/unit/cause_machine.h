/* A machine for the exhaustive tests of the causes beyond the article: what stands in each place
 * that is looked at is put there, read by the real readers, and judged.
 */
#ifndef PROMPTFIX_TESTS_UNIT_CAUSE_MACHINE_H
#define PROMPTFIX_TESTS_UNIT_CAUSE_MACHINE_H

#include "agent/prompt_causes.h"
#include "tests/unit/sample_registry.h"

/* What a value holds. */
struct content {
    enum { NO_VALUE, NUMBER, TEXT } kind;
    uint32_t number;
    const char *text;
};

/* How it is with a key: what is not there cannot hold anything. */
enum key_state { KEY_THERE, KEY_MISSING, KEY_DENIED, KEY_STATES };

/* Whose account it is. One of the first three is in the section that 2003 and 2007 share: where
 * both have left their key, it may be either's, and both have a say. */
enum owner { OWNER_2003, OWNER_2007, OWNER_EITHER, OWNER_2010, OWNER_2013, OWNER_2016, OWNERS };

struct cause_machine {
    struct memory_registry *memory;
    struct registry *registry;
    struct windows_version windows;
    struct arena arena;
    const struct stored_credentials *credentials; /* NULL: nobody can say */
    bool exported;
    enum owner owner;
    size_t case_count; /* of cases that were judged */
};

/* A Windows XP with an account that signs on to mail.contoso.com by NTLM, and without any of the
 * places where causes are looked for. The count of cases stays as it is. */
void cause_machine_begin(struct cause_machine *machine, enum owner owner, bool exported);

/* The path of the account's section below HKEY_CURRENT_USER; valid until the next call. */
const char *cause_machine_section(const struct cause_machine *machine);

/* A key of its Outlook: what stands before and after the version's number; valid until the next
 * call. Of two versions, it is the newer one's. */
const char *cause_machine_office_key(const struct cause_machine *machine, const char *above,
                                     const char *below);

void cause_machine_put(struct cause_machine *machine, enum registry_root root, const char *key,
                       const char *name, const struct content *content);

/* Makes the key, or keeps it from being read; after its values have been put into it. */
void cause_machine_put_key(struct cause_machine *machine, enum registry_root root, const char *key,
                           enum key_state state);

/* Reads and judges the machine, and ends it: the cause is to be seen or not, and is found or not,
 * as advice alone. `denied`: something that counts cannot be read. `number` names the case. */
void cause_machine_expect(struct cause_machine *machine, enum prompt_cause_id id,
                          enum answer expected, bool denied, size_t number);

#endif
