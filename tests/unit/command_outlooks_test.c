/* Whole commands on the profiles of Outlook 2010 and later: what they find, change, take back, and
 * say of it. */
#include "tests/unit/fake_host.h"
#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GLOBAL_POLICY "Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\RPC"

static struct fake_host fake;

static void set_up(void)
{
    fake_host_init(&fake);
    sample_level(fake.registry, 3);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void add(const char *root, const char *profile, uint32_t authentication)
{
    modern_sample_add(fake.registry, &(struct modern_sample){.root = root,
                                                             .profile = profile,
                                                             .authentication = authentication});
}

static void expect_scheme(const char *key, const char bytes[4])
{
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, key, "00036627", VALUE_BINARY, bytes, 4);
}

static void expect_said(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) != NULL, "%s", fake_host_output(&fake));
}

static void expect_not_said(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) == NULL, "%s", fake_host_output(&fake));
}

START_TEST(a_fix_reaches_each_root_and_its_undo_too)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2010, "Second", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2013, "Outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2016, "Outlook", SAMPLE_BASIC);
    char *before = sample_dump(fake.registry, false);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    expect_said("Profile \"Outlook\": ");
    expect_said("Profile \"Second (Outlook 2010)\": ");
    expect_said("Profile \"Outlook (Outlook 2013)\": ");
    expect_said("PROBLEM in profile \"Outlook (Outlook 2016 or later)\": ");
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_scheme(sample_section("Outlook"), "\2\0\0");
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2010, "Second", 0), "\2\0\0");
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2013, "Outlook", 0), "\2\0\0");
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2016, "Outlook", 0), "\2\0\0");
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    fake_host_expect_store_after_restart(&fake, before);
    free(before);
}
END_TEST

START_TEST(one_profile_is_that_of_every_outlook_with_its_name)
{
    add(SAMPLE_ROOT_2013, "Outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2016, "outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2016, "Other", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/profile:OUTLOOK"), 3011);
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2013, "Outlook", 0), "\2\0\0");
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2016, "outlook", 0), "\2\0\0");
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2016, "Other", 0), "\1\0\0");
}
END_TEST

START_TEST(an_excluded_profile_is_that_of_every_outlook_with_its_name)
{
    add(SAMPLE_ROOT_2013, "Outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2016, "Outlook", SAMPLE_BASIC);
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE,
                "Software\\Policies\\PromptFix\\ExcludedProfiles", "1", "Outlook");
    ck_assert_uint_eq(RUN(&fake, "/fix"), 0);
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2013, "Outlook", 0), "\1\0\0");
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2016, "Outlook", 0), "\1\0\0");
}
END_TEST

START_TEST(what_is_set_back_after_the_fix_is_told)
{
    const char *key = modern_sample_section(SAMPLE_ROOT_2016, "Outlook", 0);
    add(SAMPLE_ROOT_2016, "Outlook", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 1);
    expect_not_said("rewritten_by_autodiscover");
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_said("Autodiscover");
    expect_said("Set-OutlookAnywhere");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    expect_not_said("rewritten_by_autodiscover");
    sample_long(fake.registry, key, "00036627", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 2);
    expect_said("\"id\": \"rewritten_by_autodiscover\"");
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    expect_said("now it is Basic again");
    /* Once more, and taken back: then nobody has set it back but the user. */
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 1);
    expect_not_said("rewritten_by_autodiscover");
}
END_TEST

/* Outlook 2003 has no Autodiscover; of 2003 or 2007 it is not known. */
START_TEST(nothing_is_laid_at_autodiscovers_door_where_there_is_none)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_not_said("Autodiscover");
    sample_long(fake.registry, sample_section("Outlook"), "00036627", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 1);
    expect_not_said("rewritten_by_autodiscover");
    sample_key(fake.registry, REGISTRY_CURRENT_USER, "Software\\Microsoft\\Office\\12.0\\Outlook");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 2);
    expect_said("\"outlook\": \"2007\"");
    expect_said("rewritten_by_autodiscover");
}
END_TEST

