#include "agent/http_challenge.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum {
    BASIC = HTTP_SCHEME_BASIC,
    NTLM = HTTP_SCHEME_NTLM,
    DIGEST = HTTP_SCHEME_DIGEST,
    NEGOTIATE = HTTP_SCHEME_NEGOTIATE,
    OTHER = HTTP_SCHEME_OTHER,
};

START_TEST(finds_the_schemes_wherever_they_may_stand)
{
    static const struct {
        const char *values;
        uint32_t schemes;
    } cases[] = {
        {"", 0},
        {"NTLM", NTLM},
        {"Negotiate\nNTLM\nBasic realm=\"mail.contoso.com\"", NEGOTIATE | NTLM | BASIC},
        {"Negotiate, NTLM, Basic realm=\"mail\"", NEGOTIATE | NTLM | BASIC},
        {"Basic realm=\"mail\", NTLM", BASIC | NTLM},
        {"nTlM\nBASIC realm=x", NTLM | BASIC},
        {" ,, NTLM ,", NTLM},
        {"NTLM\r\nBasic realm=\"a\"\r", NTLM | BASIC},
        /* Names of schemes inside of what another one says do not count. */
        {"Basic realm=\"NTLM, Negotiate\"", BASIC},
        {"Basic realm=\"a \\\" NTLM, Negotiate\", charset=\"UTF-8\"", BASIC},
        {"Basic realm=NTLM", BASIC},
        {"Basic realm=\"a\", ntlm=\"no\"", BASIC},
        {"Digest realm=\"a\", qop=\"auth,auth-int\", algorithm=MD5, nonce=\"1==\"", DIGEST},
        {"Digest realm = \"a\" , nonce= \"b\", Basic realm=\"c\"", DIGEST | BASIC},
        {"Bearer realm=\"a\", error=\"invalid_token\"", OTHER},
        {"NTLMv2", OTHER},
        {"X-NTLM, Basic realm=\"\"", OTHER | BASIC},
        /* With a message of NTLM's own, whole and broken off. */
        {"NTLM TlRMTVNTUAACAAAA==", NTLM},
        {"Negotiate YIIB+/==, NTLM", NEGOTIATE | NTLM},
        {"NTLM =", NTLM},
        {"NTLM TlRM TVNT, Basic realm=\"a\"", NTLM | BASIC},
        /* Not well-formed. */
        {"\"NTLM\"", 0},
        {"=NTLM", 0},
        {"NTLM=", 0},
        {"NTLM/1.0", 0},
        {"(NTLM), Basic realm=\"a\"", BASIC},
        {"Basic realm=\"never ends, NTLM", BASIC},
        {"Basic realm=\"never ends\nNTLM", BASIC | NTLM},
        {"Basic realm=\"ends in \\", BASIC},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        /* An allocation of its own, without a NUL: reading beyond it is seen. */
        const size_t size = strlen(cases[i].values);
        char *values = malloc(size + 1);
        ck_assert_ptr_nonnull(values);
        char *exact = values + 1;
        memcpy(exact, cases[i].values, size);
        const uint32_t schemes = http_challenge_schemes(exact, size);
        ck_assert_msg(schemes == cases[i].schemes, "%s: %x", cases[i].values, schemes);
        free(values);
    }
}
END_TEST

START_TEST(gives_the_message_of_a_challenge)
{
    static const char values[] = "Basic realm=\"a\", NTLM TlRM+/==  , Negotiate\nNTLM";
    static const struct {
        const char *scheme;
        const char *token;
    } expected[] = {{"Basic", ""}, {"NTLM", "TlRM+/=="}, {"Negotiate", ""}, {"NTLM", ""}};
    struct http_challenge_reader reader;
    struct http_challenge challenge;
    http_challenge_begin(&reader, values, sizeof values - 1);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ck_assert(http_challenge_next(&reader, &challenge));
        ck_assert_uint_eq(challenge.scheme_size, strlen(expected[i].scheme));
        ck_assert_mem_eq(challenge.scheme, expected[i].scheme, challenge.scheme_size);
        ck_assert_uint_eq(challenge.token_size, strlen(expected[i].token));
        if (challenge.token_size > 0)
            ck_assert_mem_eq(challenge.token, expected[i].token, challenge.token_size);
    }
    ck_assert(!http_challenge_next(&reader, &challenge));
    ck_assert(!http_challenge_next(&reader, &challenge));
}
END_TEST

Suite *http_challenge_suite(void);

Suite *http_challenge_suite(void)
{
    Suite *suite = suite_create("http_challenge");
    TCase *tests = tcase_create("http_challenge");
    tcase_add_test(tests, finds_the_schemes_wherever_they_may_stand);
    tcase_add_test(tests, gives_the_message_of_a_challenge);
    suite_add_tcase(suite, tests);
    return suite;
}
