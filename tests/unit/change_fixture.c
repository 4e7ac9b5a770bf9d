#include "tests/unit/change_fixture.h"

#include "tests/unit/sample_registry.h"

#include <stdlib.h>
#include <string.h>

#define KEY_A "Software\\Fixture\\A"
#define KEY_B "Software\\Fixture\\B\\Below"
#define KEY_C "Software\\Fixture\\C"

/* In the order of the set: two neighbours in one key, other keys between, a key that comes again;
 * a value to be made, one to be deleted, an empty one, one with an odd number of bytes. */
static const struct registry_change plan[FIXTURE_CHANGE_COUNT] = {
    {KEY_A,
     "00036627",
     {true, VALUE_BINARY, (const uint8_t *)"\1\0\0", 4},
     {true, VALUE_BINARY, (const uint8_t *)"\2\0\0", 4},
     CHANGE_PLANNED},
    {KEY_A,
     "00036601",
     {true, VALUE_BINARY, (const uint8_t *)"\x8c\x11\0", 4},
     {true, VALUE_BINARY, (const uint8_t *)"\x84\x11\0", 4},
     CHANGE_PLANNED},
    {KEY_B,
     "Level",
     {true, VALUE_DWORD, (const uint8_t *)"\1\0\0", 4},
     {true, VALUE_DWORD, (const uint8_t *)"\3\0\0", 4},
     CHANGE_PLANNED},
    {KEY_B, "Made", {0}, {true, VALUE_DWORD, (const uint8_t *)"\3\0\0", 4}, CHANGE_PLANNED},
    {KEY_A, "Deleted", {true, VALUE_STRING, (const uint8_t *)"a\0b", 3}, {0}, CHANGE_PLANNED},
    {KEY_C,
     "Empty",
     {true, VALUE_NONE, NULL, 0},
     {true, VALUE_QWORD, (const uint8_t *)"\7", 1},
     CHANGE_PLANNED},
    {KEY_C,
     "",
     {true, 0x12345, (const uint8_t *)"\xff\xfe\x00\xd8", 4},
     {true, VALUE_MULTI_STRING, NULL, 0},
     CHANGE_PLANNED},
};

static const error_code fault_codes[FAULT_CODE_COUNT] = {
    CODE_REGISTRY_IO_FAILED, CODE_ACCESS_DENIED,       CODE_KEY_DELETED,
    CODE_MORE_DATA,          CODE_NO_SYSTEM_RESOURCES, CODE_NOT_ENOUGH_MEMORY,
};

/* The operations below are those of the memory store with one more way to fail. A fixture finds
 * itself by its registry. */
static struct change_fixture *current;

static error_code answer(error_code code)
{
    if (code != CODE_SUCCESS || current->late_call == 0 || --current->late_call > 0)
        return code;
    return current->late_code;
}

static error_code late_write(struct registry_key *key, const char *name, uint32_t type,
                             const void *data, size_t data_size)
{
    return answer(current->original_operations.write(key, name, type, data, data_size));
}

static error_code late_delete_value(struct registry_key *key, const char *name)
{
    return answer(current->original_operations.delete_value(key, name));
}

static error_code late_flush(struct registry_key *key)
{
    return answer(current->original_operations.flush(key));
}

static error_code late_create(struct registry *registry, enum registry_root root,
                              struct registry_key *parent, const char *path,
                              struct registry_key **key)
{
    struct registry_key *made = NULL;
    error_code code =
        answer(current->original_operations.create(registry, root, parent, path, &made));
    if (code == CODE_SUCCESS)
        *key = made;
    else
        registry_close(made);
    return code;
}

void change_fixture_fail_late(struct change_fixture *fixture, size_t call, error_code code)
{
    fixture->late_call = call;
    fixture->late_code = code;
}

void change_fixture_plan(struct change_fixture *fixture)
{
    memcpy(fixture->changes, plan, sizeof plan);
    fixture->set = (struct change_set){
        .root = REGISTRY_CURRENT_USER, .changes = fixture->changes, .count = FIXTURE_CHANGE_COUNT};
}

