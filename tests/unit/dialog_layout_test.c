/* The places in the window, over many sizes, fonts and lengths of text: never an overlap, never a
 * text that is cut. */
#include "agent/dialog_layout.h"

#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

/* Texts of the window by their length in characters; a character is half as wide as it is high. */
struct sample_texts {
    int line_height;
    int length[PART_COUNT];
};

static int lines_of(const struct sample_texts *texts, enum dialog_part part, int width)
{
    const int characters = width / ((texts->line_height + 1) / 2);
    ASSERT_FAST(characters > 0);
    return (texts->length[part] + characters - 1) / characters;
}

static int measure_height(void *context, enum dialog_part part, int width)
{
    const struct sample_texts *texts = context;
    const int height = part == PART_HEADING ? texts->line_height * 5 / 4 : texts->line_height;
    return lines_of(texts, part, width) * height;
}

static int measure_width(void *context, enum dialog_part part)
{
    const struct sample_texts *texts = context;
    return texts->length[part] * ((texts->line_height + 1) / 2);
}

static const int usual_length[PART_COUNT] = {
    [PART_HEADING] = 90,       [PART_EXPLANATION] = 350, [PART_ACCOUNTS_LABEL] = 10,
    [PART_CHANGES_LABEL] = 22, [PART_CHANGES] = 600,     [PART_LEVEL_LABEL] = 30,
    [PART_LEVEL_3] = 100,      [PART_LEVEL_2] = 140,     [PART_WARNING] = 200,
    [PART_STATUS] = 130,       [PART_FIX] = 7,           [PART_UNDO] = 10,
    [PART_RESTART] = 20,       [PART_TEST] = 14,         [PART_COPY] = 16,
    [PART_CLOSE] = 9,
};

/* What may be there or not, each by one bit of a mask. */
enum { OPTION_COUNT = 8, MASK_COUNT = 1 << OPTION_COUNT };

static void set_there(struct dialog_content *content, unsigned mask)
{
    for (int part = 0; part < PART_COUNT; part++)
        content->there[part] = true;
    content->there[PART_ICON] = (mask & 1) != 0;
    content->there[PART_ACCOUNTS] = (mask & 2) != 0;
    content->there[PART_CHANGES] = content->there[PART_CHANGES_LABEL] = (mask & 4) != 0;
    content->there[PART_LEVEL_LABEL] = content->there[PART_LEVEL_3] = content->there[PART_LEVEL_2] =
        (mask & 8) != 0;
    content->there[PART_WARNING] = content->there[PART_WARNING_ICON] = (mask & 16) != 0;
    content->there[PART_STATUS] = (mask & 32) != 0;
    content->there[PART_RESTART] = (mask & 64) != 0;
    content->there[PART_EXPLANATION] = (mask & 128) != 0;
}

/* A window with all its texts `per_cent` as long as usual. */
static struct dialog_content make_content(struct sample_texts *texts, int dpi, int line_height,
                                          int per_cent, unsigned mask)
{
    texts->line_height = line_height;
    for (int part = 0; part < PART_COUNT; part++)
        texts->length[part] = (usual_length[part] * per_cent + 99) / 100;
    struct dialog_content content = {
        .dpi = dpi,
        .line_height = line_height,
        .icon = {dialog_scale(32, dpi), dialog_scale(32, dpi)},
        .small_icon = {dialog_scale(32, dpi), dialog_scale(32, dpi)}, /* higher than a line */
        .list_width = (25 + (int)mask % 25) * line_height,
        .list_frame_height = dialog_scale(24, dpi),
        .list_scroll_height = dialog_scale(17, dpi),
        .row_height = line_height + 4,
        .row_count = 1 + mask % 11,
        .changes_frame = {dialog_scale(24, dpi), dialog_scale(4, dpi)},
        .measure = {measure_height, measure_width, texts},
    };
    set_there(&content, mask);
    return content;
}

static bool is_button(int part)
{
    return part >= PART_FIX;
}

static bool is_text(int part)
{
    return !is_button(part) && part != PART_ICON && part != PART_WARNING_ICON &&
           part != PART_ACCOUNTS && part != PART_CHANGES;
}

