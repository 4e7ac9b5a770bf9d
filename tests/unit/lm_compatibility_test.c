#include "registry/lm_compatibility.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <string.h>

static const struct windows_version xp = {5, 1, true};

struct level_store {
    struct memory_registry *memory;
    struct registry *registry;
    struct arena arena;
    struct lm_compatibility level;
};

/* A registry with the Lsa key and nothing in it. */
static void init_store(struct level_store *store)
{
    *store = (struct level_store){.memory = sample_registry_create()};
    store->registry = memory_registry_interface(store->memory);
    sample_key(store->registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY);
}

static void done_store(struct level_store *store)
{
    ck_assert_uint_eq(memory_registry_open_count(store->memory), 0);
    memory_registry_free(store->memory);
    arena_done(&store->arena);
}

static void read_level(struct level_store *store, const struct windows_version *version)
{
    ck_assert_uint_eq(lm_compatibility_read(store->registry, version, &store->arena, &store->level),
                      CODE_SUCCESS);
}

static const struct {
    struct windows_version version;
    uint32_t level;
} defaults[] = {
    {{5, 0, false}, 0},  {{5, 0, true}, 0},  {{5, 1, true}, 0}, {{5, 1, false}, 0},
    {{5, 2, false}, 2},  {{5, 2, true}, 0},  {{6, 0, true}, 3}, {{6, 0, false}, 3},
    {{6, 1, true}, 3},   {{6, 2, false}, 3}, {{6, 3, true}, 3}, {{10, 0, true}, 3},
    {{10, 0, false}, 3}, {{11, 0, true}, 3},
};

START_TEST(without_a_value_the_version_decides)
{
    struct level_store store;
    init_store(&store);
    read_level(&store, &defaults[_i].version);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_DEFAULT);
    ck_assert(!store.level.stored_known);
    ck_assert(!store.level.data.present);
    ck_assert(store.level.effective_known);
    ck_assert_uint_eq(store.level.effective, defaults[_i].level);
    ck_assert_uint_eq(lm_compatibility_default(&defaults[_i].version), defaults[_i].level);
    done_store(&store);
}
END_TEST

START_TEST(without_a_value_and_a_version_nothing_is_known)
{
    const struct windows_version unknown = {0};
    struct level_store store;
    init_store(&store);
    read_level(&store, &unknown);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_DEFAULT);
    ck_assert(!store.level.effective_known);
    done_store(&store);
}
END_TEST

START_TEST(a_stored_level_counts)
{
    struct level_store store;
    init_store(&store);
    sample_level(store.registry, (uint32_t)_i);
    read_level(&store, &xp);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_REGISTRY);
    ck_assert(store.level.stored_known && store.level.effective_known);
    ck_assert_uint_eq(store.level.stored, (uint32_t)_i);
    ck_assert_uint_eq(store.level.effective, (uint32_t)_i);
    done_store(&store);
}
END_TEST

START_TEST(a_number_above_5_is_invalid_and_told)
{
    static const uint32_t levels[] = {6, 7, 0x100, 0x01000003, 0x80000000, 0xffffffff};
    struct level_store store;
    init_store(&store);
    sample_level(store.registry, levels[_i]);
    read_level(&store, &xp);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_INVALID);
    ck_assert(store.level.stored_known);
    ck_assert_uint_eq(store.level.stored, levels[_i]);
    ck_assert(!store.level.effective_known);
    done_store(&store);
}
END_TEST

