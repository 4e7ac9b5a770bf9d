/* Reads the PNG files that agent/icon_png.c writes, by the specification and with all its check
 * sums, but only what such files may contain: RGBA of 8 bits, unfiltered, one block of fixed codes.
 */
#ifndef PROMPTFIX_TESTS_UNIT_PNG_READER_H
#define PROMPTFIX_TESTS_UNIT_PNG_READER_H

#include <stddef.h>
#include <stdint.h>

/* Fails the test where the file is wrong. The pixels are 0xAARRGGBB; the caller frees them. */
uint32_t *png_read(const uint8_t *file, size_t size, size_t *width, size_t *height);

#endif
