/* What the reader makes of files with malformed lines, cut files and hostile ones. */
#include "registry/reg_file_reader.h"

#include "tests/unit/reg_file_fixture.h"

#include <check.h>
#include <string.h>

static const char *const headerless[] = {
    "",
    "\r\n",
    "REGEDIT",
    "REGEDIT5\r\n",
    "regedit4\r\n",
    "\r\nREGEDIT4\r\n",
    " REGEDIT4\r\n",
    "Windows Registry Editor Version 5.0\r\n",
    "REGEDIT4x\r\n",
    "\xff\r\nREGEDIT4\r\n",
    "\xff\xfe",
    "[HKEY_CURRENT_USER\\a]\r\n",
};

START_TEST(refuses_a_file_without_header)
{
    const char *text = headerless[_i];
    ck_assert_uint_eq(reg_file_read_bytes(text, strlen(text), 65001), CODE_INVALID_DATA);
    assert_only_problem(1, REG_FILE_NO_HEADER);
    ck_assert_uint_eq(memory_registry_call_count(reg_file_memory), 0);
}
END_TEST

START_TEST(refuses_what_it_cannot_begin_with)
{
    ck_assert_uint_eq(READ("REGEDIT4\r\n", 12345), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(reg_file_read_bytes("REGEDIT4", REG_FILE_SIZE_LIMIT + 1, 1252),
                      CODE_FILE_TOO_LARGE);
    assert_problem_count(0);
    ck_assert_uint_eq(reg_file_read(NULL, 0, 1252, reg_file_memory, NULL, NULL), CODE_INVALID_DATA);
}
END_TEST

struct malformed {
    const char *lines; /* from line 3 on; the first two are the header and KEY */
    size_t line;
    enum reg_file_problem problem;
};

static const struct malformed malformed_lines[] = {
    {"[HKEY_CURRENT_USER\\b", 3, REG_FILE_BAD_KEY},
    {"[]", 3, REG_FILE_BAD_KEY},
    {"[", 3, REG_FILE_BAD_KEY},
    {"[-", 3, REG_FILE_BAD_KEY},
    {"[-]", 3, REG_FILE_BAD_KEY},
    {"[HKEY_CURRENT_USER\\]", 3, REG_FILE_BAD_KEY},
    {"[HKEY_CURRENT_USER\\b\\]", 3, REG_FILE_BAD_KEY},
    {"[HKEY_CURRENT_USER\\b\\\\c]", 3, REG_FILE_BAD_KEY},
    {"[HKEY_CURRENT_USER\\\\b]", 3, REG_FILE_BAD_KEY},
    {"[-HKEY_CURRENT_USER]", 3, REG_FILE_BAD_KEY},
    {"[-HKEY_CURRENT_USER\\]", 3, REG_FILE_BAD_KEY},
    {"[HKEY_CURRENT_USERS\\b]", 3, REG_FILE_BAD_KEY},
    {"[ HKEY_CURRENT_USER\\b]", 3, REG_FILE_BAD_KEY},
    {"[HKEY_CURRENT_USER]\\b]", 3, REG_FILE_BAD_KEY},
    {"\"x=dword:1", 3, REG_FILE_BAD_NAME},
    {"\"x\"dword:1", 3, REG_FILE_BAD_NAME},
    {"\"x\"", 3, REG_FILE_BAD_NAME},
    {"\"x\\\"", 3, REG_FILE_BAD_NAME},
    {"\"x\\y\"=dword:1", 3, REG_FILE_BAD_NAME},
    {"\"", 3, REG_FILE_BAD_NAME},
    {"@", 3, REG_FILE_BAD_NAME},
    {"@x=\"\"", 3, REG_FILE_BAD_NAME},
    {"\"x\"=\"", 3, REG_FILE_BAD_STRING},
    {"\"x\"=\"y\\\"", 3, REG_FILE_BAD_STRING},
    {"\"x\"=\"y\"z", 3, REG_FILE_BAD_STRING},
    {"\"x\"=\"y\" #z", 3, REG_FILE_BAD_STRING},
    {"\"x\"=\"C:\\temp\"", 3, REG_FILE_BAD_STRING},
    {"\"x\"=\"y\r\nz\"z", 3, REG_FILE_BAD_STRING},
    {"\"x\"=dword:", 3, REG_FILE_BAD_NUMBER},
    {"\"x\"=dword:x", 3, REG_FILE_BAD_NUMBER},
    {"\"x\"=dword:0x1", 3, REG_FILE_BAD_NUMBER},
    {"\"x\"=dword:000000001", 3, REG_FILE_BAD_NUMBER},
    {"\"x\"=dword:1 2", 3, REG_FILE_BAD_NUMBER},
    {"\"x\"=hex:1", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01,2", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:0102", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01,,02", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01 02", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:,", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01,zz", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01,zz,\\\r\n  02,\\\r\n  03", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01,\\\r\n  zz,\\\r\n  03", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01\\\r\n  ,02", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01\\\r\n  02", 3, REG_FILE_BAD_HEX},
    {"\"x\"=hex:01,\\\r\n  02,0\\\r\n  3", 3, REG_FILE_BAD_HEX},
    {"\"x\"=", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=y", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=-1", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=hex", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=hex(:00", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=hex():00", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=hex(100000000):00", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=hex(g):00", 3, REG_FILE_UNKNOWN_DATA},
    {"\"x\"=#dword:1", 3, REG_FILE_UNKNOWN_DATA},
    {"x", 3, REG_FILE_UNKNOWN_LINE},
    {"\r\n#\r\n", 4, REG_FILE_UNKNOWN_LINE},
    {"HKEY_CURRENT_USER\\b]", 3, REG_FILE_UNKNOWN_LINE},
};

START_TEST(reports_a_malformed_line_and_goes_on)
{
    const struct malformed *malformed = &malformed_lines[_i];
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, "REGEDIT4\r\n" KEY);
    byte_buffer_append_text(&file, malformed->lines);
    byte_buffer_append_text(&file, "\r\n[HKCU\\a]\r\n\"last\"=dword:1\r\n");
    ck_assert_uint_eq(reg_file_read_bytes(file.data, file.size, 1252), CODE_SUCCESS);
    byte_buffer_done(&file);
    assert_only_problem(malformed->line, malformed->problem);
    assert_no_value("x");
    ASSERT_VALUE("last", VALUE_DWORD, "\1\0\0\0");
    ck_assert(!key_exists(REGISTRY_CURRENT_USER, "b"));
}
END_TEST

START_TEST(goes_on_behind_an_unclosed_string_with_its_second_line)
{
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"x\"=\"1\n2\n\n3\n\"y\"=dword:1\n"
                           "\"z\"=\"4\n[HKCU\\b]\n@=\"5\n[bad]\n6",
                           1252),
                      CODE_SUCCESS);
    assert_problem_count(6);
    assert_problem(0, 3, REG_FILE_BAD_STRING);
    assert_problem(1, 4, REG_FILE_UNKNOWN_LINE);
    assert_problem(2, 6, REG_FILE_UNKNOWN_LINE);
    assert_problem(3, 8, REG_FILE_BAD_STRING);
    assert_problem(4, 10, REG_FILE_BAD_STRING);
    assert_problem(5, 11, REG_FILE_BAD_KEY); /* and line 12 is then passed over */
    assert_no_value("x");
    ASSERT_VALUE("y", VALUE_DWORD, "\1\0\0\0");
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "b"));
}
END_TEST