static bool overlap(const struct dialog_area *a, const struct dialog_area *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* The mark of a radio button takes room beside its text. */
static int room_for_text(const struct dialog_content *content, int part, int width)
{
    return part == PART_LEVEL_3 || part == PART_LEVEL_2 ? width - dialog_scale(20, content->dpi)
                                                        : width;
}

static void expect_part_fits(const struct dialog_content *content, struct dialog_size size,
                             int part, const struct dialog_area *area)
{
    const struct dialog_measure *measure = &content->measure;
    const int margin = dialog_scale(11, content->dpi);
    ASSERT_FAST(area->width > 0 && area->height > 0);
    ASSERT_FAST(area->x >= margin && area->x + area->width <= size.width - margin);
    ASSERT_FAST(area->y >= margin && area->y + area->height <= size.height - margin);
    if (is_text(part))
        ASSERT_FAST(area->height >= measure->height(measure->context, (enum dialog_part)part,
                                                    room_for_text(content, part, area->width)));
    if (is_button(part)) {
        ASSERT_FAST(area->width >= measure->width(measure->context, (enum dialog_part)part) +
                                       dialog_scale(10, content->dpi));
        ASSERT_FAST(area->height > content->line_height);
    }
    if (part == PART_ACCOUNTS)
        ASSERT_FAST(area->height >=
                    content->list_frame_height +
                        (area->width < content->list_width ? content->list_scroll_height : 0) +
                        content->row_height);
    if (part == PART_CHANGES)
        ASSERT_FAST(area->height >= content->changes_frame.height + content->line_height);
}

/* Everything is inside, whole, and apart from everything else. Takes the places over. */
static void expect_good(const struct dialog_content *content, struct dialog_size size,
                        struct dialog_area areas[PART_COUNT])
{
    static const struct dialog_area nowhere = {0};
    dialog_layout(content, size, areas);
    for (int part = 0; part < PART_COUNT; part++) {
        if (!content->there[part]) {
            ASSERT_FAST(memcmp(&areas[part], &nowhere, sizeof nowhere) == 0);
            continue;
        }
        expect_part_fits(content, size, part, &areas[part]);
        for (int other = 0; other < part; other++)
            ASSERT_FAST(!content->there[other] || !overlap(&areas[part], &areas[other]));
    }
}

/* From the least size to one far beyond the preferred one; list and changes only ever grow. */
static void expect_good_at_all_sizes(const struct dialog_content *content,
                                     struct dialog_size available)
{
    struct dialog_area areas[PART_COUNT];
    struct dialog_size least = dialog_layout_minimum(content, available);
    struct dialog_size preferred = dialog_layout_preferred(content, available);
    ASSERT_FAST(preferred.width >= least.width && preferred.height >= least.height);
    expect_good(content, preferred, areas);
    int list = 0;
    int changes = 0;
    for (int step = 0; step < 12; step++) {
        struct dialog_size size = {least.width + step * 97, least.height + step * 61};
        expect_good(content, size, areas);
        size.width = least.width; /* so that the heights compare */
        expect_good(content, size, areas);
        ASSERT_FAST(areas[PART_ACCOUNTS].height >= list);
        ASSERT_FAST(areas[PART_CHANGES].height >= changes);
        list = areas[PART_ACCOUNTS].height;
        changes = areas[PART_CHANGES].height;
    }
}

static const struct dialog_size large_screen = {3840, 2100};

START_TEST(keeps_everything_apart_and_whole)
{
    static const int dpis[] = {96, 120, 144, 192, 240};
    static const int per_cents[] = {5, 30, 100, 150, 300};
    struct sample_texts texts;
    for (size_t i = 0; i < sizeof dpis / sizeof dpis[0]; i++)
        for (size_t k = 0; k < sizeof per_cents / sizeof per_cents[0]; k++)
            for (unsigned mask = 0; mask < MASK_COUNT; mask++)
                for (int line = 13; line <= 25; line += 4) {
                    struct dialog_content content = make_content(
                        &texts, dpis[i], dialog_scale(line, dpis[i]), per_cents[k], mask);
                    expect_good_at_all_sizes(&content, large_screen);
                }
}
END_TEST

START_TEST(gives_new_room_to_the_list_and_the_changes)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, MASK_COUNT - 1);
    struct dialog_area small[PART_COUNT];
    struct dialog_area large[PART_COUNT];
    struct dialog_size size = dialog_layout_preferred(&content, large_screen);
    expect_good(&content, size, small);
    size.height += 400;
    expect_good(&content, size, large);
    for (int part = 0; part < PART_COUNT; part++)
        if (part != PART_ACCOUNTS && part != PART_CHANGES)
            ck_assert_int_eq(large[part].height, small[part].height);
    ck_assert_int_eq(large[PART_ACCOUNTS].height + large[PART_CHANGES].height,
                     small[PART_ACCOUNTS].height + small[PART_CHANGES].height + 400);
    ck_assert_int_gt(large[PART_ACCOUNTS].height, small[PART_ACCOUNTS].height);
    ck_assert_int_gt(large[PART_CHANGES].height, small[PART_CHANGES].height);
    ck_assert_int_eq(large[PART_CLOSE].y, small[PART_CLOSE].y + 400);
}
END_TEST

