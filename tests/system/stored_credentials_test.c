/* A credential that is stored in Windows for the proxy's name: told by its name, and by that only.
 */
#include "tests/system/live_registry.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <string.h>
#include <windows.h>
#include <wincred.h>

static wchar_t proxy[] = L"mail.contoso.invalid"; /* of the sample */
static wchar_t elsewhere[] = L"files.contoso.invalid";
static wchar_t user[] = L"CONTOSO\\anna";

static void store(wchar_t *target)
{
    static BYTE password[] = "s\0e\0c\0r\0e\0t\0-\0w\0o\0r\0d\0";
    CREDENTIALW credential = {
        .Type = CRED_TYPE_DOMAIN_PASSWORD,
        .TargetName = target,
        .CredentialBlobSize = sizeof password - 1,
        .CredentialBlob = password,
        .Persist = CRED_PERSIST_LOCAL_MACHINE,
        .UserName = user,
    };
    ck_assert_msg(CredWriteW(&credential, 0), "%lu", GetLastError());
}

static void set_up(void)
{
    live_registry_clear();
    mail_sample_write(NTLM);
    mail_sample_write_level(3);
}

static void tear_down(void)
{
    CredDeleteW(proxy, CRED_TYPE_DOMAIN_PASSWORD, 0);
    CredDeleteW(elsewhere, CRED_TYPE_DOMAIN_PASSWORD, 0);
    live_registry_clear();
}

START_TEST(one_for_the_proxy_is_told_and_one_for_another_server_is_not)
{
    store(elsewhere);
    output_expect_not(promptfix(L"/check /json")->output, "stored_credentials");
    store(proxy);
    const struct program_result *result = promptfix(L"/check /json");
    output_expect(result->output, "\"id\": \"stored_credentials\"");
    ck_assert_uint_eq(result->exit_code, 0); /* advice */
    result = promptfix(L"/check");
    output_expect(result->output, "\r\n  mail.contoso.invalid\r\n");
    output_expect_not(result->output, "files.contoso.invalid");
    output_expect_not(result->output, "anna");
    output_expect_not(result->output, "secret");
}
END_TEST

Suite *stored_credentials_suite(void);

Suite *stored_credentials_suite(void)
{
    Suite *suite = suite_create("stored_credentials");
    TCase *tests = tcase_create("stored_credentials");
    tcase_set_timeout(tests, 300);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, one_for_the_proxy_is_told_and_one_for_another_server_is_not);
    suite_add_tcase(suite, tests);
    return suite;
}
