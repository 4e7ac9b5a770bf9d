#include "agent/icon_shapes.h"

#include <stddef.h>

#define STEP(kind, x, y, x1, y1, x2, y2)                                                           \
    {                                                                                              \
        kind, (x), (y), (x1), (y1), (x2), (y2)                                                     \
    }
#define MOVE(x, y) STEP(ICON_STEP_MOVE, x, y, 0, 0, 0, 0)
#define LINE(x, y) STEP(ICON_STEP_LINE, x, y, 0, 0, 0, 0)
#define CURVE(x1, y1, x2, y2, x, y) STEP(ICON_STEP_CURVE, x, y, x1, y1, x2, y2)
#define END STEP(ICON_STEP_END, 0, 0, 0, 0, 0, 0)

/* A quarter of an ellipse from (x0, y0) to (x, y), which sets out upright or level. 0.5523 is the
 * length of a curve's arms that comes nearest to a circle. */
#define ARM(from, to) ((from) + ((to) - (from)) * 5523 / 10000)
#define QUARTER_FROM_UPRIGHT(x0, y0, x, y) CURVE(x0, ARM(y0, y), ARM(x, x0), y, x, y)
#define QUARTER_FROM_LEVEL(x0, y0, x, y) CURVE(ARM(x0, x), y0, x, ARM(y, y0), x, y)

/* Whole figures, turning to the right; an ellipse with its sides exchanged turns to the left and
 * makes a hole. */
#define ELLIPSE(left, top, right, bottom)                                                          \
    MOVE(left, ((top) + (bottom)) / 2),                                                            \
        QUARTER_FROM_UPRIGHT(left, ((top) + (bottom)) / 2, ((left) + (right)) / 2, top),           \
        QUARTER_FROM_LEVEL(((left) + (right)) / 2, top, right, ((top) + (bottom)) / 2),            \
        QUARTER_FROM_UPRIGHT(right, ((top) + (bottom)) / 2, ((left) + (right)) / 2, bottom),       \
        QUARTER_FROM_LEVEL(((left) + (right)) / 2, bottom, left, ((top) + (bottom)) / 2)
#define RECTANGLE(left, top, right, bottom)                                                        \
    MOVE(left, top), LINE(right, top), LINE(right, bottom), LINE(left, bottom)

static const struct icon_step tick[] = {
    MOVE(0, 550), LINE(250, 300), LINE(500, 550), LINE(1050, 0), LINE(1300, 250), LINE(500, 1050),
    END,
};

static const struct icon_step warning[] = {
    MOVE(520, 40),
    CURVE(560, -20, 640, -20, 680, 40),
    LINE(1180, 980),
    CURVE(1220, 1040, 1190, 1100, 1120, 1100),
    LINE(80, 1100),
    CURVE(10, 1100, -20, 1040, 20, 980),
    END,
};
static const struct icon_step exclamation[] = {
    RECTANGLE(500, 300, 700, 700),
    RECTANGLE(500, 800, 700, 1000),
    END,
};

/* A ring about (550, 650) of radii 550 and 350, open on the right: it begins 20 degrees below the
 * middle and leads, clockwise, into the arrow's head 45 degrees above it. */
static const struct icon_step circular_arrow[] = {
    MOVE(1067, 838),
    CURVE(988, 1055, 781, 1200, 550, 1200),
    QUARTER_FROM_LEVEL(550, 1200, 0, 650),
    QUARTER_FROM_UPRIGHT(0, 650, 550, 100),
    CURVE(696, 100, 836, 158, 939, 261),
    LINE(797, 403),
    CURVE(732, 337, 643, 300, 550, 300),
    QUARTER_FROM_LEVEL(550, 300, 200, 650),
    QUARTER_FROM_UPRIGHT(200, 650, 550, 1000),
    CURVE(697, 1000, 829, 908, 879, 770),
    MOVE(1100, 0),
    LINE(1100, 600),
    LINE(500, 600),
    END,
};
static const struct icon_step circular_arrow_ground[] = {
    ELLIPSE(0, 100, 1100, 1200),
    END,
};

static const struct icon_step padlock[] = {
    RECTANGLE(0, 500, 1000, 1200),
    MOVE(100, 500),
    LINE(100, 400),
    QUARTER_FROM_UPRIGHT(100, 400, 500, 0),
    QUARTER_FROM_LEVEL(500, 0, 900, 400),
    LINE(900, 500),
    LINE(700, 500),
    LINE(700, 400),
    QUARTER_FROM_UPRIGHT(700, 400, 500, 200),
    QUARTER_FROM_LEVEL(500, 200, 300, 400),
    LINE(300, 500),
    END,
};
static const struct icon_step padlock_ground[] = {
    RECTANGLE(300, 200, 700, 500),
    END,
};
static const struct icon_step keyhole[] = {
    RECTANGLE(400, 700, 600, 1000),
    END,
};

static const struct icon_step question_mark[] = {
    MOVE(0, 400),
    QUARTER_FROM_UPRIGHT(0, 400, 420, 0),
    QUARTER_FROM_LEVEL(420, 0, 840, 400),
    CURVE(840, 620, 570, 620, 570, 800),
    LINE(270, 800),
    CURVE(270, 550, 570, 530, 570, 400),
    QUARTER_FROM_UPRIGHT(570, 400, 420, 250),
    QUARTER_FROM_LEVEL(420, 250, 270, 400),
    RECTANGLE(270, 900, 570, 1200),
    END,
};
static const struct icon_step question_mark_ground[] = {
    RECTANGLE(270, 250, 570, 450),
    END,
};

static const struct icon_step key[] = {
    ELLIPSE(0, 0, 800, 800),
    ELLIPSE(600, 200, 200, 600),
    MOVE(750, 300),
    LINE(1400, 300),
    LINE(1400, 800),
    LINE(1200, 800),
    LINE(1200, 500),
    LINE(1100, 500),
    LINE(1100, 700),
    LINE(900, 700),
    LINE(900, 500),
    LINE(750, 500),
    END,
};
static const struct icon_step key_ground[] = {
    ELLIPSE(100, 100, 700, 700),
    END,
};

const struct icon_shape icon_shapes[ICON_SIGN_COUNT] =
    {
        [ICON_TICK] =
            {
                .body = tick,
                .across = {2, {0, 1300}},
                .down = {2, {0, 1050}},
            },
        [ICON_WARNING] =
            {
                .body = warning,
                .mark = exclamation,
                .across = {4, {0, 500, 700, 1200}},
                .down = {6, {0, 300, 700, 800, 1000, 1100}},
            },
        [ICON_CIRCULAR_ARROW] =
            {
                .body = circular_arrow,
                .ground = circular_arrow_ground,
                .across = {4, {0, 200, 900, 1100}},
                .down = {6, {0, 100, 300, 600, 1000, 1200}},
            },
        [ICON_PADLOCK] =
            {
                .body = padlock,
                .mark = keyhole,
                .ground = padlock_ground,
                .across = {6, {0, 100, 300, 700, 900, 1000}},
                .down = {6, {0, 200, 500, 700, 1000, 1200}},
                .mark_across = {2, {400, 600}},
            },
        [ICON_QUESTION_MARK] =
            {
                .body = question_mark,
                .ground = question_mark_ground,
                .across = {4, {0, 270, 570, 840}},
                .down = {5, {0, 250, 800, 900, 1200}},
            },
        [ICON_KEY] =
            {
                .body = key,
                .ground = key_ground,
                .across = {8, {0, 200, 600, 800, 900, 1100, 1200, 1400}},
                .down = {5, {0, 300, 500, 700, 800}},
            },
};
