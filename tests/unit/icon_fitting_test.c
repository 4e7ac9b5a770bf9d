/* The shapes of the icons, fitted to every size. */
#include "agent/icon_coverage.h"
#include "agent/icon_fitting.h"
#include "agent/icon_sign.h"

#include "tests/unit/icon_sample.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static struct icon_areas areas;

static void assert_within(const struct icon_outline *outline, int size)
{
    for (size_t i = 0; i < outline->count; i++) {
        const struct icon_point point = outline->edges[i].to;
        if (point.x < 0 || point.x > size * ICON_PIXEL || point.y < 0 ||
            point.y > size * ICON_PIXEL)
            ck_abort_msg("size %d: edge to %d %d", size, (int)point.x, (int)point.y);
    }
}

START_TEST(no_shape_is_cut_off)
{
    for (int size = ICON_SIZE_LEAST; size <= ICON_SIZE_MOST; size++) {
        struct icon_envelope envelope = {0};
        icon_envelope_draw(&envelope, size);
        assert_within(&envelope.edge, size);
        assert_within(&envelope.paper, size);
        assert_within(&envelope.flap, size);
        icon_envelope_done(&envelope);
        for (int sign = 0; sign < ICON_SIGN_COUNT; sign++) {
            struct icon_sign_outlines outlines = {0};
            icon_sign_draw(&outlines, sign, size);
            assert_within(&outlines.body, size);
            assert_within(&outlines.mark, size);
            icon_sign_done(&outlines);
        }
    }
}
END_TEST

static bool is_crisp(uint8_t covered)
{
    return covered == 0 || covered == ICON_COVERED;
}

/* Marks, which are the smallest parts, have no blurred pixel in any size. */
START_TEST(marks_are_crisp)
{
    for (int i = 0; i < icon_sample_size_count; i++)
        for (int sign = 0; sign < ICON_SIGN_COUNT; sign++) {
            icon_sample_cover(&areas, sign, icon_sample_sizes[i]);
            for (int k = 0; k < icon_sample_sizes[i] * icon_sample_sizes[i]; k++)
                if (!is_crisp(areas.mark[k]))
                    ck_abort_msg("size %d, sign %d: %d", icon_sample_sizes[i], sign, areas.mark[k]);
        }
}
END_TEST

/* Nor have the straight edges of the padlock, whose body takes the lower half. */
START_TEST(upright_and_level_edges_are_crisp)
{
    for (int i = 0; i < icon_sample_size_count; i++) {
        const int size = icon_sample_sizes[i];
        int covered = 0;
        icon_sample_cover(&areas, ICON_PADLOCK, size);
        for (int k = (size * 5 / 8) * size; k < size * size; k++) {
            if (!is_crisp(areas.body[k]))
                ck_abort_msg("size %d: %d", size, areas.body[k]);
            covered += areas.body[k] == ICON_COVERED;
        }
        ck_assert_int_gt(covered, size * size / 6);
    }
}
END_TEST

/* The columns that the body reaches into. */
static void find_columns(int size, int *first, int *last)
{
    *first = size;
    *last = 0;
    for (int i = 0; i < size * size; i++)
        if (areas.body[i] == ICON_COVERED) {
            *first = i % size < *first ? i % size : *first;
            *last = i % size > *last ? i % size : *last;
        }
}

/* What is even in nature is even in pixels. */
START_TEST(signs_are_symmetric)
{
    static const enum icon_sign even[] = {ICON_WARNING, ICON_PADLOCK};
    for (int i = 0; i < icon_sample_size_count * COUNT(even); i++) {
        const int size = icon_sample_sizes[i / COUNT(even)];
        int first;
        int last;
        icon_sample_cover(&areas, even[i % COUNT(even)], size);
        find_columns(size, &first, &last);
        for (int y = 0; y < size; y++)
            for (int x = first; x <= last; x++) {
                const int here = y * size + x;
                const int there = y * size + first + last - x;
                if (abs(areas.body[here] - areas.body[there]) > 8 ||
                    areas.mark[here] != areas.mark[there])
                    ck_abort_msg("size %d, sign %d: pixel %d %d", size, even[i % COUNT(even)], x,
                                 y);
            }
    }
}
END_TEST

/* In the smallest icon the sign, with its rim, takes a third of the area or more, and reaches over
 * at least 5/8 of the width or of the height. */
START_TEST(in_the_smallest_icon_the_sign_dominates)
{
    const int size = ICON_SIZE_LEAST;
    for (int sign = 0; sign < ICON_SIGN_COUNT; sign++) {
        int taken = 0;
        int first_row = size;
        int first_column;
        int last_column;
        icon_sample_cover(&areas, sign, size);
        find_columns(size, &first_column, &last_column);
        for (int i = 0; i < size * size; i++) {
            taken += areas.ground[i] >= 128 || areas.body[i] >= 128;
            if (areas.body[i] == ICON_COVERED && i / size < first_row)
                first_row = i / size;
        }
        if (taken * 3 < size * size)
            ck_abort_msg("sign %d takes %d pixels", sign, taken);
        ck_assert(size - first_row >= size * 5 / 8 ||
                  last_column - first_column + 1 >= size * 5 / 8);
    }
}
END_TEST

static icon_pictures pictures;

/* The bare shapes, whatever is painted on them. */
START_TEST(signs_differ_in_shape)
{
    for (int i = 0; i < icon_sample_size_count; i++) {
        for (int state = 0; state < TRAY_STATE_COUNT; state++) {
            icon_sample_cover(&areas, icon_sign_of(state), icon_sample_sizes[i]);
            memcpy(pictures[state], areas.body, sizeof areas.body);
        }
        icon_sample_assert_different(pictures, icon_sample_sizes[i], "shape");
    }
}
END_TEST

Suite *icon_fitting_suite(void);

Suite *icon_fitting_suite(void)
{
    Suite *suite = suite_create("icon_fitting");
    TCase *tests = tcase_create("icon_fitting");
    tcase_set_timeout(tests, 60); /* under Wine */
    tcase_add_test(tests, no_shape_is_cut_off);
    tcase_add_test(tests, marks_are_crisp);
    tcase_add_test(tests, upright_and_level_edges_are_crisp);
    tcase_add_test(tests, signs_are_symmetric);
    tcase_add_test(tests, in_the_smallest_icon_the_sign_dominates);
    tcase_add_test(tests, signs_differ_in_shape);
    suite_add_tcase(suite, tests);
    return suite;
}
