#include "agent/language.h"

#include <stdbool.h>

enum {
    PRIMARY_LANGUAGE = 0x03ff, /* the bits of a LANGID that tell the language */
    DEFAULT_COUNTRY = 0x0400,  /* SUBLANG_DEFAULT, at its place */
};

static bool contains(const language_id *languages, size_t count, language_id language)
{
    for (size_t i = 0; i < count; i++)
        if (languages[i] == language)
            return true;
    return false;
}

size_t language_order(language_id user, const language_id *available, size_t available_count,
                      language_id order[LANGUAGE_ORDER_MAX])
{
    const language_id primary = user & PRIMARY_LANGUAGE;
    const language_id by_default = primary | DEFAULT_COUNTRY;
    size_t count = 0;
    if (contains(available, available_count, user))
        order[count++] = user;
    if (contains(available, available_count, by_default) && !contains(order, count, by_default))
        order[count++] = by_default;
    for (size_t i = 0; i < available_count; i++) {
        if ((available[i] & PRIMARY_LANGUAGE) == primary && !contains(order, count, available[i])) {
            order[count++] = available[i];
            break;
        }
    }
    if (!contains(order, count, LANGUAGE_ENGLISH))
        order[count++] = LANGUAGE_ENGLISH;
    return count;
}
