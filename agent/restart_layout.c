#include "agent/restart_layout.h"

#include <string.h>

/* Pixels at 96 DPI. The distances are those that Microsoft's "Layout" guideline gives for Tahoma
 * and Segoe UI; the text is as wide as reads well. */
enum {
    MARGIN = 11,
    TEXT_DISTANCE = 11,
    BUTTON_DISTANCE = 7,
    BUTTON_LEAST_WIDTH = 75,
    BUTTON_SIDES = 24, /* what a label leaves free to its left and right, in all */
    BUTTON_TOP_AND_BOTTOM = 10,
    TEXT_WIDTH = 400,
};

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int button_width(const struct restart_content *content, enum restart_part part)
{
    if (!content->there[part])
        return 0;
    const int label = content->width(content->context, part);
    return larger(dialog_scale(BUTTON_LEAST_WIDTH, content->dpi),
                  label + dialog_scale(BUTTON_SIDES, content->dpi));
}

/* Both buttons in a row. */
static int row_width(const struct restart_content *content)
{
    int width = button_width(content, RESTART_PART_LATER);
    if (content->there[RESTART_PART_NOW])
        width +=
            button_width(content, RESTART_PART_NOW) + dialog_scale(BUTTON_DISTANCE, content->dpi);
    return width;
}

/* The parts one below the other, in `width` pixels between the margins. */
static struct dialog_size place(const struct restart_content *content, int width,
                                struct dialog_area areas[RESTART_PART_COUNT])
{
    const int margin = dialog_scale(MARGIN, content->dpi);
    int y = margin;
    memset(areas, 0, RESTART_PART_COUNT * sizeof *areas);
    for (int part = RESTART_PART_HEADING; part <= RESTART_PART_STATUS; part++) {
        if (!content->there[part])
            continue;
        const int height = content->height(content->context, (enum restart_part)part, width);
        areas[part] = (struct dialog_area){margin, y, width, height};
        y += height + dialog_scale(TEXT_DISTANCE, content->dpi);
    }
    const int height = content->line_height + dialog_scale(BUTTON_TOP_AND_BOTTOM, content->dpi);
    int x = margin + width;
    for (int part = RESTART_PART_LATER; part >= RESTART_PART_NOW; part--) {
        const int own_width = button_width(content, (enum restart_part)part);
        if (!content->there[part])
            continue;
        x -= own_width;
        areas[part] = (struct dialog_area){x, y, own_width, height};
        x -= dialog_scale(BUTTON_DISTANCE, content->dpi);
    }
    return (struct dialog_size){width + 2 * margin, y + height + margin};
}

struct dialog_size restart_layout(const struct restart_content *content,
                                  struct dialog_size available,
                                  struct dialog_area areas[RESTART_PART_COUNT])
{
    const int most = available.width - 2 * dialog_scale(MARGIN, content->dpi);
    const int step = dialog_scale(TEXT_WIDTH / 4, content->dpi);
    int width = dialog_scale(TEXT_WIDTH, content->dpi);
    if (width > most)
        width = most;
    width = larger(width, row_width(content));
    struct dialog_size size = place(content, width, areas);
    while (size.height > available.height && width + step <= most) {
        width += step;
        size = place(content, width, areas);
    }
    return size;
}
