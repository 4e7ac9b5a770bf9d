/* Whole commands, from the words to the exit code, on a machine in memory: what a person or a
 * script asks for, and what the registry holds afterwards. */
#include "agent/command.h"

#include "tests/unit/fake_host.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define LEVEL "LmCompatibilityLevel"

static struct fake_host fake;

/* The case that started it all: XP, no level, one profile with Basic, another without Exchange. */
static void set_up(void)
{
    fake_host_init(&fake);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    sample_ldap_profile(fake.registry, "Addresses");
    sample_default_profile(fake.registry, "Outlook");
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

static void expect_scheme(const char *profile, uint8_t scheme)
{
    const uint8_t bytes[4] = {scheme};
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section(profile), "00036627",
                  VALUE_BINARY, bytes, sizeof bytes);
}

static void expect_level(uint8_t level)
{
    const uint8_t bytes[4] = {level};
    sample_expect(fake.registry, REGISTRY_LOCAL_MACHINE, LSA, LEVEL, VALUE_DWORD, bytes,
                  sizeof bytes);
}

static void expect_no_level(void)
{
    sample_expect_absent(fake.registry, REGISTRY_LOCAL_MACHINE, LSA, LEVEL);
}

/* The store is as `dump` says, which is freed. */
static void expect_store(char *dump)
{
    fake_host_expect_store(&fake, dump);
    free(dump);
}

START_TEST(check_says_what_fix_would_mend_and_writes_nothing)
{
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "is Basic"));
    ck_assert_str_eq(fake_host_errors(&fake), "");
    expect_store(before);
}
END_TEST

START_TEST(fix_mends_both_halves_once_and_undo_gives_back_the_same_bytes)
{
    char *original = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/norestart"), 3010);
    expect_scheme("Outlook", 2);
    expect_level(3);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);

    fake_host_expect_marks(&fake, true, true);
    char *fixed = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 0);
    expect_store(fixed);

    ck_assert_uint_eq(RUN(&fake, "/undo"), 3010);
    fake_host_expect_marks(&fake, true, true);
    fake_host_expect_store_after_restart(&fake, original);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 0);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "there is no fix to undo"));
    expect_store(original);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
}
END_TEST

START_TEST(without_a_verb_it_is_the_tray_agent_and_prints_nothing)
{
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(fake_host_run(&fake, 0, NULL), 0);
    ck_assert_uint_eq(fake.agent_runs, 1);
    ck_assert_str_eq(fake_host_output(&fake), "");
    ck_assert_str_eq(fake_host_errors(&fake), "");
    ck_assert_uint_eq(RUN(&fake, "/level:3"), 87);
    ck_assert_uint_eq(RUN(&fake, "/check"), 1);
    ck_assert_uint_eq(fake.agent_runs, 1);
    expect_store(before);
}
END_TEST

START_TEST(a_healthy_machine_is_left_alone)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 5);
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/level:3"), 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine", "/level:2"), 0);
    expect_store(before);
}
END_TEST

START_TEST(a_machine_without_profiles_is_left_alone)
{
    fake_host_done(&fake);
    fake_host_init(&fake);
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/scope:machine"), 1);
    expect_store(before);
}
END_TEST

START_TEST(outlook_alone_is_restarted_when_the_level_is_high_enough)
{
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    fake_host_expect_marks(&fake, true, false);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    fake_host_expect_marks(&fake, true, false);
}
END_TEST

/* What undoes itself before the restart is due no less: Windows may have read it meanwhile. */
START_TEST(restart_is_marked_for_the_half_that_was_changed)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/dryrun"), 1);
    fake_host_expect_marks(&fake, false, false);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine"), 3010);
    fake_host_expect_marks(&fake, false, true);
    memory_registry_restart(fake.memory, REGISTRY_LOCAL_MACHINE);
    fake_host_expect_marks(&fake, false, false);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    fake_host_expect_marks(&fake, true, false);
    memory_registry_restart(fake.memory, REGISTRY_CURRENT_USER);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 0);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/dryrun"), 0);
    fake_host_expect_marks(&fake, false, false);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/scope:machine"), 3010);
    fake_host_expect_marks(&fake, false, true);
}
END_TEST

START_TEST(undo_that_puts_nothing_back_marks_nothing)
{
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    memory_registry_restart(fake.memory, REGISTRY_CURRENT_USER);
    sample_long(fake.registry, sample_section("Outlook"), "00036627", 16);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 2);
    fake_host_expect_marks(&fake, false, false);
}
END_TEST

START_TEST(each_scope_touches_its_half_only)
{
    /* Without a principal name it is the level alone that lets Windows sign on. */
    sample_delete(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "001f6625");
    ck_assert_uint_eq(RUN(&fake, "/check", "/scope:user"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:user"), 3011);
    expect_scheme("Outlook", 2);
    expect_no_level();
    ck_assert_uint_eq(RUN(&fake, "/check", "/scope:user"), 0);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "outside it there is a problem"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/scope:machine"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/scope:machine", "/level:2"), 3010);
    expect_level(2);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/scope:user"), 3011);
    expect_scheme("Outlook", 1);
    expect_level(2);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/scope:machine"), 3010);
    expect_no_level();
}
END_TEST