START_TEST(keeps_the_buttons_at_the_bottom_where_nothing_can_grow)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, 0);
    struct dialog_area areas[PART_COUNT];
    struct dialog_size size = {600, 900};
    expect_good(&content, size, areas);
    ck_assert_int_eq(areas[PART_CLOSE].y + areas[PART_CLOSE].height, 900 - 11);
    ck_assert_int_eq(areas[PART_CLOSE].x + areas[PART_CLOSE].width, 600 - 11);
}
END_TEST

START_TEST(opens_with_all_rows_where_there_is_room)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, MASK_COUNT - 1);
    struct dialog_area areas[PART_COUNT];
    content.there[PART_TEST] = false;
    content.row_count = 6;
    expect_good(&content, dialog_layout_preferred(&content, large_screen), areas);
    ck_assert_int_eq(areas[PART_ACCOUNTS].height,
                     content.list_frame_height + 6 * content.row_height);
    content.row_count = (size_t)-1; /* not more than can be taken in at a glance */
    expect_good(&content, dialog_layout_preferred(&content, large_screen), areas);
    ck_assert_int_eq(areas[PART_ACCOUNTS].height,
                     content.list_frame_height + 8 * content.row_height);
}
END_TEST

START_TEST(opens_wide_enough_for_the_list_and_a_row_of_buttons)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, MASK_COUNT - 1);
    struct dialog_area areas[PART_COUNT];
    content.there[PART_TEST] = false;
    const int usual = dialog_layout_preferred(&content, large_screen).width;
    content.list_width = usual + 50 - 2 * 11;
    ck_assert_int_eq(dialog_layout_preferred(&content, large_screen).width, usual + 50);
    content.list_width = 100000;
    const int within_reason = 60 * 13;
    ck_assert_int_eq(dialog_layout_preferred(&content, large_screen).width, within_reason);
    content.list_width = 0;
    texts.length[PART_RESTART] = texts.length[PART_COPY] = 24;
    expect_good(&content, dialog_layout_preferred(&content, large_screen), areas);
    ck_assert_int_gt(dialog_layout_preferred(&content, large_screen).width, usual);
    ck_assert_int_eq(areas[PART_FIX].y, areas[PART_CLOSE].y);
}
END_TEST

START_TEST(becomes_wider_where_the_screen_is_low)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, MASK_COUNT - 1);
    const struct dialog_size narrow = dialog_layout_minimum(&content, large_screen);
    const struct dialog_size low = {1000, narrow.height - 60};
    const struct dialog_size least = dialog_layout_minimum(&content, low);
    ck_assert_int_gt(least.width, narrow.width);
    ck_assert_int_le(least.height, low.height);
    ck_assert_int_le(least.width, low.width);
    const struct dialog_size preferred = dialog_layout_preferred(&content, low);
    ck_assert_int_le(preferred.height, low.height);
    ck_assert_int_le(preferred.width, low.width);
    expect_good_at_all_sizes(&content, low);

    /* Where nothing helps, it is as wide as can be, and still whole in itself. */
    const struct dialog_size tiny = {500, 100};
    const struct dialog_size most = dialog_layout_minimum(&content, tiny);
    ck_assert_int_eq(most.width, 500);
    ck_assert_int_gt(most.height, 100);
    expect_good_at_all_sizes(&content, tiny);
}
END_TEST

