/* The text report, whole, for the cases that people will see most. */
#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define HEADING "promptfix " PROMPTFIX_VERSION " on PC-0815, Windows 5.1\n\n"
#define SECTION                                                                                    \
    "HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\"         \
    "Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a\\"
#define LEVEL "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel"
#define BASIC_ACCOUNT                                                                              \
    "Profile \"Outlook\" (default): Exchange proxy mail.contoso.com, Basic authentication.\n"
#define NTLM_ACCOUNT                                                                               \
    "Profile \"Outlook\" (default): Exchange proxy mail.contoso.com, NTLM authentication.\n"
/* What a fix sees of the proxy of these tests. */
#define ASKED "  Proxy asked at 2026-11-22T10:00:00Z: its name was not found.\n"
#define NO_LEVEL "LmCompatibilityLevel of Windows: not set, which means 0 on this version.\n"
#define BASIC                                                                                      \
    "\nPROBLEM in profile \"Outlook\": the sign-in to the Exchange proxy is Basic.\n"              \
    "With Basic, Outlook has to ask for the password at every start: it cannot send\n"             \
    "your Windows logon by itself. With NTLM it can.\n"                                            \
    "  " SECTION "00036627 = REG_BINARY 01 00 00 00\n"
#define TOO_LOW_TEXT                                                                               \
    "Windows keeps your logon to itself: level 0 is in effect, 2 is needed.\n"                     \
    "Below 2, Windows would have to send weak LM password data along with NTLM. It\n"              \
    "does not do that to the Exchange proxy, so Outlook asks for the password.\n"                  \
    "  " LEVEL " = (not set)\n"
#define TOO_LOW "\nPROBLEM in profile \"Outlook\": " TOO_LOW_TEXT
#define SCHEME_CHANGE                                                                              \
    "  " SECTION "00036627\n      REG_BINARY 01 00 00 00 -> REG_BINARY 02 00 00 00\n"
#define LEVEL_CHANGE "  " LEVEL "\n      (not set) -> REG_DWORD 3\n"

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .config_flags = 4,
                                                           .proxy_server = "mail.contoso.com"});
    sample_default_profile(fake.registry, "Outlook");
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

START_TEST(of_a_check_that_finds_both_causes)
{
    (void)RUN(&fake, "/check");
    ck_assert_str_eq(
        fake_host_output(&fake), HEADING BASIC_ACCOUNT NO_LEVEL BASIC
        "  promptfix /fix switches it to NTLM. Ask your administrator first whether the\n"
        "  proxy takes NTLM: some firewalls in front of it break it.\n" TOO_LOW
        "  promptfix /fix, run by an administrator, raises it to 3. Then Windows must be\n"
        "  restarted.\n"
        "\nWould be changed:\n" SCHEME_CHANGE "\nWould be changed:\n" LEVEL_CHANGE
        "\nResult: a problem was found; promptfix /fix can mend it. (exit code 1)\n");
}
END_TEST

START_TEST(of_a_fix_and_its_undo)
{
    (void)RUN(&fake, "/fix");
    ck_assert_str_eq(fake_host_output(&fake), HEADING BASIC_ACCOUNT ASKED NO_LEVEL BASIC TOO_LOW
                     "\nChanged:\n" SCHEME_CHANGE "\nChanged:\n" LEVEL_CHANGE
                     "\nResult: done. Restart Windows. (exit code 3010)\n");
    (void)RUN(&fake, "/check");
    ck_assert_str_eq(fake_host_output(&fake),
                     HEADING NTLM_ACCOUNT "LmCompatibilityLevel of Windows: 3.\n"
                                          "\nResult: nothing wrong. Nothing that PromptFix knows "
                                          "makes Outlook ask for a password. (exit code 0)\n");
    (void)RUN(&fake, "/fix");
    ck_assert_str_eq(fake_host_output(&fake),
                     HEADING NTLM_ACCOUNT "LmCompatibilityLevel of Windows: 3.\n"
                                          "\nResult: nothing to do. (exit code 0)\n");
    (void)RUN(&fake, "/undo", "/scope:machine");
    const char *undone = strstr(fake_host_output(&fake), "\nPut back:\n");
    ck_assert_ptr_nonnull(undone);
    ck_assert_str_eq(undone, "\nPut back:\n  " LEVEL "\n      REG_DWORD 3 -> (not set)\n"
                             "\nAs it is now:\n" NTLM_ACCOUNT NO_LEVEL "\nPROBLEM: " TOO_LOW_TEXT
                             "  promptfix /fix, run by an administrator, raises it to 3. Then "
                             "Windows must be\n  restarted.\n"
                             "\nResult: done. Restart Windows. (exit code 3010)\n");
}
END_TEST

