#include "registry/change_set.h"

#include "registry/undo_record.h"
#include "registry/write_steps.h"

static struct change_result failed_at(enum change_outcome outcome, error_code code,
                                      const struct registry_change *change)
{
    return (struct change_result){
        .outcome = outcome,
        .code = code,
        .key = change != NULL ? change->key : NULL,
        .name = change != NULL ? change->name : NULL,
    };
}

/* Step 1 of the protocol: opens every key for writing and reads every value again. */
static struct change_result prepare(struct registry *registry, struct change_set *set,
                                    struct write_steps *steps)
{
    for (size_t i = 0; i < set->count; i++) {
        struct registry_change *change = &set->changes[i];
        struct write_step *step = NULL;
        struct stored_data now = {0};
        error_code code = write_steps_add(steps, registry, set->root, change, &step);
        if (code == CODE_SUCCESS) {
            step->from = change->before;
            step->to = change->after;
            code = stored_data_read(step->key, change->name, &steps->scratch, &now);
        }
        if (code == CODE_FILE_NOT_FOUND ||
            (code == CODE_SUCCESS && !stored_data_equal(&now, &change->before))) {
            change->state = CHANGE_CONFLICT;
            return failed_at(CHANGE_SET_STALE, code, change);
        }
        if (code != CODE_SUCCESS)
            return failed_at(write_steps_refusal(code), code, change);
    }
    return (struct change_result){.outcome = CHANGE_SET_DONE};
}

struct change_result change_set_apply(struct registry *registry, struct change_set *set,
                                      const char *time, const char *program,
                                      struct change_observer *observer)
{
    struct write_steps steps = {0};
    uint32_t record = 0;

    if (set->count == 0)
        return (struct change_result){.outcome = CHANGE_SET_DONE};
    if (set->count > CHANGE_SET_LIMIT)
        return failed_at(CHANGE_SET_ROLLED_BACK, CODE_IMPLEMENTATION_LIMIT, NULL);
    error_code code = write_steps_init(&steps, set->count);
    if (code != CODE_SUCCESS)
        return failed_at(CHANGE_SET_ROLLED_BACK, code, NULL);

    struct change_result result = prepare(registry, set, &steps);
    if (result.outcome != CHANGE_SET_DONE)
        goto out;
    code = undo_record_write(registry, set, time, program, &record);
    if (code != CODE_SUCCESS) {
        result = failed_at(write_steps_refusal(code), code, NULL);
        result.key = UNDO_RECORDS_KEY;
        goto out;
    }
    result = write_steps_run(&steps);
    if (result.outcome == CHANGE_SET_DONE) {
        if (observer != NULL)
            observer->made(observer, set->root);
        code = undo_record_set_state(registry, set->root, record, UNDO_RECORD_APPLIED);
        if (code != CODE_SUCCESS) {
            /* The mark may have been made all the same. A record that says "applied" would keep
             * recovery from finishing what the way back leaves undone. */
            (void)undo_record_set_state(registry, set->root, record, UNDO_RECORD_PENDING);
            result = write_steps_take_back(&steps, code);
            result.key = UNDO_RECORDS_KEY;
            if (observer != NULL && result.outcome == CHANGE_SET_ROLLED_BACK)
                observer->taken_back(observer, set->root);
        }
    }
    /* A torn set keeps its pending record: the next run puts back the rest. A record that cannot
     * be deleted now is found by the next run too, which sees that all is as it was. */
    if (result.outcome == CHANGE_SET_ROLLED_BACK)
        (void)undo_record_delete(registry, set->root, record);
out:
    write_steps_done(&steps);
    return result;
}
