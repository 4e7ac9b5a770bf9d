#include "agent/autostart.h"

#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define PROGRAM "C:\\Program Files\\PromptFix\\promptfix.exe"

static struct memory_registry *memory;
static struct registry *registry;

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
}

static enum autostart state_for(const char *program)
{
    enum autostart autostart = (enum autostart)77;
    ck_assert_uint_eq(autostart_read(registry, program, &autostart), CODE_SUCCESS);
    return autostart;
}

START_TEST(is_off_where_nothing_is_said)
{
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_OFF);
    sample_key(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY);
    sample_key(registry, REGISTRY_LOCAL_MACHINE, AUTOSTART_KEY);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_OFF);
    sample_text(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "Another", "\"" PROGRAM "\"");
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_OFF);
}
END_TEST

START_TEST(is_switched_on_and_off)
{
    ck_assert_uint_eq(autostart_clear(registry), CODE_SUCCESS); /* no key */
    ck_assert_uint_eq(autostart_set(registry, PROGRAM), CODE_SUCCESS);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_ON);
    ck_assert_uint_eq(autostart_set(registry, PROGRAM), CODE_SUCCESS);
    ck_assert_uint_eq(autostart_clear(registry), CODE_SUCCESS);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_OFF);
    ck_assert_uint_eq(autostart_clear(registry), CODE_SUCCESS); /* no value */
}
END_TEST

START_TEST(value_is_the_path_in_quotes)
{
    sample_text(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "Another", "other.exe");
    ck_assert_uint_eq(autostart_set(registry, "C:\\\xC3\xBC.exe"), CODE_SUCCESS);
    sample_expect(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "PromptFix", VALUE_STRING,
                  "\"\0C\0:\0\\\0\xFC\0.\0e\0x\0e\0\"\0\0\0", 22);
    ck_assert_uint_eq(autostart_clear(registry), CODE_SUCCESS);
    sample_expect(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "Another", VALUE_STRING,
                  "o\0t\0h\0e\0r\0.\0e\0x\0e\0\0\0", 20);
}
END_TEST

START_TEST(case_of_the_path_does_not_matter)
{
    ck_assert_uint_eq(autostart_set(registry, "c:\\program files\\PROMPTFIX\\promptfix.EXE"),
                      CODE_SUCCESS);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_ON);
}
END_TEST

static const char *const other_commands[] = {
    "\"C:\\Program Files\\PromptFix 0.1\\promptfix.exe\"",
    "\"C:\\Program Files\\PromptFix\\promptfix.exe",
    "C:\\Program Files\\PromptFix\\promptfix.exe",
    "\"C:\\Program Files\\PromptFix\\promptfix.exe\" /check",
    "\"C:\\Program Files\\PromptFix\\promptfix.ex\"",
    "\"C:\\Program Files\\PromptFix\\promptfix.exee\"",
    " \"C:\\Program Files\\PromptFix\\promptfix.exe\"",
    "",
};

START_TEST(other_command_is_told_apart)
{
    sample_text(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "PromptFix", other_commands[_i]);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_OTHER);
    ck_assert_uint_eq(autostart_set(registry, PROGRAM), CODE_SUCCESS); /* replaces it */
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_ON);
}
END_TEST

#define WIDE_COMMAND "\"\0C\0:\0\\\0a\0\"\0"

static const struct {
    const char *bytes;
    size_t size;
    uint32_t type;
    enum autostart state;
} stored[] = {
    {WIDE_COMMAND "\0", 14, VALUE_STRING, AUTOSTART_ON},
    {WIDE_COMMAND, 12, VALUE_STRING, AUTOSTART_ON}, /* without its NUL */
    {WIDE_COMMAND "x", 13, VALUE_STRING, AUTOSTART_ON},
    {WIDE_COMMAND "\0", 14, VALUE_EXPAND_STRING, AUTOSTART_OTHER},
    {WIDE_COMMAND "\0", 14, VALUE_MULTI_STRING, AUTOSTART_OTHER},
    {WIDE_COMMAND "\0", 14, VALUE_BINARY, AUTOSTART_OTHER},
    {"\1\0\0\0", 4, VALUE_DWORD, AUTOSTART_OTHER},
    {"\"\0C\0:\0\\\0\0\xD8\"\0\0\0", 14, VALUE_STRING, AUTOSTART_OTHER}, /* half a pair */
    {"", 0, VALUE_STRING, AUTOSTART_OTHER},
};

START_TEST(stored_value_is_read_with_its_type)
{
    sample_write(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "PromptFix", stored[_i].type,
                 stored[_i].bytes, stored[_i].size);
    ck_assert_int_eq(state_for("C:\\a"), stored[_i].state);
    sample_write(registry, REGISTRY_LOCAL_MACHINE, AUTOSTART_KEY, "PromptFix", stored[_i].type,
                 stored[_i].bytes, stored[_i].size);
    ck_assert_int_eq(state_for("C:\\a"), AUTOSTART_BY_ADMINISTRATOR);
}
END_TEST

START_TEST(value_of_the_machine_is_the_administrators)
{
    sample_text(registry, REGISTRY_LOCAL_MACHINE, AUTOSTART_KEY, "PromptFix", "\"" PROGRAM "\"");
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_BY_ADMINISTRATOR);
    ck_assert_uint_eq(autostart_set(registry, PROGRAM), CODE_SUCCESS);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_BY_ADMINISTRATOR);
    ck_assert_uint_eq(autostart_clear(registry), CODE_SUCCESS);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_BY_ADMINISTRATOR);
}
END_TEST

