/* The memory store with very many keys, and with a very deep one. */
#include "registry/memory_registry.h"

#include <check.h>

static struct memory_registry *memory;
static struct registry *registry;

static void set_up(void)
{
    ck_assert_uint_eq(memory_registry_create(&memory), CODE_SUCCESS);
    registry = memory_registry_interface(memory);
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
    memory = NULL;
}

static struct registry_key *top(void)
{
    struct registry_key *key = NULL;
    ck_assert_uint_eq(registry_create(registry, REGISTRY_CURRENT_USER, "top", &key), CODE_SUCCESS);
    return key;
}

/* Seconds. These tests take two or three with sanitizers on a busy machine; with a table that does
 * not spread its names they would take minutes. */
enum { SIZE_TIME_LIMIT = 30 };

START_TEST(is_quick_with_many_keys_and_values)
{
    enum { KEY_COUNT = 100000, VALUE_COUNT = 10000 };
    struct registry_key *key = top();
    struct registry_key *subkey = NULL;
    struct registry_value value = {0};
    struct byte_buffer name = {0};
    for (unsigned i = 0; i < KEY_COUNT; i++) {
        byte_buffer_clear(&name);
        byte_buffer_append_format(&name, "Profile %u", i);
        ck_assert_uint_eq(registry_create_subkey(key, byte_buffer_text(&name), &subkey),
                          CODE_SUCCESS);
        ck_assert_uint_eq(registry_write(subkey, "0", VALUE_BINARY, &i, sizeof i), CODE_SUCCESS);
        registry_close(subkey);
        if (i < VALUE_COUNT)
            ck_assert_uint_eq(
                registry_write(key, (const char *)name.data, VALUE_BINARY, &i, sizeof i),
                CODE_SUCCESS);
    }
    for (size_t i = 0; registry_enumerate_subkey(key, i, &name) == CODE_SUCCESS; i++) {
        ck_assert_uint_eq(
            registry_open_subkey(key, (const char *)name.data, REGISTRY_READ, &subkey),
            CODE_SUCCESS);
        registry_close(subkey);
    }
    for (unsigned i = 0; i < VALUE_COUNT; i++) {
        byte_buffer_clear(&name);
        byte_buffer_append_format(&name, "PROFILE %u", i);
        ck_assert_uint_eq(registry_read(key, byte_buffer_text(&name), &value), CODE_SUCCESS);
        ck_assert_mem_eq(value.data.data, &i, sizeof i);
    }
    byte_buffer_done(&name);
    registry_value_done(&value);
    registry_close(key);
}
END_TEST

/* An exported file can say so; a walk by recursion would run out of stack. */
START_TEST(bears_a_very_deep_path)
{
    enum { DEPTH = 200000 };
    struct byte_buffer path = {0};
    struct registry_key *key = NULL;
    for (int i = 0; i < DEPTH; i++)
        byte_buffer_append_text(&path, "k\\");
    byte_buffer_append_text(&path, "k");
    ck_assert_uint_eq(
        registry_create(registry, REGISTRY_LOCAL_MACHINE, byte_buffer_text(&path), &key),
        CODE_SUCCESS);
    ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_LOCAL_MACHINE, "k\\k"),
                      CODE_SUCCESS);
    ck_assert_uint_eq(registry_flush(key), CODE_KEY_DELETED);
    registry_close(key);
    byte_buffer_done(&path);
}
END_TEST

Suite *memory_registry_size_suite(void);

Suite *memory_registry_size_suite(void)
{
    Suite *suite = suite_create("memory_registry_size");
    TCase *tests = tcase_create("memory_registry_size");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, SIZE_TIME_LIMIT);
    tcase_add_test(tests, is_quick_with_many_keys_and_values);
    tcase_add_test(tests, bears_a_very_deep_path);
    suite_add_tcase(suite, tests);
    return suite;
}
