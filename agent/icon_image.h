/* The picture of an icon, drawn at exactly the size it is wanted in.
 *
 * Windows would scale an icon from the size next to it, which blurs it; a tray icon is wanted in
 * 16, 20, 24, 28, 32, 40 pixels and whatever else a display's DPI makes of that, in colours that
 * fit the taskbar.
 */
#ifndef PROMPTFIX_AGENT_ICON_IMAGE_H
#define PROMPTFIX_AGENT_ICON_IMAGE_H

#include "agent/icon_palette.h"
#include "registry/error_code.h"

#include <stddef.h>
#include <stdint.h>

enum { ICON_SIZE_LEAST = 16, ICON_SIZE_MOST = 256 };

/* A size that can be drawn, nearest to the one asked for. */
int icon_image_size(int wanted);

/* Draws an icon into size * size pixels, row by row from the top. A pixel is 0xAARRGGBB, which in
 * memory is the BGRA that Windows wants, with straight alpha: the colour of a pixel that is covered
 * by half is the full colour. (CreateIconIndirect and .ico files want it so; AlphaBlend does not.)
 * Where nothing is drawn the pixel is 0. CODE_INVALID_PARAMETER for a size out of the limits;
 * CODE_NOT_ENOUGH_MEMORY. */
error_code icon_image_draw(enum icon_sign sign, int size, const struct icon_palette *palette,
                           uint32_t *pixels);

/* The mask that goes with the picture, for who knows no alpha: one bit a pixel, the highest first,
 * set where less than half is covered. Rows have `row_size` bytes, at least (size + 7) / 8; what a
 * row has beyond the last pixel is 0. */
void icon_image_mask(const uint32_t *pixels, int size, size_t row_size, uint8_t *mask);

#endif
