/* Commands with /allusers on a machine in memory: what becomes of every user's registry, and that
 * one who cannot be visited stops nobody else's visit. */
#include "agent/policy.h"
#include "agent/user_list.h"
#include "tests/unit/fake_hives.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANNA "S-1-5-21-1-2-3-1001"
#define BERT "S-1-5-21-1-2-3-1002"
#define LSA "SYSTEM\\CurrentControlSet\\Control\\Lsa"

static struct fake_host fake;
static struct fake_hives hives;
static struct fake_user *anna; /* logged on */
static struct fake_user *bert; /* not */

static void set_up(void)
{
    fake_host_init(&fake);
    fake_hives_init(&hives, &fake);
    anna = fake_hives_add(&hives, &fake, ANNA, "anna", true);
    bert = fake_hives_add(&hives, &fake, BERT, "bert", false);
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_NTLM);
    sample_exchange_profile(anna->registry, "Outlook", SAMPLE_BASIC);
    sample_exchange_profile(bert->registry, "Post", SAMPLE_BASIC);
    sample_level(fake.registry, 3);
    fake.user = "CONTOSO\\boss";
}

static void tear_down(void)
{
    fake_hives_done(&hives);
    fake_host_done(&fake);
}

static void expect_scheme(struct registry *registry, const char *profile, uint8_t scheme)
{
    const uint8_t bytes[4] = {scheme};
    sample_expect(registry, REGISTRY_CURRENT_USER, sample_section(profile), "00036627",
                  VALUE_BINARY, bytes, sizeof bytes);
}

static void expect_schemes(uint8_t of_anna, uint8_t of_bert)
{
    expect_scheme(anna->registry, "Outlook", of_anna);
    expect_scheme(bert->registry, "Post", of_bert);
}

static void expect_text(const char *piece)
{
    ck_assert_msg(strstr(fake_host_output(&fake), piece) != NULL, "no \"%s\" in: %s", piece,
                  fake_host_output(&fake));
}

static void set_of(const char *sid, const char *name, uint32_t number, const char *text)
{
    char key[256];
    snprintf(key, sizeof key, PROFILE_LIST_KEY "\\%s", sid);
    if (text != NULL)
        sample_text(fake.registry, REGISTRY_LOCAL_MACHINE, key, name, text);
    else
        sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, key, name, number);
}

/* Nobody's registry is another than it was. The dumps are freed. */
static void expect_stores(char *own, char *of_anna, char *of_bert)
{
    char *now[] = {sample_dump(fake.registry, true), sample_dump(anna->registry, false),
                   sample_dump(bert->registry, true)};
    ck_assert_str_eq(now[0], own);
    ck_assert_str_eq(now[1], of_anna);
    ck_assert_str_eq(now[2], of_bert);
    for (size_t i = 0; i < sizeof now / sizeof now[0]; i++)
        free(now[i]);
    free(own);
    free(of_anna);
    free(of_bert);
}

START_TEST(check_looks_at_everybody_and_writes_nothing)
{
    char *own = sample_dump(fake.registry, true);
    char *of_anna = sample_dump(anna->registry, false);
    char *of_bert = sample_dump(bert->registry, true);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert_uint_eq(bert->load_count, 0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 1);
    ck_assert_uint_eq(bert->load_count, 1);
    expect_text("User CONTOSO\\boss:");
    expect_text("User CONTOSO\\anna:");
    expect_text("HKU\\" BERT "\\Software\\Microsoft");
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/dryrun"), 1);
    ck_assert_str_eq(fake_host_errors(&fake), "");
    expect_stores(own, of_anna, of_bert);
}
END_TEST

/* The proxies of others are asked, each once; what is sent of a logon is this account's, for its
 * own proxy only, and what comes of it says nothing of the others. */