START_TEST(another_type_or_size_is_invalid)
{
    static const struct {
        uint32_t type;
        const char *bytes;
        size_t size;
    } values[] = {
        {VALUE_STRING, "3\0\0", 4},
        {VALUE_BINARY, "\3\0\0", 4},
        {VALUE_QWORD, "\3\0\0\0\0\0\0", 8},
        {VALUE_DWORD_BIG_ENDIAN, "\0\0\0\3", 4},
        {VALUE_DWORD, "\3\0\0\0\0", 5},
        {VALUE_DWORD, "\3\0", 3},
        {VALUE_DWORD, "", 0},
        {VALUE_NONE, "", 0},
    };
    struct level_store store;
    init_store(&store);
    sample_write(store.registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY,
                 "lmcompatibilitylevel", values[_i].type, values[_i].bytes, values[_i].size);
    read_level(&store, &xp);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_INVALID);
    ck_assert(!store.level.stored_known);
    ck_assert(!store.level.effective_known);
    ck_assert(store.level.data.present);
    ck_assert_uint_eq(store.level.data.type, values[_i].type);
    ck_assert_uint_eq(store.level.data.size, values[_i].size);
    done_store(&store);
}
END_TEST

START_TEST(what_cannot_be_read_is_never_a_default)
{
    struct level_store store;
    init_store(&store);
    sample_level(store.registry, 3);
    ck_assert_uint_eq(memory_registry_deny(store.memory, REGISTRY_LOCAL_MACHINE,
                                           LM_COMPATIBILITY_KEY, REGISTRY_READ),
                      CODE_SUCCESS);
    read_level(&store, &xp);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_UNREADABLE);
    ck_assert_uint_eq(store.level.error, CODE_ACCESS_DENIED);
    ck_assert(!store.level.effective_known && !store.level.stored_known);
    done_store(&store);
}
END_TEST

START_TEST(without_the_key_nothing_is_known)
{
    struct level_store store = {.memory = sample_registry_create()};
    store.registry = memory_registry_interface(store.memory);
    read_level(&store, &xp);
    ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_UNREADABLE);
    ck_assert_uint_eq(store.level.error, CODE_FILE_NOT_FOUND);
    ck_assert(!store.level.effective_known);
    done_store(&store);
}
END_TEST

START_TEST(tells_every_fault_and_reads_once)
{
    static const error_code codes[] = {CODE_ACCESS_DENIED, CODE_MORE_DATA, CODE_KEY_DELETED,
                                       CODE_NO_SYSTEM_RESOURCES, CODE_REGISTRY_IO_FAILED};
    struct level_store store;
    init_store(&store);
    sample_level(store.registry, 1);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        for (size_t call = 1; call <= 2; call++) {
            memory_registry_fail(store.memory, call, codes[i], false);
            read_level(&store, &xp);
            ck_assert_uint_eq(store.level.source, LM_COMPATIBILITY_UNREADABLE);
            ck_assert_uint_eq(store.level.error, codes[i]);
        }
    }
    for (size_t call = 1; call <= 2; call++) {
        store.level.stored = 77;
        memory_registry_fail(store.memory, call, CODE_NOT_ENOUGH_MEMORY, false);
        ck_assert_uint_eq(lm_compatibility_read(store.registry, &xp, &store.arena, &store.level),
                          CODE_NOT_ENOUGH_MEMORY);
        ck_assert_uint_eq(store.level.stored, 77);
    }
    size_t calls = memory_registry_call_count(store.memory);
    read_level(&store, &xp);
    ck_assert_uint_eq(memory_registry_call_count(store.memory) - calls, 2);
    done_store(&store);
}
END_TEST

Suite *lm_compatibility_suite(void);

Suite *lm_compatibility_suite(void)
{
    Suite *suite = suite_create("lm_compatibility");
    TCase *tests = tcase_create("lm_compatibility");
    tcase_add_loop_test(tests, without_a_value_the_version_decides, 0,
                        sizeof defaults / sizeof defaults[0]);
    tcase_add_test(tests, without_a_value_and_a_version_nothing_is_known);
    tcase_add_loop_test(tests, a_stored_level_counts, 0, 6);
    tcase_add_loop_test(tests, a_number_above_5_is_invalid_and_told, 0, 6);
    tcase_add_loop_test(tests, another_type_or_size_is_invalid, 0, 8);
    tcase_add_test(tests, what_cannot_be_read_is_never_a_default);
    tcase_add_test(tests, without_the_key_nothing_is_known);
    tcase_add_test(tests, tells_every_fault_and_reads_once);
    suite_add_tcase(suite, tests);
    return suite;
}
