#include "registry/stored_data.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define KEY "Software\\Stored"

START_TEST(equal_means_presence_type_and_bytes)
{
    const struct stored_data absent = {0};
    const struct stored_data empty = {true, VALUE_BINARY, NULL, 0};
    const struct stored_data also_empty = {true, VALUE_BINARY, (const uint8_t *)"x", 0};
    const struct stored_data none = {true, VALUE_NONE, NULL, 0};
    const struct stored_data one = {true, VALUE_BINARY, (const uint8_t *)"\1\0", 2};
    const struct stored_data two = {true, VALUE_BINARY, (const uint8_t *)"\1\1", 2};
    const struct stored_data longer = {true, VALUE_BINARY, (const uint8_t *)"\1\0\0", 3};
    const struct stored_data remains = {false, VALUE_BINARY, (const uint8_t *)"\1", 1};
    ck_assert(stored_data_equal(&absent, &absent));
    ck_assert(stored_data_equal(&absent, &remains));
    ck_assert(stored_data_equal(&empty, &also_empty));
    ck_assert(stored_data_equal(&one, &one));
    ck_assert(!stored_data_equal(&absent, &none));
    ck_assert(!stored_data_equal(&none, &absent));
    ck_assert(!stored_data_equal(&empty, &none));
    ck_assert(!stored_data_equal(&one, &two));
    ck_assert(!stored_data_equal(&one, &longer));
    ck_assert(!stored_data_equal(&one, &empty));
}
END_TEST

START_TEST(writes_reads_and_deletes)
{
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    struct registry_key *key = NULL;
    struct registry_value scratch = {0};
    struct stored_data now = {true, 99, NULL, 0};
    const struct stored_data odd = {true, VALUE_STRING, (const uint8_t *)"a\0b", 3};
    const struct stored_data empty = {true, VALUE_NONE, NULL, 0};
    const struct stored_data absent = {0};
    sample_key(registry, REGISTRY_CURRENT_USER, KEY);
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, KEY, REGISTRY_WRITE, &key),
                      CODE_SUCCESS);

    const struct stored_data *contents[] = {&odd, &empty, &absent, &absent, &odd};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        ck_assert_uint_eq(stored_data_write(key, "Name", contents[i]), CODE_SUCCESS);
        ck_assert_uint_eq(stored_data_read(key, "Name", &scratch, &now), CODE_SUCCESS);
        ck_assert(stored_data_equal(&now, contents[i]));
    }
    registry_close(key);
    registry_value_done(&scratch);
    memory_registry_free(memory);
}
END_TEST

START_TEST(a_failure_is_not_taken_for_absence)
{
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    struct registry_key *key = NULL;
    struct registry_value scratch = {0};
    struct stored_data now = {true, 99, NULL, 7};
    const struct stored_data absent = {0};
    sample_dword(registry, REGISTRY_CURRENT_USER, KEY, "Name", 1);
    ck_assert_uint_eq(registry_open(registry, REGISTRY_CURRENT_USER, KEY, REGISTRY_WRITE, &key),
                      CODE_SUCCESS);
    memory_registry_fail(memory, 1, CODE_ACCESS_DENIED, true);
    ck_assert_uint_eq(stored_data_read(key, "Name", &scratch, &now), CODE_ACCESS_DENIED);
    ck_assert(now.present);
    ck_assert_uint_eq(now.size, 7);
    ck_assert_uint_eq(stored_data_write(key, "Name", &absent), CODE_ACCESS_DENIED);
    memory_registry_fail(memory, 0, CODE_SUCCESS, false);
    ck_assert_uint_eq(memory_registry_delete_tree(memory, REGISTRY_CURRENT_USER, KEY),
                      CODE_SUCCESS);
    ck_assert_uint_eq(stored_data_read(key, "Name", &scratch, &now), CODE_KEY_DELETED);
    ck_assert_uint_eq(stored_data_write(key, "Name", &absent), CODE_KEY_DELETED);
    registry_close(key);
    registry_value_done(&scratch);
    memory_registry_free(memory);
}
END_TEST

START_TEST(a_copy_outlives_what_it_was_read_into)
{
    struct arena arena = {0};
    struct registry_value value = {.type = VALUE_QWORD};
    struct stored_data copy = {0};
    ck_assert_uint_eq(stored_data_copy(&arena, &value, &copy), CODE_SUCCESS);
    ck_assert(copy.present);
    ck_assert_uint_eq(copy.size, 0);
    byte_buffer_append(&value.data, "\1\2\3", 3);
    ck_assert_uint_eq(stored_data_copy(&arena, &value, &copy), CODE_SUCCESS);
    registry_value_done(&value);
    ck_assert_uint_eq(copy.type, VALUE_QWORD);
    ck_assert_uint_eq(copy.size, 3);
    ck_assert_mem_eq(copy.bytes, "\1\2\3", 3);
    arena_done(&arena);
}
END_TEST

Suite *stored_data_suite(void);

Suite *stored_data_suite(void)
{
    Suite *suite = suite_create("stored_data");
    TCase *tests = tcase_create("stored_data");
    tcase_add_test(tests, equal_means_presence_type_and_bytes);
    tcase_add_test(tests, writes_reads_and_deletes);
    tcase_add_test(tests, a_failure_is_not_taken_for_absence);
    tcase_add_test(tests, a_copy_outlives_what_it_was_read_into);
    suite_add_tcase(suite, tests);
    return suite;
}
