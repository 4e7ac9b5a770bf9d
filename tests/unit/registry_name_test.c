#include "registry/registry_name.h"

#include <check.h>
#include <stdint.h>
#include <string.h>

struct pair {
    const char *a;
    const char *b;
};

static bool equal(const struct pair *pair)
{
    size_t a_size = strlen(pair->a);
    size_t b_size = strlen(pair->b);
    bool result = registry_names_equal(pair->a, a_size, pair->b, b_size);
    ck_assert_int_eq(registry_names_equal(pair->b, b_size, pair->a, a_size), result);
    return result;
}

static const struct pair equal_pairs[] = {
    {"", ""},
    {"Software", "SOFTWARE"},
    {"00036627", "00036627"},
    {"azAZ@[`{", "AZaz@[`{"},
    {"\xc3\xa9t\xc3\xa9", "\xc3\x89T\xc3\x89"}, /* Latin-1 */
    {"\xc3\xbf", "\xc5\xb8"},                   /* U+00FF, U+0178 */
    {"\xc4\x81", "\xc4\x80"},                   /* pairs of neighbours */
    {"\xcf\x83", "\xce\xa3"},                   /* sigma */
    {"\xcf\x82", "\xcf\x83"},                   /* final sigma, as Windows has it */
    {"\xd0\xb6\xd1\x91", "\xd0\x96\xd0\x81"},   /* Cyrillic */
    {"\xd5\xa1", "\xd4\xb1"},                   /* Armenian */
    {"\xe1\xbe\x80", "\xe1\xbe\x88"},           /* U+1F80, U+1F88 */
    {"\xe1\xbf\x83", "\xe1\xbf\x8c"},           /* U+1FC3, U+1FCC */
    {"\xc8\xba", "\xe2\xb1\xa5"},               /* two bytes and three: U+023A, U+2C65 */
    {"\xe2\xb4\x80", "\xe1\x82\xa0"},           /* Georgian */
    {"\xef\xbd\x81", "\xef\xbc\xa1"},           /* full width */
    {"\xe8\xa1\xa8\xe3\x82\xbd", "\xe8\xa1\xa8\xe3\x82\xbd"},
    {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
    {"a\xff", "A\xff"},
};

START_TEST(finds_names_equal)
{
    const struct pair *pair = &equal_pairs[_i];
    ck_assert(equal(pair));
    ck_assert_uint_eq(registry_name_hash(pair->a, strlen(pair->a)),
                      registry_name_hash(pair->b, strlen(pair->b)));
}
END_TEST

static const struct pair different_pairs[] = {
    {"a", ""},
    {"a", "ab"},
    {"@", "`"}, /* 0x40 and 0x60 are no letters */
    {"[", "{"},
    {"i", "\xc4\xb1"},            /* dotless i */
    {"I", "\xc4\xb0"},            /* capital I with dot */
    {"s", "\xc5\xbf"},            /* long s */
    {"k", "\xe2\x84\xaa"},        /* Kelvin sign */
    {"ss", "\xc3\x9f"},           /* sharp s */
    {"\xc3\x9f", "\xe1\xba\x9e"}, /* and its capital */
    {"\xc3\xb7", "\xc3\x97"},     /* the division sign is no small multiplication sign */
    {"\xc2\xb5", "\xce\x9c"},     /* micro sign, capital mu */
    {"\xc7\x85", "\xc7\x84"},     /* U+01C5 is a title case letter */
    {"\xc4\x80", "\xc4\x82"},
    {"\xf0\x90\x90\xa8", "\xf0\x90\x90\x80"}, /* Deseret: beyond the BMP */
    {"\xff", "\xfe"},
    {"\xe8\xa1", "\xe8\xa1\xa8"},
    {"\xc1\xa1", "a"},                /* overlong */
    {"\xed\xa0\x80", "\xed\xa0\x81"}, /* surrogates */
    {"\xe0\x81\xa1", "a"},
};

START_TEST(finds_names_different)
{
    ck_assert(!equal(&different_pairs[_i]));
}
END_TEST

START_TEST(compares_only_the_given_bytes)
{
    ck_assert(registry_names_equal("abcd", 2, "ABxx", 2));
    ck_assert(registry_names_equal("\xc3\xa9", 1, "\xc3\x89", 1)); /* half a character: a byte */
    ck_assert(!registry_names_equal("\xc3\xa9", 1, "\xc3\x89", 2));
    ck_assert(!registry_names_equal("a\0b", 3, "a\0c", 3));
    ck_assert(registry_names_equal("a\0b", 3, "A\0B", 3));
    ck_assert_uint_eq(registry_name_hash("abcd", 2), registry_name_hash("AB", 2));
}
END_TEST

START_TEST(parts_names_by_their_hash)
{
    ck_assert_uint_ne(registry_name_hash("a", 1), registry_name_hash("b", 1));
    ck_assert_uint_ne(registry_name_hash("ab", 2), registry_name_hash("ba", 2));
    ck_assert_uint_ne(registry_name_hash("", 0), registry_name_hash("\0", 1));
}
END_TEST

static size_t encode(unsigned character, char *text)
{
    if (character < 0x80) {
        text[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        text[0] = (char)(0xc0 | character >> 6);
        text[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    text[0] = (char)(0xe0 | character >> 12);
    text[1] = (char)(0x80 | (character >> 6 & 0x3f));
    text[2] = (char)(0x80 | (character & 0x3f));
    return 3;
}

/* In Microsoft's table 874 characters of the BMP have a capital letter. The hash tells which one:
 * FNV multiplies by an odd number once for each character, and that can be undone. */
START_TEST(maps_as_many_characters_as_windows_does)
{
    static uint32_t upper[0x10000];
    const uint32_t inverse = 899433627U; /* of 16777619, modulo 2^32 */
    size_t paired_count = 0;
    for (unsigned i = 0; i < 0x10000; i++) {
        char text[3];
        bool is_surrogate = i >= 0xd800 && i <= 0xdfff;
        uint32_t hash = registry_name_hash(text, encode(i, text));
        upper[i] = is_surrogate ? i : hash * inverse ^ registry_name_hash("", 0);
        paired_count += upper[i] != i;
    }
    ck_assert_uint_eq(paired_count, 874);
    for (unsigned i = 0; i < 0x10000; i++)
        if (upper[i] > 0xffff || upper[upper[i]] != upper[i] || (i >= 0x80 && upper[i] < 0x80))
            ck_abort_msg("U+%04X maps to U+%04X", i, (unsigned)upper[i]);
}
END_TEST

#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

Suite *registry_name_suite(void);

Suite *registry_name_suite(void)
{
    Suite *suite = suite_create("registry_name");
    TCase *tests = tcase_create("registry_name");
    tcase_add_loop_test(tests, finds_names_equal, 0, COUNT(equal_pairs));
    tcase_add_loop_test(tests, finds_names_different, 0, COUNT(different_pairs));
    tcase_add_test(tests, compares_only_the_given_bytes);
    tcase_add_test(tests, parts_names_by_their_hash);
    tcase_add_test(tests, maps_as_many_characters_as_windows_does);
    suite_add_tcase(suite, tests);
    return suite;
}
