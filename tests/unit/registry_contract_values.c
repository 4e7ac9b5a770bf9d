#include "tests/unit/registry_contract_parts.h"

#include "registry/registry_path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t text_with_nul[] = {'a', 0, 0xFC, 0, 0, 0};
static const uint8_t letter[] = {0x01, 0x80, 0xFF, 0x00, 0x7F};

/* In some rows bytes of value 0 follow behind the size: Windows would take them for the NUL that a
 * string lacks, and store two bytes more than it was given. */
static const struct {
    const char *name;
    uint32_t type;
    const void *data;
    size_t data_size;
} samples[] = {
    {"string", VALUE_STRING, text_with_nul, 6},
    {"string without its NUL", VALUE_STRING, text_with_nul, 4},
    {"string of an odd size", VALUE_STRING, text_with_nul, 3},
    {"string of one byte", VALUE_STRING, text_with_nul, 1},
    {"string of no bytes", VALUE_STRING, text_with_nul, 0},
    {"expand", VALUE_EXPAND_STRING, text_with_nul, 6},
    {"expand without its NUL", VALUE_EXPAND_STRING, text_with_nul, 4},
    {"multi", VALUE_MULTI_STRING, "a\0\0\0b\0\0\0\0\0", 10},
    {"multi without its NULs", VALUE_MULTI_STRING, "a\0\0\0b\0\0\0\0\0", 6},
    {"binary", VALUE_BINARY, letter, 5},
    {"binary of no bytes", VALUE_BINARY, letter, 0},
    {"binary from nowhere", VALUE_BINARY, NULL, 0},
    {"none", VALUE_NONE, letter, 3},
    {"none of no bytes", VALUE_NONE, NULL, 0},
    {"dword", VALUE_DWORD, "\x03\0\0\0", 4},
    {"dword of three bytes", VALUE_DWORD, "\x03\0\0", 3},
    {"big endian", VALUE_DWORD_BIG_ENDIAN, "\0\0\0\x03", 4},
    {"qword", VALUE_QWORD, "12345678", 8},
    {"link", VALUE_LINK, text_with_nul, 4},
    {"resources", VALUE_RESOURCE_LIST, letter, 5},
    {"unknown type", 0x12345, letter, 5},
    {"MAPI type", 0x80000001, letter, 4},
    {"", VALUE_STRING, text_with_nul, 6},
    {"with\\backslash", VALUE_BINARY, letter, 1},
};

START_TEST(keeps_type_and_bytes)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(registry_write(key, samples[_i].name, samples[_i].type, samples[_i].data,
                                     samples[_i].data_size),
                      CODE_SUCCESS);
    contract_assert_value(key, samples[_i].name, samples[_i].type, samples[_i].data,
                          samples[_i].data_size);

    struct registry_value value = {0};
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_str_eq((const char *)value.name.data, samples[_i].name);
    ck_assert_uint_eq(value.name.size, strlen(samples[_i].name));
    ck_assert_uint_eq(value.type, samples[_i].type);
    ck_assert_uint_eq(value.data.size, samples[_i].data_size);
    if (samples[_i].data_size > 0)
        ck_assert_mem_eq(value.data.data, samples[_i].data, samples[_i].data_size);
    registry_value_done(&value);
    registry_close(key);
}
END_TEST

START_TEST(keeps_a_value_of_one_megabyte)
{
    enum { SIZE = 1024 * 1024 };
    uint8_t *data = malloc(SIZE);
    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < SIZE; i++)
        data[i] = (uint8_t)(i * 7 + i / 251);
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(registry_write(key, "large", VALUE_BINARY, data, SIZE), CODE_SUCCESS);
    contract_assert_value(key, "large", VALUE_BINARY, data, SIZE);

    struct registry_value value = {0};
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_uint_eq(value.data.size, SIZE);
    ck_assert_mem_eq(value.data.data, data, SIZE);
    ck_assert_str_eq((const char *)value.name.data, "large");
    registry_value_done(&value);
    registry_close(key);
    free(data);
}
END_TEST

START_TEST(overwrites_with_another_type_and_size)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(registry_write(key, "Value", VALUE_BINARY, "12345", 5), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "vALUE", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    contract_assert_value(key, "Value", VALUE_DWORD, "abcd", 4);
    ck_assert_uint_eq(registry_write(key, "Value", VALUE_STRING, NULL, 0), CODE_SUCCESS);
    contract_assert_value(key, "Value", VALUE_STRING, NULL, 0);

    struct registry_value value = {0};
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_str_eq((const char *)value.name.data, "Value"); /* as it was first written */
    ck_assert_uint_eq(registry_enumerate_value(key, 1, &value), CODE_NO_MORE_ITEMS);
    registry_value_done(&value);
    registry_close(key);
}
END_TEST

