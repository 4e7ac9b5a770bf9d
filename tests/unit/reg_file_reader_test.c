/* What the reader makes of well-formed files. */
#include "registry/reg_file_reader.h"

#include "tests/unit/reg_file_fixture.h"

#include <check.h>

START_TEST(reads_every_kind_of_data)
{
    reg_file_read_well(HEADER "[HKEY_CURRENT_USER\\a]\r\n"
                              "@=\"default\"\r\n"
                              "\"text\"=\"t\"\r\n"
                              "\"empty\"=\"\"\r\n"
                              "\"number\"=dword:0000002f\r\n"
                              "\"short number\"=dword:2F\r\n"
                              "\"binary\"=hex:01,Ab,cD,ff\r\n"
                              "\"nothing\"=hex:\r\n"
                              "\"none\"=hex(0):00\r\n"
                              "\"string\"=hex(1):41,00\r\n"
                              "\"expand\"=hex(2):25,00,00,00\r\n"
                              "\"odd\"=hex(4):01,02\r\n"
                              "\"multi\"=hex(7):61,00,00,00,00,00\r\n"
                              "\"quad\"=hex(b):01,00,00,00,00,00,00,00\r\n"
                              "\"QUAD\"=hex(B):02,00,00,00,00,00,00,00\r\n"
                              "\"odd type\"=hex(ffff0012):07\r\n"
                              "\"no bytes\"=hex(7):\r\n");
    ASSERT_VALUE("", VALUE_STRING, "d\0e\0f\0a\0u\0l\0t\0\0\0");
    ASSERT_VALUE("text", VALUE_STRING, "t\0\0\0");
    ASSERT_VALUE("empty", VALUE_STRING, "\0\0");
    ASSERT_VALUE("number", VALUE_DWORD, "\x2f\0\0\0");
    ASSERT_VALUE("short number", VALUE_DWORD, "\x2f\0\0\0");
    ASSERT_VALUE("binary", VALUE_BINARY, "\x01\xab\xcd\xff");
    ASSERT_VALUE("nothing", VALUE_BINARY, "");
    ASSERT_VALUE("none", VALUE_NONE, "\0");
    ASSERT_VALUE("string", VALUE_STRING, "A\0");
    ASSERT_VALUE("expand", VALUE_EXPAND_STRING, "%\0\0\0");
    ASSERT_VALUE("odd", VALUE_DWORD, "\1\2");
    ASSERT_VALUE("multi", VALUE_MULTI_STRING, "a\0\0\0\0\0");
    ASSERT_VALUE("quad", VALUE_QWORD, "\2\0\0\0\0\0\0\0");
    ASSERT_VALUE("odd type", 0xffff0012U, "\7");
    ASSERT_VALUE("no bytes", VALUE_MULTI_STRING, "");
}
END_TEST

START_TEST(undoes_escapes)
{
    reg_file_read_well(HEADER KEY "\"a\\\\b\\\"c\"=\"C:\\\\x \\\"y\\\"\"\r\n"
                                  "\"\\\\\"=\"\\\\\"\r\n"
                                  "\"\"=\"default\"\r\n");
    ASSERT_VALUE("a\\b\"c", VALUE_STRING, "C\0:\0\\\0x\0 \0\"\0y\0\"\0\0\0");
    ASSERT_VALUE("\\", VALUE_STRING, "\\\0\0\0");
    ASSERT_VALUE("", VALUE_STRING, "d\0e\0f\0a\0u\0l\0t\0\0\0");
}
END_TEST

START_TEST(joins_continued_lines)
{
    reg_file_read_well(HEADER KEY "\"a\"=hex:01,\\\r\n  02,03,\\\r\n  04\r\n"
                                  "\"b\"=hex(3):\\\r\n  01,02\r\n"
                                  "\"c\"=hex:01,\\  \r\n\t02 , 03,\t\r\n"
                                  "\"d\"=hex:01,\\;comment\r\n\r\n  ; more\r\n  02 ; end\r\n"
                                  "\"e\"=hex:01,02,;comment\r\n");
    ASSERT_VALUE("a", VALUE_BINARY, "\1\2\3\4");
    ASSERT_VALUE("b", VALUE_BINARY, "\1\2");
    ASSERT_VALUE("c", VALUE_BINARY, "\1\2\3");
    ASSERT_VALUE("d", VALUE_BINARY, "\1\2");
    ASSERT_VALUE("e", VALUE_BINARY, "\1\2");
}
END_TEST

