#include "outlookprofile/account_list.h"
#include "tests/unit/modern_sample.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

struct list_store {
    struct memory_registry *memory;
    struct registry *registry;
    struct arena arena;
    struct account_list list;
};

static void init_store(struct list_store *store)
{
    *store = (struct list_store){.memory = sample_registry_create()};
    store->registry = memory_registry_interface(store->memory);
}

static void done_store(struct list_store *store)
{
    ck_assert_uint_eq(memory_registry_open_count(store->memory), 0);
    memory_registry_free(store->memory);
    arena_done(&store->arena);
}

static void read_list(struct list_store *store, const char *only)
{
    ck_assert_uint_eq(account_list_read(store->registry, only, &store->arena, &store->list),
                      CODE_SUCCESS);
}

START_TEST(a_user_without_profiles_has_an_empty_list)
{
    struct list_store store;
    init_store(&store);
    store.list.count = 77;
    read_list(&store, NULL);
    ck_assert_uint_eq(store.list.count, 0);
    ck_assert_uint_eq(store.list.profile_count, 0);
    ck_assert_uint_eq(store.list.error, CODE_SUCCESS);
    sample_default_profile(store.registry, "gone");
    read_list(&store, NULL);
    ck_assert_uint_eq(store.list.count, 0);
    done_store(&store);
}
END_TEST

START_TEST(a_refused_root_is_an_error_and_no_empty_list)
{
    struct list_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "P", SAMPLE_BASIC);
    ck_assert_uint_eq(
        memory_registry_deny(store.memory, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    read_list(&store, NULL);
    ck_assert_uint_eq(store.list.error, CODE_ACCESS_DENIED);
    done_store(&store);
}
END_TEST

START_TEST(one_unreadable_profile_keeps_no_other_back)
{
    struct list_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "first", SAMPLE_BASIC);
    sample_exchange_profile(store.registry, "refused", SAMPLE_BASIC);
    sample_ldap_profile(store.registry, "no Exchange");
    sample_key(store.registry, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY "\\empty");
    sample_exchange_profile(store.registry, "last", SAMPLE_NTLM);
    ck_assert_uint_eq(memory_registry_deny(store.memory, REGISTRY_CURRENT_USER,
                                           sample_section("refused"), REGISTRY_READ),
                      CODE_SUCCESS);
    read_list(&store, NULL);
    ck_assert_uint_eq(store.list.error, CODE_SUCCESS);
    ck_assert_uint_eq(store.list.profile_count, 5);
    ck_assert_uint_eq(store.list.count, 3);
    ck_assert_str_eq(store.list.accounts[0].profile, "first");
    ck_assert_uint_eq(store.list.accounts[1].error, CODE_ACCESS_DENIED);
    ck_assert_str_eq(store.list.accounts[2].profile, "last");
    ck_assert_uint_eq(store.list.accounts[2].authentication.value, AUTHENTICATION_NTLM);
    done_store(&store);
}
END_TEST

/* 255 characters, the most that a key name can have, of three bytes each. */
enum { LONGEST_SIZE = 3 * 255 };

static void longest_name(char name[LONGEST_SIZE + 1])
{
    for (size_t at = 0; at < LONGEST_SIZE; at += 3)
        memcpy(name + at, "\xe6\x9c\xac", 3);
    name[LONGEST_SIZE] = '\0';
}

START_TEST(names_of_every_kind_are_read)
{
    static const char japanese[] = "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e";
    static const char umlaut[] = "B\xc3\xbcro / 50% \xf0\x9f\x93\xa7";
    char longest[LONGEST_SIZE + 1];
    struct list_store store;
    longest_name(longest);
    init_store(&store);
    sample_exchange_profile(store.registry, japanese, SAMPLE_BASIC);
    sample_exchange_profile(store.registry, umlaut, SAMPLE_BASIC);
    sample_exchange_profile(store.registry, longest, SAMPLE_NTLM);
    sample_default_profile(store.registry, longest);
    read_list(&store, NULL);
    ck_assert_uint_eq(store.list.count, 3);
    ck_assert_str_eq(store.list.accounts[0].profile, japanese);
    ck_assert_str_eq(store.list.accounts[1].profile, umlaut);
    ck_assert_str_eq(store.list.accounts[2].profile, longest);
    ck_assert_str_eq(store.list.accounts[2].key, sample_section(longest));
    ck_assert(store.list.accounts[2].in_default_profile);
    ck_assert(account_value_is_ours(store.list.accounts[2].key, "00036627"));
    read_list(&store, japanese);
    ck_assert_uint_eq(store.list.count, 1);
    done_store(&store);
}
END_TEST

