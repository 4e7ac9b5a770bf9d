/* The languages: which one is chosen, and that every text of each fits where it is shown. What a
 * language lacks or has too much is the lint's matter (tests/lint/messages.sh). */
#include "agent/desktop.h"
#include "agent/language.h"
#include "agent/options.h"
#include "tests/unit/message_texts.h"

#include <check.h>
#include <string.h>

enum {
    GERMAN = 0x407,
    GERMAN_SWITZERLAND = 0x807,
    GERMAN_AUSTRIA = 0xc07,
    FRENCH = 0x40c,
    FRENCH_CANADA = 0xc0c,
    PORTUGUESE_BRAZIL = 0x416,
    PORTUGUESE_PORTUGAL = 0x816,
    SPANISH_SPAIN = 0xc0a,
    SPANISH_MEXICO = 0x80a,
    CHINESE_TAIWAN = 0x404,
    CHINESE_CHINA = 0x804,
    CHINESE_HONG_KONG = 0xc04,
    CHINESE_SINGAPORE = 0x1004,
    CHINESE_MACAU = 0x1404,
    CHINESE_SIMPLIFIED = 0x0004,
    CHINESE_TRADITIONAL = 0x7c04,
    UNSPECIFIED = 0x1000, /* LOCALE_CUSTOM_UNSPECIFIED: a language without a number of its own */
};

#define LIST(...) ((const language_id[]){__VA_ARGS__, 0})

static size_t length_of(const language_id *list)
{
    size_t length = 0;
    while (list[length] != 0)
        length++;
    return length;
}

static void expect_order(language_id user, const language_id *available,
                         const language_id *expected)
{
    language_id order[LANGUAGE_ORDER_MAX] = {0};
    size_t count = language_order(user, available, length_of(available), order);
    ck_assert_uint_eq(count, length_of(expected));
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(order[i] == expected[i], "%#x at %u for %#x", order[i], (unsigned)i, user);
}

START_TEST(the_users_own_language_comes_first)
{
    expect_order(GERMAN, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(GERMAN, LANGUAGE_ENGLISH));
    expect_order(LANGUAGE_ENGLISH, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(LANGUAGE_ENGLISH));
    expect_order(GERMAN_AUSTRIA, LIST(LANGUAGE_ENGLISH, GERMAN, GERMAN_AUSTRIA),
                 LIST(GERMAN_AUSTRIA, GERMAN, LANGUAGE_ENGLISH));
}
END_TEST

START_TEST(then_the_language_of_its_default_country)
{
    expect_order(GERMAN_AUSTRIA, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(GERMAN, LANGUAGE_ENGLISH));
    expect_order(0x809, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(LANGUAGE_ENGLISH));
}
END_TEST

START_TEST(then_the_language_of_any_country)
{
    expect_order(FRENCH, LIST(GERMAN, FRENCH_CANADA, LANGUAGE_ENGLISH),
                 LIST(FRENCH_CANADA, LANGUAGE_ENGLISH));
    expect_order(GERMAN_AUSTRIA, LIST(GERMAN_SWITZERLAND, GERMAN, LANGUAGE_ENGLISH),
                 LIST(GERMAN, GERMAN_SWITZERLAND, LANGUAGE_ENGLISH));
    expect_order(GERMAN_AUSTRIA, LIST(GERMAN_SWITZERLAND, GERMAN, GERMAN_AUSTRIA),
                 LIST(GERMAN_AUSTRIA, GERMAN, GERMAN_SWITZERLAND, LANGUAGE_ENGLISH));
}
END_TEST

START_TEST(english_for_everybody_else)
{
    expect_order(FRENCH, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(LANGUAGE_ENGLISH));
    expect_order(UNSPECIFIED, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(LANGUAGE_ENGLISH));
    expect_order(0, LIST(GERMAN, LANGUAGE_ENGLISH), LIST(LANGUAGE_ENGLISH));
    /* Even if Windows could not say what there is. */
    expect_order(GERMAN, (const language_id[]){0}, LIST(LANGUAGE_ENGLISH));
}
END_TEST

START_TEST(of_every_country_that_speaks_it)
{
    expect_order(PORTUGUESE_PORTUGAL, LIST(LANGUAGE_ENGLISH, PORTUGUESE_BRAZIL),
                 LIST(PORTUGUESE_BRAZIL, LANGUAGE_ENGLISH));
    expect_order(SPANISH_MEXICO, LIST(LANGUAGE_ENGLISH, SPANISH_SPAIN),
                 LIST(SPANISH_SPAIN, LANGUAGE_ENGLISH));
}
END_TEST

