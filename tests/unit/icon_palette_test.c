#include "agent/icon_palette.h"

#include <check.h>
#include <string.h>

static const uint8_t zero[] = {0, 0, 0, 0};
static const uint8_t one[] = {1, 0, 0, 0};
static const uint8_t strange[] = {0, 0, 0, 0x80};

static void assert_palette(const struct icon_surroundings *surroundings,
                           const struct icon_palette *expected)
{
    struct icon_palette palette = icon_palette_choose(surroundings);
    ck_assert_mem_eq(&palette, expected, sizeof palette);
}

static struct icon_surroundings theme(uint32_t type, const uint8_t *bytes, size_t size)
{
    return (struct icon_surroundings){
        .light = {.present = true, .type = type, .bytes = bytes, .size = size}};
}

START_TEST(windows_says_whether_the_taskbar_is_light)
{
    struct icon_surroundings surroundings = theme(VALUE_DWORD, one, 4);
    assert_palette(&surroundings, &icon_palette_light);
    surroundings = theme(VALUE_DWORD, strange, 4);
    assert_palette(&surroundings, &icon_palette_light);
    surroundings = theme(VALUE_DWORD, zero, 4);
    assert_palette(&surroundings, &icon_palette_dark);
}
END_TEST

START_TEST(a_windows_that_says_nothing_has_a_dark_taskbar)
{
    struct icon_surroundings surroundings = {0};
    assert_palette(&surroundings, &icon_palette_dark);
    surroundings = theme(VALUE_STRING, one, 4);
    assert_palette(&surroundings, &icon_palette_dark);
    surroundings = theme(VALUE_DWORD, one, 3);
    assert_palette(&surroundings, &icon_palette_dark);
    surroundings = theme(VALUE_DWORD, NULL, 0);
    assert_palette(&surroundings, &icon_palette_dark);
}
END_TEST

START_TEST(high_contrast_comes_before_the_theme)
{
    struct icon_surroundings surroundings = theme(VALUE_DWORD, one, 4);
    surroundings.high_contrast = true;
    surroundings.foreground = 0xffff00;
    surroundings.background = 0x000080;
    struct icon_palette expected = icon_palette_of_two(0xffff00, 0x000080);
    assert_palette(&surroundings, &expected);
}
END_TEST

START_TEST(high_contrast_has_two_colours_and_no_other)
{
    struct icon_palette palette = icon_palette_of_two(0xffff00, 0x000080);
    ck_assert_uint_eq(palette.paper, 0x000080);
    ck_assert_uint_eq(palette.line, 0xffff00);
    ck_assert_uint_eq(palette.rim, 0x000080);
    ck_assert_uint_eq(palette.mark, 0x000080);
    for (int i = 0; i < ICON_SIGN_COUNT; i++)
        ck_assert_uint_eq(palette.signs[i], 0xffff00);
}
END_TEST

Suite *icon_palette_suite(void);

Suite *icon_palette_suite(void)
{
    Suite *suite = suite_create("icon_palette");
    TCase *tests = tcase_create("icon_palette");
    tcase_add_test(tests, windows_says_whether_the_taskbar_is_light);
    tcase_add_test(tests, a_windows_that_says_nothing_has_a_dark_taskbar);
    tcase_add_test(tests, high_contrast_comes_before_the_theme);
    tcase_add_test(tests, high_contrast_has_two_colours_and_no_other);
    suite_add_tcase(suite, tests);
    return suite;
}
