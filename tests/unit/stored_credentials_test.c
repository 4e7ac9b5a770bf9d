/* For which servers Windows uses a stored credential. */
#include "agent/stored_credentials.h"

#include <check.h>

static const struct {
    const char *target;
    const char *host;
    bool is_for;
} cases[] = {
    {"mail.contoso.com", "mail.contoso.com", true},
    {"MAIL.Contoso.com", "mail.contoso.com", true},
    {"Domain:target=mail.contoso.com", "mail.contoso.com", true},
    {"LegacyGeneric:target=mail.contoso.com", "mail.contoso.com", false},
    {"mail", "mail.contoso.com", false},
    {"mail.contoso.com.evil", "mail.contoso.com", false},
    {"contoso.com", "mail.contoso.com", false},
    {"*.contoso.com", "mail.contoso.com", true},
    {"*.contoso.com", "a.mail.contoso.com", true},
    {"*.contoso.com", "contoso.com", false},
    {"*.contoso.com", "mailcontoso.com", false},
    {"*.", "mail.contoso.com", false},
    {"contoso.com\\*", "mail.contoso.com", true},
    {"contoso.com\\*", "mail.other.com", false},
    {"\\*", "mail.contoso.com", false},
    {"CONTOSO\\*", "mail.contoso.com", false},
    {"*", "mail.contoso.com", true},
    {"*Session", "mail.contoso.com", true},
    {"*session2", "mail.contoso.com", false},
    {"", "mail.contoso.com", false},
    {"Domain:target=", "mail.contoso.com", false},
};

START_TEST(a_target_is_for_the_servers_that_windows_uses_it_for)
{
    ck_assert_msg(stored_credential_is_for(cases[_i].target, cases[_i].host) == cases[_i].is_for,
                  "%s for %s", cases[_i].target, cases[_i].host);
}
END_TEST

Suite *stored_credentials_suite(void);

Suite *stored_credentials_suite(void)
{
    Suite *suite = suite_create("stored_credentials");
    TCase *tests = tcase_create("stored_credentials");
    tcase_add_loop_test(tests, a_target_is_for_the_servers_that_windows_uses_it_for, 0,
                        sizeof cases / sizeof cases[0]);
    suite_add_tcase(suite, tests);
    return suite;
}