START_TEST(value_name_of_16383_units_is_the_longest)
{
    char *longest = contract_repeated("\xC3\xBC", REGISTRY_VALUE_NAME_LIMIT);
    char *longer = contract_repeated("v", REGISTRY_VALUE_NAME_LIMIT + 1);
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_value value = {0};
    ck_assert_uint_eq(registry_write(key, longest, VALUE_BINARY, "x", 1), CODE_SUCCESS);
    contract_assert_value(key, longest, VALUE_BINARY, "x", 1);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_str_eq((const char *)value.name.data, longest);
    ck_assert_uint_eq(registry_write(key, longer, VALUE_BINARY, "x", 1), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(registry_read(key, longer, &value), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(registry_delete_value(key, longer), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(registry_enumerate_value(key, 1, &value), CODE_NO_MORE_ITEMS);
    registry_value_done(&value);
    registry_close(key);
    free(longest);
    free(longer);
}
END_TEST

START_TEST(enumerates_every_value_once)
{
    enum { COUNT = 40 };
    bool seen[COUNT] = {false};
    uint8_t data[COUNT * 100] = {0};
    struct registry_key *key = contract_create(CONTRACT_PATH);
    for (size_t i = 0; i < COUNT; i++) {
        const char name[] = {(char)('0' + i), '\0'};
        data[0] = (uint8_t)i;
        ck_assert_uint_eq(registry_write(key, name, (uint32_t)(1000 + i), data, i * 100 + 1),
                          CODE_SUCCESS);
    }
    struct registry_value value = {0};
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(registry_enumerate_value(key, i, &value), CODE_SUCCESS);
        ck_assert_uint_eq(value.name.size, 1);
        ck_assert_uint_eq(value.name.data[1], '\0');
        size_t number = value.data.data[0];
        ck_assert_uint_lt(number, COUNT);
        ck_assert_uint_eq(value.name.data[0], '0' + number);
        ck_assert(!seen[number]);
        seen[number] = true;
        ck_assert_uint_eq(value.type, 1000 + number);
        ck_assert_uint_eq(value.data.size, number * 100 + 1);
    }
    registry_value_done(&value);
    value = contract_poisoned_value();
    ck_assert_uint_eq(registry_enumerate_value(key, COUNT, &value), CODE_NO_MORE_ITEMS);
    contract_assert_untouched(&value);
    registry_close(key);
}
END_TEST

START_TEST(uses_buffers_again)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_value value = {0};
    ck_assert_uint_eq(registry_write(key, "long name", VALUE_BINARY, "0123456789", 10),
                      CODE_SUCCESS);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_value(key, "long name"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "s", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_str_eq((const char *)value.name.data, "s");
    ck_assert_uint_eq(value.name.size, 1);
    ck_assert_uint_eq(value.data.size, 4);
    ck_assert_mem_eq(value.data.data, "abcd", 4);

    /* Reading leaves the name alone; an earlier lack of memory is over. */
    value.data.failed = true;
    ck_assert_uint_eq(registry_read(key, "s", &value), CODE_SUCCESS);
    ck_assert_str_eq((const char *)value.name.data, "s");
    ck_assert_uint_eq(value.data.size, 4);
    ck_assert(!value.data.failed);
    registry_value_done(&value);
    registry_close(key);
}
END_TEST

START_TEST(absent_value_is_not_found)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_value value = contract_poisoned_value();
    ck_assert_uint_eq(registry_read(key, "none", &value), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(registry_read(key, "", &value), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(registry_delete_value(key, "none"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(registry_delete_value(key, ""), CODE_FILE_NOT_FOUND);
    contract_assert_untouched(&value);

    ck_assert_uint_eq(registry_write(key, "v", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "w", VALUE_DWORD, "efgh", 4), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_value(key, "V"), CODE_SUCCESS);
    value = contract_poisoned_value();
    ck_assert_uint_eq(registry_read(key, "v", &value), CODE_FILE_NOT_FOUND);
    contract_assert_untouched(&value);
    contract_assert_value(key, "w", VALUE_DWORD, "efgh", 4);
    registry_close(key);
}
END_TEST

START_TEST(change_is_seen_through_another_handle_at_once)
{
    struct registry_key *writer = contract_create(CONTRACT_PATH);
    struct registry_key *reader = NULL;
    ck_assert_uint_eq(registry_open_subkey(writer, "", REGISTRY_READ, &reader), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(writer, "v", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    contract_assert_value(reader, "v", VALUE_DWORD, "abcd", 4);
    ck_assert_uint_eq(registry_flush(writer), CODE_SUCCESS);
    registry_close(writer);
    contract_assert_value(reader, "v", VALUE_DWORD, "abcd", 4);
    registry_close(reader);
}
END_TEST

void registry_contract_add_value_tests(TCase *tests)
{
    tcase_add_loop_test(tests, keeps_type_and_bytes, 0, COUNT_OF(samples));
    tcase_add_test(tests, keeps_a_value_of_one_megabyte);
    tcase_add_test(tests, overwrites_with_another_type_and_size);
    tcase_add_test(tests, value_name_of_16383_units_is_the_longest);
    tcase_add_test(tests, enumerates_every_value_once);
    tcase_add_test(tests, uses_buffers_again);
    tcase_add_test(tests, absent_value_is_not_found);
    tcase_add_test(tests, change_is_seen_through_another_handle_at_once);
}
