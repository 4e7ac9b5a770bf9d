/* Where everything stands in the window that asks for a restart, from the texts as they measure.
 *
 * In pixels; from right to left is Windows' business, which mirrors the whole window.
 */
#ifndef PROMPTFIX_AGENT_RESTART_LAYOUT_H
#define PROMPTFIX_AGENT_RESTART_LAYOUT_H

#include "agent/dialog_layout.h"

/* In the order of the tab key. */
enum restart_part {
    RESTART_PART_HEADING,
    RESTART_PART_EXPLANATION,
    RESTART_PART_STATUS,
    RESTART_PART_NOW, /* the two buttons */
    RESTART_PART_LATER,
    RESTART_PART_COUNT,
};

struct restart_content {
    bool there[RESTART_PART_COUNT];
    int dpi;
    int line_height; /* of the font */
    /* The height of a text that is wrapped in `width` pixels, and the width of a label in one line.
     */
    int (*height)(void *context, enum restart_part part, int width);
    int (*width)(void *context, enum restart_part part);
    void *context;
};

/* Gives the size of the inside of the window, no larger than `available` if that can be, and the
 * place of each part; all zero for one that is not there. */
struct dialog_size restart_layout(const struct restart_content *content,
                                  struct dialog_size available,
                                  struct dialog_area areas[RESTART_PART_COUNT]);

#endif
