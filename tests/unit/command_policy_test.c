/* What the policies do to whole commands: what is blocked, by which policy, and that the report
 * says so. */
#include "agent/policy.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"

static struct fake_host fake;

/* XP, level 0, a profile with Basic that always prompts. */
static void set_up(void)
{
    fake_host_init(&fake);
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_BASIC,
                                                           .config_flags = 0x8,
                                                           .proxy_server = "mail.contoso.com"});
    sample_level(fake.registry, 0);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void set(enum registry_root root, enum policy_id id, uint32_t number)
{
    sample_dword(fake.registry, root, POLICIES_KEY, policy_table[id].name, number);
}

static void expect_now(uint8_t method, uint8_t level, uint8_t config_flags)
{
    const uint8_t numbers[3][4] = {{method}, {level}, {config_flags}};
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036627",
                  VALUE_BINARY, numbers[0], 4);
    sample_expect(fake.registry, REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel", VALUE_DWORD,
                  numbers[1], 4);
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036601",
                  VALUE_BINARY, numbers[2], 4);
}

static void expect_output(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) != NULL, "%s is not in: %s", part,
                  fake_host_output(&fake));
}

static void expect_no_output(const char *part)
{
    ck_assert_msg(strstr(fake_host_output(&fake), part) == NULL, "%s is in: %s", part,
                  fake_host_output(&fake));
}

/* Both permissions in both keys, unset, 0, 1 or malformed: what /fix then changes. */
START_TEST(fix_changes_exactly_what_is_allowed)
{
    const unsigned ntlm_by_computer = (unsigned)_i & 3;
    const unsigned ntlm_by_user = ((unsigned)_i >> 2) & 3;
    const unsigned level_by_computer = ((unsigned)_i >> 4) & 3;
    const struct {
        enum policy_id id;
        enum registry_root root;
        unsigned stored; /* 3: unset; 2: out of range */
    } stored[] = {{POLICY_ALLOW_NTLM, REGISTRY_LOCAL_MACHINE, ntlm_by_computer},
                  {POLICY_ALLOW_NTLM, REGISTRY_CURRENT_USER, ntlm_by_user},
                  {POLICY_ALLOW_LEVEL, REGISTRY_LOCAL_MACHINE, level_by_computer}};
    for (size_t i = 0; i < 3; i++)
        if (stored[i].stored != 3)
            set(stored[i].root, stored[i].id, stored[i].stored);
    const unsigned ntlm = ntlm_by_computer != 3 ? ntlm_by_computer : ntlm_by_user;
    const bool may_switch = ntlm == 1 || ntlm == 3;
    const bool may_raise = level_by_computer == 1 || level_by_computer == 3;
    /* Where the account stays with Basic the level does not matter. */
    enum exit_code code = RUN(&fake, "/fix");
    expect_now(may_switch ? 2 : 1, may_switch && may_raise ? 3 : 0, 8);
    ck_assert_int_eq(code, !may_switch ? EXIT_CANNOT_BE_MENDED
                           : may_raise ? EXIT_RESTART_WINDOWS
                                       : EXIT_RESTART_OUTLOOK);
    RUN(&fake, "/check", "/json");
    if (may_switch)
        expect_no_output("\"remedy\": \"switch_to_ntlm\"");
    else
        expect_output("\"remedy\": \"switch_to_ntlm\",\n      \"blocked_by\": \"policy\"");
    if (may_switch && !may_raise)
        expect_output("\"remedy\": \"raise_level\",\n      \"blocked_by\": \"policy\"");
}
END_TEST

START_TEST(the_report_names_the_policy_that_forbids_it)
{
    set(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_NTLM, 0);
    set(REGISTRY_CURRENT_USER, POLICY_ALWAYS_PROMPT, 0);
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_CANNOT_BE_MENDED);
    expect_output("set by your administrator (policy \"AllowNtlm\")");
    expect_output("set by your administrator (policy \"AlwaysPrompt\")");
    RUN(&fake, "/check", "/json");
    expect_output("{\n      \"key\": \"HKLM\\\\Software\\\\Policies\\\\PromptFix\",\n"
                  "      \"name\": \"AllowNtlm\",\n      \"state\": \"set\",\n"
                  "      \"value\": 0\n    }");
}
END_TEST

