/* Somebody else changes a value while PromptFix is at it: at every call of a run, every value.
 *
 * What holds: such a change is never overwritten, and the run is taken back or had ended before.
 * The registry has no "write if unchanged", so there is one gap, and it is as small as it can be:
 * a change that falls between the reading of a value and the very next call, the writing of that
 * value, is lost. And recovery cannot tell a value that somebody else gave just the content that
 * the interrupted run wanted from one that this run wrote. */
#include "tests/unit/change_fixture.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct interference {
    struct change_fixture *fixture;
    const struct registry_change *change; /* the value that somebody else writes or deletes */
    bool deletes;
    size_t call;    /* just before this call */
    size_t failing; /* this call fails; 0: none does */
    size_t now;     /* the call that is being made */
    bool happened;
    bool changed; /* what is absent already cannot be deleted */
    bool lost;    /* the call was our own write of that value */
};

static struct interference *current;

static void interfere(void *context, size_t call)
{
    struct interference *interference = context;
    struct registry *registry = interference->fixture->registry;
    const struct registry_change *change = interference->change;
    struct registry_key *key = NULL;
    interference->now = call;
    if (call == interference->failing)
        memory_registry_fail(interference->fixture->memory, 1, CODE_REGISTRY_IO_FAILED, false);
    if (call != interference->call)
        return;
    interference->happened = true;
    interference->changed = true;
    ASSERT_FAST(registry_open(registry, REGISTRY_CURRENT_USER, change->key, REGISTRY_WRITE, &key) ==
                CODE_SUCCESS);
    if (interference->deletes)
        interference->changed = registry_delete_value(key, change->name) == CODE_SUCCESS;
    else
        ASSERT_FAST(registry_write(key, change->name, VALUE_STRING, "else", 4) == CODE_SUCCESS);
    registry_close(key);
}

static bool interfering; /* the call that is made is not PromptFix's */

/* Asked when the call is done, for the callback comes first in it. */
static void note_own_write(const char *name)
{
    if (!interfering && current->now == current->call && strcmp(name, current->change->name) == 0)
        current->lost = true;
}

static error_code noted_write(struct registry_key *key, const char *name, uint32_t type,
                              const void *data, size_t data_size)
{
    error_code code = current->fixture->original_operations.write(key, name, type, data, data_size);
    note_own_write(name);
    return code;
}

static error_code noted_delete_value(struct registry_key *key, const char *name)
{
    error_code code = current->fixture->original_operations.delete_value(key, name);
    note_own_write(name);
    return code;
}

static void interfere_and_say_so(void *context, size_t call)
{
    interfering = true;
    interfere(context, call);
    interfering = false;
}

static void begin(struct interference *interference)
{
    struct change_fixture *fixture = interference->fixture;
    current = interference;
    fixture->operations.write = noted_write;
    fixture->operations.delete_value = noted_delete_value;
    memory_registry_watch_calls(fixture->memory, interfere_and_say_so, interference);
}

static void end(struct interference *interference)
{
    memory_registry_watch_calls(interference->fixture->memory, NULL, NULL);
    memory_registry_fail(interference->fixture->memory, 0, CODE_SUCCESS, false);
    ASSERT_FAST(memory_registry_open_count(interference->fixture->memory) == 0);
}

static struct stored_data read_now(struct registry *registry, const struct registry_change *change,
                                   struct registry_value *value)
{
    struct registry_key *key = NULL;
    struct stored_data now = {0};
    ASSERT_FAST(registry_open(registry, REGISTRY_CURRENT_USER, change->key, REGISTRY_READ, &key) ==
                CODE_SUCCESS);
    ASSERT_FAST(stored_data_read(key, change->name, value, &now) == CODE_SUCCESS);
    registry_close(key);
    return now;
}

/* Somebody else's value is still theirs; all others are old, or all new. */
static bool others_are(const struct interference *interference, bool wanted)
{
    static const struct stored_data foreign = {true, VALUE_STRING, (const uint8_t *)"else", 4};
    static const struct stored_data absent = {0};
    struct change_fixture *fixture = interference->fixture;
    struct registry_value value = {0};
    bool all = true;
    for (size_t i = 0; all && i < FIXTURE_CHANGE_COUNT; i++) {
        const struct registry_change *change = &fixture->changes[i];
        struct stored_data now = read_now(fixture->registry, change, &value);
        const struct stored_data *expected = wanted ? &change->after : &change->before;
        if (change == interference->change && interference->changed && !interference->lost)
            expected = interference->deletes ? &absent : &foreign;
        all = stored_data_equal(&now, expected);
    }
    registry_value_done(&value);
    return all;
}

