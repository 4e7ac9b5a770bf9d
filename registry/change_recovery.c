/* Recovery: what a run that was ended between two steps has left is finished or taken back.
 *
 * The record's state says which way the run was going, the values say how far it came. Where every
 * value holds what that run wanted, only the record was late, and it is brought up to date. Where
 * not, the run is taken back: its values become what they were before it, its record too. Values
 * that are neither are somebody else's and stay. */
#include "registry/change_set.h"

#include "registry/undo_record.h"
#include "registry/write_steps.h"

error_code change_set_find_pending(struct registry *registry, enum registry_root root,
                                   bool *pending)
{
    uint32_t number = 0;
    enum undo_record_state state = UNDO_RECORD_INCOMPLETE;
    error_code code = undo_record_newest(registry, root, UNDO_RECORD_ANY, &number, &state);
    if (code == CODE_FILE_NOT_FOUND)
        code = CODE_SUCCESS;
    if (code == CODE_SUCCESS && state == UNDO_RECORD_DAMAGED)
        code = CODE_INVALID_DATA;
    if (code == CODE_SUCCESS)
        *pending = state == UNDO_RECORD_PENDING || state == UNDO_RECORD_UNDOING;
    return code;
}

/* How far an interrupted run came. */
struct progress {
    size_t wanted_count; /* values that hold what the run wanted; a step for each is prepared */
    size_t other_count;  /* values that hold something else, or whose key is gone */
};

/* Adds a step back for every value that the run had reached. */
static error_code survey(struct registry *registry, struct change_set *set, bool undoing,
                         struct write_steps *steps, struct progress *progress)
{
    for (size_t i = 0; i < set->count; i++) {
        struct registry_change *change = &set->changes[i];
        struct write_step *step = NULL;
        struct stored_data now = {0};
        error_code code = write_steps_add(steps, registry, set->root, change, &step);
        if (code == CODE_FILE_NOT_FOUND) {
            progress->other_count++;
            continue;
        }
        if (code != CODE_SUCCESS)
            return code;
        step->from = undoing ? change->before : change->after;
        step->to = undoing ? change->after : change->before;
        code = stored_data_read(step->key, change->name, &steps->scratch, &now);
        if (code != CODE_SUCCESS)
            return code;
        bool as_wanted = stored_data_equal(&now, &step->from);
        progress->wanted_count += as_wanted;
        progress->other_count += !as_wanted && !stored_data_equal(&now, &step->to);
        if (!as_wanted)
            write_steps_drop_last(steps);
    }
    return CODE_SUCCESS;
}

static struct recovery_result failed(error_code code, uint32_t record)
{
    return (struct recovery_result){.outcome = RECOVERY_FAILED, .code = code, .record = record};
}

static struct recovery_result resume(struct registry *registry, struct change_set *set,
                                     uint32_t record, bool undoing,
                                     struct change_observer *observer)
{
    struct write_steps steps = {0};
    struct progress progress = {0};
    struct recovery_result result = {.outcome = RECOVERY_FINISHED, .record = record};

    error_code code = write_steps_init(&steps, set->count);
    if (code == CODE_SUCCESS)
        code = survey(registry, set, undoing, &steps, &progress);
    bool finished = progress.wanted_count == set->count;
    if (code == CODE_SUCCESS && !finished) {
        result.outcome = RECOVERY_ROLLED_BACK;
        result.conflict_count = progress.other_count;
        code = write_steps_run(&steps).code;
    }
    if (code == CODE_SUCCESS && observer != NULL)
        observer->made(observer, set->root);
    if (code == CODE_SUCCESS)
        code = undoing == finished
                   ? undo_record_delete(registry, set->root, record)
                   : undo_record_set_state(registry, set->root, record, UNDO_RECORD_APPLIED);
    if (code != CODE_SUCCESS)
        result = failed(code, record);
    write_steps_done(&steps);
    return result;
}

struct recovery_result change_set_recover(struct registry *registry, enum registry_root root,
                                          change_permitted_function *permitted,
                                          struct change_observer *observer)
{
    struct recovery_result result = {.outcome = RECOVERY_NOT_NEEDED};
    struct arena arena = {0};
    struct change_set set = {0};
    enum undo_record_state state = UNDO_RECORD_DAMAGED;

    error_code code = undo_record_newest(registry, root, UNDO_RECORD_ANY, &result.record, &state);
    if (code == CODE_FILE_NOT_FOUND)
        return result;
    if (code != CODE_SUCCESS)
        return failed(code, 0);
    if (state == UNDO_RECORD_APPLIED)
        return result;
    if (state == UNDO_RECORD_DAMAGED)
        return failed(CODE_INVALID_DATA, result.record);
    if (state == UNDO_RECORD_INCOMPLETE) {
        code = undo_record_delete(registry, root, result.record);
        return code == CODE_SUCCESS ? result : failed(code, result.record);
    }
    const bool undoing = state == UNDO_RECORD_UNDOING;
    code = undo_record_load(registry, root, result.record, undoing, permitted, &arena, &set);
    if (code == CODE_SUCCESS)
        result = resume(registry, &set, result.record, undoing, observer);
    else
        result = failed(code, result.record);
    arena_done(&arena);
    return result;
}
