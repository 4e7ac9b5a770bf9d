/* The part of the contract about volatile keys. That a key is volatile shows without a restart:
 * nothing that lasts can be made below it. */
#include "tests/unit/registry_contract_parts.h"

#include <stddef.h>

#define VOLATILE_PATH CONTRACT_PATH "\\a\\b\\volatile"

static error_code try_create_volatile(const char *path)
{
    struct registry_key *key = NULL;
    error_code error =
        registry_create_volatile(contract_store(), REGISTRY_CURRENT_USER, path, &key);
    ck_assert_int_eq(key != NULL, error == CODE_SUCCESS);
    registry_close(key);
    return error;
}

static error_code try_create(const char *path)
{
    struct registry_key *key = NULL;
    error_code error = registry_create(contract_store(), REGISTRY_CURRENT_USER, path, &key);
    ck_assert_int_eq(key != NULL, error == CODE_SUCCESS);
    registry_close(key);
    return error;
}

static error_code try_create_volatile_subkey(struct registry_key *parent, const char *name)
{
    struct registry_key *key = NULL;
    error_code error = registry_create_volatile_subkey(parent, name, &key);
    ck_assert_int_eq(key != NULL, error == CODE_SUCCESS);
    registry_close(key);
    return error;
}

START_TEST(only_the_last_key_is_volatile)
{
    ck_assert_uint_eq(try_create_volatile(VOLATILE_PATH), CODE_SUCCESS);
    ck_assert_uint_eq(try_create(VOLATILE_PATH "\\lasts"), CODE_CHILD_MUST_BE_VOLATILE);
    ck_assert_uint_eq(try_create(VOLATILE_PATH "\\lasts\\too"), CODE_CHILD_MUST_BE_VOLATILE);
    ck_assert_uint_eq(contract_try_open(VOLATILE_PATH "\\lasts"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(try_create(CONTRACT_PATH "\\a\\b\\lasts"), CODE_SUCCESS);
    ck_assert_uint_eq(try_create(CONTRACT_PATH "\\a\\lasts"), CODE_SUCCESS);
}
END_TEST

START_TEST(volatile_key_holds_values_and_volatile_keys)
{
    struct registry_key *key = NULL;
    ck_assert_uint_eq(
        registry_create_volatile(contract_store(), REGISTRY_CURRENT_USER, VOLATILE_PATH, &key),
        CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "v", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    contract_assert_value(key, "v", VALUE_DWORD, "abcd", 4);
    ck_assert_uint_eq(registry_flush(key), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile_subkey(key, "below"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(VOLATILE_PATH "\\below"), CODE_SUCCESS);
    ck_assert_uint_eq(try_create(VOLATILE_PATH "\\below\\lasts"), CODE_CHILD_MUST_BE_VOLATILE);
    ck_assert_uint_eq(registry_delete_subkey(key, "below"), CODE_SUCCESS);
    registry_close(key);
    struct registry_key *above = contract_create(CONTRACT_PATH "\\a\\b");
    ck_assert_uint_eq(registry_delete_subkey(above, "VOLATILE"), CODE_SUCCESS);
    registry_close(above);
    ck_assert_uint_eq(contract_try_open(VOLATILE_PATH), CODE_FILE_NOT_FOUND);
}
END_TEST

/* Missing keys on the way would have to last, which below a volatile key they cannot. */
START_TEST(way_below_a_volatile_key_must_be_there)
{
    ck_assert_uint_eq(try_create_volatile(VOLATILE_PATH), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile(VOLATILE_PATH "\\missing\\key"),
                      CODE_CHILD_MUST_BE_VOLATILE);
    ck_assert_uint_eq(contract_try_open(VOLATILE_PATH "\\missing"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(try_create_volatile(VOLATILE_PATH "\\key"), CODE_SUCCESS);
}
END_TEST

START_TEST(key_that_is_there_stays_what_it_is)
{
    ck_assert_uint_eq(try_create(CONTRACT_PATH "\\lasts"), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile(CONTRACT_PATH "\\LASTS"), CODE_SUCCESS);
    ck_assert_uint_eq(try_create(CONTRACT_PATH "\\lasts\\below"), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile(CONTRACT_PATH), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile(""), CODE_SUCCESS); /* the root */

    ck_assert_uint_eq(try_create_volatile(VOLATILE_PATH), CODE_SUCCESS);
    ck_assert_uint_eq(try_create(VOLATILE_PATH), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile(VOLATILE_PATH), CODE_SUCCESS);
    ck_assert_uint_eq(try_create(VOLATILE_PATH "\\below"), CODE_CHILD_MUST_BE_VOLATILE);

    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(try_create_volatile_subkey(key, "Lasts"), CODE_SUCCESS);
    registry_close(key);
    ck_assert_uint_eq(try_create(CONTRACT_PATH "\\lasts\\again"), CODE_SUCCESS);
}
END_TEST

START_TEST(refuses_what_create_refuses)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *reader = NULL;
    ck_assert_uint_eq(registry_open_subkey(key, "", REGISTRY_READ, &reader), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile_subkey(reader, "new"), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(try_create_volatile_subkey(key, ""), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(try_create_volatile_subkey(key, "a\\b"), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(try_create_volatile_subkey(key, "a\xFF"), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(try_create_volatile(CONTRACT_PATH "\\\\new"), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(try_create_volatile(CONTRACT_PATH "\\new\\"), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(try_create_volatile(CONTRACT_PATH "\\\x80"), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\new"), CODE_FILE_NOT_FOUND);
    registry_close(reader);

    ck_assert_uint_eq(contract_try_create_subkey(key, "gone"), CODE_SUCCESS);
    struct registry_key *gone = contract_create(CONTRACT_PATH "\\gone");
    ck_assert_uint_eq(registry_delete_subkey(key, "gone"), CODE_SUCCESS);
    ck_assert_uint_eq(try_create_volatile_subkey(gone, "new"), CODE_KEY_DELETED);
    registry_close(gone);
    registry_close(key);
}
END_TEST

void registry_contract_add_volatile_tests(TCase *tests)
{
    tcase_add_test(tests, only_the_last_key_is_volatile);
    tcase_add_test(tests, volatile_key_holds_values_and_volatile_keys);
    tcase_add_test(tests, way_below_a_volatile_key_must_be_there);
    tcase_add_test(tests, key_that_is_there_stays_what_it_is);
    tcase_add_test(tests, refuses_what_create_refuses);
}
