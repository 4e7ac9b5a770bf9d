/* Accounts of Outlook 2010 and later, and of several Outlooks side by side: where they lie, which
 * of them may be changed, and that nothing else is taken for one. */
#include "outlookprofile/account_list.h"
#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct memory_registry *memory;
static struct registry *registry;
static struct arena arena;
static struct account_list list;

static const char *const roots[] = {SAMPLE_ROOT_2010, SAMPLE_ROOT_2013, SAMPLE_ROOT_2016};
static const enum outlook_version versions[] = {OUTLOOK_2010, OUTLOOK_2013, OUTLOOK_2016};

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
    arena_done(&arena);
}

static void start_anew(void)
{
    tear_down();
    set_up();
}

static void read_only(const char *only)
{
    ck_assert_uint_eq(account_list_read(registry, only, &arena, &list), CODE_SUCCESS);
    ck_assert_uint_eq(list.error, CODE_SUCCESS);
}

static void read_list(void)
{
    read_only(NULL);
}

static void add(const char *root, const char *profile, unsigned number, uint32_t authentication)
{
    modern_sample_add(registry, &(struct modern_sample){.root = root,
                                                        .profile = profile,
                                                        .number = number,
                                                        .authentication = authentication});
}

static void expect_account(size_t index, const char *key, enum outlook_version version,
                           uint32_t authentication)
{
    ck_assert_uint_lt(index, list.count);
    const struct exchange_account *account = &list.accounts[index];
    ck_assert_str_eq(account->key, key);
    ck_assert_int_eq(account->outlook, version);
    ck_assert_uint_eq(account->error, CODE_SUCCESS);
    ck_assert_uint_eq(account->authentication.value, authentication);
    ck_assert_str_eq(account->proxy_server.text, "mail.contoso.com");
}

START_TEST(finds_the_section_that_the_service_points_to_under_each_root)
{
    for (size_t i = 0; i < 3; i++) {
        start_anew();
        add(roots[i], "Outlook", 0, SAMPLE_BASIC);
        read_list();
        ck_assert_uint_eq(list.count, 1);
        expect_account(0, modern_sample_section(roots[i], "Outlook", 0), versions[i], SAMPLE_BASIC);
        ck_assert(!list.accounts[0].report_only);
        ck_assert(!list.accounts[0].is_one_of_several);
    }
}
END_TEST

