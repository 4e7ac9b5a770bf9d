/* The outline of a shape in an icon: closed runs of edges, on their way to being filled.
 *
 * Everything is whole numbers, because the icon file is made during the build, and two builds on
 * different processors must give the same bytes; floating point does not promise that.
 *
 * Coordinates are in 1/256 of a pixel, x to the right and y down.
 */
#ifndef PROMPTFIX_AGENT_ICON_OUTLINE_H
#define PROMPTFIX_AGENT_ICON_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ICON_PIXEL = 256 };

struct icon_point {
    int32_t x;
    int32_t y;
};

struct icon_edge {
    struct icon_point from;
    struct icon_point to;
};

/* All zero is an empty outline. */
struct icon_outline {
    struct icon_edge *edges;
    size_t count;
    size_t capacity;
    struct icon_point start; /* of the run that is being drawn */
    struct icon_point now;
    bool failed; /* memory ran out: the outline is not complete; stays until _done */
};

/* Releases the memory and makes the outline empty. */
void icon_outline_done(struct icon_outline *outline);

/* Draw one run: it begins at a point, goes on by lines and by cubic curves with two control
 * points, and is closed. When memory runs out `failed` is set, and later calls do nothing. */
void icon_outline_move(struct icon_outline *outline, struct icon_point to);
void icon_outline_line(struct icon_outline *outline, struct icon_point to);
void icon_outline_curve(struct icon_outline *outline, struct icon_point control,
                        struct icon_point second_control, struct icon_point to);
void icon_outline_close(struct icon_outline *outline);

/* Adds every edge of `source`, made as wide as a pen of that radius: with the edges themselves that
 * is the shape grown by the radius on all sides, with round corners. `failed` as above, also when
 * the source has failed. */
void icon_outline_widen(struct icon_outline *outline, const struct icon_outline *source,
                        int32_t radius);

#endif
