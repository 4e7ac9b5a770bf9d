#include "agent/proxy_address.h"

#include <check.h>
#include <string.h>

START_TEST(understands_a_name_and_a_port)
{
    static const struct {
        const char *text;
        const char *host;
        bool ssl;
        unsigned port;
    } cases[] = {
        {"mail.contoso.com", "mail.contoso.com", true, 443},
        {"mail.contoso.com", "mail.contoso.com", false, 80},
        {"Mail.Contoso.COM:8443", "mail.contoso.com", true, 8443},
        {"MAIL", "mail", false, 80},
        {" mail.contoso.com\t", "mail.contoso.com", true, 443},
        {"10.0.0.1:65535", "10.0.0.1", true, 65535},
        {"[::1]", "[::1]", true, 443},
        {"[FE80::1]:444", "[fe80::1]", true, 444},
        {"m\xC3\xBCnchen.example", "m\xC3\xBCnchen.example", true, 443},
        {"a_b-c.d.", "a_b-c.d.", true, 443},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proxy_address address;
        ck_assert_msg(proxy_address_parse(cases[i].text, cases[i].ssl, &address), "%s",
                      cases[i].text);
        ck_assert_str_eq(address.host, cases[i].host);
        ck_assert_uint_eq(address.port, cases[i].port);
        ck_assert(address.ssl == cases[i].ssl);
    }
}
END_TEST

START_TEST(refuses_what_could_become_more_than_a_name)
{
    static const char *const texts[] = {
        "",           " ",         "https://mail.contoso.com",
        "mail/rpc",   "mail\\rpc", "a b",
        "a:",         "a:0",       "a:65536",
        "a:1x",       "a:-1",      "a:443:1",
        ":443",       "user@mail", "mail?x",
        "mail#x",     "mail%2f",   "a\r\nb",
        "a\x7f",      "[::1",      "[]",
        "[::1]x",     "[::1]:",    "::1",
        "[mail]",     "-mail:443", ".mail",
        "a:00000443", "a,b",       "\"a\"",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct proxy_address address = {.port = 4711};
        ck_assert_msg(!proxy_address_parse(texts[i], true, &address), "%s", texts[i]);
        ck_assert_uint_eq(address.port, 4711);
    }
    char long_name[PROXY_HOST_SIZE + 1];
    struct proxy_address address;
    memset(long_name, 'a', sizeof long_name);
    long_name[PROXY_HOST_SIZE] = '\0';
    ck_assert(!proxy_address_parse(long_name, true, &address));
    long_name[PROXY_HOST_SIZE - 1] = '\0';
    ck_assert(proxy_address_parse(long_name, true, &address));
}
END_TEST

START_TEST(accounts_with_the_same_address_share_a_proxy)
{
    struct proxy_address a;
    struct proxy_address b;
    ck_assert(proxy_address_parse("Mail.contoso.com", true, &a));
    ck_assert(proxy_address_parse("mail.contoso.com:443", true, &b));
    ck_assert(proxy_address_equal(&a, &b));
    b.ssl = false;
    ck_assert(!proxy_address_equal(&a, &b));
    ck_assert(proxy_address_parse("mail.contoso.com:444", true, &b));
    ck_assert(!proxy_address_equal(&a, &b));
    ck_assert(proxy_address_parse("mail2.contoso.com", true, &b));
    ck_assert(!proxy_address_equal(&a, &b));
}
END_TEST

Suite *proxy_address_suite(void);

Suite *proxy_address_suite(void)
{
    Suite *suite = suite_create("proxy_address");
    TCase *tests = tcase_create("proxy_address");
    tcase_add_test(tests, understands_a_name_and_a_port);
    tcase_add_test(tests, refuses_what_could_become_more_than_a_name);
    tcase_add_test(tests, accounts_with_the_same_address_share_a_proxy);
    suite_add_tcase(suite, tests);
    return suite;
}
