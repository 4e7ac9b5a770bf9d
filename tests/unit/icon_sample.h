/* What the tests of the icons share: sizes to try, the areas of a sign, and how far pictures
 * differ. */
#ifndef PROMPTFIX_TESTS_UNIT_ICON_SAMPLE_H
#define PROMPTFIX_TESTS_UNIT_ICON_SAMPLE_H

#include "agent/icon_image.h"
#include "agent/tray_state.h"

enum { ICON_PIXELS_MOST = ICON_SIZE_MOST * ICON_SIZE_MOST };

/* The sizes of small icons at the DPIs that Windows offers, and some of the others. (Under Wine it
 * is enough to see that the same is drawn.) */
extern const int icon_sample_sizes[];
extern const int icon_sample_size_count;

/* Of a sign in one size, how much of each pixel it covers. */
struct icon_areas {
    uint8_t body[ICON_PIXELS_MOST];
    uint8_t mark[ICON_PIXELS_MOST];
    uint8_t ground[ICON_PIXELS_MOST];
};

void icon_sample_cover(struct icon_areas *areas, enum icon_sign sign, int size);

/* Fails the test unless the grey pictures of all states clearly differ from each other: by more
 * than a quarter of full brightness in at least 15 of 100 pixels. The least that there is, 16.3, is
 * between triangle and padlock in 18 pixels. */
typedef uint8_t icon_pictures[TRAY_STATE_COUNT][ICON_PIXELS_MOST];
void icon_sample_assert_different(icon_pictures pictures, int size, const char *what);

#endif
