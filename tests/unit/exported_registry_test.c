/* Whole commands on an exported registry: /from and /out. */
#include "agent/exported_registry.h"

#include "registry/reg_file_reader.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROFILES                                                                                   \
    "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging "       \
    "Subsystem\\Profiles"
#define SECTION PROFILES "\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a"
#define LSA_KEY "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
#define VERSION_5 "Windows Registry Editor Version 5.00\r\n\r\n"
#define REGEDIT4 "REGEDIT4\r\n\r\n"
#define ACCOUNT                                                                                    \
    "[" SECTION "]\r\n"                                                                            \
    "\"00036600\"=hex:01,05,00,00\r\n"                                                             \
    "\"00036601\"=hex:8c,11,00,00\r\n"                                                             \
    "\"00036623\"=hex:2f,00,00,00\r\n"                                                             \
    "\"00036627\"=hex:01,00,00,00\r\n"                                                             \
    "\"001f6622\"=hex:6d,00,00,00\r\n"
#define LEVEL_0_LINE "\"lmcompatibilitylevel\"=dword:00000000\r\n"

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
}

/* No run on an export touches the machine it runs on, not even to lock it. */
static void tear_down(void)
{
    fake_host_done(&fake);
}

/* A file of ASCII text as regedit writes it: UTF-16LE with a byte order mark. */
static void put_utf16(const char *path, const char *text)
{
    struct byte_buffer bytes = {0};
    byte_buffer_append(&bytes, "\xFF\xFE", 2);
    for (; *text != '\0'; text++) {
        byte_buffer_append_byte(&bytes, (uint8_t)*text);
        byte_buffer_append_byte(&bytes, 0);
    }
    ck_assert(!bytes.failed);
    fake_host_put_file(&fake, path, bytes.data, bytes.size);
    byte_buffer_done(&bytes);
}

static void put_ansi(const char *path, const char *text)
{
    fake_host_put_file(&fake, path, text, strlen(text));
}

static void import(const char *path, struct memory_registry *memory)
{
    const struct byte_buffer *file = fake_host_file(&fake, path);
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(reg_file_read(file->data, file->size, 1252, memory, NULL, NULL),
                      CODE_SUCCESS);
}

START_TEST(check_reads_both_kinds_of_files)
{
    put_utf16("five.reg", VERSION_5 ACCOUNT LSA_KEY LEVEL_0_LINE);
    put_ansi("four.reg", REGEDIT4 ACCOUNT LSA_KEY LEVEL_0_LINE);
    static const char *const files[] = {"/from:five.reg", "/from:four.reg"};
    char *before = sample_dump(fake.registry, true);
    size_t calls = memory_registry_call_count(fake.memory);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_uint_eq(RUN(&fake, "/check", files[i], "/alwaysprompt:clear"), 1);
        ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "exported registry"));
        ck_assert_ptr_null(strstr(fake_host_output(&fake), "PC-0815"));
        ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "level 0 is in effect"));
        ck_assert_str_eq(fake_host_errors(&fake), "");
    }
    ck_assert_uint_eq(memory_registry_call_count(fake.memory), calls);
    fake_host_expect_store(&fake, before);
    free(before);
}
END_TEST

/* What /fix on the machine makes of the export, and what importing /out makes of it. */
static void expect_same_as_on_the_machine(const char *text, const char *extra, enum exit_code code)
{
    tear_down();
    set_up();
    put_utf16("export.reg", text);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:export.reg", "/out:fix.reg", "/windows:5.1", extra),
                      code);
    ck_assert_str_eq(fake_host_errors(&fake), "");
    struct memory_registry *imported = sample_registry_create();
    import("export.reg", imported);
    import("fix.reg", imported);

    memory_registry_free(fake.memory);
    fake.memory = sample_registry_create();
    fake.registry = memory_registry_interface(fake.memory);
    fake.host.registry = fake.registry;
    import("export.reg", fake.memory);
    ck_assert_uint_eq(RUN(&fake, "/fix", extra), code);

    char *by_import = sample_dump(memory_registry_interface(imported), false);
    char *by_fix = sample_dump(fake.registry, false);
    /* The two keys that every undo record lies in: "Software" in HKLM is not in the export. */
    char *own = strstr(by_fix, "HKLM\\Software\n");
    if (own != NULL)
        memmove(own, own + strlen("HKLM\\Software\n"),
                strlen(own + strlen("HKLM\\Software\n")) + 1);
    ck_assert_msg(strcmp(by_import, by_fix) == 0, "%s", text);
    free(by_import);
    free(by_fix);
    memory_registry_free(imported);
}