/* A startup script, and the elevated helper: HKEY_CURRENT_USER may be anybody's. */
START_TEST(the_machine_half_goes_by_the_computers_policies)
{
    set(REGISTRY_CURRENT_USER, POLICY_ALLOW_LEVEL, 0);
    set(REGISTRY_CURRENT_USER, POLICY_LEVEL, 2);
    ck_assert_int_eq(RUN(&fake, "/fix", "/scope:machine", "/level:3"), EXIT_RESTART_WINDOWS);
    expect_now(1, 3, 8);
}
END_TEST

START_TEST(no_option_raises_a_level_that_may_not_be_raised)
{
    set(REGISTRY_LOCAL_MACHINE, POLICY_ALLOW_LEVEL, 0);
    ck_assert_int_eq(RUN(&fake, "/fix", "/scope:machine", "/level:3"), EXIT_CANNOT_BE_MENDED);
    expect_now(1, 0, 8);
}
END_TEST

/* The level that is stored, that of the policy (0: unset; 9: malformed), and what is asked for. */
START_TEST(the_level_of_the_policy_is_raised_to_and_never_lowered)
{
    static const uint32_t by_policy[] = {0, 2, 3, 9};
    static const char *const asked[] = {"/quiet", "/level:2", "/level:3"};
    for (uint8_t stored = 0; stored <= 5; stored++)
        for (size_t i = 0; i < 4; i++)
            for (unsigned j = 0; j < 3; j++) {
                sample_level(fake.registry, stored);
                if (by_policy[i] != 0)
                    set(REGISTRY_LOCAL_MACHINE, POLICY_LEVEL, by_policy[i]);
                const unsigned option = j == 0 ? 0 : j + 1;
                const unsigned level = by_policy[i] == 2 || by_policy[i] == 3 ? by_policy[i]
                                       : by_policy[i] == 9 && option != 0     ? 3
                                                                              : option;
                const unsigned least = level != 0 ? level : 2;
                const unsigned target = level != 0 ? level : 3;
                RUN(&fake, "/fix", "/scope:machine", asked[j]);
                expect_now(1, (uint8_t)(stored < least ? target : stored), 8);
                if (option != 0 && option != level)
                    expect_output("(policy \"Level\"). The option");
                else
                    expect_no_output("The option");
                if (by_policy[i] != 0)
                    sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "Level");
            }
}
END_TEST

/* The policy unset, 0, 1 or malformed, with and without the option. */
START_TEST(always_prompt_is_cleared_by_policy_or_request_and_not_against_a_policy)
{
    static const bool cleared[2][4] = {{false, true, false, false}, {false, true, false, true}};
    const unsigned stored = (unsigned)_i & 3; /* 3: unset; 2: out of range */
    const bool asked = ((unsigned)_i & 4) != 0;
    if (stored != 3)
        set(REGISTRY_LOCAL_MACHINE, POLICY_ALWAYS_PROMPT, stored);
    RUN(&fake, "/fix", "/scope:user", asked ? "/alwaysprompt:clear" : "/insecure");
    expect_now(2, 0, cleared[asked][stored] ? 0 : 8);
}
END_TEST

START_TEST(an_excluded_profile_is_listed_but_neither_judged_nor_changed)
{
    sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY "\\ExcludedProfiles", "1",
                "OUTLOOK");
    char *before = sample_dump(fake.registry, true);
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_NOTHING_LEFT);
    expect_output("excluded by your administrator");
    ck_assert_int_eq(RUN(&fake, "/fix"), EXIT_NOTHING_LEFT);
    fake_host_expect_store(&fake, before);
    RUN(&fake, "/check", "/json");
    expect_output("\"excluded\": true");
    expect_output("\"findings\": []");
    sample_exchange_profile(fake.registry, "Second", SAMPLE_BASIC);
    ck_assert_int_eq(RUN(&fake, "/fix"), EXIT_RESTART_WINDOWS);
    expect_now(1, 3, 8);
    free(before);
}
END_TEST

