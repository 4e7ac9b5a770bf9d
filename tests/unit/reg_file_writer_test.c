#include "registry/reg_file_writer.h"

#include "registry/reg_file_reader.h"
#include "registry/text_encoding.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct reg_file_writer writer;
static struct byte_buffer file;
static struct byte_buffer text;

static void setup(void)
{
    reg_file_begin(&writer);
}

static void teardown(void)
{
    reg_file_writer_done(&writer);
    byte_buffer_done(&file);
    byte_buffer_done(&text);
}

/* The file as UTF-8. */
static const char *finish(void)
{
    struct text_converter *converter = NULL;
    ck_assert_uint_eq(reg_file_finish(&writer, &file), CODE_SUCCESS);
    ck_assert_uint_ge(file.size, 2);
    ck_assert_mem_eq(file.data, "\xff\xfe", 2);
    ck_assert_uint_eq(text_converter_create("UTF-8", "UTF-16LE", &converter), CODE_SUCCESS);
    ck_assert_uint_eq(text_convert(converter, file.data + 2, file.size - 2, &text, NULL),
                      CODE_SUCCESS);
    text_converter_free(converter);
    return byte_buffer_text(&text);
}

#define HEADER "Windows Registry Editor Version 5.00\r\n"
#define WRITE(name, type, literal)                                                                 \
    reg_file_write_value(&writer, name, type, literal, sizeof(literal) - 1)

START_TEST(writes_what_regedit_writes)
{
    reg_file_write_key(&writer, REGISTRY_CURRENT_USER, "Software\\\xe8\xa1\xa8");
    WRITE("", VALUE_STRING, "d\0\0\0");
    WRITE("a\\b\"c", VALUE_STRING, "\\\0\"\0\x68\x88\0\0");
    WRITE("empty", VALUE_STRING, "\0\0");
    WRITE("n", VALUE_DWORD, "\x2f\0\0\x80");
    WRITE("b", VALUE_BINARY, "\x01\xab");
    WRITE("0", VALUE_NONE, "");
    WRITE("2", VALUE_EXPAND_STRING, "%\0\0\0");
    WRITE("q", VALUE_QWORD, "\1\0\0\0\0\0\0\0");
    WRITE("t", 0xffff0012U, "\7");
    reg_file_write_deletion(&writer, "gone");
    reg_file_write_deletion(&writer, "");
    reg_file_write_key(&writer, REGISTRY_LOCAL_MACHINE, "SYSTEM");
    reg_file_write_key(&writer, REGISTRY_CURRENT_USER, "");
    ck_assert_str_eq(finish(), HEADER "\r\n[HKEY_CURRENT_USER\\Software\\\xe8\xa1\xa8]\r\n"
                                      "@=\"d\"\r\n"
                                      "\"a\\\\b\\\"c\"=\"\\\\\\\"\xe8\xa1\xa8\"\r\n"
                                      "\"empty\"=\"\"\r\n"
                                      "\"n\"=dword:8000002f\r\n"
                                      "\"b\"=hex:01,ab\r\n"
                                      "\"0\"=hex(0):\r\n"
                                      "\"2\"=hex(2):25,00,00,00\r\n"
                                      "\"q\"=hex(b):01,00,00,00,00,00,00,00\r\n"
                                      "\"t\"=hex(ffff0012):07\r\n"
                                      "\"gone\"=-\r\n"
                                      "@=-\r\n"
                                      "\r\n[HKEY_LOCAL_MACHINE\\SYSTEM]\r\n"
                                      "\r\n[HKEY_CURRENT_USER]\r\n");
}
END_TEST

START_TEST(writes_an_empty_text_in_quotes)
{
    WRITE("empty", VALUE_STRING, "\0\0");
    ck_assert_str_eq(finish(), HEADER "\"empty\"=\"\"\r\n");
}
END_TEST