/* The quote in the comment would otherwise close the string, and the key be lost in it. */
START_TEST(ends_an_unclosed_string_at_the_next_key)
{
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"x\"=\"1\n[HKEY_CURRENT_USER]\n;\"\n", 1252),
                      CODE_SUCCESS);
    assert_only_problem(3, REG_FILE_BAD_STRING);
    assert_no_value("x");
}
END_TEST

START_TEST(ends_a_continued_value_where_the_next_entry_begins)
{
    ck_assert_uint_eq(
        READ("REGEDIT4\n[HKCU\\a]\n\"x\"=hex:01,\\\n\n\"y\"=hex:02,\\\n[HKCU\\b]\n", 1252),
        CODE_SUCCESS);
    assert_problem_count(2);
    assert_problem(0, 3, REG_FILE_BAD_HEX);
    assert_problem(1, 5, REG_FILE_BAD_HEX);
    assert_no_value("x");
    assert_no_value("y");
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "b"));
}
END_TEST

static const char *const cut_short[] = {
    "01,\\",
    "01,\\\r\n",
    "01,\\\r\n  ",
    "01,\\\r\n  02,\\\r\n\r\n; end\r\n",
    "01,\\\r\n  02,0",
    "01,\\\r\n  02,",
    "01,0",
    "01,",
    "0",
};

