#include "agent/text_cut.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* Texts by their code points: what the source shows must not depend on the editor. */
#define E_ACUTE "e\xCC\x81"                                   /* e, U+0301 */
#define CLEF "\xF0\x9D\x84\x9E"                               /* U+1D11E: a pair in UTF-16 */
#define FAMILY "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7" /* woman, U+200D, girl */
#define FLAG "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"               /* regional indicators D and E */
#define THUMB "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"              /* thumb, skin tone */
#define KA_I "\xE0\xA4\x95\xE0\xA4\xBF"                       /* Devanagari ka, vowel sign i */

static size_t units(const char *text)
{
    return text_unit_count(text, strlen(text));
}

static size_t cut(const char *text, size_t limit)
{
    return text_cut_size(text, strlen(text), limit);
}

START_TEST(units_are_those_of_utf16)
{
    ck_assert_uint_eq(units(""), 0);
    ck_assert_uint_eq(units("PromptFix"), 9);
    ck_assert_uint_eq(units("\xC3\xA4\xE2\x82\xAC"), 2); /* a umlaut, euro */
    ck_assert_uint_eq(units(CLEF), 2);
    ck_assert_uint_eq(units(FAMILY), 5);
    ck_assert_uint_eq(units(E_ACUTE), 2);
}
END_TEST

START_TEST(what_fits_is_not_cut)
{
    ck_assert_uint_eq(cut("Outlook", 7), 7);
    ck_assert_uint_eq(cut("Outlook", 6), 6);
    ck_assert_uint_eq(cut("Outlook", 0), 0);
    ck_assert_uint_eq(cut("", 5), 0);
    ck_assert_uint_eq(cut("a" CLEF, 3), 5);
}
END_TEST

START_TEST(no_character_is_cut_apart)
{
    static const char *const characters[] = {E_ACUTE, CLEF, FAMILY, FLAG, THUMB, KA_I};
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++) {
        char text[64];
        const size_t size = strlen(characters[i]);
        const size_t count = units(characters[i]);
        snprintf(text, sizeof text, "ab%sc", characters[i]);
        for (size_t limit = 2; limit < 2 + count; limit++)
            ck_assert_msg(cut(text, limit) == 2, "character %u at %u", (unsigned)i,
                          (unsigned)limit);
        ck_assert_uint_eq(cut(text, 2 + count), 2 + size);
        ck_assert_uint_eq(cut(text, 3 + count), 3 + size);
    }
    ck_assert_uint_eq(cut(FLAG FLAG, 4), strlen(FLAG)); /* two flags, not one of four letters */
    ck_assert_uint_eq(cut(FLAG FLAG, 7), strlen(FLAG));
}
END_TEST

START_TEST(a_cut_text_ends_in_an_ellipsis_within_the_limit)
{
    static const char text[] = "Mail profile: caf" E_ACUTE " " CLEF CLEF;
    struct byte_buffer out = {0};
    for (size_t limit = 0; limit < 30; limit++) {
        byte_buffer_clear(&out);
        byte_buffer_append_text(&out, "[");
        text_append_cut(&out, text, strlen(text), limit);
        const char *cut_text = byte_buffer_text(&out) + 1;
        ck_assert_uint_le(units(cut_text), limit);
        const bool whole = units(text) <= limit;
        ck_assert_int_eq(strcmp(cut_text, text) == 0, whole);
        if (!whole && limit > 0) {
            ck_assert_str_eq(cut_text + strlen(cut_text) - 3, "\xE2\x80\xA6");
            ck_assert_uint_eq(strncmp(cut_text, text, strlen(cut_text) - 3), 0);
            ck_assert(strlen(cut_text) < 4 || cut_text[strlen(cut_text) - 4] != ' ');
        }
    }
    byte_buffer_done(&out);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_harm_nothing)
{
    for (int first = 0x80; first < 0x100; first++) {
        for (size_t size = 1; size < 5; size++) {
            char text[5] = {(char)first, 'a', (char)0x80, (char)0xF0, (char)0x9F};
            const size_t count = text_unit_count(text, size);
            ck_assert_uint_ge(count, 1);
            ck_assert_uint_eq(text_cut_size(text, size, count), size);
            ck_assert_uint_lt(text_cut_size(text, size, count - 1), size);
        }
    }
}
END_TEST

Suite *text_cut_suite(void);

Suite *text_cut_suite(void)
{
    Suite *suite = suite_create("text_cut");
    TCase *tests = tcase_create("text_cut");
    tcase_add_test(tests, units_are_those_of_utf16);
    tcase_add_test(tests, what_fits_is_not_cut);
    tcase_add_test(tests, no_character_is_cut_apart);
    tcase_add_test(tests, a_cut_text_ends_in_an_ellipsis_within_the_limit);
    tcase_add_test(tests, bytes_that_are_no_utf8_harm_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
