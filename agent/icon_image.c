#include "agent/icon_image.h"

#include "agent/icon_coverage.h"
#include "agent/icon_fitting.h"

#include <stdlib.h>
#include <string.h>

int icon_image_size(int wanted)
{
    if (wanted < ICON_SIZE_LEAST)
        return ICON_SIZE_LEAST;
    return wanted > ICON_SIZE_MOST ? ICON_SIZE_MOST : wanted;
}

static uint32_t blend_channel(uint32_t below, uint32_t above, int shift, uint32_t below_weight,
                              uint32_t above_weight)
{
    const uint32_t sum = below_weight + above_weight;
    const uint32_t mixed = ((below >> shift & 0xff) * below_weight +
                            (above >> shift & 0xff) * above_weight + sum / 2) /
                           sum;
    return mixed << shift;
}

/* Puts `colour` over a pixel, as much as it is covered. Weights are alpha in 1/(255 * 255). */
static uint32_t blend(uint32_t pixel, uint32_t colour, uint8_t coverage)
{
    const uint32_t above = coverage * 255u;
    const uint32_t below = (pixel >> 24) * (255u - coverage);
    if (above + below == 0)
        return 0;
    const uint32_t alpha = (above + below + 127) / 255;
    return alpha << 24 | blend_channel(pixel, colour, 16, below, above) |
           blend_channel(pixel, colour, 8, below, above) |
           blend_channel(pixel, colour, 0, below, above);
}

struct canvas {
    int size;
    uint8_t *coverage; /* of the shape at hand */
    uint32_t *pixels;
};

static error_code paint(const struct canvas *canvas, const struct icon_outline *outline,
                        uint32_t colour)
{
    error_code code = icon_coverage_fill(outline, canvas->size, canvas->coverage);
    if (code != CODE_SUCCESS)
        return code;
    const size_t count = (size_t)canvas->size * (size_t)canvas->size;
    for (size_t i = 0; i < count; i++)
        canvas->pixels[i] = blend(canvas->pixels[i], colour, canvas->coverage[i]);
    return CODE_SUCCESS;
}

static error_code paint_envelope(const struct canvas *canvas, const struct icon_palette *palette)
{
    struct icon_envelope envelope = {0};
    icon_envelope_draw(&envelope, canvas->size);
    error_code code = paint(canvas, &envelope.edge, palette->line);
    if (code == CODE_SUCCESS)
        code = paint(canvas, &envelope.paper, palette->paper);
    if (code == CODE_SUCCESS)
        code = paint(canvas, &envelope.flap, palette->line);
    icon_envelope_done(&envelope);
    return code;
}

static error_code paint_sign(const struct canvas *canvas, enum icon_sign sign,
                             const struct icon_palette *palette)
{
    struct icon_sign_outlines outlines = {0};
    icon_sign_draw(&outlines, sign, canvas->size);
    error_code code = paint(canvas, &outlines.ground, palette->rim);
    if (code == CODE_SUCCESS)
        code = paint(canvas, &outlines.body, palette->signs[sign]);
    if (code == CODE_SUCCESS)
        code = paint(canvas, &outlines.mark, palette->mark);
    icon_sign_done(&outlines);
    return code;
}

error_code icon_image_draw(enum icon_sign sign, int size, const struct icon_palette *palette,
                           uint32_t *pixels)
{
    if (size != icon_image_size(size))
        return CODE_INVALID_PARAMETER;
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    const size_t count = (size_t)size * (size_t)size;
    struct canvas canvas = {
        .size = size,
        .coverage = malloc(count),
        .pixels = calloc(count, sizeof *canvas.pixels),
    };
    if (canvas.coverage == NULL || canvas.pixels == NULL)
        goto out;
    code = paint_envelope(&canvas, palette);
    if (code == CODE_SUCCESS)
        code = paint_sign(&canvas, sign, palette);
    if (code == CODE_SUCCESS)
        memcpy(pixels, canvas.pixels, count * sizeof *pixels);
out:
    free(canvas.coverage);
    free(canvas.pixels);
    return code;
}

void icon_image_mask(const uint32_t *pixels, int size, size_t row_size, uint8_t *mask)
{
    memset(mask, 0, row_size * (size_t)size);
    for (int y = 0; y < size; y++)
        for (int x = 0; x < size; x++)
            if (pixels[y * size + x] >> 24 < 128)
                mask[(size_t)y * row_size + (size_t)x / 8] |= (uint8_t)(0x80 >> x % 8);
}
