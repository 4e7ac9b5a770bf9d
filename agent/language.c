#include "agent/language.h"

enum {
    PRIMARY_LANGUAGE = 0x03ff, /* the bits of a LANGID that tell the language */
    DEFAULT_COUNTRY = 0x0400,  /* SUBLANG_DEFAULT, at its place */
    CHINESE = 0x04,
};

/* The countries of traditional characters, and of no country in particular (zh-Hant). */
enum {
    CHINESE_TAIWAN = 0x0404,
    CHINESE_HONG_KONG = 0x0c04,
    CHINESE_MACAU = 0x1404,
    CHINESE_TRADITIONAL = 0x7c04,
};

static bool is_traditional_chinese(language_id language)
{
    return language == CHINESE_TAIWAN || language == CHINESE_HONG_KONG ||
           language == CHINESE_MACAU || language == CHINESE_TRADITIONAL;
}

/* Whether who reads the one can read the other as their own. */
static bool is_same_language(language_id a, language_id b)
{
    return (a & PRIMARY_LANGUAGE) == (b & PRIMARY_LANGUAGE) &&
           ((a & PRIMARY_LANGUAGE) != CHINESE ||
            is_traditional_chinese(a) == is_traditional_chinese(b));
}

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
    const language_id by_default = (user & PRIMARY_LANGUAGE) | DEFAULT_COUNTRY;
    size_t count = 0;
    if (contains(available, available_count, user))
        order[count++] = user;
    if (is_same_language(by_default, user) && contains(available, available_count, by_default) &&
        !contains(order, count, by_default))
        order[count++] = by_default;
    for (size_t i = 0; i < available_count; i++) {
        if (is_same_language(available[i], user) && !contains(order, count, available[i])) {
            order[count++] = available[i];
            break;
        }
    }
    if (!contains(order, count, LANGUAGE_ENGLISH))
        order[count++] = LANGUAGE_ENGLISH;
    return count;
}

bool language_suits_console(bool right_to_left, size_t character_count, size_t lost_count)
{
    enum { ONE_IN = 20 };
    return !right_to_left && lost_count <= character_count / ONE_IN;
}
