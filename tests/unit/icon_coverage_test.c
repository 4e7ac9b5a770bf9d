/* The rasteriser: what is exact must be exact, what is round must be round. */
#include "agent/icon_coverage.h"

#include "tests/unit/failing_allocation.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 64 };

static struct icon_outline outline;
static uint8_t coverage[SIZE * SIZE];

static void set_up(void)
{
    outline = (struct icon_outline){0};
    memset(coverage, 0xee, sizeof coverage);
}

static void tear_down(void)
{
    icon_outline_done(&outline);
}

static void add_rectangle(int32_t left, int32_t top, int32_t right, int32_t bottom)
{
    icon_outline_move(&outline, (struct icon_point){left, top});
    icon_outline_line(&outline, (struct icon_point){right, top});
    icon_outline_line(&outline, (struct icon_point){right, bottom});
    icon_outline_line(&outline, (struct icon_point){left, bottom});
    icon_outline_close(&outline);
}

/* A circle of four curves; 0.5523 is the length of their arms. */
static void add_circle(int32_t x, int32_t y, int32_t radius)
{
    const int32_t arm = radius * 5523 / 10000;
    icon_outline_move(&outline, (struct icon_point){x + radius, y});
    icon_outline_curve(&outline, (struct icon_point){x + radius, y + arm},
                       (struct icon_point){x + arm, y + radius},
                       (struct icon_point){x, y + radius});
    icon_outline_curve(&outline, (struct icon_point){x - arm, y + radius},
                       (struct icon_point){x - radius, y + arm},
                       (struct icon_point){x - radius, y});
    icon_outline_curve(&outline, (struct icon_point){x - radius, y - arm},
                       (struct icon_point){x - arm, y - radius},
                       (struct icon_point){x, y - radius});
    icon_outline_curve(&outline, (struct icon_point){x + arm, y - radius},
                       (struct icon_point){x + radius, y - arm},
                       (struct icon_point){x + radius, y});
    icon_outline_close(&outline);
}

static void fill(int size)
{
    ck_assert_uint_eq(icon_coverage_fill(&outline, size, coverage), CODE_SUCCESS);
}

static void assert_row(int size, int row, const char *expected)
{
    char found[128] = "";
    for (int i = 0; i < size; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%d ",
                 coverage[row * size + i]);
    ck_assert_str_eq(found, expected);
}

/* The area in pixels. */
static double area(int size)
{
    double sum = 0;
    for (int i = 0; i < size * size; i++)
        sum += coverage[i] / 255.0;
    return sum;
}

START_TEST(whole_pixels_are_covered_wholly)
{
    add_rectangle(ICON_PIXEL, ICON_PIXEL, 3 * ICON_PIXEL, 2 * ICON_PIXEL);
    fill(4);
    assert_row(4, 0, "0 0 0 0 ");
    assert_row(4, 1, "0 255 255 0 ");
    assert_row(4, 2, "0 0 0 0 ");
}
END_TEST

START_TEST(parts_of_pixels_are_covered_by_their_share)
{
    add_rectangle(ICON_PIXEL / 2, ICON_PIXEL, 2 * ICON_PIXEL + ICON_PIXEL / 4,
                  2 * ICON_PIXEL + ICON_PIXEL / 2);
    fill(4);
    assert_row(4, 0, "0 0 0 0 ");
    assert_row(4, 1, "128 255 64 0 ");
    assert_row(4, 2, "64 128 32 0 ");
    assert_row(4, 3, "0 0 0 0 ");
}
END_TEST

START_TEST(a_diagonal_covers_half_of_its_pixels)
{
    icon_outline_move(&outline, (struct icon_point){0, 0});
    icon_outline_line(&outline, (struct icon_point){4 * ICON_PIXEL, 4 * ICON_PIXEL});
    icon_outline_line(&outline, (struct icon_point){0, 4 * ICON_PIXEL});
    icon_outline_close(&outline);
    fill(4);
    assert_row(4, 0, "128 0 0 0 ");
    assert_row(4, 3, "255 255 255 128 ");
}
END_TEST

START_TEST(an_inner_run_is_a_hole_only_if_it_turns_the_other_way)
{
    add_rectangle(0, 0, 4 * ICON_PIXEL, 4 * ICON_PIXEL);
    add_rectangle(3 * ICON_PIXEL, ICON_PIXEL, ICON_PIXEL, 3 * ICON_PIXEL);
    fill(4);
    assert_row(4, 0, "255 255 255 255 ");
    assert_row(4, 1, "255 0 0 255 ");
    icon_outline_done(&outline);

    add_rectangle(0, 0, 4 * ICON_PIXEL, 4 * ICON_PIXEL);
    add_rectangle(ICON_PIXEL, ICON_PIXEL, 3 * ICON_PIXEL, 3 * ICON_PIXEL);
    fill(4);
    assert_row(4, 1, "255 255 255 255 ");
}
END_TEST

