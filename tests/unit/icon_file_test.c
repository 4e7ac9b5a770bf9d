/* The .ico file, read back as Windows reads it, and the PNG in it. */
#include "agent/icon_file.h"
#include "agent/icon_image.h"
#include "agent/icon_png.h"

#include "tests/unit/failing_allocation.h"
#include "tests/unit/png_reader.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const int sizes[] = {16, 20, 24, 32, 40, 48, 64, 256};
enum { COUNT = sizeof sizes / sizeof sizes[0], DIRECTORY_SIZE = 6, ENTRY_SIZE = 16 };

static struct byte_buffer file;
static uint32_t pixels[ICON_SIZE_MOST * ICON_SIZE_MOST];

static void set_up(void)
{
    file = (struct byte_buffer){0};
    ck_assert_uint_eq(icon_file_append(&file, ICON_KEY, &icon_palette_program), CODE_SUCCESS);
}

static void tear_down(void)
{
    byte_buffer_done(&file);
}

static uint32_t number(size_t at, int byte_count)
{
    uint32_t value = 0;
    if (at + (size_t)byte_count > file.size)
        ck_abort_msg("the file ends before %lu", (unsigned long)at);
    for (int i = 0; i < byte_count; i++)
        value |= (uint32_t)file.data[at + (size_t)i] << 8 * i;
    return value;
}

static size_t entry_at(int index)
{
    return DIRECTORY_SIZE + (size_t)index * ENTRY_SIZE;
}

START_TEST(the_directory_lists_every_size)
{
    size_t image_at = entry_at(COUNT);
    ck_assert_uint_eq(number(0, 2), 0);
    ck_assert_uint_eq(number(2, 2), 1);
    ck_assert_uint_eq(number(4, 2), COUNT);
    for (int i = 0; i < COUNT; i++) {
        ck_assert_uint_eq(number(entry_at(i), 1), (uint32_t)sizes[i] % 256);
        ck_assert_uint_eq(number(entry_at(i) + 1, 1), (uint32_t)sizes[i] % 256);
        ck_assert_uint_eq(number(entry_at(i) + 2, 2), 0);
        ck_assert_uint_eq(number(entry_at(i) + 4, 2), 1);
        ck_assert_uint_eq(number(entry_at(i) + 6, 2), 32);
        ck_assert_uint_eq(number(entry_at(i) + 12, 4), image_at);
        image_at += number(entry_at(i) + 8, 4);
    }
    ck_assert_uint_eq(image_at, file.size);
}
END_TEST

/* What a bitmap says about a pixel: its colour and alpha, and its bit in the mask behind. */
static void check_pixel(size_t image_at, int size, int x, int y)
{
    const size_t row = (size_t)(size - 1 - y);
    const size_t mask_row_size = ((size_t)size + 31) / 32 * 4;
    const size_t mask_at =
        image_at + 40 + (size_t)(size * size) * 4 + row * mask_row_size + (size_t)x / 8;
    const uint32_t pixel = number(image_at + 40 + (row * (size_t)size + (size_t)x) * 4, 4);
    if (pixel != pixels[y * size + x])
        ck_abort_msg("size %d: pixel %d %d is %08x", size, x, y, (unsigned)pixel);
    if ((number(mask_at, 1) >> (7 - x % 8) & 1) != (pixel >> 24 < 128))
        ck_abort_msg("size %d: mask at %d %d", size, x, y);
}

START_TEST(small_sizes_are_bitmaps_from_the_bottom_up)
{
    for (int i = 0; i < COUNT - 1; i++) {
        const int size = sizes[i];
        const size_t at = number(entry_at(i) + 12, 4);
        const uint32_t bits_size = (uint32_t)(size * size * 4 + (size + 31) / 32 * 4 * size);
        ck_assert_uint_eq(number(entry_at(i) + 8, 4), 40 + bits_size);
        ck_assert_uint_eq(number(at, 4), 40);
        ck_assert_uint_eq(number(at + 4, 4), (uint32_t)size);
        ck_assert_uint_eq(number(at + 8, 4), 2 * (uint64_t)size);
        ck_assert_uint_eq(number(at + 12, 2), 1);
        ck_assert_uint_eq(number(at + 14, 2), 32);
        ck_assert_uint_eq(number(at + 16, 4), 0);
        ck_assert_uint_eq(number(at + 20, 4), bits_size);
        ck_assert_uint_eq(icon_image_draw(ICON_KEY, size, &icon_palette_program, pixels),
                          CODE_SUCCESS);
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
                check_pixel(at, size, x, y);
    }
}
END_TEST

