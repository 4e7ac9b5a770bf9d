#include "agent/app_path.h"

#include <check.h>
#include <string.h>

static void expect_taken(const char *value, const char *expected)
{
    struct byte_buffer path = {0};
    byte_buffer_append_text(&path, "before");
    ck_assert_msg(app_path_take(value, "outlook.exe", &path), "%s", value);
    ck_assert_str_eq(byte_buffer_text(&path), expected);
    byte_buffer_done(&path);
}

static void expect_refused(const char *value)
{
    struct byte_buffer path = {0};
    byte_buffer_append_text(&path, "before");
    ck_assert_msg(!app_path_take(value, "outlook.exe", &path), "%s", value);
    ck_assert_str_eq(byte_buffer_text(&path), "before");
    byte_buffer_done(&path);
}

START_TEST(takes_a_full_path_with_or_without_quotes)
{
    static const char path[] = "C:\\Program Files\\Microsoft Office\\OFFICE11\\OUTLOOK.EXE";
    expect_taken(path, path);
    expect_taken("\"C:\\Program Files\\Microsoft Office\\OFFICE11\\OUTLOOK.EXE\"", path);
    expect_taken("  \"C:\\Program Files\\Microsoft Office\\OFFICE11\\OUTLOOK.EXE\" \t", path);
    expect_taken("z:\\outlook.exe", "z:\\outlook.exe");
    expect_taken("\\\\server\\share\\Outlook.Exe", "\\\\server\\share\\Outlook.Exe");
    expect_taken("C:\\\xE6\x97\xA5\\outlook.exe", "C:\\\xE6\x97\xA5\\outlook.exe");
}
END_TEST

START_TEST(refuses_what_leads_elsewhere)
{
    static const char *const values[] = {
        "",
        "\"",
        "\"\"",
        "outlook.exe",
        "\\outlook.exe",
        "C:outlook.exe",
        "C:/outlook.exe",
        "..\\outlook.exe",
        "\\\\\\outlook.exe",
        "1:\\outlook.exe",
        "C:\\Office\\winword.exe",
        "C:\\Office\\notoutlook.exe",
        "C:\\Office\\outlook.exe\\",
        "C:\\Office\\outlook.exe /recycle",
        "\"C:\\Office\\outlook.exe\" /recycle",
        "C:\\Office\\outlook.exe\" \"C:\\other\\outlook.exe",
        "\"C:\\Office\\outlook.exe",
        "%ProgramFiles%\\outlook.exe",
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        expect_refused(values[i]);
}
END_TEST

Suite *app_path_suite(void);

Suite *app_path_suite(void)
{
    Suite *suite = suite_create("app_path");
    TCase *tests = tcase_create("app_path");
    tcase_add_test(tests, takes_a_full_path_with_or_without_quotes);
    tcase_add_test(tests, refuses_what_leads_elsewhere);
    suite_add_tcase(suite, tests);
    return suite;
}
