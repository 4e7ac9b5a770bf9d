/* The window in every state and language on the smallest screens that people have: nothing of it
 * may end up where it cannot be reached. */
#include "agent/dialog_layout.h"
#include "agent/status_view.h"

#include "tests/unit/message_texts.h"
#include "tests/unit/status_samples.h"

#include <check.h>
#include <string.h>

/* The window's texts, with the usual width of a character in Tahoma and Segoe UI: 2/5 of a line. */
struct shown_view {
    const char *texts[PART_COUNT];
    int line_height;
};

static int text_width(const struct shown_view *shown, size_t character_count)
{
    return (int)character_count * shown->line_height * 2 / 5;
}

/* Continuation bytes of UTF-8 are not characters; Chinese and Japanese ones, which are those of
 * three bytes from E3 on, are more than twice as wide as others. */
static size_t length_of_line(const char *line)
{
    size_t count = 0;
    for (; *line != '\0' && *line != '\n'; line++)
        if (((unsigned char)*line & 0xC0) != 0x80)
            count += (unsigned char)*line >= 0xE3 ? 5 : 2;
    return (count + 1) / 2;
}

static int height_in(void *context, enum dialog_part part, int width)
{
    const struct shown_view *shown = context;
    int lines = 0;
    for (const char *line = shown->texts[part]; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        lines += 1 + text_width(shown, length_of_line(line)) / width;
    }
    return lines * shown->line_height * (part == PART_HEADING ? 5 : 4) / 4;
}

static int width_in(void *context, enum dialog_part part)
{
    const struct shown_view *shown = context;
    return text_width(shown, length_of_line(shown->texts[part]));
}

static void show_parts(const struct status_view *view, struct shown_view *shown)
{
    const bool levels = view->level_choice_visible;
    const char **texts = shown->texts;
    texts[PART_HEADING] = view->heading;
    texts[PART_EXPLANATION] = view->explanation;
    texts[PART_ACCOUNTS_LABEL] = view->accounts_label;
    texts[PART_CHANGES_LABEL] = view->changes[0] != '\0' ? view->changes_label : "";
    texts[PART_CHANGES] = view->changes;
    texts[PART_LEVEL_LABEL] = levels ? view->level_label : "";
    texts[PART_LEVEL_3] = levels ? view->level_choices[0] : "";
    texts[PART_LEVEL_2] = levels ? view->level_choices[1] : "";
    texts[PART_WARNING] = view->warning;
    texts[PART_STATUS] = view->status;
    texts[PART_FIX] = view->fix.label;
    texts[PART_BY_NAME] = view->by_name.visible ? view->by_name.label : "";
    texts[PART_UNDO] = view->undo.label;
    texts[PART_RESTART] = view->restart.visible ? view->restart.label : "";
    texts[PART_TEST] = view->test.label;
    texts[PART_COPY] = view->copy.label;
    texts[PART_CLOSE] = view->close.label;
}

/* A screen of a laptop that is small for its DPI, and what its taskbar and a window's frame leave.
 */
struct screen {
    int dpi;
    int line_height;
    struct dialog_size available;
};

static bool fits_screen(const struct status_view *view, const struct screen *screen)
{
    struct shown_view shown = {.line_height = screen->line_height};
    show_parts(view, &shown);
    struct dialog_content content = {
        .dpi = screen->dpi,
        .line_height = screen->line_height,
        .icon = {dialog_scale(32, screen->dpi), dialog_scale(32, screen->dpi)},
        .small_icon = {dialog_scale(16, screen->dpi), dialog_scale(16, screen->dpi)},
        .list_frame_height = dialog_scale(24, screen->dpi),
        .list_scroll_height = dialog_scale(17, screen->dpi),
        .row_height = screen->line_height + 2,
        .row_count = view->row_count,
        .changes_frame = {dialog_scale(30, screen->dpi), dialog_scale(4, screen->dpi)},
        .measure = {height_in, width_in, &shown},
    };
    for (int part = 0; part < PART_COUNT; part++)
        content.there[part] = shown.texts[part] != NULL && shown.texts[part][0] != '\0';
    content.there[PART_ICON] = true;
    content.there[PART_ACCOUNTS] = view->row_count > 0;
    content.there[PART_WARNING_ICON] = content.there[PART_WARNING];
    const struct dialog_size size = dialog_layout_preferred(&content, screen->available);
    return size.width <= screen->available.width && size.height <= screen->available.height;
}

START_TEST(fits_small_screens)
{
    /* 800 x 600 of XP; 1024 x 768 at 125 % and 1920 x 1080 at 175 %, the most that Windows offers
     * for them */
    static const struct screen screens[] = {
        {96, 13, {776, 522}}, {120, 19, {996, 660}}, {168, 26, {1880, 930}}};
    const struct language_messages messages = language_messages_of(message_languages[_i].id);
    if (strcmp(message_languages[_i].name, "xx") == 0)
        return; /* longer than any language: its window needs a larger screen */
    for (size_t i = 0; i < status_sample_count; i++) {
        struct status_machine machine;
        struct arena arena = {0};
        struct status_view view;
        status_machine_init(&machine, &status_samples[i]);
        machine.fake.host.messages = &messages.source;
        ck_assert_uint_eq(status_view_make(&machine.facts, &machine.fake.host, &arena, &view),
                          CODE_SUCCESS);
        for (size_t k = 0; k < sizeof screens / sizeof screens[0]; k++)
            ck_assert_msg(fits_screen(&view, &screens[k]), "%s in %s on screen %d",
                          status_samples[i].name, message_languages[_i].name, (int)k);
        arena_done(&arena);
        status_machine_done(&machine);
    }
}
END_TEST

Suite *small_screen_suite(void);

Suite *small_screen_suite(void)
{
    Suite *suite = suite_create("small_screen");
    TCase *tests = tcase_create("small_screen");
    tcase_add_loop_test(tests, fits_small_screens, 0, (int)message_language_count);
    suite_add_tcase(suite, tests);
    return suite;
}
