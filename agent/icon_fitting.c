#include "agent/icon_fitting.h"

#include <stdbool.h>
#include <stddef.h>

/* Where the lines of a shape lie in an icon. */
struct axis {
    const struct icon_lines *lines;
    int32_t places[ICON_LINES_MOST];
};

static int32_t scaled(int32_t units, int size)
{
    return units * size * (ICON_PIXEL / ICON_GRID) / ICON_UNIT;
}

/* To whole pixels, but never to none. */
static int32_t fitted(int32_t units, int size)
{
    const int32_t pixels = (scaled(units, size) + ICON_PIXEL / 2) / ICON_PIXEL;
    return (pixels < 1 ? 1 : pixels) * ICON_PIXEL;
}

/* One pixel up to 27, two up to 43: as wide as the strokes allow where pixels are few; in larger
 * icons it would be clumsy. */
static int32_t rim_width(int size)
{
    return (size < 48 ? (size + 4) / 16 : size / 24 + 1) * ICON_PIXEL;
}

/* Lays the lines out backwards from the last, which is put at `end`. */
static struct axis lay_out(const struct icon_lines *lines, int size, int32_t end)
{
    struct axis axis = {.lines = lines};
    axis.places[lines->count - 1] = end;
    for (int i = lines->count - 1; i > 0; i--)
        axis.places[i - 1] = axis.places[i] - fitted(lines->at[i] - lines->at[i - 1], size);
    return axis;
}

/* Lays two lines out about the middle of another axis. Only where both are even or both odd can
 * there be as many pixels on either side. */
static struct axis centre(const struct icon_lines *lines, int size, const struct axis *around)
{
    const int32_t start = around->places[0];
    const int32_t whole = around->places[around->lines->count - 1] - start;
    int32_t width = fitted(lines->at[1] - lines->at[0], size);
    if ((whole - width) / ICON_PIXEL % 2 != 0)
        width += ICON_PIXEL;
    const int32_t left = start + (whole - width) / 2;
    return (struct axis){.lines = lines, .places = {left, left + width}};
}

/* What lies between two lines is stretched with them. */
static int32_t place_on(const struct axis *axis, int32_t units)
{
    const int16_t *at = axis->lines->at;
    int i = 0;
    while (i + 2 < axis->lines->count && units > at[i + 1])
        i++;
    const int32_t length = axis->places[i + 1] - axis->places[i];
    return axis->places[i] + (units - at[i]) * length / (at[i + 1] - at[i]);
}

static void draw(struct icon_outline *outline, const struct icon_step *step,
                 const struct axis *across, const struct axis *down)
{
    if (step == NULL)
        return;
    for (bool open = false; step->kind != ICON_STEP_END; step++) {
        const struct icon_point point = {place_on(across, step->x), place_on(down, step->y)};
        const struct icon_point control = {place_on(across, step->control_x),
                                           place_on(down, step->control_y)};
        const struct icon_point second = {place_on(across, step->second_x),
                                          place_on(down, step->second_y)};
        switch (step->kind) {
        case ICON_STEP_MOVE:
            if (open)
                icon_outline_close(outline);
            icon_outline_move(outline, point);
            open = true;
            break;
        case ICON_STEP_CURVE:
            icon_outline_curve(outline, control, second, point);
            break;
        default:
            icon_outline_line(outline, point);
        }
    }
    icon_outline_close(outline);
}

void icon_sign_draw(struct icon_sign_outlines *outlines, enum icon_sign sign, int size)
{
    const struct icon_shape *shape = &icon_shapes[sign];
    const int32_t rim = rim_width(size);
    const int32_t margin = rim - ICON_PIXEL; /* one pixel of the rim may be cut off */
    const struct axis across = lay_out(&shape->across, size, size * ICON_PIXEL - margin);
    const struct axis down = lay_out(&shape->down, size, size * ICON_PIXEL - margin);
    const struct axis mark_across =
        shape->mark_across.count == 0 ? across : centre(&shape->mark_across, size, &across);
    draw(&outlines->body, shape->body, &across, &down);
    draw(&outlines->mark, shape->mark, &mark_across, &down);
    draw(&outlines->ground, shape->ground, &across, &down);
    icon_outline_widen(&outlines->ground, &outlines->body, rim);
}

