#include "agent/icon_palette.h"

#include "registry/dword.h"

const struct icon_palette icon_palette_light = {
    .paper = 0xffffff,
    .line = 0x767676,
    .rim = 0xffffff,
    .mark = 0xffffff,
    .signs =
        {
            [ICON_TICK] = 0x0e7a0d,
            [ICON_WARNING] = 0xc74600,
            [ICON_CIRCULAR_ARROW] = 0x0060b9,
            [ICON_PADLOCK] = 0x33333b,
            [ICON_QUESTION_MARK] = 0x7a3db8,
            [ICON_KEY] = 0x8a6100,
        },
};

const struct icon_palette icon_palette_dark = {
    .paper = 0xb9bec6,
    .line = 0x26292d,
    .rim = 0x1a1a1a,
    .mark = 0x1a1a1a,
    .signs =
        {
            [ICON_TICK] = 0x6ee05f,
            [ICON_WARNING] = 0xffb900,
            [ICON_CIRCULAR_ARROW] = 0x5cc8ff,
            [ICON_PADLOCK] = 0xffffff,
            [ICON_QUESTION_MARK] = 0xd3a6ff,
            [ICON_KEY] = 0xffc83d,
        },
};

const struct icon_palette icon_palette_program = {
    .paper = 0xf4f6f9,
    .line = 0x4d5b70,
    .rim = 0x2b3340,
    .mark = 0x2b3340,
    .signs = {[ICON_KEY] = 0xffc02e},
};

struct icon_palette icon_palette_of_two(uint32_t foreground, uint32_t background)
{
    struct icon_palette palette = {
        .paper = background,
        .line = foreground,
        .rim = background,
        .mark = background,
    };
    for (int i = 0; i < ICON_SIGN_COUNT; i++)
        palette.signs[i] = foreground;
    return palette;
}

struct icon_palette icon_palette_choose(const struct icon_surroundings *surroundings)
{
    const struct stored_data *light = &surroundings->light;
    if (surroundings->high_contrast)
        return icon_palette_of_two(surroundings->foreground, surroundings->background);
    if (light->present && light->type == VALUE_DWORD && light->size == DWORD_SIZE &&
        dword_of_bytes(light->bytes) != 0)
        return icon_palette_light;
    return icon_palette_dark;
}
