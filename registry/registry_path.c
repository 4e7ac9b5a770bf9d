#include "registry/registry_path.h"

#include <stdbool.h>
#include <string.h>

/* Steps over one character and returns how many UTF-16 units it takes; 0, and no step, when it is
 * ill-formed. The NUL behind the text stops a character that is cut short. The ranges are those of
 * RFC 3629, section 4. */
static size_t step_over_character(const unsigned char **text)
{
    const unsigned char *at = *text;
    unsigned lowest = 0x80; /* of the second byte */
    unsigned highest = 0xBF;
    size_t size = 1;

    if (at[0] >= 0xC2 && at[0] <= 0xDF) {
        size = 2;
    } else if (at[0] >= 0xE0 && at[0] <= 0xEF) {
        size = 3;
        lowest = at[0] == 0xE0 ? 0xA0 : lowest;
        highest = at[0] == 0xED ? 0x9F : highest;
    } else if (at[0] >= 0xF0 && at[0] <= 0xF4) {
        size = 4;
        lowest = at[0] == 0xF0 ? 0x90 : lowest;
        highest = at[0] == 0xF4 ? 0x8F : highest;
    } else if (at[0] >= 0x80) {
        return 0;
    }
    if (size > 1 && (at[1] < lowest || at[1] > highest))
        return 0;
    for (size_t i = 2; i < size; i++) {
        if (at[i] < 0x80 || at[i] > 0xBF)
            return 0;
    }
    *text += size;
    return size == 4 ? 2 : 1;
}

/* Checks one name, up to the NUL or, where `parted`, up to a backslash; `*text` is then there. */
static error_code check_name(const unsigned char **text, size_t limit, bool parted)
{
    size_t unit_count = 0;
    while (**text != '\0' && !(parted && **text == '\\')) {
        size_t added = step_over_character(text);
        if (added == 0)
            return CODE_NO_UNICODE_TRANSLATION;
        unit_count += added;
    }
    return unit_count > limit ? CODE_INVALID_PARAMETER : CODE_SUCCESS;
}

/* One key's name that is not empty. */
static error_code check_key_name(const unsigned char **text)
{
    const unsigned char *start = *text;
    error_code error = check_name(text, REGISTRY_KEY_NAME_LIMIT, true);
    if (error == CODE_SUCCESS && *text == start)
        error = CODE_INVALID_PARAMETER;
    return error;
}

error_code registry_path_check(const char *path)
{
    const unsigned char *at = (const unsigned char *)path;
    if (*at == '\0')
        return CODE_SUCCESS;
    for (;;) {
        error_code error = check_key_name(&at);
        if (error != CODE_SUCCESS || *at == '\0')
            return error;
        at++; /* the backslash: another name must follow */
    }
}

error_code registry_key_name_check(const char *name)
{
    const unsigned char *at = (const unsigned char *)name;
    error_code error = check_key_name(&at);
    if (error == CODE_SUCCESS && *at != '\0')
        error = CODE_INVALID_PARAMETER;
    return error;
}

error_code registry_value_name_check(const char *name)
{
    const unsigned char *at = (const unsigned char *)name;
    return check_name(&at, REGISTRY_VALUE_NAME_LIMIT, false);
}

size_t registry_path_first_size(const char *path)
{
    return strcspn(path, "\\");
}