START_TEST(writes_odd_data_as_hex)
{
    WRITE("no NUL", VALUE_STRING, "a\0");
    WRITE("two NULs", VALUE_STRING, "a\0\0\0\0\0");
    WRITE("NUL inside", VALUE_STRING, "\0\0a\0\0\0");
    WRITE("odd", VALUE_STRING, "a\0\0");
    WRITE("surrogate", VALUE_STRING, "\x00\xd8\0\0");
    WRITE("break", VALUE_STRING, "\r\0\n\0\0\0");
    WRITE("nothing", VALUE_STRING, "");
    WRITE("short", VALUE_DWORD, "\1\2\3");
    ck_assert_str_eq(finish(), HEADER "\"no NUL\"=hex(1):61,00\r\n"
                                      "\"two NULs\"=hex(1):61,00,00,00,00,00\r\n"
                                      "\"NUL inside\"=hex(1):00,00,61,00,00,00\r\n"
                                      "\"odd\"=hex(1):61,00,00\r\n"
                                      "\"surrogate\"=hex(1):00,d8,00,00\r\n"
                                      "\"break\"=hex(1):0d,00,0a,00,00,00\r\n"
                                      "\"nothing\"=hex(1):\r\n"
                                      "\"short\"=hex(4):01,02,03\r\n");
}
END_TEST

#define TEN_ZEROS "00,00,00,00,00,00,00,00,00,00,"
#define TWENTY_ZEROS TEN_ZEROS TEN_ZEROS

START_TEST(folds_hex_as_regedit_does)
{
    static const uint8_t zeros[47];
    reg_file_write_value(&writer, "00036601", VALUE_BINARY, zeros, 46);
    reg_file_write_value(&writer, "00036601", VALUE_BINARY, zeros, 47);
    reg_file_write_value(&writer, "ImagePath", VALUE_EXPAND_STRING, zeros, 21);
    reg_file_write_value(&writer, "\xe8\xa1\xa8\xe8\xa1\xa8\xe8\xa1\xa8\xe8\xa1\xa8", VALUE_BINARY,
                         zeros, 23);
    ck_assert_str_eq(finish(),
                     HEADER "\"00036601\"=hex:" TWENTY_ZEROS "00,\\\r\n"
                            "  " TWENTY_ZEROS "00,00,00,00,00\r\n"
                            "\"00036601\"=hex:" TWENTY_ZEROS "00,\\\r\n"
                            "  " TWENTY_ZEROS "00,00,00,00,00,\\\r\n"
                            "  00\r\n"
                            "\"ImagePath\"=hex(2):" TWENTY_ZEROS "\\\r\n  00\r\n"
                            "\"\xe8\xa1\xa8\xe8\xa1\xa8\xe8\xa1\xa8\xe8\xa1\xa8\"=hex:" TWENTY_ZEROS
                            "00,00,\\\r\n  00\r\n");
}
END_TEST

START_TEST(begins_a_comment_line_for_each_line)
{
    reg_file_write_comment(&writer, "one");
    reg_file_write_comment(&writer, "two\r\nthree\n[four]\rfive\n");
    reg_file_write_comment(&writer, "");
    ck_assert_str_eq(finish(), HEADER "; one\r\n; two\r\n; three\r\n; [four]\r\n; five\r\n; \r\n"
                                      "; \r\n");
}
END_TEST

START_TEST(leaves_the_file_alone_when_it_fails)
{
    byte_buffer_append_text(&file, "kept");
    reg_file_write_deletion(&writer, "\xff");
    ck_assert_uint_eq(reg_file_finish(&writer, &file), CODE_NO_UNICODE_TRANSLATION);
    ck_assert_uint_eq(file.size, 4);
    ck_assert(!file.failed);
    reg_file_begin(&writer);
    writer.text.failed = true;
    reg_file_write_deletion(&writer, "x");
    ck_assert_uint_eq(reg_file_finish(&writer, &file), CODE_NOT_ENOUGH_MEMORY);
    ck_assert_uint_eq(file.size, 4);
    reg_file_begin(&writer);
    ck_assert_uint_eq(reg_file_finish(&writer, &file), CODE_SUCCESS);
    ck_assert_uint_eq(file.size, 4 + 2 + 2 * (sizeof HEADER - 1));
}
END_TEST

static void refuse_problems(void *context, size_t line, enum reg_file_problem problem)
{
    (void)context;
    ck_abort_msg("line %u: problem %d", (unsigned)line, (int)problem);
}