START_TEST(tells_a_file_that_is_cut_short)
{
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, HEADER KEY "\"before\"=dword:1\r\n\"x\"=hex:");
    byte_buffer_append_text(&file, cut_short[_i]);
    ck_assert_uint_eq(reg_file_read_bytes(file.data, file.size, 1252), CODE_SUCCESS);
    byte_buffer_done(&file);
    assert_only_problem(5, REG_FILE_CUT_SHORT);
    assert_no_value("x");
    ASSERT_VALUE("before", VALUE_DWORD, "\1\0\0\0");
}
END_TEST

START_TEST(reports_values_without_key)
{
    ck_assert_uint_eq(
        READ("REGEDIT4\n\"x\"=hex:01,\\\n  02\n@=\"1\n2\"\n\"bad\n?\n[HKCU\\a]\n", 1252),
        CODE_SUCCESS);
    assert_problem_count(4);
    assert_problem(0, 2, REG_FILE_VALUE_WITHOUT_KEY);
    assert_problem(1, 4, REG_FILE_VALUE_WITHOUT_KEY);
    assert_problem(2, 6, REG_FILE_VALUE_WITHOUT_KEY);
    assert_problem(3, 7, REG_FILE_UNKNOWN_LINE);
    assert_no_value("");
}
END_TEST

START_TEST(passes_over_the_values_of_a_malformed_key)
{
    ck_assert_uint_eq(
        READ("REGEDIT4\n[HKCU\\a]\n\"x\"=dword:1\n[HKCU\\b\n\"y\"=dword:1\n\"bad\n", 1252),
        CODE_SUCCESS);
    assert_only_problem(4, REG_FILE_BAD_KEY);
    ASSERT_VALUE("x", VALUE_DWORD, "\1\0\0\0");
    assert_no_value("y");
}
END_TEST

/* Beyond U+10FFFF, a surrogate, overlong, cut short: what iconvs disagree on, and the registry's
 * names must not hold. */
static const char *const ill_formed_utf8[] = {"\xf4\x90\x80\x80", "\xed\xa0\x80", "\xc0\xaf",
                                              "\xe8\xa1", "\xf8\x88\x80\x80\x80"};

START_TEST(takes_no_ill_formed_utf8)
{
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, "REGEDIT4\n[HKCU\\a]\n@=\"");
    byte_buffer_append_text(&file, ill_formed_utf8[_i]);
    byte_buffer_append_text(&file, "\"\n[HKCU\\b");
    byte_buffer_append_text(&file, ill_formed_utf8[_i]);
    byte_buffer_append_text(&file, "]\n");
    ck_assert_uint_eq(reg_file_read_bytes(file.data, file.size, 65001), CODE_SUCCESS);
    byte_buffer_done(&file);
    assert_problem_count(2);
    assert_problem(0, 3, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(1, 4, REG_FILE_ILL_FORMED_TEXT);
    assert_no_value("");
}
END_TEST

START_TEST(passes_over_an_ill_formed_line_only)
{
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"x\xff\"=dword:1\n\"y\"=dword:1\n; \xff\n"
                           "[HKCU\\b\xff]\n\"z\"=dword:1\n\"\xff\"=dword:1\n[HKCU\\c]\n",
                           65001),
                      CODE_SUCCESS);
    assert_problem_count(3);
    assert_problem(0, 3, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(1, 5, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(2, 6, REG_FILE_ILL_FORMED_TEXT);
    ASSERT_VALUE("y", VALUE_DWORD, "\1\0\0\0");
    assert_no_value("z"); /* its key is unknown */
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "c"));
}
END_TEST