START_TEST(a_proxy_is_asked_once_for_everybody_and_signed_on_at_for_oneself)
{
    fake.proxy.error = CODE_SUCCESS;
    fake.proxy.status = 401;
    memcpy(fake.proxy.challenges, "NTLM", 4);
    fake.proxy.challenges_size = 4;
    fake.proxy_signed_on = (struct proxy_exchange){.status = 401, .leg_count = 3};
    sample_account(bert->registry, &(struct sample_account){.profile = "Second",
                                                            .flags = SAMPLE_FLAGS,
                                                            .authentication = SAMPLE_BASIC,
                                                            .proxy_server = "other"});
    sample_account(anna->registry, &(struct sample_account){.profile = "Second",
                                                            .flags = SAMPLE_FLAGS,
                                                            .authentication = SAMPLE_BASIC,
                                                            .proxy_server = "annas"});
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers", "/probe:signon"), 2);
    ck_assert_uint_eq(fake.probe_count, 3);
    ck_assert_uint_eq(fake.sign_on_count, 1);
    const char *own = strstr(fake_host_output(&fake), "your Windows logon was not accepted");
    ck_assert_ptr_nonnull(own);
    ck_assert_ptr_null(strstr(own + 1, "your Windows logon was not accepted"));
    /* Nobody else's registry keeps what one has asked. */
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/probe:prefer"), 3011);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
    char *of_anna = sample_dump(anna->registry, true);
    ck_assert_ptr_null(strstr(of_anna, "Proxies"));
    free(of_anna);
}
END_TEST

START_TEST(fix_mends_everybody_and_undo_gives_back_the_same_bytes)
{
    char *own = sample_dump(fake.registry, true);
    char *of_anna = sample_dump(anna->registry, false);
    char *of_bert = sample_dump(bert->registry, true);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 0);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 0);
    ck_assert_uint_eq(RUN(&fake, "/undo"), 0);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/allusers", "/dryrun"), 0);
    expect_text("HKU\\" ANNA "\\Software");
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/allusers"), 3011);
    expect_stores(own, of_anna, of_bert);
}
END_TEST

START_TEST(one_who_is_not_logged_on_needs_no_restart)
{
    sample_exchange_profile(anna->registry, "Outlook", SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 0);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
}
END_TEST

/* The Outlook that /promptrestart can restart is that of who runs it. */
START_TEST(outlook_of_others_is_not_restarted_but_told)
{
    fake.restart_result = (struct restart_result){.end = RESTART_END_RESTARTED};
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/promptrestart"), 3011);
    ck_assert_uint_eq(fake.restart_count, 0);
}
END_TEST

START_TEST(level_is_raised_for_whoever_needs_it)
{
    sample_level(fake.registry, 0);
    memory_registry_delete_tree(fake.memory, REGISTRY_CURRENT_USER, "Software");
    sample_exchange_profile(anna->registry, "Outlook", SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/check"), 0);
    ck_assert_uint_eq(RUN(&fake, "/check", "/scope:user", "/allusers"), 1);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3010);
    const uint8_t three[4] = {3};
    sample_expect(fake.registry, REGISTRY_LOCAL_MACHINE, LSA, "LmCompatibilityLevel", VALUE_DWORD,
                  three, sizeof three);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 0);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/allusers"), 3010);
}
END_TEST

START_TEST(machine_half_without_rights_is_told_once)
{
    sample_level(fake.registry, 0);
    /* Without a principal name it is the level alone that lets Windows sign on. */
    sample_delete(anna->registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "001f6625");
    ck_assert_int_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE, LSA, REGISTRY_WRITE),
                     CODE_SUCCESS);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 740);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
}
END_TEST

START_TEST(a_level_that_is_invalid_is_told_once)
{
    sample_level(fake.registry, 9);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers", "/json"), 2);
    const char *first = strstr(fake_host_output(&fake), "\"invalid_level\"");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "\"invalid_level\""));
}
END_TEST

START_TEST(json_names_the_user_of_everything)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/json"), 3011);
    expect_text("\"user\": \"CONTOSO\\\\bert\",\n      \"profile\": \"Post\"");
    expect_text("\"id\": \"basic_authentication\",\n      \"user\": \"CONTOSO\\\\anna\"");
    expect_text("\"key\": \"HKU\\\\" ANNA "\\\\Software");
    expect_text("\"key\": \"HKU\\\\" BERT "\\\\Software");
}
END_TEST

START_TEST(a_user_without_a_name_is_called_by_sid)
{
    bert->name = NULL;
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 1);
    expect_text("User " BERT ":");
}
END_TEST

START_TEST(without_rights_ones_own_profile_is_done_and_740_said)
{
    sample_exchange_profile(fake.registry, "Outlook", SAMPLE_BASIC);
    hives.enable_error = CODE_PRIVILEGE_NOT_HELD;
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 740);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 740);
    expect_text("that needs an administrator");
    expect_scheme(fake.registry, "Outlook", SAMPLE_NTLM);
    expect_schemes(SAMPLE_BASIC, SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/undo", "/allusers"), 740);
    expect_scheme(fake.registry, "Outlook", SAMPLE_BASIC);
}
END_TEST