static uint32_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (random_state >> 8) % limit;
}

/* Data that is mostly text, so that quotes are tried as well as hex. */
static size_t make_data(uint8_t *data)
{
    static const uint16_t units[] = {'a',    '"',    '\\', ';',    '[',
                                     0x8868, 0x30bd, '\n', 0xd83d, 0xfeff};
    size_t size = random_below(200);
    bool is_text = random_below(2) == 0;
    uint32_t unit_limit = random_below(2) == 0 ? 7 : 10;
    for (size_t i = 0; i < size; i += 2) {
        uint32_t unit = is_text ? units[random_below(unit_limit)] : random_below(0x10000);
        data[i] = (uint8_t)unit;
        data[i + 1] = (uint8_t)(unit >> 8);
    }
    if (is_text && size >= 2)
        memset(data + (size - 2) / 2 * 2, 0, 2);
    return size;
}

/* The name, in a buffer of its own. */
static const char *make_name(struct byte_buffer *name)
{
    static const char *const parts[] = {"a", "\"", "\\", "=", "]", "\xe8\xa1\xa8", "\xe3\x82\xbd"};
    byte_buffer_clear(name);
    for (uint32_t i = random_below(20); i > 0; i--)
        byte_buffer_append_text(name, parts[random_below(7)]);
    return byte_buffer_text(name);
}

/* Each round writes one value of every kind of content under a random name, and reads it back. */
START_TEST(writes_what_can_be_read_back)
{
    struct memory_registry *memory = NULL;
    struct registry_key *key = NULL;
    struct registry_value value = {0};
    struct byte_buffer name_buffer = {0};
    uint8_t data[202] = {0};

    random_state = (uint32_t)_i;
    ck_assert_uint_eq(memory_registry_create(&memory), CODE_SUCCESS);
    for (uint32_t type = 0; type < 16; type++) {
        size_t size = make_data(data);
        const char *name = make_name(&name_buffer);
        byte_buffer_clear(&file);
        reg_file_begin(&writer);
        reg_file_write_comment(&writer, name);
        reg_file_write_key(&writer, REGISTRY_LOCAL_MACHINE, "a\\\xe8\xa1\xa8");
        reg_file_write_value(&writer, name, type, data, type == VALUE_DWORD ? 4 : size);
        ck_assert_uint_eq(reg_file_finish(&writer, &file), CODE_SUCCESS);
        ck_assert_uint_eq(reg_file_read(file.data, file.size, 1252, memory, refuse_problems, NULL),
                          CODE_SUCCESS);
        ck_assert_uint_eq(registry_open(memory_registry_interface(memory), REGISTRY_LOCAL_MACHINE,
                                        "A\\\xe8\xa1\xa8", REGISTRY_READ, &key),
                          CODE_SUCCESS);
        ck_assert_uint_eq(registry_read(key, name, &value), CODE_SUCCESS);
        registry_close(key);
        ck_assert_uint_eq(value.type, type);
        ck_assert_uint_eq(value.data.size, type == VALUE_DWORD ? 4 : size);
        if (value.data.size > 0)
            ck_assert_mem_eq(value.data.data, data, value.data.size);
    }
    byte_buffer_done(&name_buffer);
    registry_value_done(&value);
    memory_registry_free(memory);
}
END_TEST

Suite *reg_file_writer_suite(void);

Suite *reg_file_writer_suite(void)
{
    Suite *suite = suite_create("reg_file_writer");
    TCase *tests = tcase_create("reg_file_writer");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, writes_what_regedit_writes);
    tcase_add_test(tests, writes_an_empty_text_in_quotes);
    tcase_add_test(tests, writes_odd_data_as_hex);
    tcase_add_test(tests, folds_hex_as_regedit_does);
    tcase_add_test(tests, begins_a_comment_line_for_each_line);
    tcase_add_test(tests, leaves_the_file_alone_when_it_fails);
    tcase_add_loop_test(tests, writes_what_can_be_read_back, 0, 100);
    suite_add_tcase(suite, tests);
    return suite;
}