static void put(struct registry *registry, const struct registry_change *change,
                const struct stored_data *data)
{
    if (data->present)
        sample_write(registry, REGISTRY_CURRENT_USER, change->key, change->name, data->type,
                     data->bytes, data->size);
    else
        sample_delete(registry, REGISTRY_CURRENT_USER, change->key, change->name);
}

static void fill(struct registry *registry)
{
    sample_text(registry, REGISTRY_CURRENT_USER, KEY_A, "Neighbour", "stays");
    sample_key(registry, REGISTRY_CURRENT_USER, KEY_B "\\Deeper");
    sample_level(registry, 1);
    sample_key(registry, REGISTRY_LOCAL_MACHINE, "SOFTWARE");
    for (size_t i = 0; i < FIXTURE_CHANGE_COUNT; i++)
        if (plan[i].before.present)
            put(registry, &plan[i], &plan[i].before);
}

enum { DUMP_SIZE = 8192 };

/* The store as it is made, and as it shall become: dumped once for all fixtures. */
static char original[DUMP_SIZE];
static char wanted[DUMP_SIZE];

static void dump_into(char text[DUMP_SIZE], struct registry *registry)
{
    char *dump = sample_dump(registry, true);
    size_t size = strlen(dump) + 1;
    ASSERT_FAST(size <= DUMP_SIZE);
    memcpy(text, dump, size);
    free(dump);
}

static void make_dumps(void)
{
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    fill(registry);
    dump_into(original, registry);
    for (size_t i = 0; i < FIXTURE_CHANGE_COUNT; i++)
        put(registry, &plan[i], &plan[i].after);
    dump_into(wanted, registry);
    ck_assert_str_ne(original, wanted);
    memory_registry_free(memory);
}

void change_fixture_init(struct change_fixture *fixture)
{
    if (original[0] == '\0')
        make_dumps();
    *fixture = (struct change_fixture){.memory = sample_registry_create()};
    fixture->registry = memory_registry_interface(fixture->memory);
    fill(fixture->registry);
    change_fixture_plan(fixture);

    fixture->original_operations = *fixture->registry->operations;
    fixture->operations = fixture->original_operations;
    fixture->operations.create = late_create;
    fixture->operations.write = late_write;
    fixture->operations.delete_value = late_delete_value;
    fixture->operations.flush = late_flush;
    fixture->registry->operations = &fixture->operations;
    current = fixture;
}

void change_fixture_done(struct change_fixture *fixture)
{
    ASSERT_FAST(memory_registry_open_count(fixture->memory) == 0);
    memory_registry_free(fixture->memory);
    arena_done(&fixture->arena);
    current = NULL;
}

struct change_result change_fixture_apply(struct change_fixture *fixture)
{
    return change_set_apply(fixture->registry, &fixture->set, "2026-11-22T10:00:00Z",
                            "promptfix 0.1.0", NULL);
}

bool change_fixture_permits(enum registry_root root, const struct registry_change *change)
{
    static const char below[] = "Software\\Fixture\\";
    return root == REGISTRY_CURRENT_USER && strncmp(change->key, below, sizeof below - 1) == 0;
}

error_code change_fixture_load(struct change_fixture *fixture, struct change_set *set,
                               uint32_t *record)
{
    return change_set_load_undo(fixture->registry, REGISTRY_CURRENT_USER, change_fixture_permits,
                                &fixture->arena, set, record);
}

struct change_result change_fixture_undo(struct change_fixture *fixture, bool force)
{
    struct change_set set = {0};
    uint32_t record = 0;
    ASSERT_FAST(change_fixture_load(fixture, &set, &record) == CODE_SUCCESS);
    struct change_result result = change_set_undo(fixture->registry, &set, record, force, NULL);
    ASSERT_FAST(memory_registry_open_count(fixture->memory) == 0);
    return result;
}

