/* Fits the icons' shapes to a size, as a font does with its letters: strokes become whole pixels
 * wide and their edges lie between pixels, so that a small icon is crisp and not a blurred large
 * one.
 */
#ifndef PROMPTFIX_AGENT_ICON_FITTING_H
#define PROMPTFIX_AGENT_ICON_FITTING_H

#include "agent/icon_outline.h"
#include "agent/icon_shapes.h"

/* What all icons have in common. */
struct icon_envelope {
    struct icon_outline edge;  /* its whole area */
    struct icon_outline paper; /* what the edge leaves of that */
    struct icon_outline flap;  /* the line of the flap on the paper */
};

/* A sign before it, in the lower right corner. */
struct icon_sign_outlines {
    struct icon_outline ground; /* keeps the sign apart from the envelope: its holes, and a rim */
    struct icon_outline body;
    struct icon_outline mark; /* in the body; may be empty */
};

/* Append the shapes to empty outlines, for an icon of `size` by `size` pixels. The caller releases
 * them by _done, whether or not memory ran out, which the outlines say. */
void icon_envelope_draw(struct icon_envelope *envelope, int size);
void icon_envelope_done(struct icon_envelope *envelope);
void icon_sign_draw(struct icon_sign_outlines *outlines, enum icon_sign sign, int size);
void icon_sign_done(struct icon_sign_outlines *outlines);

#endif
