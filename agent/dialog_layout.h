/* Where everything in the window stands, at any size, font, DPI and length of text.
 *
 * Windows' own answer, fixed places in a dialog template, fits one language and one font. Here the
 * places are worked out from the texts as they measure, so that nothing overlaps and nothing is
 * cut; what is to be spared or added goes to the list and to the changes. In pixels throughout;
 * from right to left is Windows' business, which mirrors the whole window.
 */
#ifndef PROMPTFIX_AGENT_DIALOG_LAYOUT_H
#define PROMPTFIX_AGENT_DIALOG_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

/* The parts, in the order of the tab key. */
enum dialog_part {
    PART_ICON,
    PART_HEADING,
    PART_EXPLANATION,
    PART_ACCOUNTS_LABEL,
    PART_ACCOUNTS,
    PART_CHANGES_LABEL,
    PART_CHANGES,
    PART_LEVEL_LABEL,
    PART_LEVEL_3,
    PART_LEVEL_2,
    PART_WARNING_ICON,
    PART_WARNING,
    PART_STATUS,
    PART_FIX, /* the buttons, to the last */
    PART_BY_NAME,
    PART_UNDO,
    PART_RESTART,
    PART_TEST,
    PART_COPY,
    PART_CLOSE,
    PART_COUNT,
};

struct dialog_size {
    int width;
    int height;
};

/* All zero: the part is not there. */
struct dialog_area {
    int x;
    int y;
    int width;
    int height;
};

/* How large texts are; the window asks Windows, the tests make it up. A wider text is never
 * higher. */
struct dialog_measure {
    /* The height of the part's text when it is wrapped in `width` pixels. */
    int (*height)(void *context, enum dialog_part part, int width);
    /* The width of a button's label in one line, its shield included. */
    int (*width)(void *context, enum dialog_part part);
    void *context;
};

struct dialog_content {
    bool there[PART_COUNT];
    int dpi;
    int line_height;               /* of the font */
    struct dialog_size icon;       /* of the state */
    struct dialog_size small_icon; /* of the warning */
    int list_width;                /* the list with its columns whole */
    int list_frame_height;         /* the list without its rows: header and border */
    int list_scroll_height;        /* its scroll bar, there when it is narrower than its columns */
    int row_height;
    size_t row_count;
    struct dialog_size changes_frame; /* border and scroll bar around the text of the changes */
    struct dialog_measure measure;
};

/* A length that is `length` pixels at 96 DPI. */
int dialog_scale(int length, int dpi);

/* The least size of the inside of the window: it is right at this size and every larger one. It is
 * no higher than `available` as long as making it wider helps, and at last showing less of the list
 * and the changes at a time. */
struct dialog_size dialog_layout_minimum(const struct dialog_content *content,
                                         struct dialog_size available);

/* The size it opens with: the list and the changes whole if that fits in `available`. */
struct dialog_size dialog_layout_preferred(const struct dialog_content *content,
                                           struct dialog_size available);

/* The places at one size. */
void dialog_layout(const struct dialog_content *content, struct dialog_size size,
                   struct dialog_area areas[PART_COUNT]);

/* Where a window of `size` opens: as near to `anchor`, the notification area, as it can be inside
 * `work`, the part of the screen that is free for windows, with a little room around it. */
struct dialog_area dialog_place(struct dialog_area work, struct dialog_area anchor,
                                struct dialog_size size, int dpi);

#endif
