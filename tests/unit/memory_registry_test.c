#include "registry/memory_registry.h"

#include "registry/memory_watch.h"
#include "tests/unit/registry_contract.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct memory_registry *memory;
static struct registry *registry;

static struct registry_signal *create_signal(void)
{
    struct memory_signal *signal = calloc(1, sizeof *signal);
    ck_assert_ptr_nonnull(signal);
    return memory_signal_interface(signal);
}

static bool take_signal(struct registry_signal *signal)
{
    return memory_signal_take((struct memory_signal *)signal);
}

static void free_signal(struct registry_signal *signal)
{
    free(signal);
}

static const struct contract_signals signals = {create_signal, take_signal, free_signal};

static void set_up(void)
{
    ck_assert_uint_eq(memory_registry_create(&memory), CODE_SUCCESS);
    registry = memory_registry_interface(memory);
    registry_contract_use(registry);
    registry_contract_use_signals(&signals);
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
    memory = NULL;
}

/* The operations that a plan can fail, each on a key with a value "v", a subkey "a" without
 * subkeys. */
enum operation {
    OPEN,
    CREATE,
    CREATE_VOLATILE,
    ENUMERATE_SUBKEY,
    ENUMERATE_VALUE,
    READ,
    WRITE,
    DELETE_VALUE,
    DELETE_SUBKEY,
    FLUSH,
    WATCH,
    LOCK,
    OPERATION_COUNT,
};

static error_code open_or_create(struct registry_key *key, enum operation operation)
{
    struct registry_key *made = NULL;
    error_code error = operation == OPEN     ? registry_open_subkey(key, "a", REGISTRY_READ, &made)
                       : operation == CREATE ? registry_create_subkey(key, "new\\below", &made)
                                             : registry_create_volatile_subkey(key, "new", &made);
    ck_assert_int_eq(made != NULL, error == CODE_SUCCESS);
    registry_close(made);
    return error;
}

static error_code enumerate_or_read(struct registry_key *key, enum operation operation)
{
    struct registry_value value = {.type = 77};
    error_code error = operation == ENUMERATE_SUBKEY
                           ? registry_enumerate_subkey(key, 0, &value.name)
                       : operation == ENUMERATE_VALUE ? registry_enumerate_value(key, 0, &value)
                                                      : registry_read(key, "v", &value);
    if (error != CODE_SUCCESS) {
        ck_assert_ptr_null(value.name.data);
        ck_assert_ptr_null(value.data.data);
        ck_assert_uint_eq(value.type, 77);
    }
    registry_value_done(&value);
    return error;
}

static error_code watch(struct registry_key *key)
{
    static struct memory_signal signal; /* set when the key is closed */
    return registry_watch_key(key, REGISTRY_WATCH_KEY, memory_signal_interface(&signal));
}

static error_code lock_and_unlock(void)
{
    error_code error = registry_lock(registry, REGISTRY_CURRENT_USER);
    if (error == CODE_SUCCESS)
        registry_unlock(registry, REGISTRY_CURRENT_USER);
    return error;
}

static error_code perform(struct registry_key *key, enum operation operation)
{
    switch (operation) {
    case OPEN:
    case CREATE:
    case CREATE_VOLATILE:
        return open_or_create(key, operation);
    case WRITE:
        return registry_write(key, "v", VALUE_BINARY, "new", 3);
    case DELETE_VALUE:
        return registry_delete_value(key, "v");
    case DELETE_SUBKEY:
        return registry_delete_subkey(key, "a");
    case FLUSH:
        return registry_flush(key);
    case WATCH:
        return watch(key);
    case LOCK:
        return lock_and_unlock();
    default:
        return enumerate_or_read(key, operation);
    }
}

static struct registry_key *key_to_work_on(void)
{
    struct registry_key *key = NULL;
    struct registry_key *subkey = NULL;
    ck_assert_uint_eq(registry_create(registry, REGISTRY_CURRENT_USER, CONTRACT_PATH, &key),
                      CODE_SUCCESS);
    ck_assert_uint_eq(registry_create_subkey(key, "a", &subkey), CODE_SUCCESS);
    registry_close(subkey);
    ck_assert_uint_eq(registry_write(key, "v", VALUE_BINARY, "old", 3), CODE_SUCCESS);
    return key;
}

static void assert_as_it_was(struct registry_key *key)
{
    struct registry_value value = {0};
    struct registry_key *subkey = NULL;
    ck_assert_uint_eq(registry_read(key, "v", &value), CODE_SUCCESS);
    ck_assert_mem_eq(value.data.data, "old", 3);
    ck_assert_uint_eq(registry_open_subkey(key, "a", REGISTRY_READ, &subkey), CODE_SUCCESS);
    registry_close(subkey);
    ck_assert_uint_eq(registry_open_subkey(key, "new", REGISTRY_READ, &subkey),
                      CODE_FILE_NOT_FOUND);
    registry_value_done(&value);
}