struct recovery_result change_fixture_recover(struct change_fixture *fixture)
{
    struct recovery_result result =
        change_set_recover(fixture->registry, REGISTRY_CURRENT_USER, change_fixture_permits, NULL);
    ASSERT_FAST(memory_registry_open_count(fixture->memory) == 0);
    return result;
}

static bool dump_is(struct change_fixture *fixture, bool with_own_keys, const char *expected)
{
    char *dump = sample_dump(fixture->registry, with_own_keys);
    bool same = strcmp(dump, expected) == 0;
    free(dump);
    return same;
}

bool change_fixture_is_old(struct change_fixture *fixture)
{
    return dump_is(fixture, false, original);
}

bool change_fixture_is_new(struct change_fixture *fixture)
{
    return dump_is(fixture, false, wanted);
}

bool change_fixture_is_original(struct change_fixture *fixture)
{
    return dump_is(fixture, true, original);
}

void change_fixture_expect_new_and_undoable(struct change_fixture *fixture)
{
    struct change_set set = {0};
    uint32_t record = 0;
    ASSERT_FAST(change_fixture_is_new(fixture));
    ASSERT_FAST(change_fixture_undo(fixture, false).outcome == CHANGE_SET_DONE);
    ASSERT_FAST(change_fixture_is_original(fixture));
    ASSERT_FAST(change_fixture_load(fixture, &set, &record) == CODE_FILE_NOT_FOUND);
}

void change_fixture_expect_old_and_well(struct change_fixture *fixture)
{
    ASSERT_FAST(change_fixture_is_old(fixture));
    change_fixture_plan(fixture);
    ASSERT_FAST(change_fixture_apply(fixture).outcome == CHANGE_SET_DONE);
    change_fixture_expect_new_and_undoable(fixture);
}

void change_fixture_arm(struct change_fixture *fixture, const struct fault *fault)
{
    fixture->armed_at = memory_registry_call_count(fixture->memory);
    memory_registry_fail(fixture->memory, fault->call, fault->code, fault->from_then_on);
}

bool change_fixture_calm(struct change_fixture *fixture, const struct fault *fault)
{
    memory_registry_fail(fixture->memory, 0, CODE_SUCCESS, false);
    ASSERT_FAST(memory_registry_open_count(fixture->memory) == 0);
    return memory_registry_call_count(fixture->memory) - fixture->armed_at >= fault->call;
}

size_t change_fixture_each_fault(fault_run *run, void *context, size_t code_count)
{
    size_t fault_count = 0;
    for (size_t i = 0; i < 2 * code_count; i++) {
        struct fault fault = {.code = fault_codes[i / 2], .from_then_on = i % 2 != 0};
        for (fault.call = 1; run(&fault, context); fault.call++)
            fault_count++;
    }
    return fault_count;
}

static void fail_both(void *context, size_t call)
{
    struct fault_pair *faults = context;
    faults->call_count = call;
    if (call == faults->first || call == faults->second)
        memory_registry_fail(faults->memory, 1, CODE_REGISTRY_IO_FAILED, false);
}

void change_fixture_arm_pair(struct fault_pair *faults)
{
    memory_registry_watch_calls(faults->memory, fail_both, faults);
}

void change_fixture_calm_pair(struct fault_pair *faults)
{
    memory_registry_watch_calls(faults->memory, NULL, NULL);
    memory_registry_fail(faults->memory, 0, CODE_SUCCESS, false);
    ASSERT_FAST(memory_registry_open_count(faults->memory) == 0);
}

size_t change_fixture_each_pair(fault_pair_run *run, void *context)
{
    size_t pair_count = 0;
    size_t call_count = 0;
    size_t first = 0;
    do {
        size_t second = ++first;
        do {
            call_count = run(first, ++second, context);
            pair_count++;
        } while (second <= call_count);
    } while (first <= call_count);
    return pair_count;
}
