/* Which account a credential dialog is about, by its caption in whatever language. */
#include "agent/prompt_account.h"

#include "agent/prompt_record.h"

#include <check.h>
#include <string.h>

static const struct {
    const char *caption;
    const char *host;
    bool named;
} captions[] = {
    {"Connect to mail.contoso.com", "mail.contoso.com", true},
    {"Verbindung mit MAIL.Contoso.COM herstellen", "mail.contoso.com", true},
    {"mail.contoso.com \xe3\x81\xab\xe6\x8e\xa5\xe7\xb6\x9a", "mail.contoso.com", true},
    {"\xe8\xbf\x9e\xe6\x8e\xa5\xe5\x88\xb0mail.contoso.com\xe3\x80\x82", "mail.contoso.com", true},
    {"Connexion \xc3\xa0 \xc2\xab"
     "exch01"
     "\xc2\xbb",
     "exch01", true},
    {"Connect to mail.contoso.com.", "mail.contoso.com", true},
    {"Connect to mail.contoso.com:444", "mail.contoso.com", true},
    {"Connect to (mail.contoso.com)", "mail.contoso.com", true},
    {"Connect to mail.contoso.com", "contoso.com", false},
    {"Connect to mail.contoso.com.example", "mail.contoso.com", false},
    {"Connect to webmail.contoso.com", "mail.contoso.com", false},
    {"Connect to my-mail.contoso.com", "mail.contoso.com", false},
    {"Connect to mail.contoso.com-old", "mail.contoso.com", false},
    {"Connect to exch01", "exch0", false},
    {"webmail.contoso.com, then mail.contoso.com", "mail.contoso.com", true},
    {"Windows Security", "mail.contoso.com", false},
    {"", "mail.contoso.com", false},
    {"Connect to ", "", false},
    {"mail.contoso.co", "mail.contoso.com", false},
};

START_TEST(a_host_is_named_as_a_whole)
{
    ck_assert_msg(prompt_caption_names(captions[_i].caption, captions[_i].host,
                                       strlen(captions[_i].host)) == captions[_i].named,
                  "%s", captions[_i].caption);
}
END_TEST

static struct exchange_account account(const char *profile, const char *proxy,
                                       const char *principal)
{
    return (struct exchange_account){
        .profile = profile,
        .roh_flags = {.state = PROPERTY_READ, .value = ROH_USE | ROH_SSL},
        .proxy_server = {proxy != NULL ? PROPERTY_READ : PROPERTY_MALFORMED, proxy},
        .principal_name = {principal != NULL ? PROPERTY_READ : PROPERTY_ABSENT, principal},
    };
}

static const char *found(const char *caption, struct exchange_account *accounts, size_t count)
{
    const struct observation observation = {.accounts = {.accounts = accounts, .count = count}};
    const struct exchange_account *one = prompt_account_find(caption, &observation);
    return one != NULL ? one->profile : "(none)";
}

START_TEST(the_account_whose_server_is_named_is_meant)
{
    struct exchange_account accounts[] = {
        account("A", "mail.contoso.com:444", NULL),
        account("B", "owa.fabrikam.com", "msstd:*.fabrikam.com"),
        account("C", "10.0.0.7", "msstd:exch.example.com"),
        account("D", "[fe80::1]:443", "exch.example.net"),
        account("E", NULL, NULL),
    };
    accounts[1].in_default_profile = true;
    ck_assert_str_eq(found("Connect to mail.contoso.com", accounts, 5), "A");
    ck_assert_str_eq(found("Connect to OWA.fabrikam.com", accounts, 5), "B");
    ck_assert_str_eq(found("Connect to exch.example.com", accounts, 5), "C");
    ck_assert_str_eq(found("Connect to 10.0.0.7", accounts, 5), "C");
    ck_assert_str_eq(found("Connect to [fe80::1]", accounts, 5), "D");
    /* none that is known: the default profile */
    ck_assert_str_eq(found("Connect to exch.example.net", accounts, 5), "B");
    ck_assert_str_eq(found("Windows Security", accounts, 5), "B");
    accounts[1].in_default_profile = false;
    ck_assert_str_eq(found("Windows Security", accounts, 5), "(none)");
}
END_TEST

START_TEST(the_longest_name_wins_then_the_default_profile)
{
    struct exchange_account accounts[] = {
        account("A", "exch01", NULL),
        account("B", "exch01 exch02", NULL), /* hand-made nonsense, but longer */
        account("C", "exch01", NULL),
    };
    ck_assert_str_eq(found("Connect to exch01", accounts, 3), "A");
    ck_assert_str_eq(found("Connect to exch01 exch02", accounts, 3), "B");
    accounts[2].in_default_profile = true;
    ck_assert_str_eq(found("Connect to exch01", accounts, 3), "C");
}
END_TEST