/* `count` times `piece` behind "C:\"; the caller frees it. */
static char *long_path(const char *piece, size_t count)
{
    struct byte_buffer path = {0};
    byte_buffer_append_text(&path, "C:\\");
    for (size_t i = 0; i < count; i++)
        byte_buffer_append_text(&path, piece);
    ck_assert_ptr_nonnull(byte_buffer_text(&path));
    return (char *)path.data;
}

/* 3 units before the pieces, and a quotation mark on each side. */
static const struct {
    const char *piece;
    size_t longest_count;
} long_pieces[] = {
    {"p", AUTOSTART_COMMAND_LIMIT - 5},
    {"\xC3\xBC", AUTOSTART_COMMAND_LIMIT - 5},
    {"\xF0\xA0\xAE\xB7", (AUTOSTART_COMMAND_LIMIT - 5) / 2}, /* two units each */
};

START_TEST(path_that_windows_would_not_start_is_refused)
{
    char *longest = long_path(long_pieces[_i].piece, long_pieces[_i].longest_count);
    char *longer = long_path(long_pieces[_i].piece, long_pieces[_i].longest_count + 1);
    ck_assert_uint_eq(autostart_set(registry, longer), CODE_NAME_TOO_LONG);
    ck_assert_int_eq(state_for(longer), AUTOSTART_OFF);
    ck_assert_uint_eq(autostart_set(registry, longest), CODE_SUCCESS);
    ck_assert_int_eq(state_for(longest), AUTOSTART_ON);
    ck_assert_int_eq(state_for(longer), AUTOSTART_OTHER);
    free(longest);
    free(longer);
}
END_TEST

static const struct {
    const char *path;
    error_code code;
} bad_paths[] = {
    {"", CODE_INVALID_PARAMETER},
    {"C:\\a\" /fix \"b", CODE_INVALID_PARAMETER},
    {"\"C:\\a.exe\"", CODE_INVALID_PARAMETER},
    {"C:\\\xFF", CODE_NO_UNICODE_TRANSLATION},
};

START_TEST(path_that_cannot_be_quoted_is_refused)
{
    char *before = sample_dump(registry, true);
    ck_assert_uint_eq(autostart_set(registry, bad_paths[_i].path), bad_paths[_i].code);
    char *after = sample_dump(registry, true);
    ck_assert_str_eq(after, before);
    free(before);
    free(after);
}
END_TEST

START_TEST(lack_of_rights_is_an_error)
{
    enum autostart autostart = (enum autostart)77;
    sample_key(registry, REGISTRY_LOCAL_MACHINE, AUTOSTART_KEY);
    sample_text(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "PromptFix", "\"" PROGRAM "\"");
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, AUTOSTART_KEY, REGISTRY_WRITE),
        CODE_SUCCESS);
    ck_assert_uint_eq(autostart_set(registry, "C:\\a"), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(autostart_clear(registry), CODE_ACCESS_DENIED);
    ck_assert_int_eq(state_for(PROGRAM), AUTOSTART_ON);
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_LOCAL_MACHINE, AUTOSTART_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    ck_assert_uint_eq(autostart_read(registry, PROGRAM, &autostart), CODE_ACCESS_DENIED);
    ck_assert_int_eq(autostart, 77);
}
END_TEST

static error_code perform(int operation, enum autostart *autostart)
{
    switch (operation) {
    case 0:
        return autostart_read(registry, PROGRAM, autostart);
    case 1:
        return autostart_set(registry, "C:\\a");
    default:
        return autostart_clear(registry);
    }
}

START_TEST(whatever_call_fails_nothing_is_changed)
{
    sample_text(registry, REGISTRY_CURRENT_USER, AUTOSTART_KEY, "PromptFix", "\"" PROGRAM "\"");
    char *before = sample_dump(registry, true);
    size_t call = 1;
    for (;; call++) {
        enum autostart autostart = (enum autostart)77;
        size_t count = memory_registry_call_count(memory);
        memory_registry_fail(memory, call, CODE_REGISTRY_IO_FAILED, false);
        error_code code = perform(_i, &autostart);
        memory_registry_fail(memory, 0, CODE_SUCCESS, false);
        if (memory_registry_call_count(memory) - count < call)
            break;
        ck_assert_uint_eq(code, CODE_REGISTRY_IO_FAILED);
        ck_assert_int_eq(autostart, 77);
        char *after = sample_dump(registry, true);
        ck_assert_str_eq(after, before);
        free(after);
    }
    ck_assert_uint_ge(call, 3);
    free(before);
}
END_TEST

Suite *autostart_suite(void);

Suite *autostart_suite(void)
{
    Suite *suite = suite_create("autostart");
    TCase *tests = tcase_create("autostart");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_off_where_nothing_is_said);
    tcase_add_test(tests, is_switched_on_and_off);
    tcase_add_test(tests, value_is_the_path_in_quotes);
    tcase_add_test(tests, case_of_the_path_does_not_matter);
    tcase_add_loop_test(tests, other_command_is_told_apart, 0,
                        sizeof other_commands / sizeof other_commands[0]);
    tcase_add_loop_test(tests, stored_value_is_read_with_its_type, 0,
                        sizeof stored / sizeof stored[0]);
    tcase_add_test(tests, value_of_the_machine_is_the_administrators);
    tcase_add_loop_test(tests, path_that_windows_would_not_start_is_refused, 0,
                        sizeof long_pieces / sizeof long_pieces[0]);
    tcase_add_loop_test(tests, path_that_cannot_be_quoted_is_refused, 0,
                        sizeof bad_paths / sizeof bad_paths[0]);
    tcase_add_test(tests, lack_of_rights_is_an_error);
    tcase_add_loop_test(tests, whatever_call_fails_nothing_is_changed, 0, 3);
    suite_add_tcase(suite, tests);
    return suite;
}