START_TEST(one_profile_is_found_as_windows_compares_names)
{
    struct list_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "Outlook", SAMPLE_BASIC);
    sample_exchange_profile(store.registry, "B\xc3\xbcro", SAMPLE_BASIC);
    sample_ldap_profile(store.registry, "Other");
    static const struct {
        const char *only;
        size_t profile_count;
        size_t count;
    } cases[] = {{"Outlook", 1, 1},  {"OUTLOOK", 1, 1}, {"b\xc3\x9cRO", 1, 1}, {"other", 1, 0},
                 {"Outlook ", 0, 0}, {"Out", 0, 0},     {"Outlook\\x", 0, 0},  {"", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        read_list(&store, cases[i].only);
        ck_assert_uint_eq(store.list.profile_count, cases[i].profile_count);
        ck_assert_uint_eq(store.list.count, cases[i].count);
    }
    read_list(&store, "b\xc3\x9cRO");
    ck_assert_str_eq(store.list.accounts[0].profile, "B\xc3\xbcro"); /* as it is spelt there */
    done_store(&store);
}
END_TEST

START_TEST(the_default_profile_is_marked)
{
    struct list_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "One", SAMPLE_BASIC);
    sample_exchange_profile(store.registry, "Two", SAMPLE_BASIC);
    sample_default_profile(store.registry, "tWO");
    read_list(&store, NULL);
    ck_assert(!store.list.accounts[0].in_default_profile);
    ck_assert(store.list.accounts[1].in_default_profile);
    sample_dword(store.registry, REGISTRY_CURRENT_USER, MAIL_PROFILES_KEY, "DefaultProfile", 1);
    read_list(&store, NULL);
    ck_assert_uint_eq(store.list.count, 2);
    ck_assert(!store.list.accounts[0].in_default_profile);
    ck_assert(!store.list.accounts[1].in_default_profile);
    done_store(&store);
}
END_TEST

START_TEST(costs_few_opens_and_reads_each_value_once)
{
    enum { PROFILE_COUNT = 10000 };
    struct list_store store;
    char name[32];
    init_store(&store);
    const size_t values = 8; /* of the Exchange section that sample_exchange_profile makes */
    for (int i = 0; i < PROFILE_COUNT; i++) {
        snprintf(name, sizeof name, "profile %d", i);
        sample_exchange_profile(store.registry, name, SAMPLE_BASIC);
    }
    size_t before = memory_registry_call_count(store.memory);
    read_list(&store, NULL);
    size_t calls = memory_registry_call_count(store.memory) - before;
    ck_assert_uint_eq(store.list.count, PROFILE_COUNT);
    for (int i = 0; i < PROFILE_COUNT; i++) {
        snprintf(name, sizeof name, "profile %d", i);
        ASSERT_FAST(strcmp(store.list.accounts[i].profile, name) == 0);
    }
    /* The three roots and DefaultProfile; for each profile its name, its section, each value and
     * the end of them, the list of services with its one value, and of the one service, LDAP, its
     * section and its name; the end of the profiles; all names once more, to see that they are the
     * same; and two keys that tell 2003 and 2007 apart. */
    const size_t names = PROFILE_COUNT + 1;
    const size_t around = 4 + 2;
    const size_t services = 2 + 2;
    ck_assert_uint_eq(calls, around + PROFILE_COUNT * (2 + values + 1 + services) + 1 + names);

    before = memory_registry_call_count(store.memory);
    read_list(&store, "profile 5000");
    calls = memory_registry_call_count(store.memory) - before;
    ck_assert_uint_eq(store.list.count, 1);
    ck_assert_uint_eq(calls, around + PROFILE_COUNT + (1 + values + 1 + services) + 1 + names);
    done_store(&store);
}
END_TEST

/* Somebody who renames a profile at one call: it is made under its new name, then deleted. */
struct renaming {
    struct list_store *store;
    const char *from;
    const char *to;
    size_t call;
    bool always; /* at each call that follows, too, to a new name each time */
    char names[2][32];
};