START_TEST(negotiate_and_certificate_are_known_to_newer_versions)
{
    sample_exchange_profile(fake.registry, "Old", 16);
    add(SAMPLE_ROOT_2016, "Outlook", 16);
    add(SAMPLE_ROOT_2010, "Outlook", 65536);
    char *before = sample_dump(fake.registry, false);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/json"), 2);
    fake_host_expect_store(&fake, before);
    expect_said("\"authentication\": \"negotiate\"");
    expect_said("\"authentication\": \"certificate\"");
    expect_said("\"authentication\": \"other\"");
    const char *unknown = strstr(fake_host_output(&fake), "unknown_authentication");
    ck_assert_ptr_nonnull(unknown);
    ck_assert_ptr_null(strstr(unknown + 1, "unknown_authentication"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/profile:Outlook"), 0);
    expect_said("Negotiate authentication (Kerberos or NTLM)");
    expect_said("authentication by certificate");
    free(before);
}
END_TEST

START_TEST(what_only_a_provider_has_is_never_changed)
{
    modern_sample_add(fake.registry, &(struct modern_sample){.root = SAMPLE_ROOT_2016,
                                                             .profile = "Outlook",
                                                             .copy = SAMPLE_BASIC,
                                                             .only_copy = true});
    sample_long(fake.registry, modern_sample_provider(SAMPLE_ROOT_2016, "Outlook", 0), "00036601",
                0x118c);
    char *before = sample_dump(fake.registry, false);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/alwaysprompt:clear", "/insecure"), 2);
    expect_said("it is not known that Outlook looks");
    fake_host_expect_store(&fake, before);
    free(before);
}
END_TEST

START_TEST(a_copy_is_never_changed_and_told_where_it_differs)
{
    modern_sample_add(fake.registry, &(struct modern_sample){.root = SAMPLE_ROOT_2013,
                                                             .profile = "Outlook",
                                                             .authentication = SAMPLE_BASIC,
                                                             .copy = SAMPLE_BASIC});
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    expect_not_said("holds a copy");
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_scheme(modern_sample_section(SAMPLE_ROOT_2013, "Outlook", 0), "\2\0\0");
    expect_scheme(modern_sample_provider(SAMPLE_ROOT_2013, "Outlook", 0), "\1\0\0");
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    expect_said("holds a copy of these settings");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    expect_said("\"section\": \"b0000000000000000000000000000000\",\n"
                "          \"authentication_value\": 1,\n"
                "          \"flags\": 47,\n"
                "          \"error\": null\n");
}
END_TEST

START_TEST(several_accounts_of_a_profile_are_told_apart)
{
    static const char *const names[] = {"anna@contoso.com", NULL};
    for (unsigned i = 0; i < 2; i++)
        modern_sample_add(fake.registry, &(struct modern_sample){.root = SAMPLE_ROOT_2010,
                                                                 .profile = "Outlook",
                                                                 .number = i,
                                                                 .authentication = SAMPLE_BASIC,
                                                                 .name = names[i]});
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    expect_said("PROBLEM in profile \"Outlook (Outlook 2010, anna@contoso.com)\"");
    expect_said("PROBLEM in profile \"Outlook (Outlook 2010, ac000000000000000000000000000001)\"");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 1);
    expect_said("\"account_name\": \"anna@contoso.com\"");
    expect_said("\"section\": \"ac000000000000000000000000000001\"");
}
END_TEST

START_TEST(each_account_is_judged_by_the_policy_of_its_version)
{
    static const struct {
        const char *version;
        bool blocks[4]; /* the accounts of 2003 or 2007, 2010, 2013, 2016 */
    } cases[] = {
        {"11.0", {true, false, false, false}}, {"12.0", {true, false, false, false}},
        {"14.0", {false, true, false, false}}, {"15.0", {false, false, true, false}},
        {"16.0", {false, false, false, true}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tear_down();
        set_up();
        sample_exchange_profile(fake.registry, "P", SAMPLE_BASIC);
        add(SAMPLE_ROOT_2010, "Q", SAMPLE_BASIC);
        add(SAMPLE_ROOT_2013, "P", SAMPLE_BASIC);
        add(SAMPLE_ROOT_2016, "P", SAMPLE_BASIC);
        sample_policy(fake.registry, cases[i].version, "ProxyAuthenticationService", 1);
        ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
        expect_scheme(sample_section("P"), cases[i].blocks[0] ? "\1\0\0" : "\2\0\0");
        expect_scheme(modern_sample_section(SAMPLE_ROOT_2010, "Q", 0),
                      cases[i].blocks[1] ? "\1\0\0" : "\2\0\0");
        expect_scheme(modern_sample_section(SAMPLE_ROOT_2013, "P", 0),
                      cases[i].blocks[2] ? "\1\0\0" : "\2\0\0");
        expect_scheme(modern_sample_section(SAMPLE_ROOT_2016, "P", 0),
                      cases[i].blocks[3] ? "\1\0\0" : "\2\0\0");
        ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 2);
        const char *set = strstr(fake_host_output(&fake), "\"policy\": true");
        ck_assert_ptr_nonnull(set);
        ck_assert_ptr_null(strstr(set + 1, "\"policy\": true"));
    }
}
END_TEST

START_TEST(each_value_of_a_policy_is_told_with_what_it_forces)
{
    add(SAMPLE_ROOT_2016, "Outlook", SAMPLE_NTLM);
    sample_policy(fake.registry, "16.0", "ProxyAuthenticationService", 16);
    sample_policy(fake.registry, "16.0", "ProxyServerFlags", 47);
    sample_text(fake.registry, REGISTRY_CURRENT_USER, GLOBAL_POLICY, "ProxyServerName",
                "other.contoso.com");
    sample_text(fake.registry, REGISTRY_CURRENT_USER, GLOBAL_POLICY, "ProxyServerPrincipalName",
                "msstd:other.contoso.com");
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    expect_said("HKCU\\" GLOBAL_POLICY "\\ProxyAuthenticationService = REG_DWORD 16\n");
    expect_said("HKCU\\" GLOBAL_POLICY "\\ProxyServerFlags = REG_DWORD 47\n");
    expect_said("HKCU\\" GLOBAL_POLICY "\\ProxyServerName = other.contoso.com\n");
    expect_said("HKCU\\" GLOBAL_POLICY "\\ProxyServerPrincipalName = msstd:other.contoso.com\n");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    expect_said("\"id\": \"set_by_policy\"");
}
END_TEST

START_TEST(outlooks_own_dialog_that_a_policy_disables_is_told)
{
    static const bool disabled[] = {true, false, true, false, true, false};
    static const char words[] = "dialog with these settings is disabled by a policy";
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    sample_policy(fake.registry, "16.0", "EnableRPCTunnelingUI", 0); /* another Outlook's */
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert_ptr_null(strstr(fake_host_output(&fake), words));
    for (uint32_t value = 0; value < 6; value++) {
        sample_policy(fake.registry, "11.0", "EnableRPCTunnelingUI", value);
        ck_assert_uint_eq(RUN(&fake, "/check"), 0);
        ck_assert_int_eq(strstr(fake_host_output(&fake), words) != NULL, disabled[value]);
    }
}
END_TEST

static void set_level_policy(uint32_t level)
{
    fake.level_policy = (struct level_policy){.state = LEVEL_POLICY_SET, .level = level};
    snprintf(fake.level_policy.template_name, sizeof fake.level_policy.template_name,
             "gpt00001.dom");
}

/* Each level that is stored under each that a policy forces: never changed, and fine only where
 * both are. */
START_TEST(a_level_that_a_security_policy_sets_is_told_and_not_changed)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "001f6625");
    for (uint32_t stored = 0; stored <= 5; stored++) {
        for (uint32_t forced = 0; forced <= 5; forced++) {
            sample_level(fake.registry, stored);
            set_level_policy(forced);
            char *before = sample_dump(fake.registry, false);
            const unsigned code = stored < 2 || forced < 2 ? 2 : 0;
            ck_assert_uint_eq(RUN(&fake, "/check", "/json"), code);
            expect_said("\"source\": \"policy\"");
            expect_said("\"policy_template\": \"gpt00001.dom\"");
            expect_said("\"id\": \"set_by_policy\"");
            ck_assert_uint_eq(RUN(&fake, "/fix"), code);
            expect_said("  %SystemRoot%\\Security\\Templates\\Policies\\gpt00001.dom\n");
            expect_said("what is changed here does not last");
            ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine"), code);
            fake_host_expect_store(&fake, before);
            free(before);
        }
    }
}
END_TEST

