/* The colours of an icon, for the taskbar it is to be seen on.
 *
 * Every sign has a rim of the other brightness: should the taskbar be another than it said (XP's
 * blue, an accent colour, a picture shining through), either the sign or its rim stands out.
 *
 * Colours are 0xRRGGBB.
 */
#ifndef PROMPTFIX_AGENT_ICON_PALETTE_H
#define PROMPTFIX_AGENT_ICON_PALETTE_H

#include "agent/icon_shapes.h"
#include "registry/stored_data.h"

#include <stdbool.h>
#include <stdint.h>

struct icon_palette {
    uint32_t paper;                  /* the envelope */
    uint32_t line;                   /* its edge and flap */
    uint32_t rim;                    /* around the sign */
    uint32_t mark;                   /* in the sign: exclamation mark, keyhole */
    uint32_t signs[ICON_SIGN_COUNT]; /* by enum icon_sign */
};

/* What Windows says about its colours. */
struct icon_surroundings {
    bool high_contrast;  /* the user has asked for few, strong colours */
    uint32_t foreground; /* what Windows then writes with, ... */
    uint32_t background; /* ... and on what */
    struct stored_data
        light; /* value SystemUsesLightTheme as stored; absent before Windows 10 1903 */
};

/* For a light and for a dark taskbar; for the program's own icon, which is seen on anything; and of
 * just two colours. */
extern const struct icon_palette icon_palette_light;
extern const struct icon_palette icon_palette_dark;
extern const struct icon_palette icon_palette_program;
struct icon_palette icon_palette_of_two(uint32_t foreground, uint32_t background);

/* High contrast comes first. Else the taskbar is light where the value says so (a REG_DWORD other
 * than 0), and dark where it is absent or makes no sense: before Windows 10 1903 there was no
 * light one. Source: "Personalize\SystemUsesLightTheme"; the value AppsUseLightTheme beside it is
 * about windows, not about the taskbar. */
struct icon_palette icon_palette_choose(const struct icon_surroundings *surroundings);

#endif