START_TEST(importing_out_is_the_same_as_fix_on_that_machine)
{
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT LSA_KEY LEVEL_0_LINE, "/alwaysprompt:clear",
                                  EXIT_RESTART_WINDOWS);
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT LSA_KEY, "/level:2", EXIT_RESTART_WINDOWS);
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT LSA_KEY, "/scope:user", EXIT_RESTART_OUTLOOK);
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT LSA_KEY, "/scope:machine",
                                  EXIT_RESTART_WINDOWS);
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT LSA_KEY
                                  "\"LmCompatibilityLevel\"=dword:00000005\r\n",
                                  "/level:3", EXIT_RESTART_OUTLOOK);
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT "\"00036627\"=dword:00000001\r\n" LSA_KEY
                                                    "\"LmCompatibilityLevel\"=dword:00000003\r\n",
                                  "/scope:all", EXIT_RESTART_OUTLOOK); /* the type is kept */
    expect_same_as_on_the_machine(VERSION_5 ACCOUNT
                                  "\"00036627\"=hex:02,00,00,00\r\n\"00036601\"=-\r\n" LSA_KEY
                                  "\"LmCompatibilityLevel\"=dword:00000003\r\n",
                                  "/level:3", EXIT_NOTHING_LEFT);
}
END_TEST

START_TEST(dry_run_needs_no_out_and_writes_nothing)
{
    put_utf16("export.reg", VERSION_5 ACCOUNT LSA_KEY LEVEL_0_LINE);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:export.reg", "/dryrun", "/alwaysprompt:clear"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:export.reg", "/out:f.reg", "/dryrun"), 2);
    ck_assert_ptr_null(fake_host_file(&fake, "f.reg"));
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "Would be changed"));
}
END_TEST

START_TEST(check_passes_over_bad_lines_says_which_and_is_not_fine)
{
    put_utf16("bad.reg", VERSION_5 ACCOUNT "\"00036627\"=hex:02,00,00,00\r\n"
                                           "\"00036601\"=hex:04,00,00,00\r\n"
                                           "nonsense\r\n\"a\"=hex:0\r\n" LSA_KEY
                                           "\"LmCompatibilityLevel\"=dword:00000003\r\n");
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:bad.reg"), 2);
    const char *errors = fake_host_errors(&fake);
    ck_assert_ptr_nonnull(strstr(errors, "bad.reg, line 11: "));
    ck_assert_ptr_nonnull(strstr(errors, "bad.reg, line 12: "));
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "passed over"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:bad.reg", "/scope:machine"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:bad.reg", "/out:fix.reg"), 13);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "line 11: "));
    ck_assert_ptr_null(fake_host_file(&fake, "fix.reg"));
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:bad.reg", "/dryrun"), 13);
}
END_TEST

START_TEST(bad_lines_do_not_hide_what_the_others_show)
{
    put_utf16("bad.reg", VERSION_5 ACCOUNT "nonsense\r\n" LSA_KEY LEVEL_0_LINE);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:bad.reg", "/alwaysprompt:clear"), 1);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "passed over"));
}
END_TEST

START_TEST(many_bad_lines_are_counted_not_listed)
{
    struct byte_buffer text = {0};
    byte_buffer_append_text(&text, VERSION_5 ACCOUNT LSA_KEY);
    for (int i = 0; i < 500; i++)
        byte_buffer_append_text(&text, "nonsense\r\n");
    put_utf16("bad.reg", byte_buffer_text(&text));
    byte_buffer_done(&text);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:bad.reg", "/windows:6.1"), 2);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "500 lines"));
    ck_assert_uint_lt(fake.errors.size, 3000);
}
END_TEST

START_TEST(a_file_that_is_no_export_ends_with_13)
{
    put_ansi("letter.txt", "Dear Sir or Madam,\r\n");
    put_ansi("empty.reg", "");
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:letter.txt"), 13);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "letter.txt, line 1: "));
    ck_assert_str_eq(fake_host_output(&fake), "");
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:empty.reg"), 13);
    ck_assert_str_ne(fake_host_errors(&fake), "");
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:missing.reg"), 13);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "Cannot read missing.reg: "));
    fake.read_error = CODE_FILE_TOO_LARGE;
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:letter.txt"), 13);
}
END_TEST

START_TEST(an_export_without_the_lsa_key_never_raises_the_level)
{
    put_utf16("user.reg", VERSION_5 ACCOUNT);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:user.reg", "/windows:5.1"), 2);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "Control\\Lsa as well"));
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:user.reg", "/out:fix.reg", "/windows:5.1"), 3011);
    struct memory_registry *fix = sample_registry_create();
    import("fix.reg", fix);
    char *dump = sample_dump(memory_registry_interface(fix), true);
    ck_assert_ptr_null(strstr(dump, "LmCompatibilityLevel"));
    ck_assert_ptr_nonnull(strstr(dump, "00036627 = 3: 02 00 00 00"));
    free(dump);
    memory_registry_free(fix);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:user.reg", "/out:fix.reg", "/scope:machine"), 2);
}
END_TEST

