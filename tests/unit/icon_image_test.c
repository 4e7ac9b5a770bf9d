/* The icons, judged as the eye does: by the light that comes off each pixel. */
#include "agent/icon_coverage.h"
#include "agent/icon_image.h"
#include "agent/icon_sign.h"

#include "tests/unit/failing_allocation.h"
#include "tests/unit/icon_sample.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { GUARD = 64, GUARD_PIXEL = 0x13579bdf };

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static const uint32_t light_taskbar = 0xf3f3f3;
static const uint32_t dark_taskbar = 0x1f1f1f;
static const uint32_t xp_taskbar = 0x245edb;

struct scene {
    const char *name;
    struct icon_palette palette;
    uint32_t taskbar;
};

/* Every palette on its own taskbar; of high contrast the two plain ones, a coloured one, and the
 * lightest of Windows 11 ("Desert"). */
enum { SCENE_COUNT = 6, OF_TWO_COLOURS = 2 };
static struct scene scenes[SCENE_COUNT];

static void set_up(void)
{
    static const uint32_t pairs[][2] = {
        {0xffffff, 0x000000}, {0x000000, 0xffffff}, {0xffff00, 0x000000}, {0x3d3d3d, 0xfffaef}};
    scenes[0] = (struct scene){"light", icon_palette_light, light_taskbar};
    scenes[1] = (struct scene){"dark", icon_palette_dark, dark_taskbar};
    for (int i = 0; i < COUNT(pairs); i++)
        scenes[OF_TWO_COLOURS + i] = (struct scene){
            "high contrast", icon_palette_of_two(pairs[i][0], pairs[i][1]), pairs[i][1]};
}

static struct icon_areas areas;
static uint32_t pixels[GUARD + ICON_PIXELS_MOST + GUARD];

static const uint32_t *draw(enum icon_sign sign, int size, const struct icon_palette *palette)
{
    ck_assert_uint_eq(icon_image_draw(sign, size, palette, pixels + GUARD), CODE_SUCCESS);
    return pixels + GUARD;
}

/* ---- light ---- */

/* x to the power of 2.4, as x * x times the fifth root of x * x (by Newton). */
static double power_of_2_4(double x)
{
    const double square = x * x;
    double root = 1;
    for (int i = 0; i < 60; i++)
        root = (4 * root + square / (root * root * root * root)) / 5;
    return square * root;
}

/* Source: W3C, "Web Content Accessibility Guidelines 2.1", relative luminance. */
static double luminance(uint32_t colour)
{
    static const double weights[] = {0.0722, 0.7152, 0.2126};
    static double light[256]; /* of a channel */
    for (int i = 0; i < 256 && light[255] == 0; i++) {
        const double channel = i / 255.0;
        light[i] = channel <= 0.03928 ? channel / 12.92 : power_of_2_4((channel + 0.055) / 1.055);
    }
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += weights[i] * light[colour >> 8 * i & 0xff];
    return sum;
}