START_TEST(finds_all_versions_side_by_side_and_all_of_a_name)
{
    sample_exchange_profile(registry, "Outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2010, "Work", 0, SAMPLE_NTLM);
    add(SAMPLE_ROOT_2013, "Outlook", 0, SAMPLE_BASIC);
    add(SAMPLE_ROOT_2016, "OUTLOOK", 0, 16);
    read_list();
    ck_assert_uint_eq(list.count, 4);
    ck_assert_uint_eq(list.profile_count, 4);
    expect_account(0, sample_section("Outlook"), OUTLOOK_UNKNOWN, SAMPLE_BASIC);
    expect_account(1, modern_sample_section(SAMPLE_ROOT_2010, "Work", 0), OUTLOOK_2010,
                   SAMPLE_NTLM);
    expect_account(2, modern_sample_section(SAMPLE_ROOT_2013, "Outlook", 0), OUTLOOK_2013,
                   SAMPLE_BASIC);
    expect_account(3, modern_sample_section(SAMPLE_ROOT_2016, "OUTLOOK", 0), OUTLOOK_2016, 16);
    read_only("outlook");
    ck_assert_uint_eq(list.count, 3);
    ck_assert_uint_eq(list.profile_count, 3);
    read_only("work");
    ck_assert_uint_eq(list.count, 1);
}
END_TEST

START_TEST(each_root_has_its_own_default_profile)
{
    add(SAMPLE_ROOT_2010, "One", 0, SAMPLE_NTLM);
    add(SAMPLE_ROOT_2013, "One", 0, SAMPLE_NTLM);
    add(SAMPLE_ROOT_2013, "Two", 0, SAMPLE_NTLM);
    add(SAMPLE_ROOT_2016, "Two", 0, SAMPLE_NTLM);
    sample_default_profile(registry, "One");
    sample_text(registry, REGISTRY_CURRENT_USER, OUTLOOK_2013_KEY, "DefaultProfile", "two");
    read_list();
    ck_assert_uint_eq(list.count, 4);
    ck_assert(list.accounts[0].in_default_profile);
    ck_assert(!list.accounts[1].in_default_profile);
    ck_assert(list.accounts[2].in_default_profile);
    ck_assert(!list.accounts[3].in_default_profile); /* not that of the root before */
}
END_TEST

START_TEST(finds_several_accounts_of_a_profile)
{
    for (unsigned i = 0; i < 10; i++)
        modern_sample_add(registry,
                          &(struct modern_sample){.root = SAMPLE_ROOT_2016,
                                                  .profile = "Outlook",
                                                  .number = i,
                                                  .authentication = 1 + i % 2,
                                                  .name = i == 3 ? "anna@contoso.com" : NULL});
    read_list();
    ck_assert_uint_eq(list.count, 10);
    ck_assert_uint_eq(list.profile_count, 1);
    for (unsigned i = 0; i < 10; i++) {
        expect_account(i, modern_sample_section(SAMPLE_ROOT_2016, "Outlook", i), OUTLOOK_2016,
                       1 + i % 2);
        ck_assert(list.accounts[i].is_one_of_several);
    }
    ck_assert_str_eq(list.accounts[3].name.text, "anna@contoso.com");
}
END_TEST

START_TEST(an_old_and_a_new_account_of_one_profile_are_two)
{
    sample_exchange_profile(registry, "Outlook", SAMPLE_BASIC);
    add(SAMPLE_ROOT_2010, "Outlook", 0, SAMPLE_NTLM);
    read_list();
    ck_assert_uint_eq(list.count, 2);
    expect_account(0, sample_section("Outlook"), OUTLOOK_UNKNOWN, SAMPLE_BASIC);
    expect_account(1, modern_sample_section(SAMPLE_ROOT_2010, "Outlook", 0), OUTLOOK_2010,
                   SAMPLE_NTLM);
    ck_assert(!list.accounts[0].report_only && !list.accounts[1].report_only);
}
END_TEST

START_TEST(the_keys_of_2003_and_2007_tell_which_it_is)
{
    static const struct {
        bool has_2003, has_2007;
        enum outlook_version version;
    } cases[] = {{false, false, OUTLOOK_UNKNOWN},
                 {true, false, OUTLOOK_2003},
                 {false, true, OUTLOOK_2007},
                 {true, true, OUTLOOK_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start_anew();
        sample_exchange_profile(registry, "Outlook", SAMPLE_BASIC);
        if (cases[i].has_2003)
            sample_key(registry, REGISTRY_CURRENT_USER,
                       "Software\\Microsoft\\Office\\11.0\\Outlook");
        if (cases[i].has_2007)
            sample_key(registry, REGISTRY_CURRENT_USER,
                       "Software\\Microsoft\\Office\\12.0\\Outlook\\Preferences");
        read_list();
        ck_assert_int_eq(list.accounts[0].outlook, cases[i].version);
    }
}
END_TEST

/* In 2003 and 2007 the service points to the global section itself. */
START_TEST(a_service_that_points_to_the_global_section_makes_no_second_account)
{
    static const uint8_t global[16] = {0x13, 0xdb, 0xb0, 0xc8, 0xaa, 0x05, 0x10, 0x1a,
                                       0x9b, 0xb0, 0x00, 0xaa, 0x00, 0x2f, 0xc4, 0x5a};
    for (size_t i = 0; i < 3; i++) {
        char section[512];
        start_anew();
        snprintf(section, sizeof section, "%s\\Outlook\\13DBB0C8AA05101A9BB000AA002FC45A",
                 roots[i]);
        sample_long(registry, section, "00036600", 0x501);
        sample_long(registry, section, "00036623", SAMPLE_FLAGS);
        sample_unicode(registry, section, "001f6622", "mail.contoso.com");
        read_list();
        ck_assert_uint_eq(list.count, 1);
        /* Under the roots of 2013 and later nothing is known to look there. */
        ck_assert(list.accounts[0].report_only == (i > 0));
        modern_sample_add(registry, &(struct modern_sample){.root = roots[i],
                                                            .profile = "Outlook",
                                                            .copy = SAMPLE_BASIC,
                                                            .only_copy = true});
        sample_write(registry, REGISTRY_CURRENT_USER, modern_sample_service(roots[i], "Outlook", 0),
                     "01023d15", VALUE_BINARY, global, sizeof global);
        read_list();
        ck_assert_uint_eq(list.count, 1);
        ck_assert(!list.accounts[0].report_only);
        ck_assert_ptr_nonnull(list.accounts[0].copies);
    }
}
END_TEST

START_TEST(a_copy_is_told_with_its_account)
{
    modern_sample_add(registry, &(struct modern_sample){.root = SAMPLE_ROOT_2013,
                                                        .profile = "Outlook",
                                                        .authentication = SAMPLE_NTLM,
                                                        .copy = SAMPLE_BASIC});
    read_list();
    ck_assert_uint_eq(list.count, 1);
    const struct account_copy *copy = list.accounts[0].copies;
    ck_assert_ptr_nonnull(copy);
    ck_assert_str_eq(copy->section, "b0000000000000000000000000000000");
    ck_assert_uint_eq(copy->authentication.value, SAMPLE_BASIC);
    ck_assert_uint_eq(copy->roh_flags.value, SAMPLE_FLAGS);
    ck_assert_ptr_null(copy->next);
}
END_TEST

START_TEST(what_only_a_provider_has_is_told_and_not_changed)
{
    modern_sample_add(registry, &(struct modern_sample){.root = SAMPLE_ROOT_2010,
                                                        .profile = "Outlook",
                                                        .copy = SAMPLE_BASIC,
                                                        .only_copy = true});
    read_list();
    ck_assert_uint_eq(list.count, 1);
    expect_account(0, modern_sample_provider(SAMPLE_ROOT_2010, "Outlook", 0), OUTLOOK_2010,
                   SAMPLE_BASIC);
    ck_assert(list.accounts[0].report_only);
}
END_TEST

START_TEST(no_other_service_is_an_exchange_account)
{
    static const char *const names[] = {"EMABLT", "CONTAB", "MSUPST MS", "MSEM", "MSEMSX", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        start_anew();
        add(SAMPLE_ROOT_2016, "Outlook", 0, SAMPLE_BASIC);
        sample_unicode(registry, modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), "001f3d09",
                       names[i]);
        read_list();
        ck_assert_uint_eq(list.count, 0);
    }
    add(SAMPLE_ROOT_2016, "Outlook", 0, SAMPLE_BASIC);
    sample_delete(registry, REGISTRY_CURRENT_USER,
                  modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), "001f3d09");
    read_list();
    ck_assert_uint_eq(list.count, 0);
    sample_text(registry, REGISTRY_CURRENT_USER,
                modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), "001e3d09", "msems");
    read_list();
    ck_assert_uint_eq(list.count, 1);
}
END_TEST