START_TEST(of_a_fix_without_rights)
{
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE,
                                           "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                                           REGISTRY_WRITE),
                      CODE_SUCCESS);
    (void)RUN(&fake, "/fix");
    ck_assert_str_eq(
        fake_host_output(&fake), HEADING BASIC_ACCOUNT ASKED NO_LEVEL BASIC TOO_LOW
        "  This needs an administrator: ask your helpdesk, or run, as an administrator,\n"
        "  promptfix /fix /scope:machine\n"
        "\nChanged:\n" SCHEME_CHANGE "\nNot changed:\n" LEVEL_CHANGE
        "Windows: not changed, this needs an administrator.\n"
        "\nResult: a problem is left that needs an administrator. (exit code 740)\n"
        "Restart Outlook for what was changed.\n");
}
END_TEST

START_TEST(of_a_run_that_another_keeps_out)
{
    ck_assert_uint_eq(registry_lock(fake.registry, REGISTRY_CURRENT_USER), CODE_SUCCESS);
    (void)RUN(&fake, "/fix");
    registry_unlock(fake.registry, REGISTRY_CURRENT_USER);
    ck_assert_str_eq(fake_host_output(&fake),
                     HEADING "Result: another run of PromptFix is at work. Nothing was done; try "
                             "again later. (exit code 1618)\n");
}
END_TEST

START_TEST(of_a_write_that_failed_and_was_put_back)
{
    /* Writing the scheme is denied: the only write of the user half. */
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Outlook"), REGISTRY_WRITE),
                      CODE_SUCCESS);
    (void)RUN(&fake, "/fix", "/scope:user");
    const char *part = strstr(fake_host_output(&fake), "\nNot changed:\n");
    ck_assert_ptr_nonnull(part);
    ck_assert_str_eq(part, "\nNot changed:\n" SCHEME_CHANGE
                           "mail profiles: failed, and everything was put back. " SECTION
                           "00036627: Access is denied. (5)\n"
                           "\nResult: failed; see above. (exit code 1603)\n");
}
END_TEST

START_TEST(of_accounts_that_cannot_be_judged)
{
    sample_exchange_profile(fake.registry, "Broken", SAMPLE_BASIC);
    sample_account(fake.registry, &(struct sample_account){.profile = "Inside", .flags = 0});
    sample_write(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623",
                 VALUE_BINARY, "\x2f", 1);
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Broken"), REGISTRY_READ),
                      CODE_SUCCESS);
    (void)RUN(&fake, "/check");
    const char *text = fake_host_output(&fake);
    ck_assert_ptr_nonnull(
        strstr(text, "Profile \"Outlook\" (default): its settings cannot be read.\n"
                     "Profile \"Broken\": its settings cannot be read.\n"
                     "Profile \"Inside\": does not use RPC over HTTP; nothing to look at.\n"));
    ck_assert_ptr_nonnull(
        strstr(text, "PROBLEM in profile \"Broken\": its settings cannot be read: Access is "
                     "denied. (5)\n  HKCU\\Software\\"));
    ck_assert_ptr_nonnull(strstr(text, "00036623 = REG_BINARY 2f\n"));
}
END_TEST

START_TEST(shows_the_policy_that_rules_not_the_setting_it_overrules)
{
    sample_policy(fake.registry, "12.0", "ProxyAuthenticationService", 1);
    sample_policy(fake.registry, "12.0", "ProxyServerFlags", 0x2d);
    sample_long(fake.registry, sample_section("Outlook"), "00036627", 2);
    (void)RUN(&fake, "/check");
    const char *text = fake_host_output(&fake);
    ck_assert_ptr_nonnull(strstr(text, "\\12.0\\Outlook\\RPC\\ProxyAuthenticationService = "
                                       "REG_DWORD 1\n"));
    ck_assert_ptr_nonnull(strstr(text, "\\12.0\\Outlook\\RPC\\ProxyServerFlags = REG_DWORD 45\n"));
    ck_assert_ptr_null(strstr(text, "00036627 = "));
    ck_assert_ptr_null(strstr(text, "00036623 = "));
}
END_TEST

Suite *report_text_suite(void);

Suite *report_text_suite(void)
{
    Suite *suite = suite_create("report_text");
    TCase *tests = tcase_create("report_text");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, of_a_check_that_finds_both_causes);
    tcase_add_test(tests, of_a_fix_and_its_undo);
    tcase_add_test(tests, of_a_fix_without_rights);
    tcase_add_test(tests, of_a_run_that_another_keeps_out);
    tcase_add_test(tests, of_a_write_that_failed_and_was_put_back);
    tcase_add_test(tests, of_accounts_that_cannot_be_judged);
    tcase_add_test(tests, shows_the_policy_that_rules_not_the_setting_it_overrules);
    suite_add_tcase(suite, tests);
    return suite;
}
