#include "agent/web_proxy.h"

#include <check.h>
#include <string.h>

static struct proxy_address address_of(const char *text, bool ssl)
{
    struct proxy_address address;
    ck_assert(proxy_address_parse(text, ssl, &address));
    return address;
}

START_TEST(the_first_server_that_fits_is_chosen)
{
    static const struct {
        const char *servers;
        bool ssl;
        const char *chosen; /* NULL: none */
    } cases[] = {
        {"proxy:8080", true, "proxy:8080"},
        {"proxy:8080", false, "proxy:8080"},
        {"proxy", true, "proxy"},
        {"http=a:80;https=b:8443", true, "b:8443"},
        {"http=a:80;https=b:8443", false, "a:80"},
        {"HTTPS=Web.Contoso.com:8443", true, "Web.Contoso.com:8443"},
        {"http=a:80 https=b:8443", true, "b:8443"},
        {"http=a:80", true, NULL},
        {"socks=a:1080;ftp=b:21", true, NULL},
        {"socks=a:1080;c:8080", true, "c:8080"},
        {"http://proxy:8080/", true, "proxy:8080"},
        {"https=http://proxy:8080", true, "proxy:8080"},
        {"socks://proxy:1080", true, NULL},
        {"[2001:db8::1]:8080", true, "[2001:db8::1]:8080"},
        {"first:80;second:80", true, "first:80"},
        {"not a/name", true, "not"},
        {"a/name?;b:80", true, "b:80"},
        {";; ;", true, NULL},
        {"=", true, NULL},
        {"https=", true, NULL},
        {"", true, NULL},
        {NULL, true, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char chosen[WEB_PROXY_SIZE] = "untouched";
        const struct proxy_address address = address_of("mail.contoso.com", cases[i].ssl);
        const bool found = web_proxy_choose(cases[i].servers, NULL, &address, chosen);
        ck_assert_msg(found == (cases[i].chosen != NULL), "case %u: %s", (unsigned)i, chosen);
        ck_assert_str_eq(chosen, found ? cases[i].chosen : "untouched");
    }
}
END_TEST

START_TEST(a_server_with_too_long_a_name_is_passed_over)
{
    char servers[WEB_PROXY_SIZE + 20];
    char chosen[WEB_PROXY_SIZE];
    const struct proxy_address address = address_of("mail", true);
    memset(servers, 'a', WEB_PROXY_SIZE);
    memcpy(servers + WEB_PROXY_SIZE, ";b:1", sizeof ";b:1");
    ck_assert(web_proxy_choose(servers, NULL, &address, chosen));
    ck_assert_str_eq(chosen, "b:1");
}
END_TEST

START_TEST(exceptions_are_patterns)
{
    static const struct {
        const char *exceptions;
        const char *host;
        bool is_excepted;
    } cases[] = {
        {"mail.contoso.com", "mail.contoso.com", true},
        {"MAIL.Contoso.COM", "mail.contoso.com", true},
        {"contoso.com", "mail.contoso.com", false},
        {"*.contoso.com", "mail.contoso.com", true},
        {"*.contoso.com", "contoso.com", false},
        {"*contoso.com", "contoso.com", true},
        {"*.contoso.com", "mail.contoso.com.elsewhere.example", false},
        {"mail.*", "mail.contoso.com", true},
        {"m*.c*.com", "mail.contoso.com", true},
        {"m*x*.com", "mail.contoso.com", false},
        {"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
        {"*", "mail.contoso.com", true},
        {"10.*", "10.1.2.3", true},
        {"10.*", "110.1.2.3", false},
        {"<local>", "mail", true},
        {"<LOCAL>", "mail", true},
        {"<local>", "mail.contoso.com", false},
        {"<local>", "[::1]", false},
        {"a.example;<local>", "mail", true},
        {"a.example mail.contoso.com", "mail.contoso.com", true},
        {"https://mail.contoso.com", "mail.contoso.com", true},
        {"http://mail.contoso.com", "mail.contoso.com", false},
        {"mail.contoso.com:443", "mail.contoso.com", true},
        {"mail.contoso.com:444", "mail.contoso.com", false},
        {"mail.contoso.com:444", "mail.contoso.com:444", true},
        {"https://*.contoso.com:443", "mail.contoso.com", true},
        {"[::1]", "[::1]", true},
        {"[::1]:443", "[::1]", true},
        {"[::1]:444", "[::1]", false},
        {"<-loopback>", "mail", false},
        {";", "mail", false},
        {":443", "mail", false},
        {"", "mail", false},
        {NULL, "mail", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char chosen[WEB_PROXY_SIZE];
        const struct proxy_address address = address_of(cases[i].host, true);
        ck_assert_msg(web_proxy_is_excepted(cases[i].exceptions, &address) == cases[i].is_excepted,
                      "case %u", (unsigned)i);
        ck_assert(web_proxy_choose("proxy:8080", cases[i].exceptions, &address, chosen) !=
                  cases[i].is_excepted);
    }
}
END_TEST

START_TEST(a_script_is_asked_about_the_rpc_proxys_own_url)
{
    char url[WEB_PROXY_URL_SIZE];
    struct proxy_address address = address_of("Mail.contoso.com", true);
    web_proxy_url(&address, url);
    ck_assert_str_eq(url, "https://mail.contoso.com:443/rpc/rpcproxy.dll");
    address = address_of("mail:8080", false);
    web_proxy_url(&address, url);
    ck_assert_str_eq(url, "http://mail:8080/rpc/rpcproxy.dll");
    memset(address.host, 'a', PROXY_HOST_SIZE - 1);
    address.ssl = true;
    address.port = 65535;
    web_proxy_url(&address, url);
    ck_assert_ptr_nonnull(strstr(url, ":65535/rpc/rpcproxy.dll"));
}
END_TEST

START_TEST(a_network_without_a_script_is_no_error)
{
    ck_assert_uint_eq(web_proxy_search_error(0, 0), 0);
    ck_assert_uint_eq(web_proxy_search_error(12180, 0), 0);
    ck_assert_uint_eq(web_proxy_search_error(12167, 0), 12167);
    ck_assert_uint_eq(web_proxy_search_error(12180, 12166), 12166);
    ck_assert_uint_eq(web_proxy_search_error(12167, 12166), 12166);
    ck_assert_uint_eq(web_proxy_search_error(0, 12180), 12180);
}
END_TEST

Suite *web_proxy_suite(void);

Suite *web_proxy_suite(void)
{
    Suite *suite = suite_create("web_proxy");
    TCase *tests = tcase_create("web_proxy");
    tcase_add_test(tests, the_first_server_that_fits_is_chosen);
    tcase_add_test(tests, a_server_with_too_long_a_name_is_passed_over);
    tcase_add_test(tests, exceptions_are_patterns);
    tcase_add_test(tests, a_network_without_a_script_is_no_error);
    tcase_add_test(tests, a_script_is_asked_about_the_rpc_proxys_own_url);
    suite_add_tcase(suite, tests);
    return suite;
}