static void expect_error(const char *key, error_code error)
{
    read_list();
    ck_assert_uint_eq(list.count, 1);
    ck_assert_str_eq(list.accounts[0].key, key);
    ck_assert_uint_eq(list.accounts[0].error, error);
}

START_TEST(what_cannot_be_read_is_never_passed_over)
{
    static const char list_key[] = SAMPLE_ROOT_2016 "\\Outlook\\9207f3e0a3b11019908b08002b2a56c2";
    const char *const keys[] = {list_key, modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0)};
    for (size_t i = 0; i < 2; i++) {
        char key[512];
        start_anew();
        add(SAMPLE_ROOT_2016, "Outlook", 0, SAMPLE_BASIC);
        snprintf(key, sizeof key, "%s", keys[i]);
        ck_assert_uint_eq(memory_registry_deny(memory, REGISTRY_CURRENT_USER, key, REGISTRY_READ),
                          CODE_SUCCESS);
        expect_error(key, CODE_ACCESS_DENIED);
    }
    start_anew();
    add(SAMPLE_ROOT_2016, "Outlook", 0, SAMPLE_BASIC);
    sample_write(registry, REGISTRY_CURRENT_USER,
                 modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), "01023d15", VALUE_BINARY,
                 "short", 5);
    expect_error(modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), CODE_INVALID_DATA);
    sample_text(registry, REGISTRY_CURRENT_USER,
                modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), "01023d15", "1234567");
    expect_error(modern_sample_service(SAMPLE_ROOT_2016, "Outlook", 0), CODE_INVALID_DATA);
}
END_TEST

