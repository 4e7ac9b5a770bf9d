#include "agent/principal_name.h"

#include <check.h>

START_TEST(the_common_name_counts_unless_there_is_an_address)
{
    ck_assert_str_eq(principal_of_certificate("", "mail.contoso.com"), "mail.contoso.com");
    ck_assert_str_eq(principal_of_certificate(NULL, "mail.contoso.com"), "mail.contoso.com");
    ck_assert_str_eq(principal_of_certificate("root", "mail.contoso.com"), "mail.contoso.com");
    ck_assert_str_eq(principal_of_certificate("it@contoso.com", "mail"), "it@contoso.com");
    ck_assert_str_eq(principal_of_certificate(NULL, NULL), "");
}
END_TEST

START_TEST(msstd_names_compare_letter_by_letter_without_case)
{
    static const struct {
        const char *principal;
        const char *name;
        enum principal_match match;
    } cases[] = {
        {"msstd:mail.contoso.com", "mail.contoso.com", PRINCIPAL_MATCHES},
        {"MSSTD:Mail.Contoso.com", "mail.contoso.COM", PRINCIPAL_MATCHES},
        {"msstd:mail.contoso.com", "webmail.contoso.com", PRINCIPAL_DIFFERS},
        {"msstd:mail.contoso.com", "*.contoso.com", PRINCIPAL_DIFFERS},
        {"msstd:*.contoso.com", "*.contoso.com", PRINCIPAL_MATCHES},
        {"msstd:mail.contoso.com ", "mail.contoso.com", PRINCIPAL_DIFFERS},
        {"msstd:mail.contoso.com", "", PRINCIPAL_UNKNOWN},
        {"msstd:", "mail.contoso.com", PRINCIPAL_UNKNOWN},
        {"", "mail.contoso.com", PRINCIPAL_UNKNOWN},
        {"mail.contoso.com", "mail.contoso.com", PRINCIPAL_UNKNOWN},
        {"fullsic:\\CA\\mail", "mail", PRINCIPAL_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(principal_compare(cases[i].principal, cases[i].name) == cases[i].match,
                      "%s, %s", cases[i].principal, cases[i].name);
}
END_TEST

Suite *principal_name_suite(void);

Suite *principal_name_suite(void)
{
    Suite *suite = suite_create("principal_name");
    TCase *tests = tcase_create("principal_name");
    tcase_add_test(tests, the_common_name_counts_unless_there_is_an_address);
    tcase_add_test(tests, msstd_names_compare_letter_by_letter_without_case);
    suite_add_tcase(suite, tests);
    return suite;
}
