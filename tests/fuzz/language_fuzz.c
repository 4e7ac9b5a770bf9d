/* Which language is spoken: Windows may be set to any, and a translated program may have any.
 *
 * The input is numbers of languages, two bytes each: the user's, then those that there are. Of the
 * languages to look in each is available or English, each stands there once, English is among them,
 * all others are the user's language, and exactly that one comes first where there is one. */
#include "agent/language.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/unit/sample_registry.h"

enum { LANGUAGES_LIMIT = 32 };

static size_t place_of(language_id language, const language_id *languages, size_t count)
{
    size_t place = 0;
    while (place < count && languages[place] != language)
        place++;
    return place;
}

static language_id take_language(struct fuzz_input *input)
{
    const unsigned low = fuzz_input_byte(input);
    return (language_id)(low | (unsigned)fuzz_input_byte(input) << 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const language_id user = take_language(&input);
    language_id available[LANGUAGES_LIMIT] = {0};
    language_id order[LANGUAGE_ORDER_MAX] = {0};
    size_t available_count = 0;
    while (input.size >= 2 && available_count < LANGUAGES_LIMIT)
        available[available_count++] = take_language(&input);
    const size_t count = language_order(user, available, available_count, order);
    ASSERT_FAST(count >= 1 && count <= LANGUAGE_ORDER_MAX);
    for (size_t i = 0; i < count; i++) {
        ASSERT_FAST(order[i] == LANGUAGE_ENGLISH ||
                    place_of(order[i], available, available_count) < available_count);
        ASSERT_FAST(place_of(order[i], order, i) == i);
        ASSERT_FAST(order[i] == LANGUAGE_ENGLISH || (order[i] & 0x3FF) == (user & 0x3FF));
    }
    ASSERT_FAST(place_of(LANGUAGE_ENGLISH, order, count) < count);
    if (place_of(user, available, available_count) < available_count)
        ASSERT_FAST(order[0] == user);
    return 0;
}
