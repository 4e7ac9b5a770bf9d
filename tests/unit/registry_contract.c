#include "tests/unit/registry_contract.h"

#include "tests/unit/registry_contract_parts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static struct registry *store;

void registry_contract_delete_tree(struct registry_key *parent, const char *name)
{
    struct registry_key *key = NULL;
    error_code error = registry_open_subkey(parent, name, REGISTRY_WRITE, &key);
    if (error == CODE_FILE_NOT_FOUND)
        return;
    ck_assert_uint_eq(error, CODE_SUCCESS);
    struct byte_buffer subkey = {0};
    while (registry_enumerate_subkey(key, 0, &subkey) == CODE_SUCCESS)
        registry_contract_delete_tree(key, (const char *)subkey.data);
    byte_buffer_done(&subkey);
    registry_close(key);
    ck_assert_uint_eq(registry_delete_subkey(parent, name), CODE_SUCCESS);
}

void registry_contract_use(struct registry *registry)
{
    struct registry_key *software = NULL;
    store = registry;
    ck_assert_uint_eq(registry_create(store, REGISTRY_CURRENT_USER, "Software", &software),
                      CODE_SUCCESS);
    registry_contract_delete_tree(software, "PromptFixTest");
    registry_close(software);
}

struct registry *contract_store(void)
{
    return store;
}

struct registry_key *contract_create(const char *path)
{
    struct registry_key *key = NULL;
    ck_assert_uint_eq(registry_create(store, REGISTRY_CURRENT_USER, path, &key), CODE_SUCCESS);
    ck_assert_ptr_nonnull(key);
    return key;
}

error_code contract_try_open(const char *path)
{
    struct registry_key *key = NULL;
    error_code error = registry_open(store, REGISTRY_CURRENT_USER, path, REGISTRY_READ, &key);
    ck_assert_int_eq(key != NULL, error == CODE_SUCCESS);
    registry_close(key);
    return error;
}

error_code contract_try_create_subkey(struct registry_key *parent, const char *path)
{
    struct registry_key *key = NULL;
    error_code error = registry_create_subkey(parent, path, &key);
    ck_assert_int_eq(key != NULL, error == CODE_SUCCESS);
    registry_close(key);
    return error;
}

void contract_assert_value(struct registry_key *key, const char *name, uint32_t type,
                           const void *data, size_t data_size)
{
    struct registry_value value = {0};
    ck_assert_uint_eq(registry_read(key, name, &value), CODE_SUCCESS);
    ck_assert_uint_eq(value.type, type);
    ck_assert_uint_eq(value.data.size, data_size);
    if (data_size > 0)
        ck_assert_mem_eq(value.data.data, data, data_size);
    ck_assert_uint_eq(value.name.size, 0);
    registry_value_done(&value);
}

/* A value whose every part says whether it was touched. */
struct registry_value contract_poisoned_value(void)
{
    struct registry_value value = {.type = 0xDEAD};
    byte_buffer_append_text(&value.name, "poison");
    byte_buffer_append_text(&value.data, "venom");
    return value;
}

void contract_assert_untouched(struct registry_value *value)
{
    ck_assert_uint_eq(value->type, 0xDEAD);
    ck_assert_uint_eq(value->name.size, 6);
    ck_assert_mem_eq(value->name.data, "poison", 6);
    ck_assert_uint_eq(value->data.size, 5);
    ck_assert_mem_eq(value->data.data, "venom", 5);
    ck_assert(!value->name.failed && !value->data.failed);
    registry_value_done(value);
}

/* `piece` as often as `count`, NUL-terminated; the caller frees it. */
char *contract_repeated(const char *piece, size_t count)
{
    struct byte_buffer text = {0};
    for (size_t i = 0; i < count; i++)
        byte_buffer_append_text(&text, piece);
    ck_assert_ptr_nonnull(byte_buffer_text(&text));
    return (char *)text.data;
}