/* bert cannot be visited: he is told and left alone, anna is mended. */
static void expect_left_alone(enum exit_code exit_code, const char *why)
{
    char *before = sample_dump(bert->registry, true);
    sample_exchange_profile(anna->registry, "Outlook", SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), exit_code);
    expect_text(why);
    sample_exchange_profile(anna->registry, "Outlook", SAMPLE_BASIC);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    expect_text(why);
    expect_scheme(anna->registry, "Outlook", SAMPLE_NTLM);
    char *after = sample_dump(bert->registry, true);
    ck_assert_str_eq(after, before);
    free(after);
    free(before);
}

START_TEST(one_in_use_is_left_alone)
{
    bert->load_error = CODE_SHARING_VIOLATION;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "is in use");
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers", "/json"), 2);
    expect_text("\"error\": 32");
}
END_TEST

START_TEST(one_who_cannot_be_loaded_or_opened_is_left_alone)
{
    bert->load_error = CODE_ACCESS_DENIED;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "Access is denied");
    ck_assert_uint_eq(bert->load_count, 0);
    bert->load_error = CODE_SUCCESS;
    bert->open_error = CODE_FILE_NOT_FOUND;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "cannot be opened");
    ck_assert_uint_eq(bert->load_count, 2);
    bert->find_error = CODE_ACCESS_DENIED;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "Access is denied");
}
END_TEST

/* He was logged on when the users were listed. */
START_TEST(one_who_vanishes_is_told)
{
    anna->open_error = CODE_FILE_NOT_FOUND;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 2);
    expect_schemes(SAMPLE_BASIC, SAMPLE_NTLM);
    expect_text("cannot be opened");
}
END_TEST

START_TEST(one_at_whom_another_run_is_is_left_alone)
{
    bert->lock_error = CODE_INSTALL_ALREADY_RUNNING;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "another run");
    ck_assert_uint_eq(RUN(&fake, "/undo", "/allusers"), 3011);
}
END_TEST

START_TEST(profiles_that_forget_are_left_alone)
{
    bert->file = HIVE_FILE_MANDATORY;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "mandatory");
    bert->file = HIVE_FILE_USUAL;
    set_of(BERT, "State", PROFILE_STATE_MANDATORY | 0x100, NULL);
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "mandatory");
    set_of(BERT, "State", 0, NULL);
    set_of(BERT, "CentralProfile", 0, "\\\\server\\bert");
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "roaming");
    ck_assert_uint_eq(bert->load_count, 0);
}
END_TEST

START_TEST(a_link_is_not_loaded)
{
    bert->file = HIVE_FILE_LINK;
    expect_left_alone(EXIT_CANNOT_BE_MENDED, "leads elsewhere");
    ck_assert_uint_eq(bert->load_count, 0);
}
END_TEST

/* ProfileList forgets nobody; where nothing is left, nothing can be wrong. */
START_TEST(a_profile_that_is_gone_is_told_and_is_no_problem)
{
    bert->file = HIVE_FILE_NONE;
    expect_left_alone(EXIT_NOTHING_LEFT, "nothing is left of this profile");
}
END_TEST

START_TEST(a_hive_that_stays_loaded_is_told_and_unloaded_by_the_next_run)
{
    bert->unload_error = CODE_ACCESS_DENIED;
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 2);
    expect_text("could not be unloaded");
    ck_assert(bert->loaded);
    bert->unload_error = CODE_SUCCESS;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    ck_assert(!bert->loaded);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
}
END_TEST

/* Another run has it loaded now. */
START_TEST(a_hive_that_is_being_visited_is_not_unloaded)
{
    bert->loaded = true;
    bert->lock_error = CODE_INSTALL_ALREADY_RUNNING;
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    ck_assert(bert->loaded);
    bert->loaded = false;
}
END_TEST