START_TEST(what_lies_outside_is_cut_off)
{
    add_rectangle(-5 * ICON_PIXEL, -5 * ICON_PIXEL, ICON_PIXEL, ICON_PIXEL);
    add_rectangle(3 * ICON_PIXEL, 3 * ICON_PIXEL, 99 * ICON_PIXEL, 99 * ICON_PIXEL);
    fill(4);
    assert_row(4, 0, "255 0 0 0 ");
    assert_row(4, 1, "0 0 0 0 ");
    assert_row(4, 3, "0 0 0 255 ");
    ck_assert_uint_eq(coverage[16], 0xee); /* nothing behind the last row */
}
END_TEST

START_TEST(nothing_is_filled_with_nothing)
{
    fill(4);
    ck_assert(area(4) == 0);
}
END_TEST

START_TEST(a_circle_has_the_area_of_a_circle)
{
    add_circle(32 * ICON_PIXEL, 32 * ICON_PIXEL, 30 * ICON_PIXEL);
    fill(SIZE);
    const double expected = 3.14159265 * 30 * 30;
    ck_assert_double_eq_tol(area(SIZE), expected, expected / 200);
    for (int i = 0; i < SIZE * SIZE; i++) { /* left and right alike */
        const int mirrored = i / SIZE * SIZE + SIZE - 1 - i % SIZE;
        if (abs(coverage[i] - coverage[mirrored]) > 4)
            ck_abort_msg("pixel %d", i);
    }
}
END_TEST

START_TEST(a_pen_widens_by_its_radius)
{
    struct icon_outline point = {0};
    icon_outline_move(&point, (struct icon_point){32 * ICON_PIXEL, 32 * ICON_PIXEL});
    icon_outline_close(&point);
    icon_outline_widen(&outline, &point, 20 * ICON_PIXEL);
    fill(SIZE);
    /* A pen of 16 corners: sin(22.5 degrees) * 16 / 2 times the square of the radius. */
    ck_assert_double_eq_tol(area(SIZE), 3.0615 * 20 * 20, 10);
    icon_outline_done(&point);
    icon_outline_done(&outline);

    /* Whichever way a line leads, it becomes as wide. */
    static const struct icon_point ends[] = {{16, 0},  {16, 16},   {0, 16},  {-16, 16},
                                             {-16, 0}, {-16, -16}, {0, -16}, {16, -16}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        icon_outline_move(&point, (struct icon_point){32 * ICON_PIXEL, 32 * ICON_PIXEL});
        icon_outline_line(&point, (struct icon_point){(32 + ends[i].x) * ICON_PIXEL,
                                                      (32 + ends[i].y) * ICON_PIXEL});
        icon_outline_widen(&outline, &point, 4 * ICON_PIXEL);
        fill(SIZE);
        const double length = ends[i].x != 0 && ends[i].y != 0 ? 22.627 : 16;
        ck_assert_double_eq_tol(area(SIZE), 3.0615 * 4 * 4 + 2 * 4 * length, 2);
        icon_outline_done(&point);
        icon_outline_done(&outline);
    }
}
END_TEST

static error_code draw_with_little_memory(void)
{
    add_circle(8 * ICON_PIXEL, 8 * ICON_PIXEL, 4 * ICON_PIXEL);
    struct icon_outline wide = {0};
    icon_outline_widen(&wide, &outline, ICON_PIXEL);
    error_code code = icon_coverage_fill(&wide, 16, coverage);
    icon_outline_done(&wide);
    icon_outline_done(&outline);
    return code;
}

START_TEST(without_memory_nothing_is_claimed)
{
    for (size_t number = 1;; number++) {
        memset(coverage, 0xee, sizeof coverage);
        failing_allocation_begin(number, false);
        error_code code = draw_with_little_memory();
        if (!failing_allocation_end())
            break;
        ck_assert_uint_eq(code, CODE_NOT_ENOUGH_MEMORY);
        ck_assert_uint_eq(coverage[0], 0xee);
        ck_assert_mem_eq(coverage, coverage + 1, sizeof coverage - 1);
    }
    ck_assert_uint_eq(draw_with_little_memory(), CODE_SUCCESS);
}
END_TEST

Suite *icon_coverage_suite(void);

Suite *icon_coverage_suite(void)
{
    Suite *suite = suite_create("icon_coverage");
    TCase *tests = tcase_create("icon_coverage");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, whole_pixels_are_covered_wholly);
    tcase_add_test(tests, parts_of_pixels_are_covered_by_their_share);
    tcase_add_test(tests, a_diagonal_covers_half_of_its_pixels);
    tcase_add_test(tests, an_inner_run_is_a_hole_only_if_it_turns_the_other_way);
    tcase_add_test(tests, what_lies_outside_is_cut_off);
    tcase_add_test(tests, nothing_is_filled_with_nothing);
    tcase_add_test(tests, a_circle_has_the_area_of_a_circle);
    tcase_add_test(tests, a_pen_widens_by_its_radius);
    tcase_add_test(tests, without_memory_nothing_is_claimed);
    suite_add_tcase(suite, tests);
    return suite;
}
