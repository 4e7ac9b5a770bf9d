/* How much memory an export takes that is one huge text: a buffer that is not given back in time
 * would let it be more than README.md says. */
#include "registry/reg_file_reader.h"
#include "tests/unit/sample_registry.h"

#include <stdlib.h>

#ifndef _WIN32 /* programs for Windows have no sanitizer */

/* The sanitizer's own count (compiler-rt, sanitizer/allocator_interface.h, which GCC does not
 * have). NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *, size_t),
                                              void (*released)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *memory);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static size_t in_use;
static size_t most_in_use;

static void note_allocation(const volatile void *memory, size_t size)
{
    (void)memory;
    in_use += size;
    if (in_use > most_in_use)
        most_in_use = in_use;
}

static void note_release(const volatile void *memory)
{
    if (memory != NULL)
        in_use -= __sanitizer_get_allocated_size(memory);
}

enum { FILE_SIZE = 8 * 1024 * 1024 };

/* Files that are one text, and the most they may take, in hundredths of their size: 400, 1200 and
 * 200 were measured, and 500, 1800 and 300 where no buffer is given back early. The sanitizer
 * counts a buffer that grows twice, while it is copied; README.md has what the C library takes. */
static const struct {
    const char *header;
    char letter; /* in code page 1252 */
    bool wide;   /* UTF-16LE */
    size_t limit;
} files[] = {
    {"REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\a]\r\n\"b\"=\"", 'x', false, 450},
    {"REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\a]\r\n\"b\"=\"", '\x80', false, 1300},
    {"Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\a]\r\n\"b\"=\"", 'x', true,
     250},
};

static size_t put(uint8_t *file, size_t at, const char *text, bool wide)
{
    for (; *text != '\0'; text++) {
        file[at++] = (uint8_t)*text;
        if (wide)
            file[at++] = 0;
    }
    return at;
}

static uint8_t *make_file(int index)
{
    const bool wide = files[index].wide;
    const size_t unit_size = wide ? 2 : 1;
    uint8_t *file = calloc(1, FILE_SIZE);
    ck_assert_ptr_nonnull(file);
    size_t at = 0;
    if (wide) {
        file[at++] = 0xFF;
        file[at++] = 0xFE;
    }
    at = put(file, at, files[index].header, wide);
    for (; at < FILE_SIZE - 3 * unit_size; at += unit_size)
        file[at] = (uint8_t)files[index].letter;
    (void)put(file, at, "\"\r\n", wide);
    return file;
}

START_TEST(one_huge_text_takes_no_more_than_was_measured)
{
    static bool hooked;
    uint8_t *file = make_file(_i);
    struct memory_registry *memory = sample_registry_create();
    if (!hooked)
        ck_assert_int_ne(__sanitizer_install_malloc_and_free_hooks(note_allocation, note_release),
                         0);
    hooked = true;
    in_use = 0;
    most_in_use = 0;
    ck_assert_uint_eq(reg_file_read(file, FILE_SIZE, 1252, memory, NULL, NULL), CODE_SUCCESS);
    const size_t percent = most_in_use / (FILE_SIZE / 100);
    ck_assert_uint_gt(percent, 100);
    ck_assert_uint_le(percent, files[_i].limit);
    memory_registry_free(memory);
    free(file);
}
END_TEST

Suite *reg_file_memory_suite(void);

Suite *reg_file_memory_suite(void)
{
    Suite *suite = suite_create("reg_file_memory");
    TCase *tests = tcase_create("reg_file_memory");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, one_huge_text_takes_no_more_than_was_measured, 0,
                        (int)(sizeof files / sizeof files[0]));
    suite_add_tcase(suite, tests);
    return suite;
}

#endif