START_TEST(only_people_are_visited)
{
    set_of(ANNA ".bak", "ProfileImagePath", 0, "C:\\Users\\old");
    set_of("S-1-5-18", "ProfileImagePath", 0, "C:\\Windows\\system32\\config\\systemprofile");
    set_of("S-1-5-80-1-2-3-4-5", "ProfileImagePath", 0, "C:\\Users\\service");
    set_of("S-1-5-21-", "ProfileImagePath", 0, "C:\\Users\\nobody");
    set_of(BERT, "State", PROFILE_STATE_TEMPORARY, NULL);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/json"), 3011);
    expect_schemes(SAMPLE_NTLM, SAMPLE_BASIC);
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "S-1-5-18"));
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 0);
}
END_TEST

START_TEST(one_who_is_in_no_list_is_visited_while_logged_on)
{
    memory_registry_delete_tree(fake.memory, REGISTRY_LOCAL_MACHINE, PROFILE_LIST_KEY "\\" ANNA);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
}
END_TEST

START_TEST(a_list_that_cannot_be_read_is_told_and_others_are_visited)
{
    ck_assert_int_eq(
        memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE, PROFILE_LIST_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers"), 3011);
    expect_schemes(SAMPLE_NTLM, SAMPLE_BASIC);
    expect_text("could not all be listed: Access is denied");
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 2);
    hives.enumerate_error = CODE_ACCESS_DENIED;
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 2);
    hives.enumerate_error = CODE_SUCCESS;
    hives.sid_error = CODE_ACCESS_DENIED;
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers"), 2);
}
END_TEST

START_TEST(a_profile_is_looked_for_at_everybody)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/profile:Post"), 0);
    expect_schemes(SAMPLE_BASIC, SAMPLE_NTLM);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/profile:Nowhere"), 87);
    ck_assert_uint_eq(RUN(&fake, "/fix", "/profile:Post"), 87);
}
END_TEST

START_TEST(words_that_do_not_go_together_are_refused)
{
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/scope:machine"), 87);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers", "/from:a.reg"), 87);
    ck_assert_uint_eq(RUN(&fake, "/check", "/allusers", "/allusers"), 87);
    expect_schemes(SAMPLE_BASIC, SAMPLE_BASIC);
}
END_TEST

/* Each call on one user's registry fails in turn: his half is all done or as it was, as is said,
 * and the other user is mended. */
START_TEST(a_fault_in_one_registry_stops_no_other)
{
    bool failed = true;
    size_t faults = 0;
    for (size_t call = 1; failed; call++) {
        tear_down();
        set_up();
        memory_registry_fail(bert->memory, call, CODE_REGISTRY_IO_FAILED, false);
        const size_t before = memory_registry_call_count(bert->memory);
        const enum exit_code exit_code = RUN(&fake, "/fix", "/allusers");
        failed = memory_registry_call_count(bert->memory) - before >= call;
        memory_registry_fail(bert->memory, 0, CODE_SUCCESS, false);
        expect_scheme(anna->registry, "Outlook", SAMPLE_NTLM);
        ck_assert_uint_eq(bert->load_count, 1);
        ck_assert(exit_code == EXIT_RESTART_OUTLOOK || exit_code == EXIT_FAILED);
        faults += exit_code == EXIT_FAILED;
        ck_assert_uint_ne(RUN(&fake, "/fix", "/allusers"), EXIT_FAILED);
        expect_schemes(SAMPLE_NTLM, SAMPLE_NTLM);
    }
    ck_assert_uint_gt(faults, 5);
}
END_TEST

/* A run that ends in the middle of a user's changes, and the next one. */
START_TEST(an_interrupted_visit_is_taken_back_or_finished)
{
    for (size_t call = 20; call < 60; call++) {
        tear_down();
        set_up();
        memory_registry_fail(bert->memory, call, CODE_REGISTRY_IO_FAILED, true);
        (void)RUN(&fake, "/fix", "/allusers");
        memory_registry_fail(bert->memory, 0, CODE_SUCCESS, false);
        ck_assert_uint_ne(RUN(&fake, "/undo", "/allusers"), EXIT_FAILED);
        expect_schemes(SAMPLE_BASIC, SAMPLE_BASIC);
    }
}
END_TEST

