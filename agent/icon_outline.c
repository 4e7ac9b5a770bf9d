#include "agent/icon_outline.h"

#include <stdlib.h>

/* A curve becomes this many lines. For a quarter of the largest circle drawn here (radius 90
 * pixels) they stay within a tenth of a pixel of it. */
enum { CURVE_STEPS = 16 };

/* A round pen: the corners as directions from its middle, cosine and sine in 1/4096. */
enum { PEN_ONE = 4096, PEN_CORNERS = 16 };

static const struct icon_point pen[PEN_CORNERS] = {
    {4096, 0},     {3784, 1567},  {2896, 2896},  {1567, 3784},   {0, 4096},      {-1567, 3784},
    {-2896, 2896}, {-3784, 1567}, {-4096, 0},    {-3784, -1567}, {-2896, -2896}, {-1567, -3784},
    {0, -4096},    {1567, -3784}, {2896, -2896}, {3784, -1567},
};

void icon_outline_done(struct icon_outline *outline)
{
    free(outline->edges);
    *outline = (struct icon_outline){0};
}

static void add_edge(struct icon_outline *outline, struct icon_point from, struct icon_point to)
{
    if (outline->failed)
        return;
    if (outline->count == outline->capacity) {
        size_t capacity = outline->capacity == 0 ? 64 : 2 * outline->capacity;
        struct icon_edge *edges = realloc(outline->edges, capacity * sizeof *edges);
        if (edges == NULL) {
            outline->failed = true;
            return;
        }
        outline->edges = edges;
        outline->capacity = capacity;
    }
    outline->edges[outline->count++] = (struct icon_edge){from, to};
}

void icon_outline_move(struct icon_outline *outline, struct icon_point to)
{
    outline->start = to;
    outline->now = to;
}

void icon_outline_line(struct icon_outline *outline, struct icon_point to)
{
    add_edge(outline, outline->now, to);
    outline->now = to;
}

void icon_outline_close(struct icon_outline *outline)
{
    icon_outline_line(outline, outline->start);
}

/* One coordinate of a cubic curve after `step` of CURVE_STEPS, by Bernstein's polynomials. */
static int32_t curve_at(int64_t a, int64_t b, int64_t c, int64_t d, int64_t step)
{
    const int64_t rest = CURVE_STEPS - step;
    const int64_t whole = (int64_t)CURVE_STEPS * CURVE_STEPS * CURVE_STEPS;
    const int64_t sum = a * rest * rest * rest + 3 * b * rest * rest * step +
                        3 * c * rest * step * step + d * step * step * step;
    return (int32_t)(sum / whole);
}

void icon_outline_curve(struct icon_outline *outline, struct icon_point control,
                        struct icon_point second_control, struct icon_point to)
{
    const struct icon_point from = outline->now;
    for (int step = 1; step <= CURVE_STEPS; step++)
        icon_outline_line(outline, (struct icon_point){
                                       curve_at(from.x, control.x, second_control.x, to.x, step),
                                       curve_at(from.y, control.y, second_control.y, to.y, step),
                                   });
}

/* The corner of the pen that lies farthest to the right of the edge's direction, and with it the
 * half of the pen that is ahead of the edge's end. */
static int right_corner(struct icon_point from, struct icon_point to)
{
    int best = 0;
    int64_t best_distance = INT64_MIN;
    for (int i = 0; i < PEN_CORNERS; i++) {
        int64_t distance =
            (int64_t)pen[i].x * (to.y - from.y) - (int64_t)pen[i].y * (to.x - from.x);
        if (distance > best_distance) {
            best_distance = distance;
            best = i;
        }
    }
    return best;
}

static struct icon_point pen_at(struct icon_point centre, int corner, int32_t radius)
{
    const struct icon_point direction = pen[corner % PEN_CORNERS];
    return (struct icon_point){
        centre.x + (int32_t)((int64_t)direction.x * radius / PEN_ONE),
        centre.y + (int32_t)((int64_t)direction.y * radius / PEN_ONE),
    };
}

/* The way of a pen from one point to the other: half of it around the end, the other half around
 * the start. All these runs turn the same way, so that where they overlap they never cancel out. */
static void add_pen_stroke(struct icon_outline *outline, const struct icon_edge *edge,
                           int32_t radius)
{
    const int first = right_corner(edge->from, edge->to);
    icon_outline_move(outline, pen_at(edge->to, first, radius));
    for (int i = 1; i <= PEN_CORNERS / 2; i++)
        icon_outline_line(outline, pen_at(edge->to, first + i, radius));
    for (int i = PEN_CORNERS / 2; i <= PEN_CORNERS; i++)
        icon_outline_line(outline, pen_at(edge->from, first + i, radius));
    icon_outline_close(outline);
}

void icon_outline_widen(struct icon_outline *outline, const struct icon_outline *source,
                        int32_t radius)
{
    outline->failed |= source->failed;
    for (size_t i = 0; i < source->count && !outline->failed; i++)
        add_pen_stroke(outline, &source->edges[i], radius);
}