START_TEST(a_security_policy_that_may_not_be_read_is_unknown_and_no_error)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    fake.level_policy.state = LEVEL_POLICY_UNKNOWN;
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    expect_said("Whether a security policy sets it cannot be told from here");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    expect_said("\"set_by_policy\": null");
    ck_assert_uint_eq(fake.errors.size, 0);
}
END_TEST

#define GPO_ID "CN={31B2F340-016D-11D2-945F-00C04FB984F9},CN=Policies,CN=System,DC=contoso,DC=com"

static void set_policy_result(uint32_t level)
{
    fake.policy_result = (struct policy_result){
        .state = POLICY_RESULT_SET, .level = level, .gpo_id = GPO_ID, .gpo = "Workstations"};
}

/* Both places say the same: file and object are told. */
START_TEST(the_object_that_sets_the_level_is_named)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    set_level_policy(3);
    set_policy_result(3);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    expect_said("the Group Policy object \"Workstations\" sets LmCompatibilityLevel to 3.");
    expect_said("  %SystemRoot%\\Security\\Templates\\Policies\\gpt00001.dom\n"
                "  root\\rsop\\computer\\RSOP_RegistryValue\\GPOID = " GPO_ID "\n");
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    expect_said("\"policy_template\": \"gpt00001.dom\",\n    \"gpo\": \"Workstations\"\n");
}
END_TEST