START_TEST(chinese_is_two_languages)
{
    static const language_id simplified[] = {CHINESE_CHINA, CHINESE_SINGAPORE, CHINESE_SIMPLIFIED};
    static const language_id traditional[] = {CHINESE_TAIWAN, CHINESE_HONG_KONG, CHINESE_MACAU,
                                              CHINESE_TRADITIONAL};
    for (size_t i = 0; i < sizeof simplified / sizeof simplified[0]; i++) {
        expect_order(simplified[i], LIST(LANGUAGE_ENGLISH, CHINESE_CHINA),
                     LIST(CHINESE_CHINA, LANGUAGE_ENGLISH));
        expect_order(simplified[i], LIST(CHINESE_TAIWAN, LANGUAGE_ENGLISH), LIST(LANGUAGE_ENGLISH));
    }
    for (size_t i = 0; i < sizeof traditional / sizeof traditional[0]; i++) {
        expect_order(traditional[i], LIST(LANGUAGE_ENGLISH, CHINESE_CHINA), LIST(LANGUAGE_ENGLISH));
        expect_order(traditional[i], LIST(CHINESE_CHINA, CHINESE_TAIWAN),
                     LIST(CHINESE_TAIWAN, LANGUAGE_ENGLISH));
    }
}
END_TEST

START_TEST(a_console_that_cannot_show_a_language_is_spoken_to_in_english)
{
    ck_assert(language_suits_console(false, 400, 0));
    ck_assert(language_suits_console(false, 400, 20)); /* quotation marks */
    ck_assert(!language_suits_console(false, 400, 21));
    ck_assert(!language_suits_console(false, 400, 380));
    ck_assert(!language_suits_console(true, 400, 0));
    ck_assert(language_suits_console(false, 0, 0));
    ck_assert(!language_suits_console(false, 1, 1));
}
END_TEST

/* Numbers have gaps, so that messages can be added; none is beyond this. */
enum { BEYOND_ALL = 1000 };

static bool is_named(message_id id, const char *prefix)
{
    return strncmp(message_name(id), prefix, strlen(prefix)) == 0;
}

START_TEST(the_texts_are_there)
{
    size_t count = 0;
    for (message_id id = 0; id < BEYOND_ALL; id++)
        count += english_message_text(id)[0] != '\0';
    ck_assert_uint_gt(count, 100);
    ck_assert_uint_ge(message_language_count, 2);
    ck_assert_str_eq(message_name(MESSAGE_HELP_HEADING), "MESSAGE_HELP_HEADING");
    ck_assert_str_eq(english_message_text(MESSAGE_AS_IT_IS_NOW), "As it is now:");
    ck_assert_str_eq(message_text_of(GERMAN, MESSAGE_USAGE_REPEATED), "%1 ist doppelt angegeben.");
    ck_assert_str_eq(message_text_of(GERMAN, MESSAGE_CHANGES_PLANNED),
                     "W\xc3\xbcrde ge\xc3\xa4ndert:");
    ck_assert_str_eq(message_text_of(FRENCH_CANADA, MESSAGE_AS_IT_IS_NOW), "");
    ck_assert_str_eq(english_message_text(BEYOND_ALL), "");
    ck_assert_str_eq(message_name(BEYOND_ALL), "");
}
END_TEST

START_TEST(every_text_can_be_shown)
{
    const struct message_language *language = &message_languages[_i];
    for (message_id id = 0; id < BEYOND_ALL; id++) {
        const char *text = language->text(id);
        size_t size = strlen(text);
        if (size == 0)
            continue;
        ck_assert_msg(text[size - 1] != '\n' && text[size - 1] != ' ' && text[0] != ' ', "%s: %s",
                      language->name, text);
        for (const char *mark = strchr(text, '%'); mark != NULL; mark = strchr(mark + 2, '%'))
            ck_assert_msg(mark[1] != '\0' && strchr("1234n%", mark[1]) != NULL, "%s: %s",
                          language->name, text);
        for (const char *at = text; *at != '\0'; at++)
            ck_assert_msg(*at == '\n' || (unsigned char)*at >= ' ', "%s: %s", language->name, text);
    }
    const char *direction = language->text(MESSAGE_READING_DIRECTION);
    ck_assert_msg(strcmp(direction, "ltr") == 0 || strcmp(direction, "rtl") == 0, "%s: %s",
                  language->name, direction);
}
END_TEST

/* As far as a console is concerned, Chinese and Japanese characters are two columns wide: all from
 * U+2E80 up, here. */
static size_t columns(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)text[i];
        const bool is_wide = byte > 0xe2 || (byte == 0xe2 && (unsigned char)text[i + 1] >= 0xba);
        if ((byte & 0xc0) != 0x80)
            count += is_wide ? 2 : 1;
    }
    return count;
}

static void expect_narrow(const char *language, const char *text, size_t most)
{
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        ck_assert_msg(columns(text, size) <= most, "%s: more than %u columns: %.*s", language,
                      (unsigned)most, (int)size, text);
        text += size + (text[size] == '\n');
    }
}

