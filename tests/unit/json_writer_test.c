#include "agent/json_writer.h"

#include "tests/unit/json_syntax.h"

#include <check.h>
#include <string.h>

static void expect(struct byte_buffer *out, const char *text)
{
    ck_assert_str_eq(byte_buffer_text(out), text);
    ck_assert(json_is_well_formed((const char *)out->data, out->size));
    byte_buffer_done(out);
}

START_TEST(the_checker_itself_is_strict)
{
    static const char *const good[] = {
        "{}",
        "[]",
        " [1, -2.5e+3, 0] ",
        "{\"a\": [true, false, null]}",
        "\"\\u00e9\\n\"",
        "\"\xE6\x97\xA5\xF0\x9F\x98\x80\"",
    };
    static const char *const bad[] = {
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "[1 2]",
        "01",
        "1.",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\xC0\x80\"",
        "\"\xED\xA0\x80\"",
        "\"\xFF\"",
        "\"\xE6\x97\"",
        "[] []",
        "nul",
        "\"a",
        "[1}",
        "{\"a\":1]",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ck_assert_msg(json_is_well_formed(good[i], strlen(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ck_assert_msg(!json_is_well_formed(bad[i], strlen(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(writes_members_with_commas_and_indents)
{
    struct byte_buffer out = {0};
    struct json_writer json = {.out = &out};
    json_begin_object(&json, NULL);
    json_text(&json, "text", "a");
    json_number(&json, "number", 4294967295U);
    json_boolean(&json, "yes", true);
    json_boolean(&json, "no", false);
    json_null(&json, "nothing");
    json_text(&json, "no text", NULL);
    json_begin_array(&json, "list");
    json_number(&json, NULL, 1);
    json_begin_object(&json, NULL);
    json_text(&json, "deep", "b");
    json_end_object(&json);
    json_end_array(&json);
    json_text(&json, "last", "");
    json_end_object(&json);
    expect(&out, "{\n"
                 "  \"text\": \"a\",\n"
                 "  \"number\": 4294967295,\n"
                 "  \"yes\": true,\n"
                 "  \"no\": false,\n"
                 "  \"nothing\": null,\n"
                 "  \"no text\": null,\n"
                 "  \"list\": [\n"
                 "    1,\n"
                 "    {\n"
                 "      \"deep\": \"b\"\n"
                 "    }\n"
                 "  ],\n"
                 "  \"last\": \"\"\n"
                 "}");
}
END_TEST

START_TEST(writes_empty_objects_and_arrays_on_one_line)
{
    struct byte_buffer out = {0};
    struct json_writer json = {.out = &out};
    json_begin_object(&json, NULL);
    json_begin_array(&json, "none");
    json_end_array(&json);
    json_begin_object(&json, "empty");
    json_end_object(&json);
    json_end_object(&json);
    expect(&out, "{\n  \"none\": [],\n  \"empty\": {}\n}");
}
END_TEST

START_TEST(escapes_quotes_backslashes_and_control_characters)
{
    struct byte_buffer out = {0};
    struct json_writer json = {.out = &out};
    json_begin_object(&json, NULL);
    json_text(&json, "a\"b", "\"C:\\x\"\n\t\x01\x1f\x7f end\\");
    json_end_object(&json);
    expect(&out, "{\n  \"a\\\"b\": \"\\\"C:\\\\x\\\"\\u000a\\u0009\\u0001\\u001f\x7f end\\\\\"\n}");
}
END_TEST

START_TEST(keeps_other_languages_as_they_are)
{
    struct byte_buffer out = {0};
    struct json_writer json = {.out = &out};
    json_begin_array(&json, NULL);
    json_text(&json, NULL, "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E \xC3\xA9 \xF0\x9F\x98\x80");
    json_end_array(&json);
    expect(&out, "[\n  \"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E \xC3\xA9 \xF0\x9F\x98\x80\"\n]");
}
END_TEST

START_TEST(every_byte_below_space_is_escaped)
{
    for (char byte = 1; byte < 0x20; byte++) {
        struct byte_buffer out = {0};
        struct json_writer json = {.out = &out};
        json_text(&json, NULL, (const char[]){byte, '\0'});
        ck_assert_uint_eq(out.size, sizeof "\"\\u0001\"" - 1);
        ck_assert(json_is_well_formed((const char *)out.data, out.size));
        byte_buffer_done(&out);
    }
}
END_TEST

Suite *json_writer_suite(void);

Suite *json_writer_suite(void)
{
    Suite *suite = suite_create("json_writer");
    TCase *tests = tcase_create("json_writer");
    tcase_add_test(tests, the_checker_itself_is_strict);
    tcase_add_test(tests, writes_members_with_commas_and_indents);
    tcase_add_test(tests, writes_empty_objects_and_arrays_on_one_line);
    tcase_add_test(tests, escapes_quotes_backslashes_and_control_characters);
    tcase_add_test(tests, keeps_other_languages_as_they_are);
    tcase_add_test(tests, every_byte_below_space_is_escaped);
    suite_add_tcase(suite, tests);
    return suite;
}
