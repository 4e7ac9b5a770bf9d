/* The program's own icon as an .ico file, which the build puts into the program's resources:
 * Explorer, Alt+Tab and the list of installed programs show it.
 */
#ifndef PROMPTFIX_AGENT_ICON_FILE_H
#define PROMPTFIX_AGENT_ICON_FILE_H

#include "agent/icon_palette.h"
#include "registry/byte_buffer.h"
#include "registry/error_code.h"

/* Appends the file: sizes 16, 20, 24, 32, 40, 48 and 64 as 32-bit bitmaps with alpha and mask, and
 * 256 as PNG. Windows XP cannot read PNG there, and has no use for that size; as a bitmap it would
 * add a quarter of a megabyte to the program. CODE_NOT_ENOUGH_MEMORY. */
error_code icon_file_append(struct byte_buffer *file, enum icon_sign sign,
                            const struct icon_palette *palette);

#endif