/* The paragraphs of windows and notices are wrapped by Windows; these are not. */
static bool is_for_a_console(message_id id)
{
    return id < MESSAGE_READING_DIRECTION || is_named(id, "MESSAGE_HELP_") ||
           is_named(id, "MESSAGE_USAGE_") || is_named(id, "MESSAGE_RESULT_");
}

/* Consoles get no language from right to left. */
static bool is_for_windows_only(const struct message_language *language)
{
    return strcmp(language->text(MESSAGE_READING_DIRECTION), "rtl") == 0;
}

START_TEST(sentences_fit_in_a_console_window)
{
    const struct message_language *language = &message_languages[_i];
    if (is_for_windows_only(language))
        return;
    for (message_id id = 0; id < BEYOND_ALL; id++)
        /* What the .reg reader says is put behind a path anyhow. */
        if (is_for_a_console(id) && id != MESSAGE_REG_NO_HEADER)
            expect_narrow(language->name, language->text(id), 100);
}
END_TEST

static const struct message_language *spoken;

static const char *spoken_text(const struct message_source *source, message_id id)
{
    (void)source;
    return spoken->text(id);
}

static const struct message_source spoken_source = {spoken_text};

/* A line of 80 columns would be followed by an empty one. */
START_TEST(help_fits_in_80_columns)
{
    struct byte_buffer help = {0};
    spoken = &message_languages[_i];
    if (is_for_windows_only(spoken))
        return;
    options_append_help(&help, &spoken_source, "promptfix 0.1.0");
    expect_narrow(spoken->name, byte_buffer_text(&help), 79);
    byte_buffer_done(&help);
}
END_TEST

/* UTF-16 units, as the shell counts them: a character beyond the first 65536 is two. */
static size_t units(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80 ? 1U + ((unsigned char)*text >= 0xf0) : 0;
    return count;
}

/* The shell cuts off what is longer. `longest` stands for every insertion. */
static void expect_within(size_t limit, message_id id, const char *longest)
{
    struct byte_buffer text = {0};
    message_append(&text, &spoken_source, id, INSERT(longest, longest, longest, longest));
    size_t length = units(byte_buffer_text(&text));
    ck_assert_msg(length <= limit, "%s: %s has %u UTF-16 units, and %u can be shown: %s",
                  spoken->name, message_name(id), (unsigned)length, (unsigned)limit,
                  byte_buffer_text(&text));
    byte_buffer_done(&text);
}

/* What is put in is a number, the name of a profile, or a short reason. */
#define LONG_NAME "Outlook (Contoso Ltd., main office)"

START_TEST(notices_fit)
{
    spoken = &message_languages[_i];
    for (message_id id = 0; id < BEYOND_ALL; id++) {
        if (is_named(id, "MESSAGE_NOTICE_TITLE_"))
            expect_within(NOTICE_TITLE_LIMIT, id, LONG_NAME);
        else if (is_named(id, "MESSAGE_NOTICE_TEXT_"))
            expect_within(NOTICE_TEXT_LIMIT, id, LONG_NAME);
    }
}
END_TEST

START_TEST(tips_fit)
{
    spoken = &message_languages[_i];
    for (message_id id = 0; id < BEYOND_ALL; id++) {
        if (!is_named(id, "MESSAGE_TIP_"))
            continue;
        expect_within(TIP_LIMIT, id, LONG_NAME);
        expect_within(TIP_LIMIT, MESSAGE_TIP, spoken->text(id));
    }
}
END_TEST

Suite *languages_suite(void);

Suite *languages_suite(void)
{
    Suite *suite = suite_create("languages");
    TCase *choice = tcase_create("choice");
    tcase_add_test(choice, the_users_own_language_comes_first);
    tcase_add_test(choice, then_the_language_of_its_default_country);
    tcase_add_test(choice, then_the_language_of_any_country);
    tcase_add_test(choice, english_for_everybody_else);
    tcase_add_test(choice, of_every_country_that_speaks_it);
    tcase_add_test(choice, chinese_is_two_languages);
    tcase_add_test(choice, a_console_that_cannot_show_a_language_is_spoken_to_in_english);
    suite_add_tcase(suite, choice);

    TCase *texts = tcase_create("texts");
    const int count = (int)message_language_count;
    tcase_add_test(texts, the_texts_are_there);
    tcase_add_loop_test(texts, every_text_can_be_shown, 0, count);
    tcase_add_loop_test(texts, sentences_fit_in_a_console_window, 0, count);
    tcase_add_loop_test(texts, help_fits_in_80_columns, 0, count);
    tcase_add_loop_test(texts, notices_fit, 0, count);
    tcase_add_loop_test(texts, tips_fit, 0, count);
    suite_add_tcase(suite, texts);
    return suite;
}
