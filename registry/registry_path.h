/* What a path or a name must look like before a store takes it.
 *
 * Versions of Windows differ in what they make of a leading, trailing or doubled backslash, and one
 * of its calls takes an empty name for "the key itself", and deletes that. Every store therefore
 * asks here first, and answers alike.
 */
#ifndef PROMPTFIX_REGISTRY_REGISTRY_PATH_H
#define PROMPTFIX_REGISTRY_REGISTRY_PATH_H

#include "registry/error_code.h"

#include <stddef.h>

/* The longest names, in UTF-16 units without the NUL. Source: Microsoft, "Registry Element Size
 * Limits". */
enum { REGISTRY_KEY_NAME_LIMIT = 255, REGISTRY_VALUE_NAME_LIMIT = 16383 };

/* A path: key names parted by single backslashes; the empty path is the key itself. Each of the
 * three answers CODE_NO_UNICODE_TRANSLATION for what is no well-formed UTF-8, and
 * CODE_INVALID_PARAMETER for an empty or too long name where a key's name must stand. */
error_code registry_path_check(const char *path);

/* One key's name: not empty, no backslash (else CODE_INVALID_PARAMETER). */
error_code registry_key_name_check(const char *name);

/* A value's name: anything up to the limit, backslashes too; empty names the default value. */
error_code registry_value_name_check(const char *name);

/* How many bytes the first name of a path takes: up to a backslash or the end. */
size_t registry_path_first_size(const char *path);

#endif