START_TEST(absent_key_is_not_found)
{
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\none"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\none\\below"), CODE_FILE_NOT_FOUND);

    struct registry_key *untouched = (struct registry_key *)&store;
    ck_assert_uint_eq(registry_open(store, REGISTRY_CURRENT_USER, CONTRACT_PATH "\\none",
                                    REGISTRY_WRITE, &untouched),
                      CODE_FILE_NOT_FOUND);
    ck_assert_ptr_eq(untouched, (struct registry_key *)&store);
}
END_TEST

START_TEST(creates_missing_parents)
{
    registry_close(contract_create(CONTRACT_PATH "\\a\\b\\c"));
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a\\b\\c"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\b"), CODE_FILE_NOT_FOUND);

    struct registry_key *a = contract_create(CONTRACT_PATH "\\a");
    ck_assert_uint_eq(contract_try_create_subkey(a, "b\\d"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a\\b\\c"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a\\b\\d"), CODE_SUCCESS);
    registry_close(a);
}
END_TEST

START_TEST(empty_path_is_the_key_itself)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *again = NULL;
    ck_assert_uint_eq(registry_open_subkey(key, "", REGISTRY_WRITE, &again), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(again, "v", VALUE_BINARY, "x", 1), CODE_SUCCESS);
    registry_close(again);
    ck_assert_uint_eq(contract_try_create_subkey(key, ""), CODE_SUCCESS);
    contract_assert_value(key, "v", VALUE_BINARY, "x", 1);
    registry_close(key);
    ck_assert_uint_eq(contract_try_open(""), CODE_SUCCESS);
}
END_TEST

START_TEST(keys_open_below_an_open_key)
{
    struct registry_key *top = contract_create(CONTRACT_PATH);
    registry_close(contract_create(CONTRACT_PATH "\\a\\b"));
    struct registry_key *reader = NULL;
    struct registry_key *below = NULL;
    ck_assert_uint_eq(registry_open_subkey(top, "a", REGISTRY_READ, &reader), CODE_SUCCESS);
    /* What the parent was opened for does not bind the child. */
    ck_assert_uint_eq(registry_open_subkey(reader, "B", REGISTRY_WRITE, &below), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(below, "v", VALUE_BINARY, "x", 1), CODE_SUCCESS);
    registry_close(below);
    ck_assert_uint_eq(registry_open_subkey(reader, "c", REGISTRY_READ, &below),
                      CODE_FILE_NOT_FOUND);
    registry_close(reader);
    registry_close(top);
    registry_close(NULL);
}
END_TEST

static const struct {
    const char *written;
    const char *asked;
} equal_names[] = {
    {"Outlook", "OUTLOOK"},
    {"B\xC3\xBCro", "B\xC3\x9CRO"}, /* Büro */
    {"\xD0\x9F\xD0\xBE\xD1\x87\xD1\x82\xD0\xB0", "\xD0\xBF\xD0\x9E\xD0\xA7\xD0\xA2\xD0\x90"},
    {"\xE6\x9D\xB1\xE4\xBA\xAC", "\xE6\x9D\xB1\xE4\xBA\xAC"},         /* Tokyo in kanji */
    {"\xF0\xA0\xAE\xB7\xE9\x87\x8E", "\xF0\xA0\xAE\xB7\xE9\x87\x8E"}, /* a surrogate pair */
    {"a b/c:*?\"<>|", "A B/C:*?\"<>|"},
    {"00036627", "00036627"},
};

