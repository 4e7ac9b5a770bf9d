#include "tests/unit/icon_sample.h"

#include "agent/icon_coverage.h"
#include "agent/icon_fitting.h"

#include <check.h>
#include <stdlib.h>

const int icon_sample_sizes[] = {
    16, 20, 24, 32, 40, 48,
#ifndef _WIN32
    17, 18, 19, 21, 22, 23, 26, 28, 30, 31, 36, 44, 47, 56, 63, 64, 80, 101, 128,
#endif
};

const int icon_sample_size_count = sizeof icon_sample_sizes / sizeof icon_sample_sizes[0];

void icon_sample_cover(struct icon_areas *areas, enum icon_sign sign, int size)
{
    struct icon_sign_outlines outlines = {0};
    icon_sign_draw(&outlines, sign, size);
    ck_assert_uint_eq(icon_coverage_fill(&outlines.body, size, areas->body), CODE_SUCCESS);
    ck_assert_uint_eq(icon_coverage_fill(&outlines.mark, size, areas->mark), CODE_SUCCESS);
    ck_assert_uint_eq(icon_coverage_fill(&outlines.ground, size, areas->ground), CODE_SUCCESS);
    icon_sign_done(&outlines);
}

/* Per mille of the pixels that clearly differ in brightness between two icons. */
static int difference(const uint8_t *one, const uint8_t *other, int size)
{
    int different = 0;
    for (int i = 0; i < size * size; i++)
        different += abs(one[i] - other[i]) > 64;
    return different * 1000 / (size * size);
}

void icon_sample_assert_different(icon_pictures pictures, int size, const char *what)
{
    enum { LEAST_DIFFERENCE = 150 };
    for (int state = 0; state < TRAY_STATE_COUNT; state++)
        for (int other = 0; other < state; other++) {
            const int found = difference(pictures[state], pictures[other], size);
            if (found < LEAST_DIFFERENCE)
                ck_abort_msg("size %d, %s: states %d and %d differ in %d per mille", size, what,
                             state, other, found);
        }
}