START_TEST(fails_the_planned_call_once)
{
    enum operation operation = (enum operation)_i;
    struct registry_key *key = key_to_work_on();
    memory_registry_fail(memory, 3, CODE_REGISTRY_IO_FAILED, false);
    ck_assert_uint_eq(registry_flush(key), CODE_SUCCESS);
    ck_assert_uint_eq(registry_flush(key), CODE_SUCCESS);
    ck_assert_uint_eq(perform(key, operation), CODE_REGISTRY_IO_FAILED);
    assert_as_it_was(key);
    ck_assert_uint_eq(perform(key, operation), CODE_SUCCESS);
    registry_close(key);
}
END_TEST

START_TEST(fails_from_the_planned_call_on)
{
    enum operation operation = (enum operation)_i;
    struct registry_key *key = key_to_work_on();
    memory_registry_fail(memory, 1, CODE_ACCESS_DENIED, true);
    for (int i = 0; i < 5; i++)
        ck_assert_uint_eq(perform(key, operation), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_flush(key), CODE_ACCESS_DENIED);
    memory_registry_fail(memory, 0, CODE_SUCCESS, false);
    assert_as_it_was(key);
    ck_assert_uint_eq(perform(key, operation), CODE_SUCCESS);
    registry_close(key);
}
END_TEST

START_TEST(counts_each_call_once)
{
    struct registry_key *key = key_to_work_on();
    size_t before = memory_registry_call_count(memory);
    ck_assert_uint_eq(memory_registry_open_count(memory), 1);
    for (int operation = 0; operation < OPERATION_COUNT; operation++)
        ck_assert_uint_eq(perform(key, (enum operation)operation), CODE_SUCCESS);
    ck_assert_uint_eq(memory_registry_call_count(memory), before + OPERATION_COUNT);
    registry_close(key);
    ck_assert_uint_eq(memory_registry_call_count(memory), before + OPERATION_COUNT);
}
END_TEST

START_TEST(denies_the_chosen_key_only)
{
    struct registry_key *key = NULL;
    registry_close(key_to_work_on());
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, CONTRACT_PATH "\\A", REGISTRY_READ),
        CODE_SUCCESS);
    const char *path = CONTRACT_PATH "\\a";
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key),
                      CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, path, REGISTRY_WRITE, &key),
                      CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_create(registry, REGISTRY_CURRENT_USER, path, &key),
                      CODE_ACCESS_DENIED);
    ck_assert_ptr_null(key);

    static const char *const others[] = {"", "Software", CONTRACT_PATH};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(
            registry_open(registry, REGISTRY_CURRENT_USER, others[i], REGISTRY_WRITE, &key),
            CODE_SUCCESS);
        registry_close(key);
    }
    ck_assert_uint_eq(registry_create(registry, REGISTRY_LOCAL_MACHINE, path, &key), CODE_SUCCESS);
    registry_close(key);
}
END_TEST

START_TEST(key_denied_for_writing_can_be_read_but_not_added_to)
{
    struct registry_key *key = key_to_work_on();
    struct registry_key *subkey = NULL;
    registry_close(key);
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, CONTRACT_PATH, REGISTRY_WRITE),
        CODE_SUCCESS);
    ck_assert_uint_eq(
        registry_open(registry, REGISTRY_CURRENT_USER, CONTRACT_PATH, REGISTRY_READ, &key),
        CODE_SUCCESS);
    ck_assert_uint_eq(
        registry_create(registry, REGISTRY_CURRENT_USER, CONTRACT_PATH "\\new\\below", &subkey),
        CODE_ACCESS_DENIED);
    assert_as_it_was(key);
    registry_close(key);

    /* Keys that are already there can be opened as before. */
    ck_assert_uint_eq(
        registry_create(registry, REGISTRY_CURRENT_USER, CONTRACT_PATH "\\a", &subkey),
        CODE_SUCCESS);
    registry_close(subkey);
}
END_TEST

START_TEST(denied_key_is_neither_made_nor_deleted)
{
    struct registry_key *key = key_to_work_on();
    struct registry_key *subkey = NULL;
    memory_registry_deny(memory, REGISTRY_CURRENT_USER, CONTRACT_PATH "\\a", REGISTRY_WRITE);
    memory_registry_deny(memory, REGISTRY_CURRENT_USER, CONTRACT_PATH "\\new\\below",
                         REGISTRY_WRITE);
    ck_assert_uint_eq(registry_delete_subkey(key, "a"), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_create_subkey(key, "new\\below", &subkey), CODE_ACCESS_DENIED);
    assert_as_it_was(key);
    registry_close(key);
}
END_TEST

