/* The window that asks for a restart, with texts of any length, at any DPI. */
#include "agent/restart_layout.h"

#include <check.h>

/* Made up texts: a letter is 6 pixels wide at 96 DPI, a line 15 high. */
static int letters[RESTART_PART_COUNT];
static struct restart_content content;

static int text_width(void *context, enum restart_part part)
{
    (void)context;
    return letters[part] * 6 * content.dpi / 96;
}

static int text_height(void *context, enum restart_part part, int width)
{
    ck_assert_int_gt(width, 0);
    return (text_width(context, part) / width + 1) * content.line_height;
}

static void make_content(int dpi, int length)
{
    content = (struct restart_content){
        .dpi = dpi, .line_height = 15 * dpi / 96, .height = text_height, .width = text_width};
    for (int part = 0; part < RESTART_PART_COUNT; part++) {
        content.there[part] = true;
        letters[part] = length;
    }
    letters[RESTART_PART_EXPLANATION] = length * 8;
    letters[RESTART_PART_NOW] = letters[RESTART_PART_LATER] = length / 2 + 1; /* labels are short */
}

static const struct dialog_size screen = {1600, 1200};

/* Every part is whole, inside, in order, and apart from the others. */
static void expect_good(struct dialog_size size, const struct dialog_area areas[])
{
    int y = 0;
    for (int part = 0; part < RESTART_PART_COUNT; part++) {
        const struct dialog_area *area = &areas[part];
        if (!content.there[part]) {
            ck_assert_int_eq(area->width, 0);
            ck_assert_int_eq(area->height, 0);
            continue;
        }
        ck_assert_int_gt(area->x, 0);
        ck_assert_int_lt(area->x + area->width, size.width);
        ck_assert_int_lt(area->y + area->height, size.height);
        if (part < RESTART_PART_NOW) {
            ck_assert_int_gt(area->y, y);
            ck_assert_int_ge(area->height, text_height(NULL, (enum restart_part)part, area->width));
            y = area->y + area->height;
        } else {
            ck_assert_int_gt(area->y, y);
            ck_assert_int_gt(area->width, text_width(NULL, (enum restart_part)part));
            ck_assert_int_gt(area->height, content.line_height);
        }
    }
    if (content.there[RESTART_PART_NOW])
        ck_assert_int_lt(areas[RESTART_PART_NOW].x + areas[RESTART_PART_NOW].width,
                         areas[RESTART_PART_LATER].x);
}

START_TEST(nothing_is_cut_or_overlaps_at_any_dpi_and_length)
{
    struct dialog_area areas[RESTART_PART_COUNT];
    static const int dpis[] = {96, 120, 144, 192, 240};
    for (size_t i = 0; i < sizeof dpis / sizeof dpis[0]; i++) {
        for (int length = 1; length <= 64; length++) {
            make_content(dpis[i], length);
            struct dialog_size size = restart_layout(&content, screen, areas);
            expect_good(size, areas);
            ck_assert_int_le(size.width, screen.width);
            ck_assert_int_le(size.height, screen.height);
        }
    }
}
END_TEST

START_TEST(what_is_not_there_takes_no_room)
{
    struct dialog_area areas[RESTART_PART_COUNT];
    make_content(96, 20);
    const struct dialog_size whole = restart_layout(&content, screen, areas);
    content.there[RESTART_PART_STATUS] = false;
    const struct dialog_size quiet = restart_layout(&content, screen, areas);
    ck_assert_int_lt(quiet.height, whole.height);
    expect_good(quiet, areas);
    content.there[RESTART_PART_EXPLANATION] = false;
    content.there[RESTART_PART_NOW] = false;
    const struct dialog_size failed = restart_layout(&content, screen, areas);
    ck_assert_int_lt(failed.height, quiet.height);
    ck_assert_int_eq(failed.width, quiet.width);
    expect_good(failed, areas);
}
END_TEST

START_TEST(a_small_screen_makes_it_narrower_and_a_flat_one_wider)
{
    struct dialog_area areas[RESTART_PART_COUNT];
    make_content(96, 20);
    struct dialog_size size = restart_layout(&content, (struct dialog_size){320, 1200}, areas);
    ck_assert_int_le(size.width, 320);
    expect_good(size, areas);
    make_content(192, 64);
    const struct dialog_size tall = restart_layout(&content, screen, areas);
    size = restart_layout(&content, (struct dialog_size){1600, tall.height - 1}, areas);
    ck_assert_int_gt(size.width, tall.width);
    ck_assert_int_lt(size.height, tall.height);
    expect_good(size, areas);
}
END_TEST

Suite *restart_layout_suite(void);

Suite *restart_layout_suite(void)
{
    Suite *suite = suite_create("restart_layout");
    TCase *tests = tcase_create("restart_layout");
    tcase_add_test(tests, nothing_is_cut_or_overlaps_at_any_dpi_and_length);
    tcase_add_test(tests, what_is_not_there_takes_no_room);
    tcase_add_test(tests, a_small_screen_makes_it_narrower_and_a_flat_one_wider);
    suite_add_tcase(suite, tests);
    return suite;
}
