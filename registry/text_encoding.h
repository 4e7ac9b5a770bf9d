/* The one place where text changes its encoding.
 *
 * Inside the program all text is UTF-8. Windows' interfaces and the registry hold UTF-16, exported
 * files UTF-16 or a code page. This is a thin wrapping of GNU libiconv that never drops or guesses:
 * ill-formed input is an error with its place.
 */
#ifndef PROMPTFIX_REGISTRY_TEXT_ENCODING_H
#define PROMPTFIX_REGISTRY_TEXT_ENCODING_H

#include "registry/byte_buffer.h"
#include "registry/error_code.h"

#include <stddef.h>

/* Converts from one encoding to another; not for use by two threads at once. */
struct text_converter;

/* `to` and `from` are iconv's names: "UTF-8", "UTF-16LE", "CP1252". The caller frees the converter.
 * CODE_INVALID_PARAMETER for an encoding that libiconv does not have, CODE_NOT_ENOUGH_MEMORY. */
error_code text_converter_create(const char *to, const char *from,
                                 struct text_converter **converter);
void text_converter_free(struct text_converter *converter); /* NULL is allowed */

/* Appends the converted `input` (`input_size` bytes) to `output`. CODE_NO_UNICODE_TRANSLATION for
 * input that is ill-formed, cut short, or not to be had in the target encoding: `*bad_offset`
 * (if not NULL) is then its place in bytes, and `output` is as before. CODE_NOT_ENOUGH_MEMORY. */
error_code text_convert(struct text_converter *converter, const void *input, size_t input_size,
                        struct byte_buffer *output, size_t *bad_offset);

/* The iconv name of a Windows code page number into `name` ("CP932"; 65001 is "UTF-8", 1200 is
 * "UTF-16LE"). CODE_INVALID_PARAMETER for a number that libiconv has no converter for. */
error_code text_encoding_of_code_page(unsigned code_page, char name[16]);

#endif