START_TEST(names_are_kept_and_compare_without_regard_to_case)
{
    const char *written = equal_names[_i].written;
    const char *asked = equal_names[_i].asked;
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(contract_try_create_subkey(key, written), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_create_subkey(key, asked), CODE_SUCCESS); /* opens the same */
    ck_assert_uint_eq(registry_write(key, written, VALUE_BINARY, "x", 1), CODE_SUCCESS);
    contract_assert_value(key, asked, VALUE_BINARY, "x", 1);

    struct byte_buffer name = {0};
    ck_assert_uint_eq(registry_enumerate_subkey(key, 0, &name), CODE_SUCCESS);
    ck_assert_uint_eq(name.size, strlen(written));
    ck_assert_str_eq((const char *)name.data, written);
    ck_assert_uint_eq(registry_enumerate_subkey(key, 1, &name), CODE_NO_MORE_ITEMS);
    byte_buffer_done(&name);

    struct registry_key *found = NULL;
    ck_assert_uint_eq(registry_open_subkey(key, asked, REGISTRY_READ, &found), CODE_SUCCESS);
    registry_close(found);
    ck_assert_uint_eq(registry_delete_value(key, asked), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(key, asked), CODE_SUCCESS);
    ck_assert_uint_eq(registry_enumerate_subkey(key, 0, &name), CODE_NO_MORE_ITEMS);
    registry_close(key);
}
END_TEST

static const struct {
    const char *piece;
    size_t count;
    const char *one_more;
} longest_key_names[] = {
    {"k", 255, "k"},
    {"\xC3\xBC", 255, "\xC3\xBC"},
    {"\xE6\x9D\xB1", 255, "k"},
    {"\xF0\xA0\xAE\xB7", 127, "\xF0\xA0\xAE\xB7"}, /* two units each */
};

