#include "outlookprofile/mapi_property.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static void set(struct registry_value *value, uint32_t type, const void *bytes, size_t size)
{
    value->type = type;
    byte_buffer_clear(&value->data);
    byte_buffer_append(&value->data, bytes, size);
}

START_TEST(a_long_is_four_bytes_as_binary_or_dword)
{
    static const uint32_t types[] = {VALUE_BINARY, VALUE_DWORD};
    struct registry_value value = {0};
    struct arena arena = {0};
    struct property_long property = {0};
    set(&value, types[_i], "\x84\x11\x00\xff", 4);
    ck_assert_uint_eq(property_long_decode(&value, &arena, &property), CODE_SUCCESS);
    registry_value_done(&value);
    ck_assert_uint_eq(property.state, PROPERTY_READ);
    ck_assert_uint_eq(property.value, 0xff001184);
    ck_assert(property.data.present);
    ck_assert_uint_eq(property.data.type, types[_i]);
    ck_assert_mem_eq(property.data.bytes, "\x84\x11\x00\xff", 4);

    struct stored_data written = {0};
    ck_assert_uint_eq(property_long_encode(&property, property.value & ~0x8U, &arena, &written),
                      CODE_SUCCESS);
    ck_assert_uint_eq(written.type, types[_i]);
    ck_assert_uint_eq(written.size, 4);
    ck_assert_mem_eq(written.bytes, "\x84\x11\x00\xff", 4);
    ck_assert_uint_eq(property_long_encode(&property, 0x01020304, &arena, &written), CODE_SUCCESS);
    ck_assert_mem_eq(written.bytes, "\x04\x03\x02\x01", 4);
    arena_done(&arena);
}
END_TEST

START_TEST(a_long_of_another_type_or_size_means_nothing_but_is_kept)
{
    static const struct {
        uint32_t type;
        size_t size;
    } values[] = {
        {VALUE_BINARY, 0},
        {VALUE_BINARY, 1},
        {VALUE_BINARY, 3},
        {VALUE_BINARY, 5},
        {VALUE_BINARY, 8},
        {VALUE_DWORD, 2},
        {VALUE_DWORD_BIG_ENDIAN, 4},
        {VALUE_STRING, 4},
        {VALUE_QWORD, 8},
        {VALUE_NONE, 4},
        {0xffff0003, 4},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct registry_value value = {0};
        struct property_long property = {0};
        set(&value, values[i].type, "\2\0\0\0\0\0\0", values[i].size);
        ck_assert_uint_eq(property_long_decode(&value, &arena, &property), CODE_SUCCESS);
        ck_assert_uint_eq(property.state, PROPERTY_MALFORMED);
        ck_assert_uint_eq(property.data.type, values[i].type);
        ck_assert_uint_eq(property.data.size, values[i].size);
        registry_value_done(&value);
    }
    arena_done(&arena);
}
END_TEST

/* The bytes of a text as stored, and what it means; NULL: malformed. */
static const struct {
    uint32_t type;
    const char *bytes;
    size_t size;
    const char *text;
} texts[] = {
    {VALUE_BINARY, "a\0b\0\0", 6, "ab"},
    {VALUE_BINARY, "a\0b", 4, "ab"},           /* no NUL */
    {VALUE_BINARY, "a\0b\0\0\0\x63", 7, "ab"}, /* a stray byte behind the NUL */
    {VALUE_BINARY, "a\0b\0c", 5, "ab"},        /* a stray byte and no NUL */
    {VALUE_BINARY, "a\0b\0\0\0c\0", 8, "ab"},  /* another text behind the NUL */
    {VALUE_STRING, "a\0b\0\0", 6, "ab"},
    {VALUE_EXPAND_STRING, "a\0b\0\0", 6, "ab"},
    {VALUE_BINARY, "\0", 2, ""},
    {VALUE_BINARY, "", 0, ""},
    {VALUE_BINARY, "x", 1, ""},
    {VALUE_BINARY, "\x3e\xd8\xdd\xdd\0", 6, "\xf0\x9f\xa7\x9d"},
    {VALUE_BINARY, "\x2c\x67\0", 4, "\xe6\x9c\xac"},
    {VALUE_BINARY, "\x3e\xd8\0", 4, NULL},  /* half a surrogate pair */
    {VALUE_BINARY, "a\0\xdd\xdd", 4, NULL}, /* the other half */
    {VALUE_MULTI_STRING, "a\0\0\0\0", 6, NULL},
    {VALUE_DWORD, "a\0\0", 4, NULL},
    {VALUE_NONE, "a\0\0", 4, NULL},
};

START_TEST(a_text_is_read_with_its_usual_faults)
{
    struct utf16_text text = {0};
    struct registry_value value = {0};
    struct arena arena = {0};
    struct property_text property = {0};
    set(&value, texts[_i].type, texts[_i].bytes, texts[_i].size);
    ck_assert_uint_eq(property_text_decode(&value, &text, &arena, &property), CODE_SUCCESS);
    if (texts[_i].text == NULL) {
        ck_assert_uint_eq(property.state, PROPERTY_MALFORMED);
    } else {
        ck_assert_uint_eq(property.state, PROPERTY_READ);
        ck_assert_str_eq(property.text, texts[_i].text);
    }
    registry_value_done(&value);
    utf16_text_done(&text);
    arena_done(&arena);
}
END_TEST

Suite *mapi_property_suite(void);

Suite *mapi_property_suite(void)
{
    Suite *suite = suite_create("mapi_property");
    TCase *tests = tcase_create("mapi_property");
    tcase_add_loop_test(tests, a_long_is_four_bytes_as_binary_or_dword, 0, 2);
    tcase_add_test(tests, a_long_of_another_type_or_size_means_nothing_but_is_kept);
    tcase_add_loop_test(tests, a_text_is_read_with_its_usual_faults, 0,
                        sizeof texts / sizeof texts[0]);
    suite_add_tcase(suite, tests);
    return suite;
}