START_TEST(denies_up_to_eight_keys)
{
    static const char *const paths[] = {"1", "2", "3", "4", "5", "6", "7", "8"};
    struct registry_key *key = NULL;
    for (size_t i = 0; i < 8; i++) {
        ck_assert_uint_eq(registry_create(registry, REGISTRY_LOCAL_MACHINE, paths[i], &key),
                          CODE_SUCCESS);
        registry_close(key);
        ck_assert_uint_eq(
            memory_registry_deny(memory, REGISTRY_LOCAL_MACHINE, paths[i], REGISTRY_READ),
            CODE_SUCCESS);
    }
    for (size_t i = 0; i < 8; i++)
        ck_assert_uint_eq(
            registry_open(registry, REGISTRY_LOCAL_MACHINE, paths[i], REGISTRY_READ, &key),
            CODE_ACCESS_DENIED);
    ck_assert_uint_eq(memory_registry_deny(memory, REGISTRY_LOCAL_MACHINE, "9", REGISTRY_READ),
                      CODE_NOT_ENOUGH_MEMORY);
}
END_TEST

struct intruder {
    size_t call;      /* before which it acts */
    size_t last_call; /* the number of the last call it saw */
    size_t callback_count;
};

static void overwrite_the_value(void *context, size_t call)
{
    struct intruder *intruder = context;
    intruder->last_call = call;
    intruder->callback_count++;
    if (call != intruder->call)
        return;
    struct registry_key *key = NULL;
    ck_assert_uint_eq(
        registry_open(registry, REGISTRY_CURRENT_USER, CONTRACT_PATH, REGISTRY_WRITE, &key),
        CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "v", VALUE_BINARY, "else", 4), CODE_SUCCESS);
    registry_close(key);
}

START_TEST(lets_something_else_change_it_before_a_call)
{
    struct registry_key *key = key_to_work_on();
    struct registry_value value = {0};
    struct intruder intruder = {.call = 2};
    size_t before = memory_registry_call_count(memory);
    memory_registry_watch_calls(memory, overwrite_the_value, &intruder);
    memory_registry_fail(memory, 3, CODE_REGISTRY_IO_FAILED, false);
    ck_assert_uint_eq(registry_read(key, "v", &value), CODE_SUCCESS);
    ck_assert_mem_eq(value.data.data, "old", 3);
    ck_assert_uint_eq(registry_read(key, "v", &value), CODE_SUCCESS);
    ck_assert_uint_eq(value.data.size, 4);
    ck_assert_mem_eq(value.data.data, "else", 4);
    /* The intruder's own calls are not counted, neither here nor for the plan. */
    ck_assert_uint_eq(memory_registry_call_count(memory), before + 2);
    ck_assert_uint_eq(registry_flush(key), CODE_REGISTRY_IO_FAILED);
    ck_assert_uint_eq(intruder.last_call, 3);
    ck_assert_uint_eq(intruder.callback_count, 3);

    memory_registry_watch_calls(memory, NULL, NULL);
    ck_assert_uint_eq(registry_flush(key), CODE_SUCCESS);
    ck_assert_uint_eq(intruder.callback_count, 3);
    registry_value_done(&value);
    registry_close(key);
}
END_TEST

static void delete_the_tree(void *context, size_t call)
{
    (void)context;
    if (call == 1)
        ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_CURRENT_USER, CONTRACT_PATH),
                          CODE_SUCCESS);
}

START_TEST(key_deleted_before_a_call_answers_so)
{
    enum operation operation = (enum operation)_i;
    struct registry_key *key = key_to_work_on();
    struct registry_key *child = NULL;
    ck_assert_uint_eq(registry_open_subkey(key, "a", REGISTRY_WRITE, &child), CODE_SUCCESS);
    memory_registry_watch_calls(memory, delete_the_tree, NULL);
    ck_assert_uint_eq(perform(key, operation), operation == LOCK ? CODE_SUCCESS : CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_flush(child), CODE_KEY_DELETED);
    registry_close(key);
    registry_close(child);
}
END_TEST