static double contrast(uint32_t colour, uint32_t other)
{
    const double a = luminance(colour) + 0.05;
    const double b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

static uint32_t seen_on(uint32_t background, uint32_t pixel)
{
    const uint32_t alpha = pixel >> 24;
    uint32_t seen = 0;
    for (int shift = 0; shift < 24; shift += 8)
        seen |=
            ((pixel >> shift & 0xff) * alpha + (background >> shift & 0xff) * (255 - alpha)) / 255
            << shift;
    return seen;
}

/* As a display without colours would show it, 0 to 255. */
static int grey(uint32_t colour)
{
    return (
        int)(((colour >> 16 & 0xff) * 299 + (colour >> 8 & 0xff) * 587 + (colour & 0xff) * 114) /
             1000);
}

START_TEST(the_measure_of_contrast_is_right)
{
    ck_assert_double_eq_tol(contrast(0x000000, 0xffffff), 21, 0.001);
    ck_assert_double_eq_tol(contrast(0x777777, 0xffffff), 4.48, 0.005);
    ck_assert_double_eq_tol(contrast(0x0000ff, 0xffffff), 8.59, 0.005);
}
END_TEST

/* ---- sizes ---- */

/* (Each ck_assert costs a system call: in loops over pixels they stand behind an if.) */
static void check_size(enum icon_sign sign, int size)
{
    const int count = size * size;
    int drawn = 0;
    for (int i = 0; i < GUARD + count + GUARD; i++)
        pixels[i] = GUARD_PIXEL;
    draw(sign, size, &icon_palette_dark);
    for (int i = 0; i < GUARD; i++)
        if (pixels[i] != GUARD_PIXEL || pixels[GUARD + count + i] != GUARD_PIXEL)
            ck_abort_msg("size %d: drawn outside", size);
    for (int i = 0; i < count; i++) {
        const uint32_t pixel = pixels[GUARD + i];
        if (pixel >> 24 == 0 && pixel != 0)
            ck_abort_msg("size %d: colour where nothing is drawn", size);
        /* The top row and the lower left corner are free in all of them. */
        if (pixel != 0 && (i < size || i == count - size))
            ck_abort_msg("size %d: drawn at %d", size, i);
        drawn += pixel != 0;
    }
    ck_assert_int_gt(drawn, count / 2);
    ck_assert_int_lt(drawn, count * 9 / 10);
}

START_TEST(every_size_is_drawn_and_nothing_beside_it)
{
#ifndef _WIN32
    for (int size = ICON_SIZE_LEAST; size <= ICON_SIZE_MOST; size++)
        check_size(size % ICON_SIGN_COUNT, size);
#endif
    for (int i = 0; i < icon_sample_size_count; i++)
        for (int sign = 0; sign < ICON_SIGN_COUNT; sign++)
            check_size(sign, icon_sample_sizes[i]);
}
END_TEST

START_TEST(other_sizes_are_refused)
{
    static const int wrong[] = {-1, 0, 1, 15, 257, 65536};
    for (int i = 0; i < COUNT(wrong); i++) {
        pixels[0] = GUARD_PIXEL;
        ck_assert_uint_eq(icon_image_draw(ICON_TICK, wrong[i], &icon_palette_dark, pixels),
                          CODE_INVALID_PARAMETER);
        ck_assert_uint_eq(pixels[0], GUARD_PIXEL);
    }
    ck_assert_int_eq(icon_image_size(-5), 16);
    ck_assert_int_eq(icon_image_size(16), 16);
    ck_assert_int_eq(icon_image_size(23), 23);
    ck_assert_int_eq(icon_image_size(256), 256);
    ck_assert_int_eq(icon_image_size(1000), 256);
}
END_TEST

/* FNV-1a over icons of some sizes: the same number on every processor, and on Windows. It changes
 * when the drawing is changed; then it is to be renewed. */
START_TEST(every_processor_draws_the_same)
{
    static const int some[] = {16, 17, 20, 24, 32, 40, 64, 128};
    uint32_t hash = 2166136261u;
    for (int i = 0; i < COUNT(some); i++)
        for (int sign = 0; sign < ICON_SIGN_COUNT; sign++) {
            const uint32_t *drawn = draw(sign, some[i], &icon_palette_light);
            for (int k = 0; k < some[i] * some[i]; k++)
                for (int shift = 0; shift < 32; shift += 8)
                    hash = (hash ^ (drawn[k] >> shift & 0xff)) * 16777619u;
        }
    ck_assert_uint_eq(hash, 447938433u);
}
END_TEST

START_TEST(each_state_has_its_own_sign)
{
    unsigned seen = 0;
    for (int state = 0; state < TRAY_STATE_COUNT; state++) {
        ck_assert_int_ne(icon_sign_of(state), ICON_KEY);
        seen |= 1u << icon_sign_of(state);
    }
    ck_assert_uint_eq(seen, (1u << TRAY_STATE_COUNT) - 1);
    ck_assert_int_eq(icon_sign_of(TRAY_FINE), ICON_TICK);
    ck_assert_int_eq(icon_sign_of(TRAY_PROBLEM), ICON_WARNING);
    ck_assert_int_eq(icon_sign_of(TRAY_RESTART_PENDING), ICON_CIRCULAR_ARROW);
    ck_assert_int_eq(icon_sign_of(TRAY_SET_BY_ADMINISTRATOR), ICON_PADLOCK);
    ck_assert_int_eq(icon_sign_of(TRAY_CANNOT_TELL), ICON_QUESTION_MARK);
}
END_TEST

/* ---- to the eye ---- */

static icon_pictures pictures;

START_TEST(states_differ_without_colour)
{
    for (int i = 0; i < icon_sample_size_count * SCENE_COUNT; i++) {
        const int size = icon_sample_sizes[i / SCENE_COUNT];
        const struct scene *scene = &scenes[i % SCENE_COUNT];
        for (int state = 0; state < TRAY_STATE_COUNT; state++) {
            const uint32_t *drawn = draw(icon_sign_of(state), size, &scene->palette);
            for (int k = 0; k < size * size; k++)
                pictures[state][k] = (uint8_t)grey(seen_on(scene->taskbar, drawn[k]));
        }
        icon_sample_assert_different(pictures, size, scene->name);
    }
}
END_TEST

static bool is_inside(int size, int x, int y)
{
    return x >= 0 && x < size && y >= 0 && y < size;
}

/* Does the sign end at one of the four sides of this pixel? */
static bool is_edge(int size, int x, int y)
{
    static const int sides[][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    for (int i = 0; i < COUNT(sides); i++) {
        const int there_x = x + sides[i][0];
        const int there_y = y + sides[i][1];
        if (!is_inside(size, there_x, there_y) ||
            areas.body[there_y * size + there_x] != ICON_COVERED)
            return true;
    }
    return false;
}

/* The best contrast between a pixel and those around it: blurred edge, rim, envelope or taskbar. Up
 * to three pixels away, because in the corner between two strokes the edge is that blurred. */
static double contrast_around(const struct scene *scene, const uint32_t *drawn, int size, int x,
                              int y)
{
    const uint32_t here = seen_on(scene->taskbar, drawn[y * size + x]);
    double best = 0;
    for (int there_y = y - 3; there_y <= y + 3; there_y++)
        for (int there_x = x - 3; there_x <= x + 3; there_x++) {
            const uint32_t there = is_inside(size, there_x, there_y)
                                       ? seen_on(scene->taskbar, drawn[there_y * size + there_x])
                                       : scene->taskbar;
            const double found = contrast(here, there);
            best = found > best ? found : best;
        }
    return best;
}

static void check_edges(const struct scene *scene, enum icon_sign sign, int size)
{
    const uint32_t *drawn = draw(sign, size, &scene->palette);
    int edges = 0;
    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++) {
            if (areas.body[y * size + x] != ICON_COVERED || areas.mark[y * size + x] != 0 ||
                !is_edge(size, x, y))
                continue;
            const double found = contrast_around(scene, drawn, size, x, y);
            if (found < 3)
                ck_abort_msg("size %d, sign %d, pixel %d %d: contrast %f", size, sign, x, y, found);
            edges++;
        }
    ck_assert_int_gt(edges, size);
}

START_TEST(the_edge_of_each_sign_has_contrast)
{
    for (int i = 0; i < icon_sample_size_count; i++)
        for (int state = 0; state < TRAY_STATE_COUNT; state++) {
            icon_sample_cover(&areas, icon_sign_of(state), icon_sample_sizes[i]);
            for (int scene = 0; scene < SCENE_COUNT; scene++)
                check_edges(&scenes[scene], icon_sign_of(state), icon_sample_sizes[i]);
        }
}
END_TEST

/* Every colour on its own taskbar, and on the paper; the rest is for the rim. */
START_TEST(colours_have_contrast)
{
    for (int scene = 0; scene < SCENE_COUNT; scene++) {
        const struct icon_palette *palette = &scenes[scene].palette;
        const uint32_t taskbar = scenes[scene].taskbar;
        for (int sign = 0; sign < TRAY_STATE_COUNT; sign++) {
            ck_assert_double_ge(contrast(palette->signs[sign], taskbar), 3);
            ck_assert_double_ge(contrast(palette->signs[sign], palette->rim), 3);
            ck_assert_double_ge(contrast(palette->signs[sign], palette->mark), 3);
        }
        ck_assert_double_ge(contrast(palette->line, palette->paper), 3);
        const double paper = contrast(palette->paper, taskbar);
        const double line = contrast(palette->line, taskbar);
        ck_assert_double_ge(paper > line ? paper : line, 3);
    }
}
END_TEST

/* A taskbar of another colour than Windows says: then the sign or its rim stands out, the paper or
 * its line. */
START_TEST(icons_are_seen_on_a_foreign_taskbar)
{
    const uint32_t taskbars[] = {light_taskbar, dark_taskbar, xp_taskbar, 0x808080};
    const struct icon_palette *palettes[] = {&icon_palette_light, &icon_palette_dark};
    for (int i = 0; i < COUNT(taskbars); i++)
        for (int k = 0; k < COUNT(palettes); k++) {
            const double rim = contrast(palettes[k]->rim, taskbars[i]);
            for (int sign = 0; sign < TRAY_STATE_COUNT; sign++) {
                const double body_found = contrast(palettes[k]->signs[sign], taskbars[i]);
                ck_assert_double_ge(body_found > rim ? body_found : rim, 3);
            }
            const double paper = contrast(palettes[k]->paper, taskbars[i]);
            const double line = contrast(palettes[k]->line, taskbars[i]);
            ck_assert_double_ge(paper > line ? paper : line, 3);
        }
}
END_TEST

/* ---- the rest ---- */

START_TEST(alpha_is_straight)
{
    /* White on nothing stays white at its blurred edges: only alpha says how much is there. */
    const struct icon_palette white = {
        0xffffff,
        0xffffff,
        0xffffff,
        0xffffff,
        {0xffffff, 0xffffff, 0xffffff, 0xffffff, 0xffffff, 0xffffff}};
    const uint32_t *drawn = draw(ICON_CIRCULAR_ARROW, 32, &white);
    int blurred = 0;
    for (int i = 0; i < 32 * 32; i++) {
        if (drawn[i] != 0 && (drawn[i] & 0xffffff) != 0xffffff)
            ck_abort_msg("pixel %d is %08x", i, (unsigned)drawn[i]);
        blurred += drawn[i] >> 24 > 0 && drawn[i] >> 24 < 255;
    }
    ck_assert_int_gt(blurred, 10);
}
END_TEST

START_TEST(the_mask_says_what_is_not_there)
{
    for (int size = ICON_SIZE_LEAST; size < 40; size++) {
        enum { ROW_SIZE = 6 };
        uint8_t bits[40 * ROW_SIZE + 1];
        memset(bits, 0xee, sizeof bits);
        const uint32_t *drawn = draw(ICON_TICK, size, &icon_palette_dark);
        icon_image_mask(drawn, size, ROW_SIZE, bits);
        for (int y = 0; y < size; y++)
            for (int x = 0; x < 8 * ROW_SIZE; x++) {
                const bool expected = x < size && drawn[y * size + x] >> 24 < 128;
                if (((bits[y * ROW_SIZE + x / 8] >> (7 - x % 8)) & 1) != expected)
                    ck_abort_msg("size %d: pixel %d %d", size, x, y);
            }
        ck_assert_uint_eq(bits[(size_t)size * ROW_SIZE], 0xee);
    }
}
END_TEST

START_TEST(without_memory_nothing_is_drawn)
{
    size_t failures = 0;
    for (int from_then_on = 0; from_then_on < 2; from_then_on++)
        for (size_t number = 1;; number++) {
            pixels[GUARD] = GUARD_PIXEL;
            failing_allocation_begin(number, from_then_on != 0);
            error_code code = icon_image_draw(ICON_PADLOCK, 16, &icon_palette_dark, pixels + GUARD);
            if (!failing_allocation_end())
                break;
            ck_assert_uint_eq(code, CODE_NOT_ENOUGH_MEMORY);
            ck_assert_uint_eq(pixels[GUARD], GUARD_PIXEL);
            failures++;
        }
#ifndef _WIN32
    ck_assert_uint_gt(failures, 20);
#endif
}
END_TEST

Suite *icon_image_suite(void);

Suite *icon_image_suite(void)
{
    Suite *suite = suite_create("icon_image");
    TCase *tests = tcase_create("icon_image");
    tcase_set_timeout(tests, 60); /* under Wine */
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, the_measure_of_contrast_is_right);
    tcase_add_test(tests, every_size_is_drawn_and_nothing_beside_it);
    tcase_add_test(tests, other_sizes_are_refused);
    tcase_add_test(tests, every_processor_draws_the_same);
    tcase_add_test(tests, each_state_has_its_own_sign);
    tcase_add_test(tests, states_differ_without_colour);
    tcase_add_test(tests, the_edge_of_each_sign_has_contrast);
    tcase_add_test(tests, colours_have_contrast);
    tcase_add_test(tests, icons_are_seen_on_a_foreign_taskbar);
    tcase_add_test(tests, alpha_is_straight);
    tcase_add_test(tests, the_mask_says_what_is_not_there);
    tcase_add_test(tests, without_memory_nothing_is_drawn);
    suite_add_tcase(suite, tests);
    return suite;
}
