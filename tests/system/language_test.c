/* The program speaks the language in which Windows speaks to its user.
 *
 * Which one that is has to be said before Wine starts, so this suite runs several times; the
 * variable PROMPTFIX_LANGUAGE tells it which language it was said to be ("de_AT"). Without the
 * variable it is that of this machine. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/parent_process.h"
#include "tests/system/program_run.h"
#include "tests/unit/message_texts.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char language[3];   /* of ISO 639: "de" */
static language_id spoken; /* of the program's languages */

/* The best of those that there are for the user's. The pseudo-language is among them, as Hebrew: in
 * Hebrew this suite is for the program that has it. */
static language_id best_language(void)
{
    language_id available[64];
    language_id order[LANGUAGE_ORDER_MAX];
    ck_assert_uint_le(message_language_count, 64);
    for (size_t i = 0; i < message_language_count; i++)
        available[i] = message_languages[i].id;
    language_order(GetUserDefaultUILanguage(), available, message_language_count, order);
    return order[0];
}

static void set_up(void)
{
    const char *wanted = getenv("PROMPTFIX_LANGUAGE");
    const LCID user = MAKELCID(GetUserDefaultUILanguage(), SORT_DEFAULT);
    ck_assert_int_eq(GetLocaleInfoA(user, LOCALE_SISO639LANGNAME, language, sizeof language), 3);
    if (wanted != NULL)
        ck_assert_msg(strncmp(wanted, language, 2) == 0, "Windows speaks %s, not %s", language,
                      wanted);
    spoken = best_language();
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    live_registry_clear();
}

/* As it stands between two insertions. */
static void expect_words(const char *output, message_id id)
{
    char words[512];
    const char *text = message_text_of(spoken, id);
    const char *start = text[0] == '%' ? text + 2 : text;
    const size_t size = strcspn(start, "%\n");
    ck_assert_uint_gt(size, 3);
    ck_assert_uint_lt(size, sizeof words);
    memcpy(words, start, size);
    words[size] = '\0';
    output_expect(output, words);
}

START_TEST(speaks_the_users_language)
{
    const struct program_result *check = promptfix(L"/check");
    ck_assert_uint_eq(check->exit_code, 1);
    output_expect_windows_lines(check->output, check->output_size);
    expect_words(check->output, MESSAGE_FINDING_BASIC);
    expect_words(check->output, MESSAGE_CHANGES_PLANNED);
    expect_words(check->output, MESSAGE_RESULT_CAN_BE_MENDED);
    if (strcmp(language, "de") == 0)
        output_expect(check->output, "\r\nW\xC3\xBCrde ge\xC3\xA4ndert:\r\n");
    if (strcmp(language, "en") == 0)
        output_expect(check->output, "\r\nWould be changed:\r\n");
}
END_TEST

START_TEST(complains_in_the_users_language)
{
    const struct program_result *wrong = promptfix(L"/check /profile:B\x00FCro");
    ck_assert_uint_eq(wrong->exit_code, 87);
    output_expect(wrong->errors, "B\xC3\xBCro");
    expect_words(wrong->errors, MESSAGE_USAGE_NOTHING_DONE);
}
END_TEST

#define NO_SUCH_PROFILE L"/check /profile:none"
#define ENGLISH "There is no mail profile named \"none\"."

/* The complaint on a console with that code page. */
static const char *said_on_console(const wchar_t *code_page)
{
    SetEnvironmentVariableW(L"PROMPTFIX_CODE_PAGE", code_page);
    const struct program_result *said = run_from_console(promptfix_command_line(NO_SUCH_PROFILE));
    SetEnvironmentVariableW(L"PROMPTFIX_CODE_PAGE", NULL);
    ck_assert_uint_eq(said->exit_code, 87);
    return said->output;
}

/* The same in a pipe, where every letter has a place: its first line. */
static const char *said_in_pipe(void)
{
    static char line[512];
    const struct program_result *said = promptfix(NO_SUCH_PROFILE);
    snprintf(line, sizeof line, "%s", said->errors);
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

START_TEST(speaks_on_a_console_what_it_can_show)
{
    static const struct {
        const char *language;
        const wchar_t *own; /* a code page with its letters, for a language of consoles */
        const wchar_t *other;
    } consoles[] = {
        {"ru", L"866", L"437"}, {"ja", L"932", L"437"}, {"zh", L"936", L"437"},
        {"de", L"850", NULL},   {"fr", L"850", NULL},   {"he", NULL, L"862"},
    };
    for (size_t i = 0; i < sizeof consoles / sizeof consoles[0]; i++) {
        if (strcmp(consoles[i].language, language) != 0)
            continue;
        if (consoles[i].own != NULL)
            output_expect(said_on_console(consoles[i].own), said_in_pipe());
        if (consoles[i].own != NULL)
            output_expect(said_on_console(L"65001"), said_in_pipe());
        if (consoles[i].other != NULL)
            output_expect(said_on_console(consoles[i].other), ENGLISH);
    }
}
END_TEST

START_TEST(speaks_to_programs_as_ever)
{
    const struct program_result *check = promptfix(L"/check /json");
    ck_assert(output_is_json(check->output, check->output_size));
    output_expect_in_object(check->output, "\"id\": \"basic_authentication\"",
                            "\"severity\": \"problem\"");
}
END_TEST

Suite *language_suite(void);

Suite *language_suite(void)
{
    Suite *suite = suite_create("language");
    TCase *tests = tcase_create("language");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, speaks_the_users_language);
    tcase_add_test(tests, complains_in_the_users_language);
    tcase_add_test(tests, speaks_on_a_console_what_it_can_show);
    tcase_add_test(tests, speaks_to_programs_as_ever);
    suite_add_tcase(suite, tests);
    return suite;
}
