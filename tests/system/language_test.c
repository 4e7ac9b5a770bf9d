/* The program speaks the language in which Windows speaks to its user.
 *
 * Which one that is has to be said before Wine starts, so this suite runs several times; the
 * variable PROMPTFIX_LANGUAGE tells it which language it was said to be ("de_AT"). Without the
 * variable it is that of this machine. */
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static char language[3]; /* of ISO 639: "de" */

static void set_up(void)
{
    const char *wanted = getenv("PROMPTFIX_LANGUAGE");
    const LCID user = MAKELCID(GetUserDefaultUILanguage(), SORT_DEFAULT);
    ck_assert_int_eq(GetLocaleInfoA(user, LOCALE_SISO639LANGNAME, language, sizeof language), 3);
    if (wanted != NULL)
        ck_assert_msg(strncmp(wanted, language, 2) == 0, "Windows speaks %s, not %s", language,
                      wanted);
    mail_sample_write(BASIC);
    mail_sample_write_level(1);
}

static void tear_down(void)
{
    live_registry_clear();
}

static void expect_german(const char *output)
{
    output_expect(output, "\r\nPROBLEM im Profil \"Outlook\": Die Anmeldung am Exchange-Proxy ");
    output_expect(output, "\r\nW\xC3\xBCrde ge\xC3\xA4ndert:\r\n");
    output_expect(output, "(Exitcode 1)\r\n");
    output_expect_not(output, "exit code");
}

static void expect_english(const char *output)
{
    output_expect(output, "\r\nPROBLEM in profile \"Outlook\": the sign-in to the Exchange proxy ");
    output_expect(output, "\r\nWould be changed:\r\n");
    output_expect(output, "(exit code 1)\r\n");
}

START_TEST(speaks_the_users_language)
{
    const struct program_result *check = promptfix(L"/check");
    ck_assert_uint_eq(check->exit_code, 1);
    output_expect_windows_lines(check->output, check->output_size);
    if (strcmp(language, "de") == 0)
        expect_german(check->output);
    else
        expect_english(check->output);
}
END_TEST

START_TEST(complains_in_the_users_language)
{
    const struct program_result *wrong = promptfix(L"/check /profile:B\x00FCro");
    ck_assert_uint_eq(wrong->exit_code, 87);
    output_expect(wrong->errors, strcmp(language, "de") == 0
                                     ? "kein E-Mail-Profil mit dem Namen \"B\xC3\xBCro\""
                                     : "no mail profile named \"B\xC3\xBCro\"");
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
    tcase_add_test(tests, speaks_to_programs_as_ever);
    suite_add_tcase(suite, tests);
    return suite;
}
