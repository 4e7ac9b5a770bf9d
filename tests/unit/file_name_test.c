#include "agent/file_name.h"

#include <check.h>

static const char *const devices[] = {
    "COM1",
    "com9",
    "COM0",
    "LPT1:",
    "lpt5.json",
    "COM\xC2\xB9",
    "LPT\xC2\xB3.txt",
    "CON",
    "con ",
    "Con .json",
    "PRN.",
    "NUL",
    "NUL:stream",
    "NUL.tar.gz",
    "CONIN$",
    "conout$",
    "folder\\AUX.json",
    "folder/aux.json",
    "C:NUL",
    "C:\\folder\\nul",
    "\\\\server\\share\\PRN",
    "\\\\?\\C:\\folder\\NUL", /* there it would be a file, which nobody can delete */
    "\\\\.\\PhysicalDrive0",
    "\\\\.\\C:",
    "\\\\.\\pipe\\x",
    "//./pipe/x",
    "/\\.\\COM10",
    "\\\\.\\C:\\report.json",
    "\\\\?\\C:",
    "\\\\?\\C:\\",
    "\\\\?\\PhysicalDrive0",
    "\\\\?\\pipe\\x",
    "\\\\?\\GLOBALROOT\\Device\\Harddisk0",
    "\\\\?\\Volume{00000000-0000-0000-0000-000000000000}",
    "\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\",
    "\\??\\C:\\report.json",
    "\\\\server\\pipe\\x",
    "\\\\server\\PIPE",
    "//server/pipe/x",
    "\\\\.\\mailslot\\x",
    "\\\\server\\mailslot\\x",
    "\\\\server\\IPC$\\x",
    "\\\\?\\UNC\\server\\pipe\\x",
};

START_TEST(a_device_is_told_by_its_name)
{
    ck_assert_msg(file_name_check(devices[_i]) == CODE_BAD_FILE_TYPE, "%s", devices[_i]);
}
END_TEST

static const char *const files[] = {
    "report.json",
    "C:\\folder\\report.json",
    "C:report.json",
    "a",
    "com",
    "COM10", /* such a port is there only by \\.\COM10 */
    "COM1a.json",
    "COMA",
    "COM\xC2\xBC",
    "console.log",
    "null",
    "xNUL",
    "NUL-report.json",
    "report.NUL",
    "AUX\\report.json", /* only the last part counts; such a folder cannot be there */
    "C:\\pipe\\report.json",
    "\\pipe\\report.json",
    "\\\\server\\share\\report.json",
    "\\\\server\\pipes\\report.json",
    "\\\\server\\share\\pipe\\x",
    "\\\\pipe\\share\\x",
    "\\\\?\\C:\\folder\\report.json",
    "\\\\?\\UNC\\server\\share\\report.json",
    "\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\report.json",
    "\xE6\x97\xA5.json",
    "...",
    ".json",
};

START_TEST(a_file_is_not_taken_for_a_device)
{
    ck_assert_msg(file_name_check(files[_i]) == CODE_SUCCESS, "%s", files[_i]);
}
END_TEST

static const char *const folders[] = {
    "",   "C:\\",           "C:",  "folder\\", "folder/", "\\\\server\\share\\", ".",
    "..", "C:\\folder\\..", "C:.",
};

START_TEST(a_folder_is_told_where_the_name_says_so)
{
    ck_assert_msg(file_name_check(folders[_i]) == CODE_DIRECTORY_NOT_SUPPORTED, "%s", folders[_i]);
}
END_TEST

Suite *file_name_suite(void)
{
    Suite *suite = suite_create("file_name");
    TCase *test_case = tcase_create("file_name");
    tcase_add_loop_test(test_case, a_device_is_told_by_its_name, 0,
                        sizeof devices / sizeof devices[0]);
    tcase_add_loop_test(test_case, a_file_is_not_taken_for_a_device, 0,
                        sizeof files / sizeof files[0]);
    tcase_add_loop_test(test_case, a_folder_is_told_where_the_name_says_so, 0,
                        sizeof folders / sizeof folders[0]);
    suite_add_tcase(suite, test_case);
    return suite;
}