/* The templates may not be read, and the resulting set of policy knows: as if they had said so. */
START_TEST(a_level_that_only_the_policy_result_knows_is_told_and_not_changed)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "001f6625");
    fake.level_policy.state = LEVEL_POLICY_UNKNOWN;
    for (uint32_t forced = 0; forced <= 5; forced++) {
        sample_level(fake.registry, 1);
        set_policy_result(forced);
        fake.policy_result.gpo_id[0] = '\0';
        fake.policy_result.gpo[0] = '\0';
        char *before = sample_dump(fake.registry, false);
        ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 2);
        expect_said("\"source\": \"policy\"");
        expect_said("\"set_by_policy\": true");
        expect_said("\"policy_template\": null,\n    \"gpo\": null\n");
        ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
        expect_said("a security policy sets LmCompatibilityLevel to");
        expect_said("  root\\rsop\\computer\\RSOP_RegistryValue\n");
        ck_assert_ptr_null(strstr(fake_host_output(&fake), "Security\\Templates"));
        fake_host_expect_store(&fake, before);
        free(before);
    }
}
END_TEST

/* What does not come, or contradicts, leaves what the templates say. */
START_TEST(an_answer_that_is_none_changes_nothing)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    for (int said = POLICY_RESULT_NONE; said <= POLICY_RESULT_UNKNOWN; said++) {
        set_policy_result(2);
        fake.policy_result.state = (enum policy_result_state)said;
        set_level_policy(3);
        ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
        expect_said("\"policy_level\": 3");
        expect_said("\"gpo\": null\n");
        if (said == POLICY_RESULT_SET)
            continue;
        fake.level_policy = (struct level_policy){.state = LEVEL_POLICY_UNKNOWN};
        ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
        expect_said("\"set_by_policy\": null");
    }
}
END_TEST

static const struct {
    enum level_policy_state templates;
    const char *first, *second;
    size_t count;
} askings[] = {
    {LEVEL_POLICY_NONE, "/check", "/json", 0},
    {LEVEL_POLICY_NONE, "/fix", "/norestart", 0},
    {LEVEL_POLICY_UNKNOWN, "/check", "/json", 1},
    {LEVEL_POLICY_UNKNOWN, "/check", "/scope:user", 1},
    {LEVEL_POLICY_UNKNOWN, "/fix", "/norestart", 1},
    {LEVEL_POLICY_UNKNOWN, "/fix", "/dryrun", 1},
    {LEVEL_POLICY_SET, "/check", "/json", 1},
    {LEVEL_POLICY_SET, "/fix", "/norestart", 1},
    /* The elevated helper is such a run. */
    {LEVEL_POLICY_UNKNOWN, "/fix", "/scope:machine", 0},
    {LEVEL_POLICY_UNKNOWN, "/check", "/scope:machine", 0},
    {LEVEL_POLICY_UNKNOWN, "/undo", "/scope:machine", 0},
    {LEVEL_POLICY_SET, "/fix", "/scope:machine", 0},
    {LEVEL_POLICY_SET, "/check", "/scope:machine", 0},
};

