/* Where PromptFix stops, and says so: the size of an export, the number of changes in one run. And
 * what the elevated helper never does. */
#include "registry/change_set.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

START_TEST(an_export_that_is_too_large_is_named_with_the_limit)
{
    fake_host_put_file(&fake, "pc.reg", "REGEDIT4\r\n", 10);
    fake.read_error = CODE_FILE_TOO_LARGE;
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg"), 13);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake),
                                 "Cannot use pc.reg: it is larger than 128 MB, or "
                                 "holds more than 2000000 keys and values."));
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "Export only the two keys"));
    ck_assert_ptr_null(strstr(fake_host_errors(&fake), "223"));
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:pc.reg", "/out:fix.reg"), 13);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "larger than 128 MB"));
    ck_assert_ptr_null(fake_host_file(&fake, "fix.reg"));
}
END_TEST

/* A key of 200 levels on each line: two bytes for each key. */
START_TEST(an_export_with_too_many_keys_is_refused_whatever_its_size)
{
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, "REGEDIT4\r\n");
    for (unsigned i = 0; i < 10100; i++) {
        byte_buffer_append_format(&file, "[HKEY_CURRENT_USER\\%u", i);
        for (unsigned level = 0; level < 200; level++)
            byte_buffer_append_text(&file, "\\a");
        byte_buffer_append_text(&file, "]\r\n");
    }
    ck_assert_uint_lt(file.size, (size_t)8 * 1024 * 1024);
    fake_host_put_file(&fake, "pc.reg", file.data, file.size);
    byte_buffer_done(&file);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg"), 13);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "more than 2000000 keys"));
}
END_TEST

/* As little as makes a profile with something to mend. */
static void add_profiles(size_t count)
{
    char profile[32];
    for (size_t i = 0; i < count; i++) {
        snprintf(profile, sizeof profile, "Profile %06zu", i);
        const char *section = sample_section(profile);
        sample_long(fake.registry, section, "00036623", SAMPLE_FLAGS);
        sample_long(fake.registry, section, "00036627", SAMPLE_BASIC);
        sample_long(fake.registry, section, "00036601", 0x118c);
        sample_unicode(fake.registry, section, "001f6622", "mail.contoso.com");
    }
}

START_TEST(more_changes_than_one_run_makes_are_refused_with_what_to_do)
{
    add_profiles(CHANGE_SET_LIMIT / 2 + 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:user", "/alwaysprompt:clear"), 1603);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake),
                                 "nothing was changed. 65538 values are to be changed, and one run "
                                 "changes at most 65536."));
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "/profile:NAME"));
    sample_expect_absent(fake.registry, REGISTRY_CURRENT_USER, "Software\\PromptFix", "");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:user", "/profile:Profile 000007"), 3011);
}
END_TEST

/* The exact words that the tray agent elevates (tray_agent_fix_test.c holds it to them). */
START_TEST(the_elevated_helper_calls_no_file_function)
{
    static const char *const levels[] = {"/level:2", "/level:3"};
    for (uint32_t stored = 0; stored <= 6; stored++) {
        for (size_t i = 0; i < 2; i++) {
            for (size_t failing = 0; failing < 60; failing++) {
                tear_down();
                set_up();
                sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
                sample_level(fake.registry, stored);
                const char *section = sample_section("Outlook");
                memory_registry_fail(fake.memory, failing, CODE_REGISTRY_IO_FAILED, false);
                const enum exit_code code = RUN(&fake, "/fix", "/scope:machine", levels[i]);
                memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
                ASSERT_FAST(failing != 0 || code == (stored > 5 ? 2 : stored < 2 + i ? 3010 : 0));
                ASSERT_FAST(fake.file_call_count == 0 && fake.file_count == 0);
                sample_expect(fake.registry, REGISTRY_CURRENT_USER, section, "00036627",
                              VALUE_BINARY, "\1\0\0", 4);
            }
        }
    }
}
END_TEST

START_TEST(a_file_is_not_written_over_itself_where_the_host_cannot_compare)
{
    fake_host_put_file(&fake, "pc.reg", "REGEDIT4\r\n", 10);
    fake_host_fail(&fake, 1, CODE_ACCESS_DENIED, true);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:pc.reg", "/out:PC.reg", "/windows:5.1"), 87);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg", "/report:pc.REG"), 87);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:pc.reg", "/log:pc.reg"), 87);
    ck_assert_uint_eq(fake.write_count, 0);
}
END_TEST

Suite *limits_suite(void);

Suite *limits_suite(void)
{
    Suite *suite = suite_create("limits");
    TCase *tests = tcase_create("limits");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, an_export_that_is_too_large_is_named_with_the_limit);
    tcase_add_test(tests, an_export_with_too_many_keys_is_refused_whatever_its_size);
    tcase_add_test(tests, more_changes_than_one_run_makes_are_refused_with_what_to_do);
    tcase_add_test(tests, the_elevated_helper_calls_no_file_function);
    tcase_add_test(tests, a_file_is_not_written_over_itself_where_the_host_cannot_compare);
    suite_add_tcase(suite, tests);
    return suite;
}
