#include "registry/byte_buffer.h"

#include <check.h>
#include <string.h>

START_TEST(starts_empty_and_grows)
{
    struct byte_buffer buffer = {0};
    ck_assert_str_eq(byte_buffer_text(&buffer), "");
    for (int i = 0; i < 1000; i++)
        byte_buffer_append_text(&buffer, "abc");
    byte_buffer_append_byte(&buffer, 'd');
    byte_buffer_append_format(&buffer, "%08x", 47U);
    ck_assert_uint_eq(buffer.size, 3009);
    ck_assert_str_eq(byte_buffer_text(&buffer) + 2997, "abcd0000002f");
    ck_assert(!buffer.failed);
    byte_buffer_done(&buffer);
    ck_assert_uint_eq(buffer.capacity, 0);
}
END_TEST

START_TEST(remembers_that_memory_ran_out)
{
    struct byte_buffer buffer = {0};
    byte_buffer_append_text(&buffer, "kept");
    ck_assert(!byte_buffer_reserve(&buffer, SIZE_MAX - 2));
    byte_buffer_append_text(&buffer, "lost");
    ck_assert(buffer.failed);
    ck_assert_uint_eq(buffer.size, 4);
    ck_assert_ptr_null(byte_buffer_text(&buffer));
    byte_buffer_clear(&buffer);
    ck_assert_str_eq(byte_buffer_text(&buffer), "");
    byte_buffer_done(&buffer);
}
END_TEST

START_TEST(never_cuts_a_formatted_piece)
{
    struct byte_buffer buffer = {0};
    byte_buffer_append_format(&buffer, "%300d", 1);
    ck_assert(buffer.failed);
    ck_assert_uint_eq(buffer.size, 0);
    byte_buffer_done(&buffer);
}
END_TEST

Suite *byte_buffer_suite(void);

Suite *byte_buffer_suite(void)
{
    Suite *suite = suite_create("byte_buffer");
    TCase *tests = tcase_create("byte_buffer");
    tcase_add_test(tests, starts_empty_and_grows);
    tcase_add_test(tests, remembers_that_memory_ran_out);
    tcase_add_test(tests, never_cuts_a_formatted_piece);
    suite_add_tcase(suite, tests);
    return suite;
}