/* Whether a certificate is valid for another user is not to be seen from here. */
START_TEST(a_certificate_is_named_in_ones_own_profiles_only)
{
    const struct sample_account account = {.profile = "Outlook",
                                           .flags = 0x2b,
                                           .authentication = SAMPLE_NTLM,
                                           .proxy_server = "mail.contoso.com"};
    const uint8_t flags[4] = {0x2b};
    struct registry *const registries[] = {fake.registry, anna->registry, bert->registry};
    for (size_t i = 0; i < sizeof registries / sizeof registries[0]; i++) {
        sample_account(registries[i], &account);
        sample_level(registries[i], 1);
        sample_dword(registries[i], REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowLevel", 0);
    }
    fake.proxy = (struct proxy_exchange){.status = 401,
                                         .challenges = "NTLM",
                                         .challenges_size = 4,
                                         .certificate_name = "mail.contoso.com"};
    ck_assert_uint_eq(RUN(&fake, "/fix", "/allusers", "/principal:replace"), 3011);
    expect_text("not offered for an exported registry or for another user.");
    sample_expect(anna->registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036623",
                  VALUE_BINARY, flags, sizeof flags);
    ck_assert_uint_eq(RUN(&fake, "/check", "/json"), 0);
    expect_text("\"principal_name\": \"msstd:mail.contoso.com\"");
}
END_TEST

/* It is the machine's: whoever is visited first has it asked, for all. */
START_TEST(the_policy_result_is_asked_once_for_all)
{
    static const char *const verbs[] = {"/check", "/fix"};
    fake.level_policy.state = LEVEL_POLICY_UNKNOWN;
    fake.policy_result =
        (struct policy_result){.state = POLICY_RESULT_SET, .level = 3, .gpo = "Workstations"};
    for (size_t i = 0; i < 2; i++) {
        fake.policy_result_count = 0;
        (void)RUN(&fake, verbs[i], "/allusers");
        ck_assert_uint_eq(fake.policy_result_count, 1);
        expect_text("Workstations");
    }
}
END_TEST

Suite *command_users_suite(void);

Suite *command_users_suite(void)
{
    Suite *suite = suite_create("command_users");
    TCase *tests = tcase_create("command_users");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, check_looks_at_everybody_and_writes_nothing);
    tcase_add_test(tests, a_proxy_is_asked_once_for_everybody_and_signed_on_at_for_oneself);
    tcase_add_test(tests, fix_mends_everybody_and_undo_gives_back_the_same_bytes);
    tcase_add_test(tests, one_who_is_not_logged_on_needs_no_restart);
    tcase_add_test(tests, outlook_of_others_is_not_restarted_but_told);
    tcase_add_test(tests, level_is_raised_for_whoever_needs_it);
    tcase_add_test(tests, machine_half_without_rights_is_told_once);
    tcase_add_test(tests, a_level_that_is_invalid_is_told_once);
    tcase_add_test(tests, json_names_the_user_of_everything);
    tcase_add_test(tests, a_user_without_a_name_is_called_by_sid);
    tcase_add_test(tests, without_rights_ones_own_profile_is_done_and_740_said);
    tcase_add_test(tests, one_in_use_is_left_alone);
    tcase_add_test(tests, one_who_cannot_be_loaded_or_opened_is_left_alone);
    tcase_add_test(tests, one_who_vanishes_is_told);
    tcase_add_test(tests, one_at_whom_another_run_is_is_left_alone);
    tcase_add_test(tests, profiles_that_forget_are_left_alone);
    tcase_add_test(tests, a_link_is_not_loaded);
    tcase_add_test(tests, a_profile_that_is_gone_is_told_and_is_no_problem);
    tcase_add_test(tests, a_hive_that_stays_loaded_is_told_and_unloaded_by_the_next_run);
    tcase_add_test(tests, a_hive_that_is_being_visited_is_not_unloaded);
    tcase_add_test(tests, only_people_are_visited);
    tcase_add_test(tests, one_who_is_in_no_list_is_visited_while_logged_on);
    tcase_add_test(tests, a_list_that_cannot_be_read_is_told_and_others_are_visited);
    tcase_add_test(tests, a_profile_is_looked_for_at_everybody);
    tcase_add_test(tests, words_that_do_not_go_together_are_refused);
    tcase_add_test(tests, a_fault_in_one_registry_stops_no_other);
    tcase_add_test(tests, an_interrupted_visit_is_taken_back_or_finished);
    tcase_add_test(tests, the_policy_result_is_asked_once_for_all);
    tcase_add_test(tests, a_certificate_is_named_in_ones_own_profiles_only);
    suite_add_tcase(suite, tests);
    return suite;
}
