/* How much of each pixel of an icon a shape covers. */
#ifndef PROMPTFIX_AGENT_ICON_COVERAGE_H
#define PROMPTFIX_AGENT_ICON_COVERAGE_H

#include "agent/icon_outline.h"
#include "registry/error_code.h"

enum { ICON_COVERED = 255 };

/* Fills the outline. What its runs turn around is inside; where a run lies in another and turns the
 * other way it is a hole. `coverage` has size * size bytes, row by row from the top: 0 is none,
 * ICON_COVERED all of the pixel. Edges on whole pixels, and upright ones anywhere, come out exact;
 * others to 1/16. Parts outside the square are cut off. CODE_NOT_ENOUGH_MEMORY, also when the
 * outline has failed. */
error_code icon_coverage_fill(const struct icon_outline *outline, int size, uint8_t *coverage);

#endif
