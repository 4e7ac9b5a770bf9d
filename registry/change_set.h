/* Changes to the registry that are made all or not at all, and can be taken back.
 *
 * A change set belongs to one half: HKCU of this user, or HKLM of this machine. Applying it first
 * writes down, in the same half, what was there and what will be (undo_record.h), then writes,
 * reads back, and puts everything back if any step fails. A run that is ended between two steps
 * leaves a pending record, which the next run finishes or rolls back before anything else.
 *
 * The caller holds the half's lock (registry_lock) around each of these calls.
 */
#ifndef PROMPTFIX_REGISTRY_CHANGE_SET_H
#define PROMPTFIX_REGISTRY_CHANGE_SET_H

#include "registry/arena.h"
#include "registry/stored_data.h"

/* More changes than any fix makes; a record that says that it holds more is damaged. */
enum { CHANGE_SET_LIMIT = 65536 };

enum change_state {
    CHANGE_PLANNED,     /* not carried out, or not needed any more */
    CHANGE_APPLIED,     /* written and read back */
    CHANGE_ROLLED_BACK, /* written, then put back, because a step failed */
    CHANGE_FAILED,      /* could not be carried out or put back */
    CHANGE_CONFLICT,    /* somebody else changed the value: left alone */
};

struct registry_change {
    const char *key;  /* path below the half's root */
    const char *name; /* of the value */
    struct stored_data before;
    struct stored_data after;
    enum change_state state;
};

struct change_set {
    enum registry_root root; /* which half */
    struct registry_change *changes;
    size_t count;
};

enum change_outcome {
    CHANGE_SET_DONE,        /* all changes hold; also when there was none to make */
    CHANGE_SET_NO_RIGHTS,   /* a key may not be written by this account; nothing was written */
    CHANGE_SET_STALE,       /* a value is not what `before` says: nothing was written, look again */
    CHANGE_SET_ROLLED_BACK, /* a step failed; everything is as it was */
    CHANGE_SET_TORN, /* a step failed and not all could be put back: the record stays pending */
};

/* What happened, where, and why. */
struct change_result {
    enum change_outcome outcome;
    error_code code;          /* of the step that failed, else CODE_SUCCESS */
    error_code rollback_code; /* of the putting back, where that failed too */
    const char *key;          /* what the failed step was at: path below the root; NULL if none */
    const char *name;         /* the value, NULL if the key itself */
    size_t conflict_count;    /* undo: values left alone because somebody changed them */
};

/* Which changes an undo record may hold. A record is only as trustworthy as the hive it lies in:
 * what PromptFix would not have written itself, where and from what to what, is not restored from
 * it (the record counts as damaged). */
typedef bool change_permitted_function(enum registry_root root,
                                       const struct registry_change *change);

/* Who has something else to do for a half whose values were changed. `made` is called when the
 * values are written and read back, but while the record does not yet say so: whoever is ended
 * between the two is recovered by the next run, which calls it again. `taken_back` is called when
 * all is put back after that, because the record could not be brought up to date. */
struct change_observer {
    void (*made)(struct change_observer *observer, enum registry_root root);
    void (*taken_back)(struct change_observer *observer, enum registry_root root);
};

/* Applies a change set and sets each change's state. `time` and `program` are kept in the record
 * for people who read it. An empty set is CHANGE_SET_DONE and writes nothing; one of more than
 * CHANGE_SET_LIMIT changes is CHANGE_SET_ROLLED_BACK with CODE_IMPLEMENTATION_LIMIT and writes
 * nothing. `observer` may be NULL, here and below. */
struct change_result change_set_apply(struct registry *registry, struct change_set *set,
                                      const char *time, const char *program,
                                      struct change_observer *observer);

/* Loads the newest applied record of a half, for change_set_undo or to show what that would do:
 * `set` gets its changes as recorded, all CHANGE_PLANNED, memory from `arena`, and `*record` its
 * number. CODE_FILE_NOT_FOUND when there is none; CODE_INVALID_DATA for a damaged record, with
 * `*record` set; else what the registry says. */
error_code change_set_load_undo(struct registry *registry, enum registry_root root,
                                change_permitted_function *permitted, struct arena *arena,
                                struct change_set *set, uint32_t *record);

/* Looks which changes of a loaded record an undo with the same `force` would put back now:
 * CHANGE_CONFLICT for those it would leave alone, else CHANGE_PLANNED. Writes nothing.
 * CHANGE_SET_DONE, or CHANGE_SET_ROLLED_BACK with the code of the failed read. */
struct change_result change_set_review_undo(struct registry *registry, struct change_set *set,
                                            bool force);

/* Puts back what a loaded record holds: all `before` contents, all or nothing. Values that somebody
 * else changed since are left alone (CHANGE_CONFLICT) unless `force`; a value whose key is gone is
 * left alone always. The record is deleted when no conflict is left or `force` was given. */
struct change_result change_set_undo(struct registry *registry, struct change_set *set,
                                     uint32_t record, bool force, struct change_observer *observer);

enum recovery_outcome {
    RECOVERY_NOT_NEEDED,  /* no interrupted run */
    RECOVERY_FINISHED,    /* every change had been made (or taken back): only the record was late */
    RECOVERY_ROLLED_BACK, /* what the interrupted run had begun has been taken back */
    RECOVERY_FAILED,      /* see the error; nothing else may be changed in this half */
};

struct recovery_result {
    enum recovery_outcome outcome;
    error_code code;
    uint32_t record;
    size_t conflict_count; /* values that somebody else has changed since: left alone */
};

/* Is there an interrupted run? One that ended before it changed a value is none. Reads only:
 * `*pending` tells. CODE_INVALID_DATA for a record whose state means nothing, else errors as the
 * registry's. */
error_code change_set_find_pending(struct registry *registry, enum registry_root root,
                                   bool *pending);

/* Finishes or rolls back an interrupted run. Whatever comes of it, values may have been different
 * in between: `made` is called for both. */
struct recovery_result change_set_recover(struct registry *registry, enum registry_root root,
                                          change_permitted_function *permitted,
                                          struct change_observer *observer);

#endif