START_TEST(takes_exports_that_were_joined)
{
    reg_file_read_utf16(HEADER KEY "\"one\"=dword:1\r\n"
                                   "\xef\xbb\xbf" HEADER KEY "\"two\"=dword:2\r\n");
    assert_problem_count(0);
    ASSERT_VALUE("one", VALUE_DWORD, "\1\0\0\0");
    ASSERT_VALUE("two", VALUE_DWORD, "\2\0\0\0");
}
END_TEST

START_TEST(a_header_in_between_ends_the_key_before_it)
{
    READ(HEADER KEY HEADER "\"lost\"=dword:1\r\n" KEY "REGEDIT4\r\n", 1252);
    assert_problem_count(2);
    assert_problem(0, 6, REG_FILE_VALUE_WITHOUT_KEY);
    assert_problem(1, 8, REG_FILE_UNKNOWN_LINE); /* the other version's header is none */
}
END_TEST

START_TEST(allows_blanks_and_comments)
{
    reg_file_read_well("REGEDIT4 \t\r\n"
                       "; [HKEY_CURRENT_USER\\no]\r\n"
                       " \t\r\n"
                       "  [HKEY_CURRENT_USER\\a] ; a key\r\n"
                       " \"x\" = dword: 1 ; one\r\n"
                       "\t@\t=\t\"y\";z\r\n"
                       "\"h\"= hex: 0a , 0b ;\r\n"
                       "   ; the end");
    ASSERT_VALUE("x", VALUE_DWORD, "\1\0\0\0");
    ASSERT_VALUE("", VALUE_STRING, "y\0\0\0");
    ASSERT_VALUE("h", VALUE_BINARY, "\x0a\x0b");
    ck_assert(!key_exists(REGISTRY_CURRENT_USER, "no"));
}
END_TEST

START_TEST(takes_every_line_break)
{
    reg_file_read_well(
        "REGEDIT4\n\n[HKCU\\a]\r\"x\"=dword:1\r\n\"y\"=hex:01,\\\n02\r\r\r\n\"z\"=\"z\"");
    ASSERT_VALUE("x", VALUE_DWORD, "\1\0\0\0");
    ASSERT_VALUE("y", VALUE_BINARY, "\1\2");
    ASSERT_VALUE("z", VALUE_STRING, "z\0\0\0");
    ck_assert_uint_eq(READ("REGEDIT4\r\n\r\r\n\n?\n", 1252), CODE_SUCCESS);
    assert_only_problem(5, REG_FILE_UNKNOWN_LINE);
}
END_TEST

START_TEST(keeps_line_breaks_inside_strings)
{
    reg_file_read_well("REGEDIT4\r\n[HKCU\\a]\r\n\"x\"=\"1\r\n2\n\r3\r\n\" ; end\r\n"
                       "\"y\"=\"\n[section]\r\n;\\\"=\r\n@\"\r\n\"z\"=\"\r\n\"\r\n");
    ASSERT_VALUE("x", VALUE_STRING, "1\0\r\0\n\0002\0\n\0\r\0003\0\r\0\n\0\0\0");
    ASSERT_VALUE("y", VALUE_STRING,
                 "\n\0[\0s\0e\0c\0t\0i\0o\0n\0]\0\r\0\n\0;\0\"\0=\0\r\0\n\0@\0\0\0");
    ASSERT_VALUE("z", VALUE_STRING, "\r\0\n\0\0\0");
}
END_TEST