static void rename_profile(void *context, size_t call)
{
    char path[512];
    struct renaming *renaming = context;
    if (renaming->always ? call < renaming->call : call != renaming->call)
        return;
    sample_exchange_profile(renaming->store->registry, renaming->to, SAMPLE_BASIC);
    snprintf(path, sizeof path, "%s\\%s", MAIL_PROFILES_KEY, renaming->from);
    ASSERT_FAST(memory_registry_delete_tree(renaming->store->memory, REGISTRY_CURRENT_USER, path) ==
                CODE_SUCCESS);
    if (!renaming->always)
        return;
    char *const name = renaming->names[call % 2];
    snprintf(name, sizeof renaming->names[0], "z%zu", call);
    renaming->from = renaming->to;
    renaming->to = name;
}

static bool has_profile(const struct account_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->accounts[i].profile, name) == 0)
            return true;
    return false;
}

/* The profiles behind one that goes away move up by one: none of them may be passed over. */
START_TEST(no_profile_is_passed_over_while_another_is_renamed)
{
    size_t calls = SIZE_MAX;
    size_t call = 1;
    for (; call <= calls; call++) {
        struct list_store store;
        init_store(&store);
        sample_exchange_profile(store.registry, "a", SAMPLE_BASIC);
        sample_exchange_profile(store.registry, "b", SAMPLE_BASIC);
        sample_exchange_profile(store.registry, "c", SAMPLE_BASIC);
        struct renaming renaming = {.store = &store, .from = "a", .to = "z", .call = call};
        size_t before = memory_registry_call_count(store.memory);
        memory_registry_watch_calls(store.memory, rename_profile, &renaming);
        read_list(&store, NULL);
        memory_registry_watch_calls(store.memory, NULL, NULL);
        calls = memory_registry_call_count(store.memory) - before;
        ck_assert_uint_eq(store.list.error, CODE_SUCCESS);
        ck_assert(has_profile(&store.list, "b") && has_profile(&store.list, "c"));
        ck_assert(has_profile(&store.list, "a") || has_profile(&store.list, "z"));
        done_store(&store);
    }
    printf("account_list_read: a profile renamed before each of %zu calls\n", call - 1);
}
END_TEST

START_TEST(profiles_that_never_keep_still_are_an_error)
{
    struct list_store store;
    init_store(&store);
    sample_exchange_profile(store.registry, "a", SAMPLE_BASIC);
    sample_exchange_profile(store.registry, "b", SAMPLE_BASIC);
    struct renaming renaming = {.store = &store, .from = "a", .to = "z", .always = true};
    memory_registry_watch_calls(store.memory, rename_profile, &renaming);
    read_list(&store, NULL);
    memory_registry_watch_calls(store.memory, NULL, NULL);
    ck_assert_uint_eq(store.list.error, CODE_RETRY);
    done_store(&store);
}
END_TEST

START_TEST(every_fault_is_told_or_touches_one_profile_only)
{
    static const error_code codes[] = {CODE_ACCESS_DENIED,      CODE_MORE_DATA,
                                       CODE_KEY_DELETED,        CODE_NO_SYSTEM_RESOURCES,
                                       CODE_REGISTRY_IO_FAILED, CODE_NOT_ENOUGH_MEMORY};
    struct list_store store;
    size_t count = 0;
    init_store(&store);
    sample_exchange_profile(store.registry, "One", SAMPLE_BASIC);
    sample_exchange_profile(store.registry, "Two", SAMPLE_BASIC);
    size_t before = memory_registry_call_count(store.memory);
    read_list(&store, NULL);
    size_t calls = memory_registry_call_count(store.memory) - before;
    for (size_t i = 0; i < 2 * sizeof codes / sizeof codes[0]; i++) {
        for (size_t call = 1; call <= calls; call++, count++) {
            memory_registry_fail(store.memory, call, codes[i / 2], i % 2 != 0);
            store.list = (struct account_list){.count = 77};
            error_code code = account_list_read(store.registry, NULL, &store.arena, &store.list);
            memory_registry_fail(store.memory, 0, CODE_SUCCESS, false);
            ck_assert_uint_eq(memory_registry_open_count(store.memory), 0);
            if (codes[i / 2] == CODE_NOT_ENOUGH_MEMORY) {
                ck_assert_uint_eq(code, CODE_NOT_ENOUGH_MEMORY);
                ck_assert_uint_eq(store.list.count, 77);
                continue;
            }
            ck_assert_uint_eq(code, CODE_SUCCESS);
            size_t told = store.list.error != CODE_SUCCESS;
            for (size_t at = 0; at < store.list.count; at++)
                told += store.list.accounts[at].error == codes[i / 2];
            /* DefaultProfile, and which of 2003 and 2007 it is, decide nothing. */
            if ((call != 2 && call <= calls - 2) || (i % 2 != 0 && call <= calls - 2))
                ck_assert_uint_ge(told, 1);
            if (i % 2 == 0 && store.list.error == CODE_SUCCESS)
                ck_assert_uint_ge(store.list.count, 2);
        }
    }
    printf("account_list_read: %zu faults\n", count);
    done_store(&store);
}
END_TEST

