#include "outlookprofile/outlook_policy.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

#define KEY_11 "Software\\Policies\\Microsoft\\Office\\11.0\\Outlook\\RPC"
#define KEY_12 "Software\\Policies\\Microsoft\\Office\\12.0\\Outlook\\RPC"

/* To open a key, and to read each value. */
enum { KEY_CALLS = 1 + 5 };

struct policy_store {
    struct memory_registry *memory;
    struct registry *registry;
    struct arena arena;
    struct outlook_policies policies;
    struct outlook_policy policy; /* for Outlook 2003 and 2007 */
};

static void init_store(struct policy_store *store)
{
    *store = (struct policy_store){.memory = sample_registry_create()};
    store->registry = memory_registry_interface(store->memory);
}

static void done_store(struct policy_store *store)
{
    ck_assert_uint_eq(memory_registry_open_count(store->memory), 0);
    memory_registry_free(store->memory);
    arena_done(&store->arena);
}

static void read_policy(struct policy_store *store)
{
    store->policies.by_version[OUTLOOK_UNKNOWN].error = 77;
    ck_assert_uint_eq(outlook_policies_read(store->registry, &store->arena, &store->policies),
                      CODE_SUCCESS);
    store->policy = *outlook_policy_of(&store->policies, OUTLOOK_UNKNOWN);
}

START_TEST(no_key_and_no_value_is_no_policy)
{
    struct policy_store store;
    init_store(&store);
    for (int i = 0; i < 2; i++) {
        read_policy(&store);
        ck_assert_ptr_null(store.policy.key);
        ck_assert_uint_eq(store.policy.error, CODE_SUCCESS);
        sample_policy(store.registry, "11.0", "EnableRPCTunnelingUI", 1);
        sample_policy(store.registry, "12.0", "EnableRPCTunnelingUI", 1);
        sample_policy(store.registry, "16.0", "ProxyAuthenticationService", 2);
    }
    done_store(&store);
}
END_TEST

START_TEST(each_value_of_each_version_counts)
{
    static const struct {
        const char *version;
        const char *name;
        const char *key;
        bool is_flags;
    } cases[] = {{"11.0", "ProxyAuthenticationService", KEY_11, false},
                 {"11.0", "proxyserverflags", KEY_11, true},
                 {"12.0", "ProxyServerFlags", KEY_12, true},
                 {"12.0", "proxyauthenticationservice", KEY_12, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct policy_store store;
        init_store(&store);
        sample_policy(store.registry, cases[i].version, cases[i].name, 47);
        read_policy(&store);
        ck_assert_str_eq(store.policy.key, cases[i].key);
        const struct property_long *is_set =
            cases[i].is_flags ? &store.policy.roh_flags : &store.policy.authentication;
        const struct property_long *unset =
            cases[i].is_flags ? &store.policy.authentication : &store.policy.roh_flags;
        ck_assert_uint_eq(is_set->state, PROPERTY_READ);
        ck_assert_uint_eq(is_set->value, 47);
        ck_assert_uint_eq(unset->state, PROPERTY_ABSENT);
        done_store(&store);
    }
}
END_TEST

START_TEST(the_newer_version_wins_as_a_whole)
{
    struct policy_store store;
    init_store(&store);
    sample_policy(store.registry, "11.0", "ProxyAuthenticationService", 1);
    sample_policy(store.registry, "12.0", "ProxyServerFlags", 47);
    read_policy(&store);
    ck_assert_str_eq(store.policy.key, KEY_12);
    ck_assert_uint_eq(store.policy.authentication.state, PROPERTY_ABSENT);
    done_store(&store);
}
END_TEST

START_TEST(a_malformed_value_is_a_policy_all_the_same)
{
    struct policy_store store;
    init_store(&store);
    sample_text(store.registry, REGISTRY_CURRENT_USER, KEY_11, "ProxyAuthenticationService", "2");
    read_policy(&store);
    ck_assert_str_eq(store.policy.key, KEY_11);
    ck_assert_uint_eq(store.policy.authentication.state, PROPERTY_MALFORMED);
    done_store(&store);
}
END_TEST

START_TEST(a_refused_key_is_told)
{
    static const char *const keys[] = {KEY_11, KEY_12};
    for (size_t i = 0; i < 2; i++) {
        struct policy_store store;
        init_store(&store);
        sample_key(store.registry, REGISTRY_CURRENT_USER, keys[i]);
        ck_assert_uint_eq(
            memory_registry_deny(store.memory, REGISTRY_CURRENT_USER, keys[i], REGISTRY_READ),
            CODE_SUCCESS);
        read_policy(&store);
        ck_assert_str_eq(store.policy.key, keys[i]);
        ck_assert_uint_eq(store.policy.error, CODE_ACCESS_DENIED);
        done_store(&store);
    }
}
END_TEST

START_TEST(every_fault_is_told)
{
    static const error_code codes[] = {CODE_ACCESS_DENIED, CODE_MORE_DATA, CODE_KEY_DELETED,
                                       CODE_NO_SYSTEM_RESOURCES, CODE_REGISTRY_IO_FAILED};
    struct policy_store store;
    init_store(&store);
    sample_policy(store.registry, "11.0", "ProxyAuthenticationService", 1);
    sample_key(store.registry, REGISTRY_CURRENT_USER, KEY_12);
    for (size_t call = 1; call <= (size_t)2 * KEY_CALLS; call++) {
        for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
            memory_registry_fail(store.memory, call, codes[i], false);
            read_policy(&store);
            ck_assert_uint_eq(store.policy.error, codes[i]);
            ck_assert_str_eq(store.policy.key, call <= KEY_CALLS ? KEY_12 : KEY_11);
        }
        store.policies.by_version[OUTLOOK_UNKNOWN].error = 77;
        memory_registry_fail(store.memory, call, CODE_NOT_ENOUGH_MEMORY, false);
        ck_assert_uint_eq(outlook_policies_read(store.registry, &store.arena, &store.policies),
                          CODE_NOT_ENOUGH_MEMORY);
        ck_assert_uint_eq(store.policies.by_version[OUTLOOK_UNKNOWN].error, 77);
    }
    done_store(&store);
}
END_TEST

Suite *outlook_policy_suite(void);

Suite *outlook_policy_suite(void)
{
    Suite *suite = suite_create("outlook_policy");
    TCase *tests = tcase_create("outlook_policy");
    tcase_add_test(tests, no_key_and_no_value_is_no_policy);
    tcase_add_test(tests, each_value_of_each_version_counts);
    tcase_add_test(tests, the_newer_version_wins_as_a_whole);
    tcase_add_test(tests, a_malformed_value_is_a_policy_all_the_same);
    tcase_add_test(tests, a_refused_key_is_told);
    tcase_add_test(tests, every_fault_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
