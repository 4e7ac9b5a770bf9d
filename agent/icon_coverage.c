#include "agent/icon_coverage.h"

#include <stdlib.h>
#include <string.h>

/* Each row of pixels is looked at along this many lines, in the middle of as many strips. */
enum { STRIP_COUNT = 16, STRIP_HEIGHT = ICON_PIXEL / STRIP_COUNT };

/* Where an edge crosses a line, and whether it goes down (1) or up (-1) there. */
struct crossing {
    int32_t x;
    int turn;
};

struct filling {
    int size;
    uint32_t *row;              /* per pixel: covered width, summed over the strips */
    struct icon_edge *near;     /* the edges that reach into this row of pixels */
    struct crossing *crossings; /* of one line, from left to right */
};

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static void cover(const struct filling *filling, int32_t from, int32_t to)
{
    from = most(from, 0);
    to = least(to, filling->size * ICON_PIXEL);
    while (from < to) {
        const int32_t pixel = from / ICON_PIXEL;
        const int32_t end = least(to, (pixel + 1) * ICON_PIXEL);
        filling->row[pixel] += (uint32_t)(end - from);
        from = end;
    }
}

static void insert(struct crossing *crossings, size_t count, struct crossing added)
{
    size_t place = count;
    for (; place > 0 && crossings[place - 1].x > added.x; place--)
        crossings[place] = crossings[place - 1];
    crossings[place] = added;
}

static void fill_line(const struct filling *filling, size_t near_count, int32_t y)
{
    size_t count = 0;
    for (size_t i = 0; i < near_count; i++) {
        const struct icon_point from = filling->near[i].from;
        const struct icon_point to = filling->near[i].to;
        if ((from.y <= y) == (to.y <= y))
            continue;
        const int64_t run = (int64_t)(to.x - from.x) * (y - from.y) / (to.y - from.y);
        insert(filling->crossings, count++,
               (struct crossing){from.x + (int32_t)run, to.y > from.y ? 1 : -1});
    }
    int turns = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        turns += filling->crossings[i].turn;
        if (turns != 0)
            cover(filling, filling->crossings[i].x, filling->crossings[i + 1].x);
    }
}

static void fill_row(const struct filling *filling, const struct icon_outline *outline, int row,
                     uint8_t *coverage)
{
    const int32_t top = row * ICON_PIXEL;
    size_t near_count = 0;
    for (size_t i = 0; i < outline->count; i++) {
        const struct icon_edge *edge = &outline->edges[i];
        if (least(edge->from.y, edge->to.y) < top + ICON_PIXEL &&
            most(edge->from.y, edge->to.y) > top)
            filling->near[near_count++] = *edge;
    }
    memset(filling->row, 0, (size_t)filling->size * sizeof *filling->row);
    for (int32_t strip = 0; strip < STRIP_COUNT; strip++)
        fill_line(filling, near_count, top + strip * STRIP_HEIGHT + STRIP_HEIGHT / 2);

    const uint32_t all = ICON_PIXEL * STRIP_COUNT;
    for (int i = 0; i < filling->size; i++)
        coverage[i] = (uint8_t)((filling->row[i] * ICON_COVERED + all / 2) / all);
}

error_code icon_coverage_fill(const struct icon_outline *outline, int size, uint8_t *coverage)
{
    error_code code = CODE_SUCCESS;
    struct filling filling = {
        .size = size,
        .row = calloc((size_t)size, sizeof *filling.row),
        .near = calloc(outline->count + 1, sizeof *filling.near),
        .crossings = calloc(outline->count + 1, sizeof *filling.crossings),
    };
    if (outline->failed || filling.row == NULL || filling.near == NULL ||
        filling.crossings == NULL) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    for (int row = 0; row < size; row++)
        fill_row(&filling, outline, row, coverage + (size_t)row * (size_t)size);
out:
    free(filling.row);
    free(filling.near);
    free(filling.crossings);
    return code;
}