START_TEST(the_only_account_that_uses_the_proxy_is_meant)
{
    struct exchange_account accounts[] = {
        account("A", "mail.contoso.com", NULL),
        account("B", "mail.fabrikam.com", NULL),
        account(NULL, "mail.example.com", NULL),
    };
    accounts[1].roh_flags.value = ROH_SSL; /* not RPC over HTTP */
    accounts[1].in_default_profile = true;
    ck_assert_str_eq(found("Windows Security", accounts, 3), "A");
    ck_assert_str_eq(found("Connect to mail.fabrikam.com", accounts, 3), "A");
    ck_assert_str_eq(found("Connect to mail.example.com", accounts, 3), "A");
    accounts[0].error = CODE_ACCESS_DENIED;
    ck_assert_str_eq(found("Connect to mail.contoso.com", accounts, 3), "(none)");
    ck_assert_str_eq(found("Connect to mail.contoso.com", NULL, 0), "(none)");
}
END_TEST

#define PROFILE_2010 "Software\\WMS\\Profiles\\Outlook\\"
#define PROFILE_2016 "Software\\16.0\\Profiles\\Outlook\\"

START_TEST(of_two_outlooks_with_a_default_profile_neither_is_meant)
{
    struct exchange_account accounts[] = {
        account("Outlook", "mail.contoso.com", NULL),
        account("Outlook", "mail.fabrikam.com", NULL),
        account("Other", "mail.example.com", NULL),
    };
    accounts[0].in_default_profile = accounts[1].in_default_profile = true;
    accounts[0].key = PROFILE_2010 "1";
    accounts[1].key = PROFILE_2010 "2";
    ck_assert_str_eq(found("Windows Security", accounts, 3), "Outlook");
    accounts[1].key = PROFILE_2016 "2";
    ck_assert_str_eq(found("Windows Security", accounts, 3), "(none)");
    ck_assert_str_eq(found("Connect to mail.fabrikam.com", accounts, 3), "Outlook");
}
END_TEST

START_TEST(what_is_counted_goes_by_the_account_not_by_the_profiles_name_alone)
{
    static const struct {
        enum outlook_version version;
        const char *name;
    } cases[] = {
        {OUTLOOK_UNKNOWN, "Outlook"},
        {OUTLOOK_2003, "Outlook"},
        {OUTLOOK_2007, "Outlook"},
        {OUTLOOK_2010, "Outlook (2010, ac00)"},
        {OUTLOOK_2016, "Outlook (2016, ac00)"},
    };
    char name[PROMPT_RECORD_NAME_SIZE];
    struct exchange_account one = account("Outlook", NULL, NULL);
    one.section = "ac00";
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        one.outlook = cases[i].version;
        ck_assert(prompt_record_name(&one, name));
        ck_assert_str_eq(name, cases[i].name);
    }
    one.profile = NULL;
    ck_assert(!prompt_record_name(&one, name));
}
END_TEST

START_TEST(the_names_of_a_policy_are_those_that_count)
{
    struct exchange_account accounts[] = {
        account("A", "mail.contoso.com", "msstd:exch.contoso.com"),
        account("B", "owa.fabrikam.com", NULL),
    };
    struct observation observation = {.accounts = {.accounts = accounts, .count = 2}};
    struct outlook_policy *policy = &observation.outlook_policies.by_version[OUTLOOK_2016];
    accounts[0].outlook = OUTLOOK_2016;
    policy->proxy_server =
        (struct property_text){.state = PROPERTY_READ, .text = "proxy.contoso.com"};
    policy->principal_name =
        (struct property_text){.state = PROPERTY_READ, .text = "msstd:name.contoso.com"};
    accounts[1].in_default_profile = true;
    ck_assert_ptr_eq(prompt_account_find("Connect to proxy.contoso.com", &observation), accounts);
    ck_assert_ptr_eq(prompt_account_find("Connect to name.contoso.com", &observation), accounts);
    ck_assert_ptr_eq(prompt_account_find("Connect to mail.contoso.com", &observation),
                     &accounts[1]);
    ck_assert_ptr_eq(prompt_account_find("Connect to exch.contoso.com", &observation),
                     &accounts[1]);
}
END_TEST

Suite *prompt_account_suite(void);

Suite *prompt_account_suite(void)
{
    Suite *suite = suite_create("prompt_account");
    TCase *tests = tcase_create("prompt_account");
    tcase_add_loop_test(tests, a_host_is_named_as_a_whole, 0,
                        (int)(sizeof captions / sizeof captions[0]));
    tcase_add_test(tests, the_account_whose_server_is_named_is_meant);
    tcase_add_test(tests, the_longest_name_wins_then_the_default_profile);
    tcase_add_test(tests, the_only_account_that_uses_the_proxy_is_meant);
    tcase_add_test(tests, of_two_outlooks_with_a_default_profile_neither_is_meant);
    tcase_add_test(tests, what_is_counted_goes_by_the_account_not_by_the_profiles_name_alone);
    tcase_add_test(tests, the_names_of_a_policy_are_those_that_count);
    suite_add_tcase(suite, tests);
    return suite;
}