START_TEST(shows_less_at_a_time_where_the_screen_is_lower_still)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, MASK_COUNT - 1);
    struct dialog_area areas[PART_COUNT] = {{0}};
    content.row_count = 5;
    const int comfortable = dialog_layout_minimum(&content, large_screen).height;
    struct dialog_size available = {dialog_layout_minimum(&content, large_screen).width, 0};
    for (int less = 0; less <= 2 * 13 + content.row_height; less++) {
        available.height = comfortable - less;
        ck_assert_int_eq(dialog_layout_minimum(&content, available).height, available.height);
        expect_good(&content, available, areas);
    }
    ck_assert_int_eq(areas[PART_ACCOUNTS].height, content.list_frame_height + content.row_height);
    ck_assert_int_eq(areas[PART_CHANGES].height, content.changes_frame.height + 13);
    available.height--;
    ck_assert_int_gt(dialog_layout_minimum(&content, available).height, available.height);
}
END_TEST

START_TEST(has_room_for_one_long_button)
{
    struct sample_texts texts;
    struct dialog_content content = make_content(&texts, 96, 13, 100, MASK_COUNT - 1);
    texts.length[PART_RESTART] = 120;
    expect_good_at_all_sizes(&content, large_screen);
    ck_assert_int_ge(dialog_layout_minimum(&content, large_screen).width, 120 * 7 + 20 + 22);
}
END_TEST

START_TEST(goes_round_pixels)
{
    ck_assert_int_eq(dialog_scale(11, 96), 11);
    ck_assert_int_eq(dialog_scale(11, 120), 14); /* 13.75 */
    ck_assert_int_eq(dialog_scale(11, 144), 17); /* 16.5 */
    ck_assert_int_eq(dialog_scale(11, 192), 22);
}
END_TEST

static void expect_place(struct dialog_area anchor, int x, int y)
{
    const struct dialog_area work = {0, 40, 1280, 944}; /* bars above and below */
    const struct dialog_area place = dialog_place(work, anchor, (struct dialog_size){400, 300}, 96);
    ck_assert_int_eq(place.x, x);
    ck_assert_int_eq(place.y, y);
    ck_assert_int_eq(place.width, 400);
    ck_assert_int_eq(place.height, 300);
}

START_TEST(opens_near_the_notification_area)
{
    expect_place((struct dialog_area){1180, 984, 100, 40}, 1280 - 8 - 400, 984 - 8 - 300);
    expect_place((struct dialog_area){0, 984, 100, 40}, 8, 984 - 8 - 300); /* right to left */
    expect_place((struct dialog_area){1180, 0, 100, 40}, 1280 - 8 - 400, 48);
    expect_place((struct dialog_area){600, 984, 40, 40}, 620 - 200, 984 - 8 - 300);
}
END_TEST

START_TEST(opens_at_the_upper_left_where_it_is_larger_than_the_screen)
{
    const struct dialog_area work = {100, 50, 640, 400};
    const struct dialog_area anchor = {700, 440, 40, 10};
    struct dialog_area place = dialog_place(work, anchor, (struct dialog_size){800, 600}, 96);
    ck_assert_int_eq(place.x, 100);
    ck_assert_int_eq(place.y, 50);
    place = dialog_place(work, anchor, (struct dialog_size){640, 396}, 96);
    ck_assert_int_eq(place.x, 100);
    ck_assert_int_eq(place.y, 54);
}
END_TEST

Suite *dialog_layout_suite(void);

Suite *dialog_layout_suite(void)
{
    Suite *suite = suite_create("dialog_layout");
    TCase *tests = tcase_create("dialog_layout");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, keeps_everything_apart_and_whole);
    tcase_add_test(tests, gives_new_room_to_the_list_and_the_changes);
    tcase_add_test(tests, keeps_the_buttons_at_the_bottom_where_nothing_can_grow);
    tcase_add_test(tests, opens_with_all_rows_where_there_is_room);
    tcase_add_test(tests, opens_wide_enough_for_the_list_and_a_row_of_buttons);
    tcase_add_test(tests, becomes_wider_where_the_screen_is_low);
    tcase_add_test(tests, shows_less_at_a_time_where_the_screen_is_lower_still);
    tcase_add_test(tests, has_room_for_one_long_button);
    tcase_add_test(tests, goes_round_pixels);
    tcase_add_test(tests, opens_near_the_notification_area);
    tcase_add_test(tests, opens_at_the_upper_left_where_it_is_larger_than_the_screen);
    suite_add_tcase(suite, tests);
    return suite;
}