START_TEST(deletes_a_whole_tree_but_no_root)
{
    struct registry_key *key = key_to_work_on();
    registry_close(key);
    size_t before = memory_registry_call_count(memory);
    memory_registry_fail(memory, 1, CODE_REGISTRY_IO_FAILED, true);
    ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_CURRENT_USER, "SOFTWARE"),
                      CODE_SUCCESS);
    ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_CURRENT_USER, "Software"),
                      CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_CURRENT_USER, ""),
                      CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_CURRENT_USER, "a\\"),
                      CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(memory_registry_call_count(memory), before);
    memory_registry_fail(memory, 0, CODE_SUCCESS, false);
    ck_assert_uint_eq(
        registry_open(registry, REGISTRY_CURRENT_USER, CONTRACT_PATH, REGISTRY_READ, &key),
        CODE_FILE_NOT_FOUND);
}
END_TEST

START_TEST(restart_forgets_the_volatile_keys_of_its_root)
{
    static const char *const made[] = {"a\\1", "a\\2", "a\\2\\b", "a\\3", "c"};
    struct registry_key *key = NULL;
    for (size_t i = 0; i < 5; i++) {
        for (int root = REGISTRY_CURRENT_USER; root <= REGISTRY_LOCAL_MACHINE; root++) {
            ck_assert_uint_eq(
                registry_create_volatile(registry, (enum registry_root)root, made[i], &key),
                CODE_SUCCESS);
            registry_close(key);
        }
    }
    memory_registry_restart(memory, REGISTRY_LOCAL_MACHINE);
    for (size_t i = 0; i < 5; i++)
        ck_assert_uint_eq(
            registry_open(registry, REGISTRY_LOCAL_MACHINE, made[i], REGISTRY_READ, &key),
            CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(registry_open(registry, REGISTRY_LOCAL_MACHINE, "a", REGISTRY_READ, &key),
                      CODE_SUCCESS);
    registry_close(key);
    ck_assert_uint_eq(
        registry_open(registry, REGISTRY_CURRENT_USER, "a\\2\\b", REGISTRY_READ, &key),
        CODE_SUCCESS);
    registry_close(key);
}
END_TEST

START_TEST(enumerates_in_the_order_of_creation)
{
    static const char *const names[] = {"z", "a", "M", "b"};
    struct registry_key *key = key_to_work_on();
    struct registry_key *subkey = NULL;
    struct registry_value value = {0};
    ck_assert_uint_eq(registry_delete_subkey(key, "a"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_value(key, "v"), CODE_SUCCESS);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(registry_create_subkey(key, names[i], &subkey), CODE_SUCCESS);
        registry_close(subkey);
        ck_assert_uint_eq(registry_write(key, names[i], VALUE_BINARY, "x", 1), CODE_SUCCESS);
    }
    ck_assert_uint_eq(registry_delete_subkey(key, "m"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_value(key, "m"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "Z", VALUE_BINARY, "y", 1), CODE_SUCCESS);
    static const char *const left[] = {"z", "a", "b"};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(registry_enumerate_subkey(key, i, &value.name), CODE_SUCCESS);
        ck_assert_str_eq((const char *)value.name.data, left[i]);
        ck_assert_uint_eq(registry_enumerate_value(key, i, &value), CODE_SUCCESS);
        ck_assert_str_eq((const char *)value.name.data, left[i]);
    }
    registry_value_done(&value);
    registry_close(key);
}
END_TEST

static void add_fault_tests(TCase *tests)
{
    tcase_add_loop_test(tests, fails_the_planned_call_once, 0, OPERATION_COUNT);
    tcase_add_loop_test(tests, fails_from_the_planned_call_on, 0, OPERATION_COUNT);
    tcase_add_test(tests, counts_each_call_once);
    tcase_add_test(tests, denies_the_chosen_key_only);
    tcase_add_test(tests, key_denied_for_writing_can_be_read_but_not_added_to);
    tcase_add_test(tests, denied_key_is_neither_made_nor_deleted);
    tcase_add_test(tests, denies_up_to_eight_keys);
    tcase_add_test(tests, lets_something_else_change_it_before_a_call);
    tcase_add_loop_test(tests, key_deleted_before_a_call_answers_so, 0, OPERATION_COUNT);
}

Suite *memory_registry_suite(void);

Suite *memory_registry_suite(void)
{
    Suite *suite = suite_create("memory_registry");
    TCase *contract = tcase_create("contract");
    tcase_add_checked_fixture(contract, set_up, tear_down);
    registry_contract_add_tests(contract);
    suite_add_tcase(suite, contract);

    TCase *own = tcase_create("memory_registry");
    tcase_add_checked_fixture(own, set_up, tear_down);
    add_fault_tests(own);
    tcase_add_test(own, deletes_a_whole_tree_but_no_root);
    tcase_add_test(own, restart_forgets_the_volatile_keys_of_its_root);
    tcase_add_test(own, enumerates_in_the_order_of_creation);
    suite_add_tcase(suite, own);
    return suite;
}