START_TEST(an_export_without_the_profiles_is_not_fine)
{
    put_utf16("machine.reg", VERSION_5 LSA_KEY LEVEL_0_LINE);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:machine.reg"), 2);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "does not hold the key of the mail"));
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "No Exchange account"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:machine.reg", "/profile:Outlook"), 2);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:machine.reg", "/scope:machine"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:machine.reg", "/out:f.reg", "/scope:machine"),
                      3010);
}
END_TEST

START_TEST(an_absent_level_needs_the_windows_version)
{
    put_utf16("export.reg", VERSION_5 ACCOUNT LSA_KEY);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:export.reg", "/scope:machine"), 2);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "/windows:5.1"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:export.reg", "/scope:machine", "/windows:5.1"),
                      1);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:export.reg", "/scope:machine", "/windows:5.2"),
                      0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:export.reg", "/scope:machine", "/windows:10.0"),
                      0);
}
END_TEST

START_TEST(a_code_page_tells_the_names_of_an_old_file)
{
    /* The profile is named in Japanese, in code page 932. */
    put_ansi("old.reg", REGEDIT4 "[" PROFILES "\\\x8E\x64\x8E\x96\\"
                                 "13dbb0c8aa05101a9bb000aa002fc45a]\r\n"
                                 "\"00036623\"=hex:2f,00,00,00\r\n"
                                 "\"00036627\"=hex:02,00,00,00\r\n"
                                 "\"001f6622\"=hex:6d,00,00,00\r\n" LSA_KEY
                                 "\"LmCompatibilityLevel\"=dword:00000003\r\n");
    ck_assert_uint_eq(
        RUN(&fake, "/check", "/from:old.reg", "/codepage:932", "/profile:\xE4\xBB\x95\xE4\xBA\x8B"),
        0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/from:old.reg", "/profile:\xE4\xBB\x95\xE4\xBA\x8B"),
                      87);
}
END_TEST

START_TEST(no_output_file_may_be_the_export_itself)
{
    static const char *const words[] = {"/out:EXPORT.reg", "/report:export.REG", "/log:Export.reg"};
    put_utf16("export.reg", VERSION_5 ACCOUNT LSA_KEY LEVEL_0_LINE);
    const size_t size = fake_host_file(&fake, "export.reg")->size;
    for (size_t i = 0; i < 3; i++) {
        if (i == 0)
            ck_assert_uint_eq(RUN(&fake, "/fix", "/from:export.reg", words[i]), 87);
        else
            ck_assert_uint_eq(RUN(&fake, "/check", "/from:export.reg", words[i]), 87);
        ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), strchr(words[i], ':') + 1));
        ck_assert_uint_eq(fake_host_file(&fake, "export.reg")->size, size);
    }
    ck_assert_uint_eq(fake.write_count, 0);
}
END_TEST

START_TEST(an_out_that_cannot_be_written_is_a_failure)
{
    put_utf16("export.reg", VERSION_5 ACCOUNT LSA_KEY LEVEL_0_LINE);
    fake.write_error = CODE_ACCESS_DENIED;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/from:export.reg", "/out:fix.reg"), 1603);
    ck_assert_ptr_nonnull(
        strstr(fake_host_errors(&fake), "Cannot write fix.reg: Access is denied. (5)"));
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "Written to"));
}
END_TEST

Suite *exported_registry_suite(void);

Suite *exported_registry_suite(void)
{
    Suite *suite = suite_create("exported_registry");
    TCase *tests = tcase_create("exported_registry");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, check_reads_both_kinds_of_files);
    tcase_add_test(tests, importing_out_is_the_same_as_fix_on_that_machine);
    tcase_add_test(tests, dry_run_needs_no_out_and_writes_nothing);
    tcase_add_test(tests, check_passes_over_bad_lines_says_which_and_is_not_fine);
    tcase_add_test(tests, bad_lines_do_not_hide_what_the_others_show);
    tcase_add_test(tests, many_bad_lines_are_counted_not_listed);
    tcase_add_test(tests, a_file_that_is_no_export_ends_with_13);
    tcase_add_test(tests, an_export_without_the_lsa_key_never_raises_the_level);
    tcase_add_test(tests, an_export_without_the_profiles_is_not_fine);
    tcase_add_test(tests, an_absent_level_needs_the_windows_version);
    tcase_add_test(tests, a_code_page_tells_the_names_of_an_old_file);
    tcase_add_test(tests, no_output_file_may_be_the_export_itself);
    tcase_add_test(tests, an_out_that_cannot_be_written_is_a_failure);
    suite_add_tcase(suite, tests);
    return suite;
}
