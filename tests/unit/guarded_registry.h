/* Somebody who watches at the store itself: every write of a run passes him, and one that would
 * make the machine less secure, or is none of PromptFix's business, ends the test at once.
 *
 * He judges by what the store holds and by what was asked for, not by anything of the code under
 * test. One fix and what follows it are watched: he keeps in mind what each value was before
 * PromptFix first wrote it, and what it wrote. */
#ifndef PROMPTFIX_TESTS_UNIT_GUARDED_REGISTRY_H
#define PROMPTFIX_TESTS_UNIT_GUARDED_REGISTRY_H

#include "registry/windows_version.h"
#include "tests/unit/fake_host.h"

#include <stdbool.h>

/* What the command line allows; all zero allows a fix without options. */
struct guard_permission {
    bool changes_nothing; /* /check, /dryrun; but for what is remembered of events */
    bool insecure;
    bool clears_always_prompt;
    const char *certificate; /* the principal name that may be written, and with it the flags set */
    bool replaces_name;      /* also where the profile names something else */
    bool undoes;
    bool forces;
    bool keeps_scheme;   /* a policy says so: no account is switched, */
    bool keeps_level;    /* the level stays, */
    uint32_t only_level; /* or becomes nothing but this; 0 for 2 or 3 */
    int half;            /* the only one that may be written: enum registry_root; -1 for both */
};

/* Watches the registry of the host from now on; one host at a time. */
void guard_begin(struct fake_host *fake);
void guard_end(void);

/* And another user's registry, until guard_end; one at a time. Its profiles bear other names. */
void guard_also(struct registry *registry);
void guard_resume(void); /* and keeps in mind what it has seen */

/* Before each command. */
void guard_permit(const struct guard_permission *permission);

/* A new machine: forgets what PromptFix has written. */
void guard_forget(void);

/* Takes it that PromptFix has written the level: what a record says that looks as if. */
void guard_believe_level(bool was_there, uint32_t before, uint32_t after);

/* How many values outside PromptFix's own keys have been written since guard_forget. */
size_t guard_write_count(void);

#endif
