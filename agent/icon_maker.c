/* A program of the build, not of PromptFix: it runs where PromptFix is built and writes what the
 * drawing code draws into files.
 *
 *   icon_maker icon FILE.ico     the program's own icon, for promptfix.rc
 *   icon_maker sheet FILE.png    every icon of the tray on every background, for people to look at
 */
#include "agent/icon_file.h"
#include "agent/icon_image.h"
#include "agent/icon_png.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The sheet: a band for each background, with the signs at their own sizes and, beside, the
 * smallest ones enlarged; and a last band with the program's own icon. */
enum {
    GAP = 8,
    ENLARGEMENT = 8,
    BAND_HEIGHT = ICON_SIZE_LEAST * ENLARGEMENT + 2 * GAP,
    PROGRAM_BAND_HEIGHT = ICON_SIZE_MOST + 2 * GAP,
    TRAY_SIGN_COUNT = ICON_KEY, /* the key is not shown in the tray */
    SHEET_WIDTH = 1640,
};

static const int tray_sizes[] = {16, 20, 24, 32, 40};
static const int program_sizes[] = {16, 20, 24, 32, 40, 48, 64, 256};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

struct sheet {
    uint32_t *pixels; /* SHEET_WIDTH to a row */
    int height;
    uint32_t icon[ICON_SIZE_MOST * ICON_SIZE_MOST];
};

static uint32_t over(uint32_t below, uint32_t above)
{
    const uint32_t alpha = above >> 24;
    uint32_t mixed = 0xff000000;
    for (int shift = 0; shift < 24; shift += 8)
        mixed |=
            ((above >> shift & 0xff) * alpha + (below >> shift & 0xff) * (255 - alpha) + 127) / 255
            << shift;
    return mixed;
}

static void fill(struct sheet *sheet, int x, int y, int width, int height, uint32_t colour)
{
    for (int row = y; row < y + height; row++)
        for (int column = x; column < x + width; column++)
            sheet->pixels[row * SHEET_WIDTH + column] = 0xff000000 | colour;
}

static error_code put_icon(struct sheet *sheet, int x, int y, enum icon_sign sign, int size,
                           const struct icon_palette *palette, int enlargement)
{
    error_code code = icon_image_draw(sign, size, palette, sheet->icon);
    if (code != CODE_SUCCESS)
        return code;
    for (int row = 0; row < size * enlargement; row++)
        for (int column = 0; column < size * enlargement; column++) {
            uint32_t *pixel = &sheet->pixels[(y + row) * SHEET_WIDTH + x + column];
            *pixel = over(*pixel, sheet->icon[row / enlargement * size + column / enlargement]);
        }
    return CODE_SUCCESS;
}

static error_code put_band(struct sheet *sheet, int y, const struct icon_palette *palette,
                           uint32_t background)
{
    error_code code = CODE_SUCCESS;
    int x = GAP;
    fill(sheet, 0, y, SHEET_WIDTH, BAND_HEIGHT, background);
    for (size_t i = 0; i < COUNT(tray_sizes) && code == CODE_SUCCESS; i++)
        for (int sign = 0; sign < TRAY_SIGN_COUNT && code == CODE_SUCCESS; sign++) {
            code = put_icon(sheet, x, y + GAP, sign, tray_sizes[i], palette, 1);
            x += tray_sizes[i] + GAP;
        }
    for (int sign = 0; sign < TRAY_SIGN_COUNT && code == CODE_SUCCESS; sign++) {
        code = put_icon(sheet, x, y + GAP, sign, ICON_SIZE_LEAST, palette, ENLARGEMENT);
        x += ICON_SIZE_LEAST * ENLARGEMENT + GAP;
    }
    return code;
}

static error_code put_program_icon(struct sheet *sheet, int y)
{
    static const uint32_t backgrounds[] = {0xffffff, 0x202020};
    error_code code = CODE_SUCCESS;
    for (size_t i = 0; i < COUNT(backgrounds); i++) {
        const int width = SHEET_WIDTH / (int)COUNT(backgrounds);
        int x = (int)i * width;
        fill(sheet, x, y, width, PROGRAM_BAND_HEIGHT, backgrounds[i]);
        x += GAP;
        for (size_t k = 0; k < COUNT(program_sizes) && code == CODE_SUCCESS; k++) {
            code =
                put_icon(sheet, x, y + GAP, ICON_KEY, program_sizes[k], &icon_palette_program, 1);
            x += program_sizes[k] + GAP;
        }
    }
    return code;
}

static error_code draw_sheet(struct byte_buffer *file)
{
    /* The taskbars of Windows 11 in light and dark, of Windows XP, and two of high contrast. */
    const struct {
        struct icon_palette palette;
        uint32_t background;
    } bands[] = {
        {icon_palette_light, 0xf3f3f3},
        {icon_palette_dark, 0x1f1f1f},
        {icon_palette_dark, 0x245edb},
        {icon_palette_of_two(0xffffff, 0x000000), 0x000000},
        {icon_palette_of_two(0x000000, 0xffffff), 0xffffff},
    };
    error_code code = CODE_NOT_ENOUGH_MEMORY;
    struct sheet *sheet = calloc(1, sizeof *sheet);
    if (sheet == NULL)
        return code;
    sheet->height = (int)COUNT(bands) * BAND_HEIGHT + PROGRAM_BAND_HEIGHT;
    sheet->pixels = calloc((size_t)sheet->height * SHEET_WIDTH, sizeof *sheet->pixels);
    if (sheet->pixels == NULL)
        goto out;
    code = CODE_SUCCESS;
    for (size_t i = 0; i < COUNT(bands) && code == CODE_SUCCESS; i++)
        code = put_band(sheet, (int)i * BAND_HEIGHT, &bands[i].palette, bands[i].background);
    if (code == CODE_SUCCESS)
        code = put_program_icon(sheet, (int)COUNT(bands) * BAND_HEIGHT);
    if (code == CODE_SUCCESS)
        icon_png_append(file, sheet->pixels, SHEET_WIDTH, (size_t)sheet->height);
out:
    free(sheet->pixels);
    free(sheet);
    return code;
}

static int write_file(const char *path, const struct byte_buffer *content)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(content->data, 1, content->size, file) != content->size ||
        fflush(file) != 0) {
        perror(path);
        if (file != NULL)
            fclose(file);
        return EXIT_FAILURE;
    }
    fclose(file);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct byte_buffer content = {0};
    error_code code = CODE_INVALID_PARAMETER;
    int status = EXIT_FAILURE;
    if (argc == 3 && strcmp(argv[1], "icon") == 0)
        code = icon_file_append(&content, ICON_KEY, &icon_palette_program);
    else if (argc == 3 && strcmp(argv[1], "sheet") == 0)
        code = draw_sheet(&content);
    if (code == CODE_SUCCESS && content.failed)
        code = CODE_NOT_ENOUGH_MEMORY;
    if (code != CODE_SUCCESS)
        fprintf(stderr, "icon_maker: error %u; usage: icon_maker icon|sheet FILE\n",
                (unsigned)code);
    else
        status = write_file(argv[2], &content);
    byte_buffer_done(&content);
    return status;
}
