/* Writes to several values that hold together: all, or all put back.
 *
 * Applying, undoing and recovering are the same movement in different directions: from what is
 * there to what shall be. This is that movement, and its way back.
 */
#ifndef PROMPTFIX_REGISTRY_WRITE_STEPS_H
#define PROMPTFIX_REGISTRY_WRITE_STEPS_H

#include "registry/change_set.h"

struct write_step {
    struct registry_change *change; /* whose key, name and state this is about */
    struct registry_key *key;       /* open for writing */
    bool shares_key;                /* the key is that of the step before */
    struct stored_data from;
    struct stored_data to;
};

struct write_steps {
    struct write_step *steps;
    size_t count;
    struct registry_value scratch; /* for reading back */
};

/* What an error means as long as nothing has been written: a key that this account may not write is
 * CHANGE_SET_NO_RIGHTS, anything else leaves all as it was. */
enum change_outcome write_steps_refusal(error_code code);

/* Room for `capacity` steps. CODE_NOT_ENOUGH_MEMORY. */
error_code write_steps_init(struct write_steps *steps, size_t capacity);

/* Closes all keys. */
void write_steps_done(struct write_steps *steps);

/* Adds a step for `change` and opens its key for writing, or shares the last step's key if that is
 * the same. `from` and `to` are empty until the caller sets them. Errors of registry_open; no step
 * is added then. */
error_code write_steps_add(struct write_steps *steps, struct registry *registry,
                           enum registry_root root, struct registry_change *change,
                           struct write_step **step);

/* Takes the last step away again. */
void write_steps_drop_last(struct write_steps *steps);

/* Writes every `to`, flushes, reads back. A value that is no longer `from` right before it is
 * written counts as failed (CODE_RETRY); one whose `from` and `to` are equal is not written. If
 * anything fails, puts back what was written, in reverse order. CHANGE_SET_DONE (each change is
 * CHANGE_APPLIED), CHANGE_SET_ROLLED_BACK or CHANGE_SET_TORN. */
struct change_result write_steps_run(struct write_steps *steps);

/* Puts back every `from` after a run that went well, because something behind it failed with
 * `code`. CHANGE_SET_ROLLED_BACK or CHANGE_SET_TORN. */
struct change_result write_steps_take_back(struct write_steps *steps, error_code code);

#endif