START_TEST(keeps_the_two_roots_and_passes_over_others)
{
    reg_file_read_well(HEADER
                       "[hkey_current_user\\A]\r\n\"1\"=dword:1\r\n"
                       "[HKLM\\b\\c]\r\n"
                       "[Hkey_Local_Machine\\SOFTWARE]\r\n"
                       "[HKEY_CLASSES_ROOT\\d]\r\n\"x\"=nonsense\r\nmore nonsense\r\n"
                       "\"y\"=\"\r\n[HKEY_USERS\\e]\r\n\"z\"=hex:0\r\n"
                       "[HKEY_CURRENT_CONFIG]\r\n[HKU\\f]\r\n[HKCC\\g]\r\n[HKCR]\r\n[-HKCR]\r\n"
                       "[HKEY_CURRENT_USER]\r\n\"root\"=dword:2\r\n");
    ASSERT_VALUE("1", VALUE_DWORD, "\1\0\0\0");
    ck_assert(key_exists(REGISTRY_LOCAL_MACHINE, "B\\C"));
    ck_assert(key_exists(REGISTRY_LOCAL_MACHINE, "Software"));
    assert_value("", "root", VALUE_DWORD, "\2\0\0\0", 4);
    for (const char *name = "d\0e\0f\0g\0"; *name != '\0'; name += 2)
        ck_assert(!key_exists(REGISTRY_CURRENT_USER, name));
}
END_TEST

START_TEST(lets_the_last_bracket_end_a_key)
{
    reg_file_read_well(HEADER "[HKEY_CURRENT_USER\\a]b\\[c] ]\r\n[HKCU\\\"q\" ;]\r\n");
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "a]b\\[c] "));
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "\"q\" ;"));
}
END_TEST

START_TEST(deletes_keys_and_values)
{
    reg_file_read_well(HEADER "[HKCU\\a]\r\n\"x\"=dword:1\r\n\"y\"=dword:2\r\n@=\"d\"\r\n"
                              "[HKCU\\b\\c]\r\n\"z\"=dword:1\r\n"
                              "[HKCU\\A]\r\n\"X\"=-\r\n\"never\"=- ; comment\r\n@=-\r\n"
                              "[-HKEY_CURRENT_USER\\B]\r\n\"passed over\"=dword:1\r\n?\r\n"
                              "[-HKCU\\never]\r\n[-HKEY_CLASSES_ROOT\\a]\r\n");
    assert_no_value("x");
    assert_no_value("");
    ASSERT_VALUE("y", VALUE_DWORD, "\2\0\0\0");
    ck_assert(!key_exists(REGISTRY_CURRENT_USER, "b"));
}
END_TEST

START_TEST(can_delete_the_key_it_is_in)
{
    reg_file_read_well(HEADER "[HKCU\\a\\b]\r\n\"x\"=dword:1\r\n[-HKCU\\a]\r\n[HKCU\\a]\r\n");
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "a"));
    ck_assert(!key_exists(REGISTRY_CURRENT_USER, "a\\b"));
}
END_TEST

START_TEST(reads_utf16)
{
    reg_file_read_utf16(HEADER KEY
                        "\"plain\"=\"p\"\r\n\"\xe8\xa1\xa8\"=\"\xe3\x82\xbd\xf0\x9f\x98\x80\"\r\n"
                        "\"t\"=hex(2):\x36\x31,00,\\\r\n  00,00\r\n"
                        "[HKEY_CURRENT_USER\\a\\\xe3\x82\xbd\xe8\xa1\xa8]\r\n");
    assert_problem_count(0);
    ASSERT_VALUE("plain", VALUE_STRING, "p\0\0\0");
    ASSERT_VALUE("\xe8\xa1\xa8", VALUE_STRING, "\xbd\x30\x3d\xd8\x00\xde\0\0");
    ASSERT_VALUE("t", VALUE_EXPAND_STRING, "a\0\0\0");
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "a\\\xe3\x82\xbd\xe8\xa1\xa8"));
}
END_TEST

START_TEST(reads_utf8)
{
    ck_assert_uint_eq(READ("\xef\xbb\xbf" HEADER KEY "\"\xe8\xa1\xa8\"=\"\xc3\xa4\"\r\n", 1252),
                      CODE_SUCCESS);
    assert_problem_count(0);
    ASSERT_VALUE("\xe8\xa1\xa8", VALUE_STRING, "\xe4\0\0\0");
    ck_assert_uint_eq(READ("REGEDIT4\n[HKCU\\a]\n\"\xc3\xb6\"=\"\"\n", 65001), CODE_SUCCESS);
    ASSERT_VALUE("\xc3\xb6", VALUE_STRING, "\0\0");
}
END_TEST

/* In code page 932 the second byte of U+8868 and U+30BD is that of a backslash, and of U+30FC and
 * U+2010 that of a bracket: they must not be taken for what they look like. */