START_TEST(loses_a_value_with_an_ill_formed_line_inside)
{
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"x\"=\"1\n\xff\n2\n\xff\n3\"\n"
                           "\"y\"=hex:01,\\\n  \xff,\\\n  02\n"
                           "\"z\"=\"1\n\xff\n\"last\"=dword:1\n",
                           65001),
                      CODE_SUCCESS);
    assert_problem_count(5);
    assert_problem(0, 4, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(1, 6, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(2, 9, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(3, 12, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(4, 11, REG_FILE_BAD_STRING);
    assert_no_value("x");
    assert_no_value("y");
    assert_no_value("z");
    ASSERT_VALUE("last", VALUE_DWORD, "\1\0\0\0");
}
END_TEST

START_TEST(takes_an_ill_formed_entry_for_the_end_of_the_one_before)
{
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"x\"=\"1\n\"\xff\"=\"2\"\n\"y\"=hex:01,\\\n"
                           "[HKCU\\\xff]\n\"z\"=dword:1\n",
                           65001),
                      CODE_SUCCESS);
    assert_problem_count(4);
    assert_problem(0, 4, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(1, 3, REG_FILE_BAD_STRING);
    assert_problem(2, 6, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(3, 5, REG_FILE_BAD_HEX);
    assert_no_value("z");
}
END_TEST

/* Lone surrogates, a NUL, a byte too many at the end. */
START_TEST(reports_ill_formed_utf16)
{
    static const char file[] = "\xff\xfe"
                               "R\0E\0G\0E\0D\0I\0T\0004\0\n\0"
                               "[\0H\0K\0C\0U\0\\\0a\0]\0\n\0"
                               "@\0=\0\"\0\x00\xd8\"\0\n\0"
                               "@\0=\0\"\0\x00\xdc\"\0\n\0"
                               "@\0=\0\"\0\0\0\"\0\n\0"
                               "[\0\x3d\xd8]\0\n\0"
                               "@\0=\0\"\0b\0\"\0\n\0"
                               "[\0H\0K\0C\0U\0\\\0a\0]\0\n\0"
                               "@\0=\0\"\0c\0\"\0\n\0"
                               "@";
    ck_assert_uint_eq(READ(file, 1252), CODE_SUCCESS);
    assert_problem_count(5);
    for (size_t i = 0; i < 4; i++)
        assert_problem(i, i + 3, REG_FILE_ILL_FORMED_TEXT);
    assert_problem(4, 10, REG_FILE_ILL_FORMED_TEXT);
    ASSERT_VALUE("", VALUE_STRING, "c\0\0\0");
}
END_TEST

START_TEST(reports_hex_text_that_the_code_page_does_not_have)
{
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"x\"=hex(2):95,\\\n00\n\"y\"=hex(3):95\n", 932),
                      CODE_SUCCESS);
    assert_only_problem(3, REG_FILE_ILL_FORMED_TEXT);
    assert_no_value("x");
    ASSERT_VALUE("y", VALUE_BINARY, "\x95");
}
END_TEST

START_TEST(reports_names_longer_than_the_registry_takes)
{
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, "REGEDIT4\n[HKCU\\a]\n\"");
    for (size_t i = 0; i < 16384; i++)
        byte_buffer_append_byte(&file, 'x');
    byte_buffer_append_text(&file, "\"=dword:1\n[HKCU\\");
    for (size_t i = 0; i < 256; i++)
        byte_buffer_append_byte(&file, 'x');
    byte_buffer_append_text(&file, "]\n\"y\"=dword:1\n");
    ck_assert_uint_eq(reg_file_read_bytes(file.data, file.size, 1252), CODE_SUCCESS);
    byte_buffer_done(&file);
    assert_problem_count(2);
    assert_problem(0, 3, REG_FILE_BAD_NAME);
    assert_problem(1, 4, REG_FILE_BAD_KEY);
    assert_no_value("y");
}
END_TEST

START_TEST(does_without_somebody_to_report_to)
{
    static const uint8_t file[] = "REGEDIT4\n?\n[HKCU\\a]\n";
    ck_assert_uint_eq(reg_file_read(file, sizeof file - 1, 1252, reg_file_memory, NULL, NULL),
                      CODE_SUCCESS);
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "a"));
}
END_TEST

START_TEST(hands_on_what_the_store_says)
{
    static const uint8_t file[] = "REGEDIT4\n[HKCU\\a]\n\"x\"=dword:1\n\"x\"=-\n[HKCU\\b]\n";
    for (size_t call = 1; call <= 4; call++) {
        memory_registry_fail(reg_file_memory, call, CODE_REGISTRY_IO_FAILED, false);
        ck_assert_uint_eq(reg_file_read(file, sizeof file - 1, 1252, reg_file_memory, NULL, NULL),
                          CODE_REGISTRY_IO_FAILED);
        ck_assert_uint_eq(memory_registry_open_count(reg_file_memory), 0);
    }
    memory_registry_fail(reg_file_memory, 5, CODE_REGISTRY_IO_FAILED, false);
    ck_assert_uint_eq(reg_file_read(file, sizeof file - 1, 1252, reg_file_memory, NULL, NULL),
                      CODE_SUCCESS);
}
END_TEST