START_TEST(one_profile_can_be_chosen_in_any_case)
{
    sample_exchange_profile(fake.registry, "Zweites", SAMPLE_BASIC);
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/profile:zWEITES"), 3011);
    expect_scheme("Zweites", 2);
    expect_scheme("Outlook", 1);
}
END_TEST

START_TEST(a_profile_that_is_not_there_is_a_wrong_command_line)
{
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/profile:Outlok"), 87);
    ck_assert_ptr_nonnull(strstr(fake_host_errors(&fake), "\"Outlok\""));
    ck_assert_str_eq(fake_host_output(&fake), "");
    ck_assert_uint_eq(RUN(&fake, "/check", "/profile:Outlok"), 87);
    expect_store(before);
}
END_TEST

START_TEST(names_in_other_languages_are_names_like_any_other)
{
    static const char japanese[] = "\xE4\xBB\x95\xE4\xBA\x8B";
    char long_name[256];
    memset(long_name, 'n', 255);
    long_name[255] = '\0';
    sample_exchange_profile(fake.registry, japanese, SAMPLE_BASIC);
    sample_exchange_profile(fake.registry, long_name, SAMPLE_BASIC);
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/profile:\xE4\xBB\x95\xE4\xBA\x8B"), 3011);
    expect_scheme(japanese, 2);
    expect_scheme(long_name, 1);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    expect_scheme(long_name, 2);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3011);
    expect_scheme(long_name, 1);
    expect_scheme(japanese, 2); /* that was the fix before */
}
END_TEST

START_TEST(a_bad_profile_does_not_keep_the_good_one_from_being_mended)
{
    sample_exchange_profile(fake.registry, "Broken", SAMPLE_BASIC);
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Broken"), REGISTRY_READ),
                      CODE_SUCCESS);
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "A problem is left"));
    expect_scheme("Outlook", 2);
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
}
END_TEST

START_TEST(a_problem_that_cannot_be_mended_ends_with_2)
{
    sample_exchange_profile(fake.registry, "Outlook", 16);
    sample_level(fake.registry, 3);
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    expect_store(before);
}
END_TEST

START_TEST(always_prompt_is_cleared_on_request_only)
{
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = SAMPLE_NTLM,
                                                           .config_flags = 0x118c,
                                                           .proxy_server = "mail.contoso.com"});
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    ck_assert_uint_eq(RUN(&fake, "/check", "/alwaysprompt:clear"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/alwaysprompt:clear"), 3011);
    sample_expect(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036601",
                  VALUE_BINARY, "\x84\x11\0\0", 4);
}
END_TEST

START_TEST(ntlm_without_ssl_takes_an_explicit_word)
{
    sample_long(fake.registry, sample_section("Outlook"), "00036623", 0x2d);
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    expect_scheme("Outlook", 1);
    ck_assert_uint_eq(RUN(&fake, "/check", "/insecure"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/insecure"), 3011);
    expect_scheme("Outlook", 2);
}
END_TEST

START_TEST(nothing_is_claimed_where_policy_rules)
{
    sample_policy(fake.registry, "11.0", "ProxyAuthenticationService", 1);
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 2);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 2);
    expect_store(before);
}
END_TEST

START_TEST(undo_leaves_alone_what_somebody_changed_since)
{
    sample_level(fake.registry, 0);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3010);
    sample_long(fake.registry, sample_section("Outlook"), "00036627", 16);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3010); /* the level is put back all the same */
    expect_level(0);
    expect_scheme("Outlook", 16);
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "somebody has changed it"));
    ck_assert_uint_eq(RUN(&fake, "/undo"), 2);
    expect_scheme("Outlook", 16);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/force"), 3011);
    expect_scheme("Outlook", 1);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/force"), 0);
}
END_TEST

START_TEST(undo_of_a_profile_that_is_gone_brings_no_ruin_back)
{
    sample_level(fake.registry, 3);
    ck_assert_uint_eq(RUN(&fake, "/fix"), 3011);
    ck_assert_uint_eq(
        memory_registry_delete_tree(fake.memory, REGISTRY_CURRENT_USER, sample_section("Outlook")),
        CODE_SUCCESS);
    char *before = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 2);
    expect_store(before);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/force"), 2); /* and forgets about it */
    ck_assert_ptr_nonnull(strstr(fake_host_output(&fake), "its key is gone"));
    sample_expect_absent(fake.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"),
                         "00036627");
    ck_assert_uint_eq(RUN(&fake, "/undo", "/force"), 0);
}
END_TEST

START_TEST(fixes_are_undone_one_after_the_other)
{
    char *original = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/level:2"), 3010);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/level:3"), 3010);
    expect_level(3);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/scope:machine"), 3010);
    expect_level(2);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 3010);
    fake_host_expect_store_after_restart(&fake, original);
    free(original);
}
END_TEST