START_TEST(the_policy_result_is_asked_once_and_only_where_it_can_add_something)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    if (askings[_i].templates == LEVEL_POLICY_SET)
        set_level_policy(3);
    fake.level_policy.state = askings[_i].templates;
    set_policy_result(3);
    (void)RUN(&fake, askings[_i].first, askings[_i].second);
    ck_assert_msg(fake.policy_result_count == askings[_i].count, "%s %s: asked %lu times",
                  askings[_i].first, askings[_i].second, (unsigned long)fake.policy_result_count);
}
END_TEST

/* A logon script runs for everybody: who has no account that the level is for does not wait. */
START_TEST(for_accounts_that_do_without_the_proxy_the_policy_result_is_not_asked)
{
    static const char *const verbs[] = {"/check", "/fix"};
    sample_ldap_profile(fake.registry, "Addresses");
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook"});
    fake.level_policy.state = LEVEL_POLICY_UNKNOWN;
    set_policy_result(1);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_uint_eq(RUN(&fake, verbs[i], "/json"), 0);
        expect_said("\"set_by_policy\": null");
        expect_said("\"findings\": []");
        ck_assert_uint_eq(fake.policy_result_count, 0);
    }
    sample_exchange_profile(fake.registry, "Second", SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 2);
    ck_assert_uint_eq(fake.policy_result_count, 1);
}
END_TEST

START_TEST(for_an_exported_registry_the_policy_result_is_not_asked)
{
    static const char export[] = "REGEDIT4\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n";
    fake_host_put_file(&fake, "other.reg", export, sizeof export - 1);
    fake.level_policy.state = LEVEL_POLICY_UNKNOWN;
    set_policy_result(3);
    (void)RUN(&fake, "/check", "/json", "/from:other.reg");
    expect_said("\"set_by_policy\": null");
    ck_assert_uint_eq(fake.policy_result_count, 0);
}
END_TEST

Suite *command_outlooks_suite(void);

Suite *command_outlooks_suite(void)
{
    Suite *suite = suite_create("command_outlooks");
    TCase *tests = tcase_create("command_outlooks");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_fix_reaches_each_root_and_its_undo_too);
    tcase_add_test(tests, one_profile_is_that_of_every_outlook_with_its_name);
    tcase_add_test(tests, an_excluded_profile_is_that_of_every_outlook_with_its_name);
    tcase_add_test(tests, what_is_set_back_after_the_fix_is_told);
    tcase_add_test(tests, nothing_is_laid_at_autodiscovers_door_where_there_is_none);
    tcase_add_test(tests, negotiate_and_certificate_are_known_to_newer_versions);
    tcase_add_test(tests, what_only_a_provider_has_is_never_changed);
    tcase_add_test(tests, a_copy_is_never_changed_and_told_where_it_differs);
    tcase_add_test(tests, several_accounts_of_a_profile_are_told_apart);
    tcase_add_test(tests, each_account_is_judged_by_the_policy_of_its_version);
    tcase_add_test(tests, each_value_of_a_policy_is_told_with_what_it_forces);
    tcase_add_test(tests, outlooks_own_dialog_that_a_policy_disables_is_told);
    tcase_add_test(tests, a_level_that_a_security_policy_sets_is_told_and_not_changed);
    tcase_add_test(tests, the_object_that_sets_the_level_is_named);
    tcase_add_test(tests, a_level_that_only_the_policy_result_knows_is_told_and_not_changed);
    tcase_add_test(tests, an_answer_that_is_none_changes_nothing);
    tcase_add_loop_test(tests, the_policy_result_is_asked_once_and_only_where_it_can_add_something,
                        0, (int)(sizeof askings / sizeof askings[0]));
    tcase_add_test(tests, for_accounts_that_do_without_the_proxy_the_policy_result_is_not_asked);
    tcase_add_test(tests, for_an_exported_registry_the_policy_result_is_not_asked);
    tcase_add_test(tests, a_security_policy_that_may_not_be_read_is_unknown_and_no_error);
    suite_add_tcase(suite, tests);
    return suite;
}