enum kind { APPLY, UNDO, RECOVER_PENDING, RECOVER_UNDOING };

static void init_kind(struct change_fixture *fixture, enum kind kind)
{
    change_fixture_init(fixture);
    if (kind == APPLY)
        return;
    ASSERT_FAST(change_fixture_apply(fixture).outcome == CHANGE_SET_DONE);
    if (kind == UNDO)
        return;
    /* Half way: what was written first is as wanted, what was to follow is not. */
    bool pending = kind == RECOVER_PENDING;
    for (size_t i = 0; i < 2; i++) {
        const struct registry_change *change = &fixture->changes[pending ? i + 5 : i];
        sample_write(fixture->registry, REGISTRY_CURRENT_USER, change->key, change->name,
                     change->before.type, change->before.bytes, change->before.size);
    }
    sample_text(fixture->registry, REGISTRY_CURRENT_USER, "Software\\PromptFix\\Undo\\1", "State",
                pending ? "pending" : "undoing");
}

/* Returns false when the run made fewer calls than that. */
static bool run_with_interference(enum kind kind, size_t index, bool deletes, size_t call,
                                  size_t failing)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    init_kind(&fixture, kind);
    if (kind == UNDO)
        ASSERT_FAST(change_fixture_load(&fixture, &set, &record) == CODE_SUCCESS);
    struct interference interference = {.fixture = &fixture,
                                        .change = &fixture.changes[index],
                                        .deletes = deletes,
                                        .call = call,
                                        .failing = failing};
    bool torn = false;
    begin(&interference);
    if (kind == APPLY)
        torn = change_fixture_apply(&fixture).outcome == CHANGE_SET_TORN;
    else if (kind == UNDO)
        torn =
            change_set_undo(fixture.registry, &set, record, false, NULL).outcome == CHANGE_SET_TORN;
    else
        torn = change_fixture_recover(&fixture).outcome == RECOVERY_FAILED;
    end(&interference);
    ASSERT_FAST(failing != 0 || kind >= RECOVER_PENDING || !torn);
    if (torn)
        ASSERT_FAST(change_fixture_recover(&fixture).outcome != RECOVERY_FAILED);
    ASSERT_FAST(others_are(&interference, false) || others_are(&interference, true));
    ASSERT_FAST(change_fixture_recover(&fixture).outcome == RECOVERY_NOT_NEEDED);
    change_fixture_done(&fixture);
    return interference.happened;
}

/* To delete this value is what the interrupted run wanted. */
static bool looks_like_own(enum kind kind, size_t index, bool deletes)
{
    return deletes &&
           ((kind == RECOVER_PENDING && index == 4) || (kind == RECOVER_UNDOING && index == 3));
}

START_TEST(nobody_elses_change_is_overwritten)
{
    enum kind kind = (enum kind)_i;
    size_t count = 0;
    for (size_t i = 0; i < (size_t)2 * FIXTURE_CHANGE_COUNT; i++) {
        size_t call = 1;
        if (looks_like_own(kind, i / 2, i % 2 != 0))
            continue;
        while (run_with_interference(kind, i / 2, i % 2 != 0, call, 0))
            call++;
        count += call - 1;
    }
    printf("interference, kind %d: %zu times\n", _i, count);
    ck_assert_uint_gt(count, 560);
}
END_TEST

START_TEST(nobody_elses_change_is_overwritten_while_rolling_back)
{
    size_t count = 0;
    size_t before = 0;
    size_t failing = 0;
    do {
        failing++;
        before = count;
        for (size_t call = failing + 1; run_with_interference(
                 (enum kind)_i, failing % FIXTURE_CHANGE_COUNT, false, call, failing);
             call++)
            count++;
    } while (count > before || failing < 150); /* reading the record comes before the first write */
    printf("interference with a fault before, kind %d: %zu times\n", _i, count);
    ck_assert_uint_gt(count, _i < RECOVER_PENDING ? 300 : 30);
}
END_TEST

Suite *change_interference_suite(void);

Suite *change_interference_suite(void)
{
    Suite *suite = suite_create("change_interference");
    TCase *tests = tcase_create("change_interference");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, nobody_elses_change_is_overwritten, 0, RECOVER_UNDOING + 1);
    tcase_add_loop_test(tests, nobody_elses_change_is_overwritten_while_rolling_back, 0,
                        RECOVER_UNDOING + 1);
    suite_add_tcase(suite, tests);
    return suite;
}