START_TEST(a_list_without_end_is_told)
{
    static uint8_t ids[300][16];
    for (size_t i = 0; i < 300; i++)
        ids[i][0] = (uint8_t)i;
    sample_write(registry, REGISTRY_CURRENT_USER,
                 SAMPLE_ROOT_2016 "\\Outlook\\9207f3e0a3b11019908b08002b2a56c2", "01023d0e",
                 VALUE_BINARY, ids, sizeof ids);
    expect_error(SAMPLE_ROOT_2016 "\\Outlook\\9207f3e0a3b11019908b08002b2a56c2", CODE_MORE_DATA);
}
END_TEST

/* Calls for so many profiles under each root. */
static size_t calls_for(unsigned count)
{
    char name[32];
    start_anew();
    for (unsigned i = 0; i < 3 * count; i++) {
        snprintf(name, sizeof name, "profile %u", i / 3);
        add(roots[i % 3], name, 0, SAMPLE_BASIC);
    }
    const size_t before = memory_registry_call_count(memory);
    read_list();
    ck_assert_uint_eq(list.count, 3 * (size_t)count);
    return memory_registry_call_count(memory) - before;
}

START_TEST(costs_as_much_for_the_last_profile_as_for_the_first)
{
    const size_t one = calls_for(2) - calls_for(1);
    /* For each root: its name, twice; the global section, which is not there; the list, its value;
     * LDAP, its name; the service, four values, one of them missing; the account's own section, its
     * five values and their end; the provider's, one value and the end. */
    ck_assert_uint_eq(one, (size_t)3 * (2 + 1 + 2 + 2 + 5 + 7 + 3));
    ck_assert_uint_eq(calls_for(1002) - calls_for(2), 1000 * one);
}
END_TEST

Suite *outlook_profiles_suite(void);

Suite *outlook_profiles_suite(void)
{
    Suite *suite = suite_create("outlook_profiles");
    TCase *tests = tcase_create("outlook_profiles");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, finds_the_section_that_the_service_points_to_under_each_root);
    tcase_add_test(tests, finds_all_versions_side_by_side_and_all_of_a_name);
    tcase_add_test(tests, each_root_has_its_own_default_profile);
    tcase_add_test(tests, finds_several_accounts_of_a_profile);
    tcase_add_test(tests, an_old_and_a_new_account_of_one_profile_are_two);
    tcase_add_test(tests, the_keys_of_2003_and_2007_tell_which_it_is);
    tcase_add_test(tests, a_service_that_points_to_the_global_section_makes_no_second_account);
    tcase_add_test(tests, a_copy_is_told_with_its_account);
    tcase_add_test(tests, what_only_a_provider_has_is_told_and_not_changed);
    tcase_add_test(tests, no_other_service_is_an_exchange_account);
    tcase_add_test(tests, what_cannot_be_read_is_never_passed_over);
    tcase_add_test(tests, a_list_without_end_is_told);
    tcase_add_test(tests, costs_as_much_for_the_last_profile_as_for_the_first);
    suite_add_tcase(suite, tests);
    return suite;
}