START_TEST(reads_code_page_932)
{
    ck_assert_uint_eq(READ("REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\a\\\x95\x5c\\\x83\x5c]\r\n"
                           "[HKEY_CURRENT_USER\\a]\r\n"
                           "\"\x83\x5c\"=\"\x95\x5c\"\r\n"
                           "\"\x81\x5b\x81\x5d\"=\"C:\\\\\x95\x5c\\\\\"\r\n"
                           "\"1\"=hex(1):95,5c,00\r\n"
                           "\"2\"=hex(2):95,\\\r\n  5c,25,00\r\n"
                           "\"7\"=hex(7):83,5c,00,41,00,00\r\n"
                           "\"3\"=hex:95,5c\r\n\"6\"=hex(6):95,5c\r\n",
                           932),
                      CODE_SUCCESS);
    assert_problem_count(0);
    ck_assert(key_exists(REGISTRY_CURRENT_USER, "a\\\xe8\xa1\xa8\\\xe3\x82\xbd"));
    ASSERT_VALUE("\xe3\x82\xbd", VALUE_STRING, "\x68\x88\0\0");
    ASSERT_VALUE("\xe3\x83\xbc\xe2\x80\x90", VALUE_STRING, "C\0:\0\\\0\x68\x88\\\0\0\0");
    ASSERT_VALUE("1", VALUE_STRING, "\x68\x88\0\0");
    ASSERT_VALUE("2", VALUE_EXPAND_STRING, "\x68\x88%\0\0\0");
    ASSERT_VALUE("7", VALUE_MULTI_STRING, "\xbd\x30\0\0A\0\0\0\0\0");
    ASSERT_VALUE("3", VALUE_BINARY, "\x95\x5c");
    ASSERT_VALUE("6", VALUE_LINK, "\x95\x5c");
}
END_TEST

START_TEST(reads_code_page_1252_also_under_the_new_header)
{
    ck_assert_uint_eq(READ(HEADER KEY "\"\xe4\x80\"=\"\xdf\"\r\n\"2\"=hex(2):e4,00\r\n", 1252),
                      CODE_SUCCESS);
    assert_problem_count(0);
    ASSERT_VALUE("\xc3\xa4\xe2\x82\xac", VALUE_STRING, "\xdf\0\0\0");
    ASSERT_VALUE("2", VALUE_EXPAND_STRING, "\xe4\0");
}
END_TEST

START_TEST(reads_hex_text_of_a_utf16_file_with_the_old_header)
{
    reg_file_read_utf16(
        "REGEDIT4\r\n[HKCU\\a]\r\n\"2\"=hex(2):e4,00\r\n\"x\"=\"\xe8\xa1\xa8\"\r\n");
    assert_problem_count(0);
    ASSERT_VALUE("2", VALUE_EXPAND_STRING, "\xe4\0\0\0");
    ASSERT_VALUE("x", VALUE_STRING, "\x68\x88\0\0");
}
END_TEST

Suite *reg_file_reader_suite(void);

Suite *reg_file_reader_suite(void)
{
    Suite *suite = suite_create("reg_file_reader");
    TCase *tests = tcase_create("reg_file_reader");
    tcase_add_checked_fixture(tests, reg_file_setup, reg_file_teardown);
    tcase_add_test(tests, reads_every_kind_of_data);
    tcase_add_test(tests, undoes_escapes);
    tcase_add_test(tests, joins_continued_lines);
    tcase_add_test(tests, takes_exports_that_were_joined);
    tcase_add_test(tests, a_header_in_between_ends_the_key_before_it);
    tcase_add_test(tests, allows_blanks_and_comments);
    tcase_add_test(tests, takes_every_line_break);
    tcase_add_test(tests, keeps_line_breaks_inside_strings);
    tcase_add_test(tests, keeps_the_two_roots_and_passes_over_others);
    tcase_add_test(tests, lets_the_last_bracket_end_a_key);
    tcase_add_test(tests, deletes_keys_and_values);
    tcase_add_test(tests, can_delete_the_key_it_is_in);
    tcase_add_test(tests, reads_utf16);
    tcase_add_test(tests, reads_utf8);
    tcase_add_test(tests, reads_code_page_932);
    tcase_add_test(tests, reads_code_page_1252_also_under_the_new_header);
    tcase_add_test(tests, reads_hex_text_of_a_utf16_file_with_the_old_header);
    suite_add_tcase(suite, tests);
    return suite;
}
