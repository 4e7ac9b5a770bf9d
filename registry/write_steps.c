#include "registry/write_steps.h"

#include <stdlib.h>
#include <string.h>

enum change_outcome write_steps_refusal(error_code code)
{
    return code == CODE_ACCESS_DENIED ? CHANGE_SET_NO_RIGHTS : CHANGE_SET_ROLLED_BACK;
}

error_code write_steps_init(struct write_steps *steps, size_t capacity)
{
    struct write_step *memory = calloc(capacity > 0 ? capacity : 1, sizeof *memory);
    if (memory == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    *steps = (struct write_steps){.steps = memory};
    return CODE_SUCCESS;
}

void write_steps_done(struct write_steps *steps)
{
    while (steps->count > 0)
        write_steps_drop_last(steps);
    free(steps->steps);
    registry_value_done(&steps->scratch);
    *steps = (struct write_steps){0};
}

error_code write_steps_add(struct write_steps *steps, struct registry *registry,
                           enum registry_root root, struct registry_change *change,
                           struct write_step **step)
{
    struct write_step *next = &steps->steps[steps->count];
    struct write_step added = {.change = change};
    if (steps->count > 0 && strcmp(next[-1].change->key, change->key) == 0) {
        added.key = next[-1].key;
        added.shares_key = true;
    } else {
        error_code code = registry_open(registry, root, change->key, REGISTRY_WRITE, &added.key);
        if (code != CODE_SUCCESS)
            return code;
    }
    *next = added;
    *step = next;
    steps->count++;
    return CODE_SUCCESS;
}

void write_steps_drop_last(struct write_steps *steps)
{
    struct write_step *last = &steps->steps[--steps->count];
    if (!last->shares_key)
        registry_close(last->key);
}

static error_code flush_all(struct write_steps *steps, size_t count)
{
    error_code first = CODE_SUCCESS;
    for (size_t i = 0; i < count; i++) {
        if (steps->steps[i].shares_key)
            continue;
        error_code code = registry_flush(steps->steps[i].key);
        if (first == CODE_SUCCESS)
            first = code;
    }
    return first;
}

/* Puts one step back. What somebody else wrote over it meanwhile is left alone. */
static error_code put_back(struct write_step *step, struct registry_value *scratch)
{
    const char *name = step->change->name;
    struct stored_data now = {0};
    error_code code = stored_data_read(step->key, name, scratch, &now);
    if (code == CODE_SUCCESS && stored_data_equal(&now, &step->from)) {
        step->change->state = CHANGE_ROLLED_BACK;
        return CODE_SUCCESS;
    }
    if (code == CODE_SUCCESS && !stored_data_equal(&now, &step->to)) {
        step->change->state = CHANGE_CONFLICT;
        return CODE_SUCCESS;
    }
    /* Ours, or it cannot be read: a moment ago it was ours. */
    code = stored_data_write(step->key, name, &step->from);
    if (code == CODE_SUCCESS)
        code = stored_data_read(step->key, name, scratch, &now);
    if (code == CODE_SUCCESS && !stored_data_equal(&now, &step->from))
        code = CODE_REGISTRY_IO_FAILED;
    step->change->state = code == CODE_SUCCESS ? CHANGE_ROLLED_BACK : CHANGE_FAILED;
    return code;
}

static void roll_back(struct write_steps *steps, size_t count, struct change_result *result)
{
    result->rollback_code = CODE_SUCCESS;
    for (size_t i = count; i-- > 0;) {
        error_code code = put_back(&steps->steps[i], &steps->scratch);
        if (result->rollback_code == CODE_SUCCESS)
            result->rollback_code = code;
    }
    for (size_t i = 0; i < steps->count; i++)
        if (steps->steps[i].change->state == CHANGE_CONFLICT)
            result->conflict_count++;
    error_code code = flush_all(steps, count);
    if (result->rollback_code == CODE_SUCCESS)
        result->rollback_code = code;
    result->outcome =
        result->rollback_code == CODE_SUCCESS ? CHANGE_SET_ROLLED_BACK : CHANGE_SET_TORN;
}

/* Between the first look at the values and this one lies the writing of the record. Each value is
 * read again right before it is written, so that nobody's change is lost in that time. Stops at the
 * first step that fails and leaves its index in `*at`. `*written` counts the steps to put back; a
 * write that failed may have been made all the same. */
static error_code write_all(struct write_steps *steps, size_t *at, size_t *written)
{
    for (*at = 0; *at < steps->count; ++*at) {
        const struct write_step *step = &steps->steps[*at];
        struct stored_data now = {0};
        *written = *at;
        error_code code = stored_data_read(step->key, step->change->name, &steps->scratch, &now);
        if (code != CODE_SUCCESS)
            return code;
        if (!stored_data_equal(&now, &step->from)) {
            step->change->state = CHANGE_CONFLICT;
            return CODE_RETRY;
        }
        *written = *at + 1;
        if (!stored_data_equal(&step->from, &step->to))
            code = stored_data_write(step->key, step->change->name, &step->to);
        if (code != CODE_SUCCESS)
            return code;
    }
    return CODE_SUCCESS;
}

/* Stops at the first value that does not hold what was written, and leaves its index in `*at`. */
static error_code read_back_all(struct write_steps *steps, size_t *at)
{
    error_code code = CODE_SUCCESS;
    for (*at = 0; *at < steps->count; ++*at) {
        const struct write_step *step = &steps->steps[*at];
        struct stored_data now = {0};
        code = stored_data_read(step->key, step->change->name, &steps->scratch, &now);
        if (code == CODE_SUCCESS && !stored_data_equal(&now, &step->to))
            code = CODE_REGISTRY_IO_FAILED;
        if (code != CODE_SUCCESS)
            break;
        step->change->state = CHANGE_APPLIED;
    }
    return code;
}

struct change_result write_steps_run(struct write_steps *steps)
{
    struct change_result result = {.outcome = CHANGE_SET_DONE};
    size_t failed = steps->count;
    size_t written = 0;

    result.code = write_all(steps, &failed, &written);
    if (result.code == CODE_SUCCESS)
        result.code = flush_all(steps, steps->count);
    if (result.code == CODE_SUCCESS)
        result.code = read_back_all(steps, &failed);
    if (result.code == CODE_SUCCESS)
        return result;

    if (failed < steps->count) {
        result.key = steps->steps[failed].change->key;
        result.name = steps->steps[failed].change->name;
    }
    roll_back(steps, written, &result);
    return result;
}

struct change_result write_steps_take_back(struct write_steps *steps, error_code code)
{
    struct change_result result = {.code = code};
    roll_back(steps, steps->count, &result);
    return result;
}
