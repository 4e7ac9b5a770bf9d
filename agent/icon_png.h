/* Pictures as PNG, for the largest size of the icon file and for pictures that people look at.
 *
 * There is no zlib here, and none is needed: pictures drawn of a few flat shapes become small by
 * the plainest means, the codes that the format fixes and repetitions of what stood just before.
 * Sources: RFC 1950 (zlib), RFC 1951 (deflate), W3C "Portable Network Graphics".
 */
#ifndef PROMPTFIX_AGENT_ICON_PNG_H
#define PROMPTFIX_AGENT_ICON_PNG_H

#include "registry/byte_buffer.h"

#include <stddef.h>
#include <stdint.h>

/* Appends a whole PNG file of width * height pixels 0xAARRGGBB with straight alpha, row by row from
 * the top. That memory ran out is seen by the buffer's `failed`. */
void icon_png_append(struct byte_buffer *file, const uint32_t *pixels, size_t width, size_t height);

#endif
