#include "outlookprofile/account_list.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

/* Reads the one account of the profile "P" through the list, and again after each change. */
struct account_store {
    struct memory_registry *memory;
    struct registry *registry;
    struct arena arena;
    struct account_list list;
    bool exists; /* the profile has an account: */
    struct exchange_account account;
};

static void init_store(struct account_store *store)
{
    *store = (struct account_store){.memory = sample_registry_create()};
    store->registry = memory_registry_interface(store->memory);
}

static void done_store(struct account_store *store)
{
    ck_assert_uint_eq(memory_registry_open_count(store->memory), 0);
    memory_registry_free(store->memory);
    arena_done(&store->arena);
}

static void read_account(struct account_store *store)
{
    ck_assert_uint_eq(account_list_read(store->registry, NULL, &store->arena, &store->list),
                      CODE_SUCCESS);
    ck_assert_uint_eq(store->list.error, CODE_SUCCESS);
    ck_assert_uint_le(store->list.count, 1);
    store->exists = store->list.count == 1;
    store->account = store->exists ? store->list.accounts[0] : (struct exchange_account){0};
}

static void put(struct account_store *store, const char *name, uint32_t type, const void *bytes,
                size_t size)
{
    sample_write(store->registry, REGISTRY_CURRENT_USER, sample_section("P"), name, type, bytes,
                 size);
}

START_TEST(reads_what_outlook_2003_stores)
{
    struct account_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "P", SAMPLE_BASIC);
    read_account(&store);
    ck_assert(store.exists);
    ck_assert_str_eq(store.account.profile, "P");
    ck_assert_str_eq(store.account.section, "13dbb0c8aa05101a9bb000aa002fc45a");
    ck_assert_str_eq(store.account.key, sample_section("P"));
    ck_assert_uint_eq(store.account.error, CODE_SUCCESS);
    ck_assert(!store.account.in_default_profile);
    ck_assert_uint_eq(store.account.roh_flags.state, PROPERTY_READ);
    ck_assert_uint_eq(store.account.roh_flags.value, 0x2f);
    ck_assert_uint_eq(store.account.authentication.value, AUTHENTICATION_BASIC);
    ck_assert_uint_eq(store.account.config_flags.value, 4);
    ck_assert_str_eq(store.account.proxy_server.text, "mail.contoso.com");
    ck_assert_str_eq(store.account.principal_name.text, "msstd:mail.contoso.com");
    done_store(&store);
}
END_TEST

START_TEST(another_section_is_never_taken_for_exchange)
{
    struct account_store store;
    init_store(&store);
    sample_ldap_profile(store.registry, "P");
    read_account(&store);
    ck_assert(!store.exists);
    ck_assert_uint_eq(store.list.profile_count, 1);

    /* Nor do its values get into the account that stands beside it. */
    sample_account(store.registry, &(struct sample_account){.profile = "P", .flags = 1});
    read_account(&store);
    ck_assert(store.exists);
    ck_assert_uint_eq(store.account.roh_flags.value, 1);
    ck_assert_uint_eq(store.account.authentication.state, PROPERTY_ABSENT);
    ck_assert_uint_eq(store.account.proxy_server.state, PROPERTY_ABSENT);
    ck_assert_uint_eq(store.account.principal_name.state, PROPERTY_ABSENT);
    done_store(&store);
}
END_TEST

START_TEST(a_section_is_exchange_by_its_own_values)
{
    static const char *const markers[] = {"00036600", "001e6602", "001E6608"};
    struct account_store store;
    for (size_t i = 0; i < sizeof markers / sizeof markers[0]; i++) {
        init_store(&store);
        sample_key(store.registry, REGISTRY_CURRENT_USER, sample_section("P"));
        put(&store, "00036623", VALUE_BINARY, "\x2f\0\0", 4);
        put(&store, "00036627", VALUE_BINARY, "\1\0\0", 4);
        read_account(&store);
        ck_assert(!store.exists); /* flags alone prove nothing (facts.md 1.3) */
        put(&store, markers[i], VALUE_STRING, "\0", 2);
        read_account(&store);
        ck_assert(store.exists);
        done_store(&store);
    }
    init_store(&store);
    put(&store, "00036623", VALUE_BINARY, "\x2f\0\0", 4);
    put(&store, "001f6622", VALUE_BINARY, "m\0\0", 4);
    read_account(&store);
    ck_assert(store.exists);
    done_store(&store);
}
END_TEST

START_TEST(names_are_read_in_any_case_and_whole)
{
    struct account_store store;
    init_store(&store);
    put(&store, "001E6602", VALUE_STRING, "\0", 2);
    put(&store, "001F6622", VALUE_BINARY, "m\0\0", 4);
    put(&store, "S00036627", VALUE_BINARY, "\1\0\0", 4);
    put(&store, "0003662", VALUE_BINARY, "\1\0\0", 4);
    put(&store, "000366231", VALUE_BINARY, "\1\0\0", 4);
    put(&store, "", VALUE_BINARY, "\1\0\0", 4);
    read_account(&store);
    ck_assert(store.exists);
    ck_assert_str_eq(store.account.proxy_server.text, "m");
    ck_assert_uint_eq(store.account.authentication.state, PROPERTY_ABSENT);
    ck_assert_uint_eq(store.account.roh_flags.state, PROPERTY_ABSENT);
    done_store(&store);
}
END_TEST