START_TEST(key_name_of_255_units_is_the_longest)
{
    char *longest = contract_repeated(longest_key_names[_i].piece, longest_key_names[_i].count);
    struct byte_buffer longer = {0};
    byte_buffer_append_text(&longer, longest);
    byte_buffer_append_text(&longer, longest_key_names[_i].one_more);
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(contract_try_create_subkey(key, longest), CODE_SUCCESS);
    struct byte_buffer name = {0};
    ck_assert_uint_eq(registry_enumerate_subkey(key, 0, &name), CODE_SUCCESS);
    ck_assert_str_eq((const char *)name.data, longest);
    ck_assert_uint_eq(contract_try_create_subkey(key, byte_buffer_text(&longer)),
                      CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(registry_delete_subkey(key, longest), CODE_SUCCESS);
    byte_buffer_done(&name);
    byte_buffer_done(&longer);
    registry_close(key);
    free(longest);
}
END_TEST

static const char *const malformed_paths[] = {"\\", "\\a", "a\\", "a\\\\b", "\\\\"};

START_TEST(misplaced_backslashes_are_refused)
{
    const char *path = malformed_paths[_i];
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *opened = NULL;
    ck_assert_uint_eq(registry_open_subkey(key, path, REGISTRY_READ, &opened),
                      CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(contract_try_create_subkey(key, path), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(contract_try_open(path), CODE_INVALID_PARAMETER);
    registry_close(key);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a"), CODE_FILE_NOT_FOUND);
}
END_TEST

static const char *const ill_formed_names[] = {
    "a\xFF",
    "caf\xE9",
    "\x80",
    "a\xC3",
    "\xE6\x9D",
    "\xC0\xAF",
    "\xE0\x80\xAF",
    "\xED\xA0\x80",
    "\xF4\x90\x80\x80",
    "\xF0\x80\x80\xAF",
    "\xF5\x80\x80\x80",
};

START_TEST(names_that_are_no_utf_8_are_refused)
{
    const char *name = ill_formed_names[_i];
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *opened = NULL;
    struct registry_value value = contract_poisoned_value();
    ck_assert_uint_eq(registry_open_subkey(key, name, REGISTRY_READ, &opened),
                      CODE_NO_UNICODE_TRANSLATION);
    ck_assert_ptr_null(opened);
    ck_assert_uint_eq(contract_try_open(name), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(contract_try_create_subkey(key, name), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(registry_read(key, name, &value), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(registry_write(key, name, VALUE_BINARY, "x", 1), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(registry_delete_value(key, name), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(registry_delete_subkey(key, name), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_NO_MORE_ITEMS);
    contract_assert_untouched(&value);
    registry_close(key);
}
END_TEST

START_TEST(enumerates_every_subkey_once)
{
    enum { COUNT = 40 };
    bool seen[COUNT] = {false};
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct byte_buffer name = {0};
    for (unsigned i = 0; i < COUNT; i++) {
        byte_buffer_clear(&name);
        byte_buffer_append_format(&name, "key %u", i);
        ck_assert_uint_eq(contract_try_create_subkey(key, byte_buffer_text(&name)), CODE_SUCCESS);
        ck_assert_uint_eq(registry_write(key, (const char *)name.data, VALUE_BINARY, &i, 1),
                          CODE_SUCCESS);
    }
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(registry_enumerate_subkey(key, i, &name), CODE_SUCCESS);
        ck_assert_uint_eq(name.size, strlen((const char *)name.data));
        unsigned long number = strtoul((const char *)name.data + 4, NULL, 10);
        ck_assert_uint_lt(number, COUNT);
        ck_assert(!seen[number]);
        seen[number] = true;
    }
    byte_buffer_clear(&name);
    byte_buffer_append_text(&name, "poison");
    ck_assert_uint_eq(registry_enumerate_subkey(key, COUNT, &name), CODE_NO_MORE_ITEMS);
    ck_assert_uint_eq(registry_enumerate_subkey(key, COUNT + 1, &name), CODE_NO_MORE_ITEMS);
    ck_assert_str_eq(byte_buffer_text(&name), "poison");
    byte_buffer_done(&name);
    registry_close(key);
}
END_TEST

START_TEST(enumerates_nothing_in_an_empty_key)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct byte_buffer name = {0};
    struct registry_value value = contract_poisoned_value();
    ck_assert_uint_eq(registry_enumerate_subkey(key, 0, &name), CODE_NO_MORE_ITEMS);
    ck_assert_ptr_null(name.data);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_NO_MORE_ITEMS);
    contract_assert_untouched(&value);
    registry_close(key);
}
END_TEST

START_TEST(value_and_subkey_of_one_name_are_two_things)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(contract_try_create_subkey(key, "same"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(key, "same", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(key, "same"), CODE_SUCCESS);
    contract_assert_value(key, "same", VALUE_DWORD, "abcd", 4);
    registry_close(key);
}
END_TEST

START_TEST(deletes_a_subkey_with_its_values_only)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *below = contract_create(CONTRACT_PATH "\\a\\b");
    ck_assert_uint_eq(registry_write(below, "v", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    registry_close(below);

    error_code error = registry_delete_subkey(key, "a");
    ck_assert(error == CODE_ACCESS_DENIED || error == CODE_KEY_HAS_CHILDREN);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a\\b"), CODE_SUCCESS);

    struct registry_key *a = contract_create(CONTRACT_PATH "\\a");
    ck_assert_uint_eq(registry_delete_subkey(a, "B"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(a, "b"), CODE_FILE_NOT_FOUND);
    registry_close(a);
    ck_assert_uint_eq(registry_delete_subkey(key, "a"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a"), CODE_FILE_NOT_FOUND);
    registry_close(key);
}
END_TEST

START_TEST(deletes_only_what_is_named)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(contract_try_create_subkey(key, "a\\b"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(key, ""), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(registry_delete_subkey(key, "a\\b"), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a\\b"), CODE_SUCCESS);
    registry_close(key);
}
END_TEST

START_TEST(deleted_key_is_gone_for_who_has_it_open)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *below = contract_create(CONTRACT_PATH "\\a");
    struct registry_key *other = NULL;
    struct registry_value value = contract_poisoned_value();
    ck_assert_uint_eq(registry_write(below, "v", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(key, "a"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_read(below, "v", &value), CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_enumerate_value(below, 0, &value), CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_enumerate_subkey(below, 0, &value.name), CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_write(below, "v", VALUE_DWORD, "abcd", 4), CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_delete_value(below, "v"), CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_open_subkey(below, "b", REGISTRY_READ, &other), CODE_KEY_DELETED);
    ck_assert_uint_eq(contract_try_create_subkey(below, "b"), CODE_KEY_DELETED);
    contract_assert_untouched(&value);

    /* A new key of that name is another key. */
    ck_assert_uint_eq(contract_try_create_subkey(key, "a"), CODE_SUCCESS);
    value = contract_poisoned_value();
    ck_assert_uint_eq(registry_read(below, "v", &value), CODE_KEY_DELETED);
    contract_assert_untouched(&value);
    registry_close(below);
    registry_close(key);
}
END_TEST

START_TEST(key_opened_for_reading_cannot_be_changed)
{
    struct registry_key *key = contract_create(CONTRACT_PATH);
    struct registry_key *reader = NULL;
    ck_assert_uint_eq(registry_write(key, "v", VALUE_DWORD, "abcd", 4), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_create_subkey(key, "a"), CODE_SUCCESS);
    ck_assert_uint_eq(
        registry_open(store, REGISTRY_CURRENT_USER, CONTRACT_PATH, REGISTRY_READ, &reader),
        CODE_SUCCESS);
    ck_assert_uint_eq(registry_write(reader, "v", VALUE_BINARY, "x", 1), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_delete_value(reader, "v"), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(registry_delete_subkey(reader, "a"), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(contract_try_create_subkey(reader, "b"), CODE_ACCESS_DENIED);
    contract_assert_value(reader, "v", VALUE_DWORD, "abcd", 4);
    registry_close(reader);
    registry_close(key);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\a"), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(CONTRACT_PATH "\\b"), CODE_FILE_NOT_FOUND);
}
END_TEST

START_TEST(lock_is_held_by_one)
{
    ck_assert_uint_eq(registry_lock(store, REGISTRY_CURRENT_USER), CODE_SUCCESS);
    ck_assert_uint_eq(registry_lock(store, REGISTRY_CURRENT_USER), CODE_INSTALL_ALREADY_RUNNING);
    ck_assert_uint_eq(registry_lock(store, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    registry_unlock(store, REGISTRY_CURRENT_USER);
    ck_assert_uint_eq(registry_lock(store, REGISTRY_LOCAL_MACHINE), CODE_INSTALL_ALREADY_RUNNING);
    ck_assert_uint_eq(registry_lock(store, REGISTRY_CURRENT_USER), CODE_SUCCESS);
    registry_unlock(store, REGISTRY_LOCAL_MACHINE);
    registry_unlock(store, REGISTRY_CURRENT_USER);
}
END_TEST

void registry_contract_add_tests(TCase *tests)
{
    registry_contract_add_value_tests(tests);
    registry_contract_add_volatile_tests(tests);
    registry_contract_add_watch_tests(tests);
    tcase_add_test(tests, absent_key_is_not_found);
    tcase_add_test(tests, creates_missing_parents);
    tcase_add_test(tests, empty_path_is_the_key_itself);
    tcase_add_test(tests, keys_open_below_an_open_key);
    tcase_add_loop_test(tests, names_are_kept_and_compare_without_regard_to_case, 0,
                        COUNT_OF(equal_names));
    tcase_add_loop_test(tests, key_name_of_255_units_is_the_longest, 0,
                        COUNT_OF(longest_key_names));
    tcase_add_loop_test(tests, misplaced_backslashes_are_refused, 0, COUNT_OF(malformed_paths));
    tcase_add_loop_test(tests, names_that_are_no_utf_8_are_refused, 0, COUNT_OF(ill_formed_names));
    tcase_add_test(tests, enumerates_every_subkey_once);
    tcase_add_test(tests, enumerates_nothing_in_an_empty_key);
    tcase_add_test(tests, value_and_subkey_of_one_name_are_two_things);
    tcase_add_test(tests, deletes_a_subkey_with_its_values_only);
    tcase_add_test(tests, deletes_only_what_is_named);
    tcase_add_test(tests, deleted_key_is_gone_for_who_has_it_open);
    tcase_add_test(tests, key_opened_for_reading_cannot_be_changed);
    tcase_add_test(tests, lock_is_held_by_one);
}