/* Level, scheme and flags as a run finds them: whatever they are, these promises hold. */
static void expect_promises(int level, uint32_t scheme, uint32_t flags)
{
    fake_host_done(&fake);
    fake_host_init(&fake);
    sample_account(fake.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = flags,
                                                           .authentication = scheme,
                                                           .config_flags = 4,
                                                           .proxy_server = "mail.contoso.com"});
    if (level >= 0)
        sample_level(fake.registry, (uint32_t)level);
    char *original = sample_dump(fake.registry, true);
    const enum exit_code check = RUN(&fake, "/check");
    const enum exit_code dry_run = RUN(&fake, "/fix", "/dryrun");
    ck_assert_uint_eq(dry_run, check);
    fake_host_expect_store(&fake, original);

    const enum exit_code fix = RUN(&fake, "/fix");
    char *fixed = sample_dump(fake.registry, true);
    const bool changed = strcmp(fixed, original) != 0;
    const enum exit_code again = RUN(&fake, "/fix");
    fake_host_expect_store(&fake, fixed); /* twice equals once */
    ck_assert((fix == 3010 || fix == 3011) == changed);
    ck_assert(again == 0 || again == 2);
    ck_assert_msg(check != 1 || again == 0, "/check promised what /fix did not do");
    const enum exit_code undo = RUN(&fake, "/undo");
    ck_assert_uint_eq(undo, changed ? fix : 0);
    fake_host_expect_store_after_restart(&fake, original);
    free(original);
    free(fixed);
}

START_TEST(check_fix_fix_undo_keep_their_promises_everywhere)
{
    static const uint32_t schemes[] = {0, 1, 2, 16};
    for (int level = -1; level <= 6; level++)
        for (size_t scheme = 0; scheme < sizeof schemes / sizeof schemes[0]; scheme++)
            for (uint32_t flags = 0; flags < 8; flags++)
                expect_promises(level, schemes[scheme], flags | 0x28);
}
END_TEST

START_TEST(ten_thousand_profiles_are_a_lot_but_no_more_than_that)
{
    char name[32];
    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "Profile %d", i);
        const char *key = sample_section(name);
        sample_long(fake.registry, key, "00036600", 0x501);
        sample_long(fake.registry, key, "00036623", SAMPLE_FLAGS);
        sample_long(fake.registry, key, "00036627", 1 + (uint32_t)i % 2);
        sample_unicode(fake.registry, key, "001f6622", "mail.contoso.com");
    }
    sample_level(fake.registry, 3);
    char *original = sample_dump(fake.registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check", "/quiet"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/quiet"), 3011);
    expect_scheme("Profile 0", 2);
    expect_scheme("Profile 9998", 2);
    ck_assert_uint_eq(RUN(&fake, "/check", "/quiet"), 0);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/quiet"), 3011);
    fake_host_expect_store_after_restart(&fake, original);
    free(original);
}
END_TEST

Suite *command_suite(void);

Suite *command_suite(void)
{
    Suite *suite = suite_create("command");
    TCase *tests = tcase_create("command");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, check_says_what_fix_would_mend_and_writes_nothing);
    tcase_add_test(tests, fix_mends_both_halves_once_and_undo_gives_back_the_same_bytes);
    tcase_add_test(tests, without_a_verb_it_is_the_tray_agent_and_prints_nothing);
    tcase_add_test(tests, a_healthy_machine_is_left_alone);
    tcase_add_test(tests, a_machine_without_profiles_is_left_alone);
    tcase_add_test(tests, outlook_alone_is_restarted_when_the_level_is_high_enough);
    tcase_add_test(tests, restart_is_marked_for_the_half_that_was_changed);
    tcase_add_test(tests, undo_that_puts_nothing_back_marks_nothing);
    tcase_add_test(tests, each_scope_touches_its_half_only);
    tcase_add_test(tests, one_profile_can_be_chosen_in_any_case);
    tcase_add_test(tests, a_profile_that_is_not_there_is_a_wrong_command_line);
    tcase_add_test(tests, names_in_other_languages_are_names_like_any_other);
    tcase_add_test(tests, a_bad_profile_does_not_keep_the_good_one_from_being_mended);
    tcase_add_test(tests, a_problem_that_cannot_be_mended_ends_with_2);
    tcase_add_test(tests, always_prompt_is_cleared_on_request_only);
    tcase_add_test(tests, ntlm_without_ssl_takes_an_explicit_word);
    tcase_add_test(tests, nothing_is_claimed_where_policy_rules);
    tcase_add_test(tests, undo_leaves_alone_what_somebody_changed_since);
    tcase_add_test(tests, undo_of_a_profile_that_is_gone_brings_no_ruin_back);
    tcase_add_test(tests, fixes_are_undone_one_after_the_other);
    tcase_add_test(tests, check_fix_fix_undo_keep_their_promises_everywhere);
    tcase_add_test(tests, ten_thousand_profiles_are_a_lot_but_no_more_than_that);
    suite_add_tcase(suite, tests);
    return suite;
}
