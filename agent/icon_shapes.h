/* The signs of the icons, as data: how things stand is said by the shape of a sign, so that colour
 * only helps.
 *
 * They are drawn on a grid for 16 pixels and fitted to each size by icon_fitting.c.
 */
#ifndef PROMPTFIX_AGENT_ICON_SHAPES_H
#define PROMPTFIX_AGENT_ICON_SHAPES_H

#include <stdint.h>

enum icon_sign {
    ICON_TICK,
    ICON_WARNING, /* a triangle with an exclamation mark */
    ICON_CIRCULAR_ARROW,
    ICON_PADLOCK,
    ICON_QUESTION_MARK,
    ICON_KEY, /* the program's own icon */
    ICON_SIGN_COUNT,
};

/* The grid: ICON_UNIT to a pixel of an icon of ICON_GRID pixels. */
enum { ICON_GRID = 16, ICON_UNIT = 100 };

enum icon_step_kind {
    ICON_STEP_END,
    ICON_STEP_MOVE, /* a new run of the outline begins; the one before is closed */
    ICON_STEP_LINE,
    ICON_STEP_CURVE,
};

struct icon_step {
    enum icon_step_kind kind;
    int16_t x; /* where it leads */
    int16_t y;
    int16_t control_x; /* the two control points of a curve */
    int16_t control_y;
    int16_t second_x;
    int16_t second_y;
};

/* Coordinates that are to lie between two pixels, from the first that the shape has to the last.
 * From one to the next is a stroke, a gap or a half: it becomes a whole number of pixels, and the
 * same number wherever it is as wide, so that both sides of a shape stay alike. */
enum { ICON_LINES_MOST = 8 };

struct icon_lines {
    int count;
    int16_t at[ICON_LINES_MOST];
};

/* Steps end with ICON_STEP_END; NULL is nothing at all. */
struct icon_shape {
    const struct icon_step *body;
    const struct icon_step *mark;   /* on the body, in another colour */
    const struct icon_step *ground; /* under the body and its holes, beside the rim around it */
    struct icon_lines across;
    struct icon_lines down;
    struct icon_lines mark_across; /* two lines about the body's middle; none: those of the body */
};

extern const struct icon_shape icon_shapes[ICON_SIGN_COUNT];

#endif
