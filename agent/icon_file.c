#include "agent/icon_file.h"

#include "agent/icon_image.h"
#include "agent/icon_png.h"

#include <stdlib.h>

/* Sources: Microsoft, "ICONDIR", "ICONDIRENTRY" (Icons, in the DirectX and Windows resource
 * documentation) and "BITMAPINFOHEADER". Numbers are little endian. */
enum {
    DIRECTORY_SIZE = 6,
    ENTRY_SIZE = 16,
    HEADER_SIZE = 40,
    LEAST_PNG_SIZE = 256, /* from Windows Vista on */
    MASK_ROW_UNIT = 4,    /* rows of a bitmap begin at multiples of it */
};

static const int sizes[] = {16, 20, 24, 32, 40, 48, 64, 256};
enum { SIZE_COUNT = sizeof sizes / sizeof sizes[0] };

static void append_number(struct byte_buffer *file, uint32_t number, int byte_count)
{
    for (int i = 0; i < byte_count; i++)
        byte_buffer_append_byte(file, (uint8_t)(number >> 8 * i));
}

/* The header says twice the height: that of the picture and that of the mask. */
static void append_bitmap(struct byte_buffer *file, const uint32_t *pixels, int size)
{
    const size_t mask_row_size = ((size_t)size + 31) / 32 * MASK_ROW_UNIT;
    uint8_t *mask = malloc(mask_row_size * (size_t)size);
    if (mask == NULL) {
        file->failed = true;
        return;
    }
    append_number(file, HEADER_SIZE, 4);
    append_number(file, (uint32_t)size, 4);
    append_number(file, 2 * (uint32_t)size, 4);
    append_number(file, 1, 2);  /* planes */
    append_number(file, 32, 2); /* bits a pixel */
    append_number(file, 0, 4);  /* BI_RGB: as it is */
    append_number(file, (uint32_t)(size * size) * 4 + (uint32_t)(mask_row_size * (size_t)size), 4);
    for (int i = 0; i < 4; i++)
        append_number(file, 0, 4); /* resolution, colours: not said */

    /* From the bottom row up. */
    for (int y = size - 1; y >= 0; y--)
        for (int x = 0; x < size; x++)
            append_number(file, pixels[y * size + x], 4);
    icon_image_mask(pixels, size, mask_row_size, mask);
    for (int y = size - 1; y >= 0; y--)
        byte_buffer_append(file, mask + (size_t)y * mask_row_size, mask_row_size);
    free(mask);
}

static error_code append_image(struct byte_buffer *images, enum icon_sign sign, int size,
                               const struct icon_palette *palette)
{
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    uint32_t *pixels = calloc((size_t)size * (size_t)size, sizeof *pixels);
    if (pixels == NULL)
        return code;
    code = icon_image_draw(sign, size, palette, pixels);
    if (code != CODE_SUCCESS)
        goto out;
    if (size >= LEAST_PNG_SIZE)
        icon_png_append(images, pixels, (size_t)size, (size_t)size);
    else
        append_bitmap(images, pixels, size);
    if (images->failed)
        code = CODE_NOT_ENOUGH_MEMORY;
out:
    free(pixels);
    return code;
}

/* A width of 256 does not fit into its byte and is written as 0. */
static void append_entry(struct byte_buffer *file, int size, size_t image_start, size_t image_size)
{
    append_number(file, (uint32_t)size & 0xff, 1);
    append_number(file, (uint32_t)size & 0xff, 1);
    append_number(file, 0, 2);  /* number of colours: more than a palette has; reserved */
    append_number(file, 1, 2);  /* planes */
    append_number(file, 32, 2); /* bits a pixel */
    append_number(file, (uint32_t)image_size, 4);
    append_number(file, (uint32_t)(DIRECTORY_SIZE + SIZE_COUNT * ENTRY_SIZE + image_start), 4);
}

error_code icon_file_append(struct byte_buffer *file, enum icon_sign sign,
                            const struct icon_palette *palette)
{
    error_code code = CODE_SUCCESS;
    struct byte_buffer directory = {0};
    struct byte_buffer images = {0};
    append_number(&directory, 0, 2); /* reserved */
    append_number(&directory, 1, 2); /* icons, not cursors */
    append_number(&directory, SIZE_COUNT, 2);
    for (int i = 0; i < SIZE_COUNT; i++) {
        const size_t start = images.size;
        code = append_image(&images, sign, sizes[i], palette);
        if (code != CODE_SUCCESS)
            goto out;
        append_entry(&directory, sizes[i], start, images.size - start);
    }
    if (directory.failed || !byte_buffer_reserve(file, directory.size + images.size)) {
        code = CODE_NOT_ENOUGH_MEMORY;
        goto out;
    }
    byte_buffer_append(file, directory.data, directory.size);
    byte_buffer_append(file, images.data, images.size);
out:
    byte_buffer_done(&directory);
    byte_buffer_done(&images);
    return code;
}