START_TEST(the_largest_size_is_a_small_png)
{
    size_t width = 0;
    size_t height = 0;
    const size_t size = number(entry_at(COUNT - 1) + 8, 4);
    const uint8_t *png = file.data + number(entry_at(COUNT - 1) + 12, 4);
    uint32_t *read = png_read(png, size, &width, &height);
    ck_assert_uint_eq(width, 256);
    ck_assert_uint_eq(height, 256);
    ck_assert_uint_eq(icon_image_draw(ICON_KEY, 256, &icon_palette_program, pixels), CODE_SUCCESS);
    ck_assert_mem_eq(read, pixels, sizeof pixels);
    ck_assert_uint_lt(size, 20000);
    free(read);
}
END_TEST

static void assert_png_reads_back(const uint32_t *picture, size_t width, size_t height)
{
    struct byte_buffer png = {0};
    size_t read_width = 0;
    size_t read_height = 0;
    icon_png_append(&png, picture, width, height);
    ck_assert(!png.failed);
    uint32_t *read = png_read(png.data, png.size, &read_width, &read_height);
    ck_assert_uint_eq(read_width, width);
    ck_assert_uint_eq(read_height, height);
    ck_assert_mem_eq(read, picture, width * height * sizeof *picture);
    free(read);
    byte_buffer_done(&png);
}

/* Noise, in which next to nothing repeats, uses every literal; lines that repeat use every length,
 * and every width another distance. */
START_TEST(png_keeps_any_picture)
{
    uint32_t noise = 1;
    for (size_t i = 0; i < sizeof pixels / sizeof pixels[0]; i++) {
        noise = noise * 1664525 + 1013904223;
        pixels[i] = noise;
    }
    assert_png_reads_back(pixels, 1, 1);
    assert_png_reads_back(pixels, 31, 17);
    assert_png_reads_back(pixels, 256, 256);

    for (size_t width = 1; width <= 300; width += 13) {
        for (size_t i = 0; i < width; i++)
            pixels[width + i] = pixels[i];
        for (size_t i = 2 * width; i < 3 * width; i++)
            pixels[i] = i % 7 == 0 ? 0 : 0xff102030;
        assert_png_reads_back(pixels, width, 3);
    }
    for (size_t width = 1; width <= 140; width++) {
        memset(pixels, 0x55, width * sizeof pixels[0]);
        assert_png_reads_back(pixels, width, 1);
    }
    /* Rows that are farther apart than a distance can say. */
    for (size_t i = 0; i < 9000; i++)
        pixels[9000 + i] = pixels[i];
    assert_png_reads_back(pixels, 9000, 2);
}
END_TEST

START_TEST(without_memory_there_is_no_file)
{
    size_t failures = 0;
    for (size_t number_failing = 1;; number_failing += failures < 40 ? 1 : 97) {
        struct byte_buffer target = {0};
        failing_allocation_begin(number_failing, false);
        error_code code = icon_file_append(&target, ICON_KEY, &icon_palette_program);
        const bool failed = failing_allocation_end();
        byte_buffer_done(&target);
        if (!failed)
            break;
        failures++;
        ck_assert_uint_eq(code, CODE_NOT_ENOUGH_MEMORY);
    }
#ifndef _WIN32
    ck_assert_uint_gt(failures, 40);
#endif
}
END_TEST

Suite *icon_file_suite(void);

Suite *icon_file_suite(void)
{
    Suite *suite = suite_create("icon_file");
    TCase *tests = tcase_create("icon_file");
    tcase_set_timeout(tests, 60); /* under Wine */
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_directory_lists_every_size);
    tcase_add_test(tests, small_sizes_are_bitmaps_from_the_bottom_up);
    tcase_add_test(tests, the_largest_size_is_a_small_png);
    tcase_add_test(tests, png_keeps_any_picture);
    tcase_add_test(tests, without_memory_there_is_no_file);
    suite_add_tcase(suite, tests);
    return suite;
}
