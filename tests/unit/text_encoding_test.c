#include "registry/text_encoding.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

static struct text_converter *converter;
static struct byte_buffer output;

static void teardown(void)
{
    text_converter_free(converter);
    converter = NULL;
    byte_buffer_done(&output);
}

static void open_converter(const char *to, const char *from)
{
    text_converter_free(converter);
    converter = NULL;
    ck_assert_uint_eq(text_converter_create(to, from, &converter), CODE_SUCCESS);
    byte_buffer_clear(&output);
}

#define CONVERT(input, offset)                                                                     \
    text_convert(converter, (input), sizeof(input) - 1, &output, (offset))

#define ASSERT_OUTPUT(expected)                                                                    \
    do {                                                                                           \
        ck_assert_uint_eq(output.size, sizeof(expected) - 1);                                      \
        ck_assert_mem_eq(output.data, expected, sizeof(expected) - 1);                             \
    } while (0)

START_TEST(appends_what_it_converts)
{
    open_converter("UTF-16LE", "UTF-8");
    byte_buffer_append_text(&output, "<>");
    ck_assert_uint_eq(CONVERT("a\xe8\xa1\xa8", NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("<>a\0\x68\x88");
    ck_assert_uint_eq(text_convert(converter, NULL, 0, &output, NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("<>a\0\x68\x88");
}
END_TEST

START_TEST(keeps_supplementary_characters_and_nul)
{
    open_converter("UTF-8", "UTF-16LE");
    ck_assert_uint_eq(CONVERT("\x3d\xd8\x00\xde\0\0!\0", NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("\xf0\x9f\x98\x80\0!");
}
END_TEST

START_TEST(grows_for_output_that_is_longer)
{
    static char narrow[100000];
    memset(narrow, '\x80', sizeof narrow); /* the euro sign: one byte becomes three */
    open_converter("UTF-8", "CP1252");
    ck_assert_uint_eq(text_convert(converter, narrow, sizeof narrow, &output, NULL), CODE_SUCCESS);
    ck_assert_uint_eq(output.size, 3 * sizeof narrow);
    ck_assert_mem_eq(output.data, "\xe2\x82\xac", 3);
    ck_assert_mem_eq(output.data + 3, output.data, output.size - 3); /* the same all along */
}
END_TEST

/* Vietnamese: the converter holds back a letter, for a tone mark may follow it. */
START_TEST(writes_out_what_the_converter_held_back)
{
    open_converter("UTF-8", "CP1258");
    ck_assert_uint_eq(CONVERT("xa", NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("xa");
    ck_assert_uint_eq(CONVERT("\xecy", NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("xa\xcc\x81y");
}
END_TEST

struct bad_input {
    const char *from;
    const char *bytes;
    size_t size;
    size_t offset;
};

static const struct bad_input bad_inputs[] = {
    {"UTF-8", "abc\xff", 4, 3},
    {"UTF-8", "ab\xc0\x80", 4, 2},           /* overlong */
    {"UTF-8", "\xed\xa0\x80", 3, 0},         /* a surrogate */
    {"UTF-8", "abcd\xe8\xa1", 6, 4},         /* cut short */
    {"UTF-16LE", "a\0\x00\xd8z\0", 6, 2},    /* high surrogate alone */
    {"UTF-16LE", "a\0b\0\x00\xdcz\0", 8, 4}, /* low surrogate alone */
    {"UTF-16LE", "a\0\x3d\xd8", 4, 2},       /* cut short inside a pair */
    {"UTF-16LE", "a\0b\0c", 5, 4},           /* cut short inside a unit */
    {"CP932", "a\x95\x5c\x81\x20", 5, 3},    /* no such second byte */
    {"CP932", "ab\x95", 3, 2},               /* no second byte */
};

START_TEST(says_where_input_is_ill_formed)
{
    const struct bad_input *bad = &bad_inputs[_i];
    size_t offset = 99;
    open_converter("UTF-8", bad->from);
    byte_buffer_append_text(&output, "before");
    ck_assert_uint_eq(text_convert(converter, bad->bytes, bad->size, &output, &offset),
                      CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(offset, bad->offset);
    ASSERT_OUTPUT("before");
    ck_assert(!output.failed);
    ck_assert_uint_eq(text_convert(converter, bad->bytes, bad->size, &output, NULL),
                      CODE_NO_UNICODE_TRANSLATION);
}
END_TEST

START_TEST(says_what_the_target_does_not_have)
{
    size_t offset = 99;
    open_converter("CP1252", "UTF-8");
    ck_assert_uint_eq(CONVERT("ab\xe8\xa1\xa8", &offset), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(offset, 2);
    ck_assert_uint_eq(output.size, 0);
}
END_TEST

START_TEST(starts_afresh_after_a_failure)
{
    open_converter("UTF-16LE", "UTF-8");
    ck_assert_uint_eq(CONVERT("\xe8\xa1", NULL), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(CONVERT("\xa8", NULL), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(CONVERT("ok", NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("o\0k\0");
    open_converter("UTF-8", "CP1258"); /* it holds back the "a", see above */
    ck_assert_uint_eq(CONVERT("a\x8a", NULL), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(CONVERT("b", NULL), CODE_SUCCESS);
    ASSERT_OUTPUT("b");
}
END_TEST

START_TEST(appends_nothing_to_a_failed_buffer)
{
    open_converter("UTF-16LE", "UTF-8");
    output.failed = true;
    ck_assert_uint_eq(CONVERT("a", NULL), CODE_NOT_ENOUGH_MEMORY);
    ck_assert(output.failed);
}
END_TEST

START_TEST(refuses_an_unknown_encoding)
{
    struct text_converter *made = NULL;
    ck_assert_uint_eq(text_converter_create("UTF-8", "no such", &made), CODE_INVALID_PARAMETER);
    ck_assert_ptr_null(made);
    text_converter_free(NULL);
}
END_TEST

struct code_page_sample {
    unsigned code_page;
    const char *bytes;
    const char *utf8;
};

/* One character each that tells the code page from its neighbours. */
static const struct code_page_sample code_page_samples[] = {
    {437, "\xe0", "\xce\xb1"},
    {850, "\xd0", "\xc3\xb0"},
    {852, "\xa5", "\xc4\x85"},
    {866, "\xe0", "\xd1\x80"},
    {874, "\xa1", "\xe0\xb8\x81"},
    {932, "\x95\x5c\\", "\xe8\xa1\xa8\\"},
    {936, "\xb1\xed", "\xe8\xa1\xa8"},
    {949, "\xb0\xa1", "\xea\xb0\x80"},
    {950, "\xaa\xed", "\xe8\xa1\xa8"},
    {1250, "\xb9", "\xc4\x85"},
    {1251, "\xe0", "\xd0\xb0"},
    {1252, "\x80", "\xe2\x82\xac"},
    {1253, "\xe1", "\xce\xb1"},
    {1254, "\xf0", "\xc4\x9f"},
    {1255, "\xe0", "\xd7\x90"},
    {1256, "\xc7", "\xd8\xa7"},
    {1257, "\xe0", "\xc4\x85"},
    {1258, "\xf0", "\xc4\x91"},
    {20866, "\xc1", "\xd0\xb0"},
    {28591, "\xe4", "\xc3\xa4"},
    {28592, "\xb1", "\xc4\x85"},
    {28605, "\xa4", "\xe2\x82\xac"},
    {65001, "\xe8\xa1\xa8", "\xe8\xa1\xa8"},
};

START_TEST(knows_the_code_pages_of_windows)
{
    const struct code_page_sample *sample = &code_page_samples[_i];
    char name[16];
    ck_assert_uint_eq(text_encoding_of_code_page(sample->code_page, name), CODE_SUCCESS);
    open_converter("UTF-8", name);
    ck_assert_uint_eq(text_convert(converter, sample->bytes, strlen(sample->bytes), &output, NULL),
                      CODE_SUCCESS);
    ck_assert_str_eq(byte_buffer_text(&output), sample->utf8);
}
END_TEST

START_TEST(names_unicode_as_iconv_does)
{
    char name[16];
    ck_assert_uint_eq(text_encoding_of_code_page(65001, name), CODE_SUCCESS);
    ck_assert_str_eq(name, "UTF-8");
    ck_assert_uint_eq(text_encoding_of_code_page(1200, name), CODE_SUCCESS);
    ck_assert_str_eq(name, "UTF-16LE");
    ck_assert_uint_eq(text_encoding_of_code_page(932, name), CODE_SUCCESS);
    ck_assert_str_eq(name, "CP932");
}
END_TEST

START_TEST(refuses_an_unknown_code_page)
{
    char name[16] = "kept";
    ck_assert_uint_eq(text_encoding_of_code_page(0, name), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(text_encoding_of_code_page(12345, name), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(text_encoding_of_code_page(4294967295U, name), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(text_encoding_of_code_page(28590, name), CODE_INVALID_PARAMETER);
    ck_assert_uint_eq(text_encoding_of_code_page(28607, name), CODE_INVALID_PARAMETER);
    ck_assert_str_eq(name, "kept");
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

Suite *text_encoding_suite(void);

Suite *text_encoding_suite(void)
{
    Suite *suite = suite_create("text_encoding");
    TCase *tests = tcase_create("text_encoding");
    tcase_add_checked_fixture(tests, NULL, teardown);
    tcase_add_test(tests, appends_what_it_converts);
    tcase_add_test(tests, keeps_supplementary_characters_and_nul);
    tcase_add_test(tests, grows_for_output_that_is_longer);
    tcase_add_test(tests, writes_out_what_the_converter_held_back);
    tcase_add_loop_test(tests, says_where_input_is_ill_formed, 0, COUNT(bad_inputs));
    tcase_add_test(tests, says_what_the_target_does_not_have);
    tcase_add_test(tests, starts_afresh_after_a_failure);
    tcase_add_test(tests, appends_nothing_to_a_failed_buffer);
    tcase_add_test(tests, refuses_an_unknown_encoding);
    tcase_add_loop_test(tests, knows_the_code_pages_of_windows, 0, COUNT(code_page_samples));
    tcase_add_test(tests, names_unicode_as_iconv_does);
    tcase_add_test(tests, refuses_an_unknown_code_page);
    suite_add_tcase(suite, tests);
    return suite;
}
