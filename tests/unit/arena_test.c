#include "registry/arena.h"

#include <check.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

START_TEST(hands_out_aligned_zeroed_memory)
{
    struct arena arena = {0};
    unsigned char *last = NULL;
    for (size_t size = 1; size < 3000; size += 7) {
        unsigned char *memory = arena_allocate(&arena, size);
        ck_assert_ptr_nonnull(memory);
        ck_assert_ptr_ne(memory, last);
        ck_assert_uint_eq((uintptr_t)memory % alignof(max_align_t), 0);
        size_t zero_count = 0;
        for (size_t i = 0; i < size; i++)
            zero_count += memory[i] == 0;
        ck_assert_uint_eq(zero_count, size);
        memset(memory, 0xbd, size);
        last = memory;
    }
    arena_done(&arena);
    ck_assert_ptr_null(arena.newest);
}
END_TEST

START_TEST(takes_what_is_larger_than_a_block)
{
    struct arena arena = {0};
    ck_assert_str_eq(arena_copy_text(&arena, "Outlook!", 7), "Outlook");
    unsigned char *large = arena_allocate(&arena, 1000000);
    ck_assert_ptr_nonnull(large);
    large[999999] = 1;
    ck_assert_mem_eq(arena_copy(&arena, "\x02\0\0", 3), "\x02\0\0", 3);
    arena_done(&arena);
}
END_TEST

START_TEST(refuses_what_cannot_be)
{
    struct arena arena = {0};
    ck_assert_ptr_null(arena_allocate(&arena, SIZE_MAX));
    ck_assert_ptr_null(arena_copy_text(&arena, "", SIZE_MAX));
    arena_done(&arena);
}
END_TEST

Suite *arena_suite(void);

Suite *arena_suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *tests = tcase_create("arena");
    tcase_add_test(tests, hands_out_aligned_zeroed_memory);
    tcase_add_test(tests, takes_what_is_larger_than_a_block);
    tcase_add_test(tests, refuses_what_cannot_be);
    suite_add_tcase(suite, tests);
    return suite;
}
