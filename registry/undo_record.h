/* The undo record: what a change set found and what it wrote, kept in the hive it changed.
 *
 * One key `Software\PromptFix\Undo\<number>` in the same half, readable in regedit:
 *
 *     State           REG_SZ     pending, applied or undoing; written last, one atomic step
 *     Time, Program   REG_SZ     for people
 *     Changes         REG_DWORD  how many follow
 *     1.Key, 1.Value  REG_SZ     path below the root, and name
 *     1.Before        type and bytes as they were, or, where the value was absent:
 *     1.WasAbsent     REG_DWORD 1
 *     1.After         type and bytes as they will be; missing where the value is deleted
 *     1.Found         in an undo that overrides somebody else's value: what that was, or, where
 *     1.WasGone       REG_DWORD 1 the value was absent; they count only while State is undoing
 *
 * A record without State was never finished, so nothing was changed yet: it is swept away. It is
 * one key without subkeys because the registry deletes such a key in one step.
 */
#ifndef PROMPTFIX_REGISTRY_UNDO_RECORD_H
#define PROMPTFIX_REGISTRY_UNDO_RECORD_H

#include "registry/change_set.h"

enum undo_record_state {
    UNDO_RECORD_INCOMPLETE, /* no State: nothing has been changed for it */
    UNDO_RECORD_PENDING,    /* values are being written */
    UNDO_RECORD_APPLIED,
    UNDO_RECORD_UNDOING, /* values are being put back */
    UNDO_RECORD_DAMAGED, /* a State that is none of these */
};

/* Below either root. */
#define UNDO_RECORDS_KEY "Software\\PromptFix\\Undo"

/* The record with the highest number below `below`; UNDO_RECORD_ANY for all of them.
 * CODE_FILE_NOT_FOUND when there is none. Who holds no lock may see another run delete what is
 * being looked at; then it looks again, and only after several times that is an error,
 * CODE_KEY_DELETED.
 */
#define UNDO_RECORD_ANY UINT32_MAX
error_code undo_record_newest(struct registry *registry, enum registry_root root, uint32_t below,
                              uint32_t *number, enum undo_record_state *state);

/* Writes a new record in the state pending, one number above the newest, and flushes it. On an
 * error no record is left, as far as it can be removed. CODE_INVALID_DATA when the newest has the
 * highest number there is. */
error_code undo_record_write(struct registry *registry, const struct change_set *set,
                             const char *time, const char *program, uint32_t *number);

/* Sets the state (pending, applied or undoing) and flushes. */
error_code undo_record_set_state(struct registry *registry, enum registry_root root,
                                 uint32_t number, enum undo_record_state state);

/* Notes that an undo finds `data` in change number `index` (from 0) of the record, and flushes
 * where that is not the recorded After: should the undo be interrupted, recovery puts back what was
 * really there. The After stays: what somebody else wrote never becomes PromptFix's own. */
error_code undo_record_set_found(struct registry *registry, enum registry_root root,
                                 uint32_t number, size_t index,
                                 const struct registry_change *change,
                                 const struct stored_data *data);

/* Reads a record; `undoing` says that its state is that, and has each After be what the undo found.
 * CODE_INVALID_DATA when a part is missing, of the wrong type, or not permitted, or when one change
 * follows another of the same value. */
error_code undo_record_load(struct registry *registry, enum registry_root root, uint32_t number,
                            bool undoing, change_permitted_function *permitted, struct arena *arena,
                            struct change_set *set);

/* Deletes a record; with it go the keys Undo and PromptFix when nothing else is in them. A failure
 * to remove those is none, nor is one to flush: a record that comes back after a crash is pending
 * or undoing, and recovery sees from the values that it is done with. */
error_code undo_record_delete(struct registry *registry, enum registry_root root, uint32_t number);

#endif