START_TEST(each_property_may_be_malformed_by_itself)
{
    static const char *const names[] = {"00036623", "00036627", "00036601", "001f6622", "001f6625"};
    static const struct {
        uint32_t type;
        size_t size;
    } ways[] = {{VALUE_BINARY, 3}, {VALUE_QWORD, 8}, {VALUE_MULTI_STRING, 4}, {VALUE_NONE, 0}};
    for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
        struct account_store store;
        init_store(&store);
        sample_exchange_profile(store.registry, "P", SAMPLE_NTLM);
        put(&store, names[_i], ways[way].type, "\x00\xd8\1\0\0\0\0\0", ways[way].size);
        read_account(&store);
        ck_assert(store.exists);
        const enum property_state states[] = {
            store.account.roh_flags.state, store.account.authentication.state,
            store.account.config_flags.state, store.account.proxy_server.state,
            store.account.principal_name.state};
        for (int i = 0; i < 5; i++)
            ck_assert_uint_eq(states[i], i == _i ? PROPERTY_MALFORMED : PROPERTY_READ);
        done_store(&store);
    }
}
END_TEST

START_TEST(the_ansi_form_counts_where_the_unicode_form_is_missing)
{
    static const char *const names[2][2] = {{"001e6622", "001f6622"}, {"001f6622", "001e6622"}};
    struct account_store store;
    init_store(&store);
    sample_account(store.registry, &(struct sample_account){.profile = "P", .flags = 1});
    sample_text(store.registry, REGISTRY_CURRENT_USER, sample_section("P"), "001e6622", "ansi");
    sample_text(store.registry, REGISTRY_CURRENT_USER, sample_section("P"), "001e6625",
                "principal");
    read_account(&store);
    ck_assert_str_eq(store.account.proxy_server.text, "ansi");
    ck_assert_str_eq(store.account.principal_name.text, "principal");
    done_store(&store);

    for (size_t order = 0; order < 2; order++) {
        init_store(&store);
        sample_account(store.registry, &(struct sample_account){.profile = "P", .flags = 1});
        for (size_t i = 0; i < 2; i++)
            sample_unicode(store.registry, sample_section("P"), names[order][i],
                           names[order][i][3] == 'f' ? "unicode" : "ansi");
        read_account(&store);
        ck_assert_str_eq(store.account.proxy_server.text, "unicode");
        done_store(&store);
    }
}
END_TEST

START_TEST(dword_and_string_types_are_read_too)
{
    struct account_store store;
    init_store(&store);
    put(&store, "001e6602", VALUE_STRING, "\0", 2);
    sample_dword(store.registry, REGISTRY_CURRENT_USER, sample_section("P"), "00036623", 0x2f);
    sample_dword(store.registry, REGISTRY_CURRENT_USER, sample_section("P"), "00036627", 16);
    sample_text(store.registry, REGISTRY_CURRENT_USER, sample_section("P"), "001f6622", "host:444");
    put(&store, "001f6625", VALUE_BINARY, "m\0s\0x", 5);
    read_account(&store);
    ck_assert_uint_eq(store.account.roh_flags.value, 0x2f);
    ck_assert_uint_eq(store.account.authentication.value, 16);
    ck_assert_uint_eq(store.account.authentication.data.type, VALUE_DWORD);
    ck_assert_str_eq(store.account.proxy_server.text, "host:444");
    ck_assert_str_eq(store.account.principal_name.text, "ms");
    done_store(&store);
}
END_TEST

START_TEST(an_unreadable_section_is_told_with_its_names)
{
    struct account_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "P", SAMPLE_BASIC);
    ck_assert_uint_eq(memory_registry_deny(store.memory, REGISTRY_CURRENT_USER, sample_section("P"),
                                           REGISTRY_READ),
                      CODE_SUCCESS);
    read_account(&store);
    ck_assert(store.exists);
    ck_assert_uint_eq(store.account.error, CODE_ACCESS_DENIED);
    ck_assert_str_eq(store.account.profile, "P");
    ck_assert_str_eq(store.account.key, sample_section("P"));
    ck_assert_uint_eq(store.account.authentication.state, PROPERTY_ABSENT);
    done_store(&store);
}
END_TEST

START_TEST(a_section_that_fails_half_way_is_not_half_told)
{
    struct account_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "P", SAMPLE_BASIC);
    /* Calls: root, DefaultProfile, first profile, its section, then its values one by one. */
    for (size_t call = 5; call <= 13; call++) {
        memory_registry_fail(store.memory, call, CODE_MORE_DATA, false);
        read_account(&store);
        ck_assert(store.exists);
        ck_assert_uint_eq(store.account.error, CODE_MORE_DATA);
        ck_assert_uint_eq(store.account.roh_flags.state, PROPERTY_ABSENT);
        ck_assert_uint_eq(store.account.proxy_server.state, PROPERTY_ABSENT);
    }
    memory_registry_fail(store.memory, 0, CODE_SUCCESS, false);
    done_store(&store);
}
END_TEST

Suite *exchange_account_suite(void);

Suite *exchange_account_suite(void)
{
    Suite *suite = suite_create("exchange_account");
    TCase *tests = tcase_create("exchange_account");
    tcase_add_test(tests, reads_what_outlook_2003_stores);
    tcase_add_test(tests, another_section_is_never_taken_for_exchange);
    tcase_add_test(tests, a_section_is_exchange_by_its_own_values);
    tcase_add_test(tests, names_are_read_in_any_case_and_whole);
    tcase_add_loop_test(tests, each_property_may_be_malformed_by_itself, 0, 5);
    tcase_add_test(tests, the_ansi_form_counts_where_the_unicode_form_is_missing);
    tcase_add_test(tests, dword_and_string_types_are_read_too);
    tcase_add_test(tests, an_unreadable_section_is_told_with_its_names);
    tcase_add_test(tests, a_section_that_fails_half_way_is_not_half_told);
    suite_add_tcase(suite, tests);
    return suite;
}