START_TEST(where_the_list_cannot_be_understood_no_profile_is_changed)
{
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, POLICIES_KEY "\\ExcludedProfiles", "1", 7);
    ck_assert_int_eq(RUN(&fake, "/fix", "/alwaysprompt:clear"), EXIT_CANNOT_BE_MENDED);
    expect_now(1, 0, 8);
    expect_output("HKCU\\Software\\Policies\\PromptFix\\ExcludedProfiles\\1");
}
END_TEST

START_TEST(what_cannot_be_obeyed_is_reported_and_is_no_problem_by_itself)
{
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623");
    set(REGISTRY_LOCAL_MACHINE, POLICY_NOTIFY_DAYS, 31);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, POLICIES_KEY, "Nonsense", 1);
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_NOTHING_LEFT);
    expect_output("ADVICE: A policy for PromptFix has no usable value");
    expect_output("  HKLM\\Software\\Policies\\PromptFix\\NotifyDays\n");
    expect_output("  HKCU\\Software\\Policies\\PromptFix\\Nonsense\n");
    RUN(&fake, "/check", "/json");
    expect_output(
        "\"name\": \"NotifyDays\",\n      \"state\": \"malformed\",\n      \"value\": null");
    expect_output("\"name\": \"Nonsense\",\n      \"state\": \"unknown\"");
    expect_output("\"id\": \"policy_problem\"");
}
END_TEST

START_TEST(policies_that_may_not_be_read_forbid_every_change)
{
    sample_key(fake.registry, (enum registry_root)_i, POLICIES_KEY);
    ck_assert_uint_eq(
        memory_registry_deny(fake.memory, (enum registry_root)_i, POLICIES_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    ck_assert_int_eq(RUN(&fake, "/fix", "/alwaysprompt:clear"), EXIT_CANNOT_BE_MENDED);
    expect_output("cannot be read");
    expect_now(1, 0, 8);
    RUN(&fake, "/check", "/json");
    expect_output("\"name\": null,\n      \"state\": \"unreadable\"");
}
END_TEST

START_TEST(no_restart_is_asked_for_or_made_against_the_policy)
{
    static const char *const options[] = {"/promptrestart", "/forcerestart"};
    fake.restart_result.end = RESTART_END_STARTED;
    set(REGISTRY_LOCAL_MACHINE, POLICY_RESTART, 0);
    ck_assert_int_eq(RUN(&fake, "/fix", options[_i]), EXIT_RESTART_WINDOWS);
    ck_assert_uint_eq(fake.restart_count, 0);
    expect_output("set by your administrator (policy \"Restart\")");
    set(REGISTRY_LOCAL_MACHINE, POLICY_RESTART, 1);
    RUN(&fake, "/undo");
    ck_assert_int_eq(RUN(&fake, "/fix", options[_i]), EXIT_RESTART_STARTED);
    ck_assert_uint_eq(fake.restart_count, 1);
}
END_TEST

Suite *command_policy_suite(void);

Suite *command_policy_suite(void)
{
    Suite *suite = suite_create("command_policy");
    TCase *tests = tcase_create("command_policy");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, fix_changes_exactly_what_is_allowed, 0, 64);
    tcase_add_test(tests, the_report_names_the_policy_that_forbids_it);
    tcase_add_test(tests, the_machine_half_goes_by_the_computers_policies);
    tcase_add_test(tests, no_option_raises_a_level_that_may_not_be_raised);
    tcase_add_test(tests, the_level_of_the_policy_is_raised_to_and_never_lowered);
    tcase_add_loop_test(
        tests, always_prompt_is_cleared_by_policy_or_request_and_not_against_a_policy, 0, 8);
    tcase_add_test(tests, an_excluded_profile_is_listed_but_neither_judged_nor_changed);
    tcase_add_test(tests, where_the_list_cannot_be_understood_no_profile_is_changed);
    tcase_add_test(tests, what_cannot_be_obeyed_is_reported_and_is_no_problem_by_itself);
    tcase_add_loop_test(tests, policies_that_may_not_be_read_forbid_every_change, 0, 2);
    tcase_add_loop_test(tests, no_restart_is_asked_for_or_made_against_the_policy, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