/* Files of a megabyte that would take minutes if any line were looked at again and again. */
struct hostile {
    const char *start;
    const char *repeated;
};

static const struct hostile hostile_files[] = {
    {"", "\""},
    {"", "\\"},
    {"@=\"", "\\\\"},
    {"@=\"", "\""},
    {"@=\"", "x"},
    {"@=\"", "\r"},
    {"@=\"", "x\n"},
    {"@=\"", "\"x\n"},
    {"@=\"", "@\n"},
    {"@=\"", "[x\n"},
    {"", "@=\"\n"},
    {"", "@=\"\nx\n"},
    {"", "\"a\"=\"\\\"\n"},
    {"", "["},
    {"", "[HKCU\\"},
    {"", "[HKCU\\a"},
    {"", "[HKCU\\a\n"},
    {"", "]"},
    {"[HKCU\\", "]"},
    {"@=hex:", "00,"},
    {"@=hex:", "\\\n"},
    {"@=hex:", "zz\\\n"},
    {"", "@=hex:00,\\\n"},
    {"", "@=hex:00,\\\n\n"},
    {"", "@=hex(7):\\\n;\n"},
    {"", ";"},
    {"", "\n"},
    {"", " "},
    {"", "\x95\n"},
    {"@=\"", "\x95\n"},
};

START_TEST(takes_linear_time_for_hostile_files)
{
    const struct hostile *hostile = &hostile_files[_i];
    struct byte_buffer file = {0};
    byte_buffer_append_text(&file, "REGEDIT4\n[HKCU\\a]\n");
    byte_buffer_append_text(&file, hostile->start);
    while (file.size < 1000000)
        byte_buffer_append_text(&file, hostile->repeated);
    ck_assert_uint_eq(reg_file_read_bytes(file.data, file.size, 932), CODE_SUCCESS);
    byte_buffer_done(&file);
}
END_TEST

Suite *reg_file_problems_suite(void);

Suite *reg_file_problems_suite(void)
{
    Suite *suite = suite_create("reg_file_problems");
    TCase *tests = tcase_create("reg_file_problems");
    tcase_add_checked_fixture(tests, reg_file_setup, reg_file_teardown);
    tcase_add_loop_test(tests, refuses_a_file_without_header, 0, COUNT(headerless));
    tcase_add_test(tests, refuses_what_it_cannot_begin_with);
    tcase_add_loop_test(tests, reports_a_malformed_line_and_goes_on, 0, COUNT(malformed_lines));
    tcase_add_test(tests, goes_on_behind_an_unclosed_string_with_its_second_line);
    tcase_add_test(tests, ends_an_unclosed_string_at_the_next_key);
    tcase_add_test(tests, ends_a_continued_value_where_the_next_entry_begins);
    tcase_add_loop_test(tests, tells_a_file_that_is_cut_short, 0, COUNT(cut_short));
    tcase_add_test(tests, reports_values_without_key);
    tcase_add_test(tests, passes_over_the_values_of_a_malformed_key);
    tcase_add_loop_test(tests, takes_no_ill_formed_utf8, 0, COUNT(ill_formed_utf8));
    tcase_add_test(tests, passes_over_an_ill_formed_line_only);
    tcase_add_test(tests, loses_a_value_with_an_ill_formed_line_inside);
    tcase_add_test(tests, takes_an_ill_formed_entry_for_the_end_of_the_one_before);
    tcase_add_test(tests, reports_ill_formed_utf16);
    tcase_add_test(tests, reports_hex_text_that_the_code_page_does_not_have);
    tcase_add_test(tests, reports_names_longer_than_the_registry_takes);
    tcase_add_test(tests, does_without_somebody_to_report_to);
    tcase_add_test(tests, hands_on_what_the_store_says);
    tcase_add_loop_test(tests, takes_linear_time_for_hostile_files, 0, COUNT(hostile_files));
    suite_add_tcase(suite, tests);
    return suite;
}
