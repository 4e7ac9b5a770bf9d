/* The way back: putting back what the newest applied record holds (see change_set.h). */
#include "registry/change_set.h"

#include "registry/undo_record.h"
#include "registry/write_steps.h"

error_code change_set_load_undo(struct registry *registry, enum registry_root root,
                                change_permitted_function *permitted, struct arena *arena,
                                struct change_set *set, uint32_t *record)
{
    uint32_t newest = 0;
    enum undo_record_state state = UNDO_RECORD_DAMAGED;
    error_code code = undo_record_newest(registry, root, UNDO_RECORD_ANY, &newest, &state);
    while (code == CODE_SUCCESS && state == UNDO_RECORD_INCOMPLETE)
        code = undo_record_newest(registry, root, newest, &newest, &state);
    if (code != CODE_SUCCESS)
        return code;
    *record = newest;
    if (state != UNDO_RECORD_APPLIED)
        return CODE_INVALID_DATA; /* recovery comes first and leaves no other state */
    return undo_record_load(registry, root, newest, false, permitted, arena, set);
}

/* Decides what one opened step has to do, by what its value holds now: `*needed` is false where
 * that is somebody else's and stays so. */
static error_code judge_step(struct write_step *step, struct registry_value *scratch, bool force,
                             struct arena *arena, bool *needed)
{
    struct registry_change *change = step->change;
    struct stored_data now = {0};
    error_code code = stored_data_read(step->key, change->name, scratch, &now);
    if (code != CODE_SUCCESS)
        return code;

    step->to = change->before;
    if (stored_data_equal(&now, &change->before)) {
        step->from = change->before; /* it is back already */
    } else if (stored_data_equal(&now, &change->after)) {
        step->from = change->after;
    } else if (!force) {
        change->state = CHANGE_CONFLICT;
        *needed = false;
        return CODE_SUCCESS;
    } else if (now.present) {
        code = stored_data_copy(arena, scratch, &step->from);
    }
    *needed = true;
    return code;
}

static struct change_result prepare(struct registry *registry, struct change_set *set, bool force,
                                    struct arena *arena, struct write_steps *steps)
{
    struct change_result result = {.outcome = CHANGE_SET_DONE};
    for (size_t i = 0; i < set->count; i++) {
        struct registry_change *change = &set->changes[i];
        struct write_step *step = NULL;
        bool needed = false;
        error_code code = write_steps_add(steps, registry, set->root, change, &step);
        if (code == CODE_FILE_NOT_FOUND) {
            change->state = CHANGE_CONFLICT; /* its key is gone: there is nothing to mend */
            result.conflict_count++;
            continue;
        }
        if (code == CODE_SUCCESS) {
            code = judge_step(step, &steps->scratch, force, arena, &needed);
            if (!needed)
                write_steps_drop_last(steps);
        }
        if (change->state == CHANGE_CONFLICT)
            result.conflict_count++;
        if (code != CODE_SUCCESS) {
            result.outcome = write_steps_refusal(code);
            result.code = code;
            result.key = change->key;
            result.name = change->name;
            return result;
        }
    }
    return result;
}

/* Notes in the record what the values really start from, then marks it. */
static error_code mark_undoing(struct registry *registry, const struct change_set *set,
                               uint32_t record, const struct write_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        const struct write_step *step = &steps->steps[i];
        error_code code =
            undo_record_set_found(registry, set->root, record,
                                  (size_t)(step->change - set->changes), step->change, &step->from);
        if (code != CODE_SUCCESS)
            return code;
    }
    return undo_record_set_state(registry, set->root, record, UNDO_RECORD_UNDOING);
}

/* Writes the values; then the record is kept for another undo, or deleted. */
static struct change_result carry_out(struct registry *registry, struct write_steps *steps,
                                      enum registry_root root, uint32_t record, bool keep,
                                      struct change_observer *observer)
{
    struct change_result result = write_steps_run(steps);
    if (result.outcome != CHANGE_SET_DONE)
        return result;
    if (steps->count == 0)
        observer = NULL; /* there was nothing to put back */
    if (observer != NULL)
        observer->made(observer, root);
    error_code code = keep ? undo_record_set_state(registry, root, record, UNDO_RECORD_APPLIED)
                           : undo_record_delete(registry, root, record);
    if (code != CODE_SUCCESS) {
        /* The mark may have been made all the same, and would keep recovery from its work. */
        (void)undo_record_set_state(registry, root, record, UNDO_RECORD_UNDOING);
        result = write_steps_take_back(steps, code);
        result.key = UNDO_RECORDS_KEY;
        if (observer != NULL && result.outcome == CHANGE_SET_ROLLED_BACK)
            observer->taken_back(observer, root);
    }
    return result;
}

struct change_result change_set_undo(struct registry *registry, struct change_set *set,
                                     uint32_t record, bool force, struct change_observer *observer)
{
    struct write_steps steps = {0};
    struct arena arena = {0};
    struct change_result result = {.outcome = CHANGE_SET_ROLLED_BACK};

    result.code = write_steps_init(&steps, set->count);
    if (result.code != CODE_SUCCESS)
        return result;
    result = prepare(registry, set, force, &arena, &steps);
    if (result.outcome != CHANGE_SET_DONE)
        goto out;

    size_t conflict_count = result.conflict_count;
    error_code code = mark_undoing(registry, set, record, &steps);
    if (code == CODE_SUCCESS) {
        result =
            carry_out(registry, &steps, set->root, record, conflict_count > 0 && !force, observer);
        result.conflict_count += conflict_count;
    } else {
        result.outcome = write_steps_refusal(code);
        result.code = code;
        result.key = UNDO_RECORDS_KEY;
    }
    /* If this fails too, recovery sees from the values that the undo was rolled back. */
    if (result.outcome == CHANGE_SET_ROLLED_BACK)
        (void)undo_record_set_state(registry, set->root, record, UNDO_RECORD_APPLIED);
out:
    write_steps_done(&steps);
    arena_done(&arena);
    return result;
}

struct change_result change_set_review_undo(struct registry *registry, struct change_set *set,
                                            bool force)
{
    struct change_result result = {.outcome = CHANGE_SET_DONE};
    struct registry_value scratch = {0};

    for (size_t i = 0; result.code == CODE_SUCCESS && i < set->count; i++) {
        struct registry_change *change = &set->changes[i];
        struct registry_key *key = NULL;
        struct stored_data now = {0};
        error_code code = registry_open(registry, set->root, change->key, REGISTRY_READ, &key);
        if (code == CODE_SUCCESS)
            code = stored_data_read(key, change->name, &scratch, &now);
        registry_close(key);
        if (code == CODE_FILE_NOT_FOUND ||
            (code == CODE_SUCCESS && !force && !stored_data_equal(&now, &change->before) &&
             !stored_data_equal(&now, &change->after))) {
            change->state = CHANGE_CONFLICT;
            result.conflict_count++;
        } else if (code != CODE_SUCCESS) {
            result = (struct change_result){.outcome = CHANGE_SET_ROLLED_BACK,
                                            .code = code,
                                            .key = change->key,
                                            .name = change->name};
        }
    }
    registry_value_done(&scratch);
    return result;
}