void icon_sign_done(struct icon_sign_outlines *outlines)
{
    icon_outline_done(&outlines->ground);
    icon_outline_done(&outlines->body);
    icon_outline_done(&outlines->mark);
}

struct box {
    int32_t left;
    int32_t top;
    int32_t right;
    int32_t bottom;
};

/* A quarter of a circle from where the pen is, around that corner of a box. */
static void add_corner(struct icon_outline *outline, struct icon_point corner, struct icon_point to)
{
    const struct icon_point from = outline->now;
    const struct icon_point control = {from.x + (corner.x - from.x) * 5523 / 10000,
                                       from.y + (corner.y - from.y) * 5523 / 10000};
    const struct icon_point second = {to.x + (corner.x - to.x) * 5523 / 10000,
                                      to.y + (corner.y - to.y) * 5523 / 10000};
    icon_outline_curve(outline, control, second, to);
}

static void add_box(struct icon_outline *outline, const struct box *box, int32_t radius)
{
    const int32_t left = box->left;
    const int32_t top = box->top;
    const int32_t right = box->right;
    const int32_t bottom = box->bottom;
    icon_outline_move(outline, (struct icon_point){left + radius, top});
    icon_outline_line(outline, (struct icon_point){right - radius, top});
    add_corner(outline, (struct icon_point){right, top}, (struct icon_point){right, top + radius});
    icon_outline_line(outline, (struct icon_point){right, bottom - radius});
    add_corner(outline, (struct icon_point){right, bottom},
               (struct icon_point){right - radius, bottom});
    icon_outline_line(outline, (struct icon_point){left + radius, bottom});
    add_corner(outline, (struct icon_point){left, bottom},
               (struct icon_point){left, bottom - radius});
    icon_outline_line(outline, (struct icon_point){left, top + radius});
    add_corner(outline, (struct icon_point){left, top}, (struct icon_point){left + radius, top});
    icon_outline_close(outline);
}

/* The envelope's place on the grid. To the right and below it leaves room for the sign. */
enum {
    ENVELOPE_TOP = 100,
    ENVELOPE_WIDTH = 1400,
    ENVELOPE_HEIGHT = 1000,
    ENVELOPE_ROUNDING = 40,
};

void icon_envelope_draw(struct icon_envelope *envelope, int size)
{
    const int32_t line = (size + 8) / 24 * ICON_PIXEL; /* thinner than the rim: it is the back */
    const int32_t rounding = scaled(ENVELOPE_ROUNDING, size);
    const int32_t top = fitted(ENVELOPE_TOP, size);
    const struct box edge = {0, top, fitted(ENVELOPE_WIDTH, size),
                             top + fitted(ENVELOPE_HEIGHT, size)};
    const struct box paper = {edge.left + line, edge.top + line, edge.right - line,
                              edge.bottom - line};
    add_box(&envelope->edge, &edge, rounding + line);
    add_box(&envelope->paper, &paper, rounding);

    /* It is measured upright but lies aslant: to look as thick as the edge it must be thicker. */
    const int32_t thickness = line * 5 / 4;
    const int32_t middle = (edge.left + edge.right) / 2;
    const int32_t tip = paper.top + (edge.bottom - edge.top) * 5 / 11;
    icon_outline_move(&envelope->flap, (struct icon_point){paper.left, paper.top});
    icon_outline_line(&envelope->flap, (struct icon_point){middle, tip - thickness});
    icon_outline_line(&envelope->flap, (struct icon_point){paper.right, paper.top});
    icon_outline_line(&envelope->flap, (struct icon_point){paper.right, paper.top + thickness});
    icon_outline_line(&envelope->flap, (struct icon_point){middle, tip});
    icon_outline_line(&envelope->flap, (struct icon_point){paper.left, paper.top + thickness});
    icon_outline_close(&envelope->flap);
}

void icon_envelope_done(struct icon_envelope *envelope)
{
    icon_outline_done(&envelope->edge);
    icon_outline_done(&envelope->paper);
    icon_outline_done(&envelope->flap);
}
