#include "agent/settings.h"

#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

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

static struct settings read_settings(void)
{
    struct settings settings;
    memset(&settings, 0x5A, sizeof settings);
    ck_assert_uint_eq(settings_read(registry, &settings), CODE_SUCCESS);
    return settings;
}

static void expect(uint32_t show_icon, uint32_t notify)
{
    struct settings settings = read_settings();
    ck_assert_uint_eq(settings.values[SETTING_SHOW_ICON], show_icon);
    ck_assert_uint_eq(settings.values[SETTING_NOTIFY], notify);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        ck_assert(!settings.malformed[i]);
}

START_TEST(absent_settings_have_their_defaults)
{
    struct settings settings;
    expect(0, 1); /* no key */
    sample_key(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY);
    expect(0, 1); /* no values */
    memset(&settings, 0x5A, sizeof settings);
    settings_set_defaults(&settings);
    ck_assert_uint_eq(settings.values[SETTING_SHOW_ICON], 0);
    ck_assert_uint_eq(settings.values[SETTING_NOTIFY], 1);
    ck_assert_uint_eq(settings.values[SETTING_PROMPT_SENSOR], 1);
    ck_assert(!settings.malformed[SETTING_SHOW_ICON] && !settings.malformed[SETTING_NOTIFY]);
}
END_TEST

START_TEST(settings_are_values_of_the_users_own_key)
{
    ck_assert_str_eq(setting_name(SETTING_SHOW_ICON), "ShowIcon");
    ck_assert_str_eq(setting_name(SETTING_NOTIFY), "Notify");
    ck_assert_str_eq(setting_name(SETTING_PROMPT_SENSOR), "PromptSensor");
    sample_dword(registry, REGISTRY_LOCAL_MACHINE, SETTINGS_KEY, "ShowIcon", 1);
    expect(0, 1);
    sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "SHOWICON", 1);
    expect(1, 1);
    sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify", 0);
    expect(1, 0);
    sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "ShowIcon", 0);
    sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Notify", 1);
    sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "Unknown", 7);
    expect(0, 1);
}
END_TEST

static const struct {
    uint32_t type;
    const char *bytes;
    size_t size;
} malformed[] = {
    {VALUE_DWORD, "\2\0\0\0", 4},         {VALUE_DWORD, "\xFF\xFF\xFF\xFF", 4},
    {VALUE_DWORD, "\0\0\0\1", 4},         {VALUE_DWORD, "\1\0\0", 3},
    {VALUE_DWORD, "\1\0\0\0\0", 5},       {VALUE_DWORD, "", 0},
    {VALUE_BINARY, "\1\0\0\0", 4},        {VALUE_STRING, "1\0\0\0", 4},
    {VALUE_QWORD, "\1\0\0\0\0\0\0\0", 8}, {VALUE_NONE, "", 0},
};

START_TEST(malformed_setting_has_its_default_and_is_named)
{
    for (size_t bad = 0; bad < SETTING_COUNT; bad++) {
        struct settings standard;
        settings_set_defaults(&standard);
        const size_t good = (bad + 1) % SETTING_COUNT;
        const uint32_t number = 1 - standard.values[good];
        sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY,
                     setting_name((enum setting)good), number);
        sample_write(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, setting_name((enum setting)bad),
                     malformed[_i].type, malformed[_i].bytes, malformed[_i].size);
        struct settings settings = read_settings();
        ck_assert(settings.malformed[bad]);
        ck_assert_uint_eq(settings.values[bad], standard.values[bad]);
        ck_assert(!settings.malformed[good]);
        ck_assert_uint_eq(settings.values[good], number);
    }
}
END_TEST

START_TEST(whatever_call_fails_the_output_is_untouched)
{
    struct settings settings;
    struct settings poison;
    memset(&poison, 0x5A, sizeof poison);
    sample_dword(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY, "ShowIcon", 1);
    size_t call = 1;
    for (;; call++) {
        settings = poison;
        size_t before = memory_registry_call_count(memory);
        memory_registry_fail(memory, call, CODE_REGISTRY_IO_FAILED, false);
        error_code code = settings_read(registry, &settings);
        memory_registry_fail(memory, 0, CODE_SUCCESS, false);
        if (memory_registry_call_count(memory) - before < call)
            break;
        ck_assert_uint_eq(code, CODE_REGISTRY_IO_FAILED);
        ck_assert_mem_eq(&settings, &poison, sizeof poison);
    }
    ck_assert_uint_eq(call, 2 + SETTING_COUNT);
    ck_assert_uint_eq(settings.values[SETTING_SHOW_ICON], 1);
}
END_TEST

START_TEST(settings_that_may_not_be_read_are_no_defaults)
{
    struct settings settings;
    sample_key(registry, REGISTRY_CURRENT_USER, SETTINGS_KEY);
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, SETTINGS_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    ck_assert_uint_eq(settings_read(registry, &settings), CODE_ACCESS_DENIED);
}
END_TEST

Suite *settings_suite(void);

Suite *settings_suite(void)
{
    Suite *suite = suite_create("settings");
    TCase *tests = tcase_create("settings");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, absent_settings_have_their_defaults);
    tcase_add_test(tests, settings_are_values_of_the_users_own_key);
    tcase_add_loop_test(tests, malformed_setting_has_its_default_and_is_named, 0,
                        sizeof malformed / sizeof malformed[0]);
    tcase_add_test(tests, whatever_call_fails_the_output_is_untouched);
    tcase_add_test(tests, settings_that_may_not_be_read_are_no_defaults);
    suite_add_tcase(suite, tests);
    return suite;
}