START_TEST(only_some_values_of_account_sections_are_ours)
{
    static const char section[] = MAIL_PROFILES_KEY "\\P\\13dbb0c8aa05101a9bb000aa002fc45a";
    static const char *const others[] = {
        "",
        MAIL_PROFILES_KEY,
        MAIL_PROFILES_KEY "\\P",
        MAIL_PROFILES_KEY "\\P\\",
        MAIL_PROFILES_KEY "\\13dbb0c8aa05101a9bb000aa002fc45a",
        MAIL_PROFILES_KEY "\\\\13dbb0c8aa05101a9bb000aa002fc45a",
        MAIL_PROFILES_KEY "\\P\\9207f3e0a3b11019908b08002b2a56c2",
        MAIL_PROFILES_KEY "\\P\\0A0D020000000000C000000000000046",
        MAIL_PROFILES_KEY "\\P\\9375CFF0413111d3B88A00104B2A6676",
        MAIL_PROFILES_KEY "\\P\\dca740c8c042101ab4b908002b2fe182",
        MAIL_PROFILES_KEY "\\P\\ac00000000000000000000000000000",
        MAIL_PROFILES_KEY "\\P\\ac0000000000000000000000000000000",
        MAIL_PROFILES_KEY "\\P\\ac0000000000000000000000000000g0",
        "Software\\Microsoft\\Office\\14.0\\Outlook\\Profiles\\P\\"
        "ac000000000000000000000000000000",
        MAIL_PROFILES_KEY "\\P\\Q\\13dbb0c8aa05101a9bb000aa002fc45a",
        MAIL_PROFILES_KEY "\\P\\13dbb0c8aa05101a9bb000aa002fc45a\\Below",
        MAIL_PROFILES_KEY "x\\P\\13dbb0c8aa05101a9bb000aa002fc45a",
        "x" MAIL_PROFILES_KEY "\\P\\13dbb0c8aa05101a9bb000aa002fc45a",
        "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
    };
    ck_assert(account_value_is_ours(section, "00036627"));
    ck_assert(account_value_is_ours(section, "00036601"));
    ck_assert(account_value_is_ours("SOFTWARE\\MICROSOFT\\WINDOWS NT\\CURRENTVERSION\\"
                                    "WINDOWS MESSAGING SUBSYSTEM\\PROFILES\\P\\"
                                    "13DBB0C8AA05101A9BB000AA002FC45A",
                                    "00036627"));
    for (size_t i = 0; i < PROFILE_ROOT_COUNT; i++)
        ck_assert(account_value_is_ours(
            modern_sample_section(profile_roots[i].key, "Outlook", (unsigned)i), "00036627"));
    ck_assert(account_value_is_ours(section, "00036623"));
    ck_assert(account_value_is_ours(section, "001f6625"));
    ck_assert(account_value_is_ours(section, "001e6625"));
    ck_assert(!account_value_is_ours(section, "001f6622"));
    ck_assert(!account_value_is_ours(section, ""));
    ck_assert(!account_value_is_ours(section, "000366270"));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert(!account_value_is_ours(others[i], "00036627"));
}
END_TEST

Suite *account_list_suite(void);

Suite *account_list_suite(void)
{
    Suite *suite = suite_create("account_list");
    TCase *tests = tcase_create("account_list");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_user_without_profiles_has_an_empty_list);
    tcase_add_test(tests, a_refused_root_is_an_error_and_no_empty_list);
    tcase_add_test(tests, one_unreadable_profile_keeps_no_other_back);
    tcase_add_test(tests, names_of_every_kind_are_read);
    tcase_add_test(tests, one_profile_is_found_as_windows_compares_names);
    tcase_add_test(tests, the_default_profile_is_marked);
    tcase_add_test(tests, costs_few_opens_and_reads_each_value_once);
    tcase_add_test(tests, no_profile_is_passed_over_while_another_is_renamed);
    tcase_add_test(tests, profiles_that_never_keep_still_are_an_error);
    tcase_add_test(tests, every_fault_is_told_or_touches_one_profile_only);
    tcase_add_test(tests, only_some_values_of_account_sections_are_ours);
    suite_add_tcase(suite, tests);
    return suite;
}
