#include "registry/undo_record.h"
#include "tests/unit/change_fixture.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RECORD UNDO_RECORDS_KEY "\\1"

START_TEST(can_be_read_in_regedit)
{
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    struct registry *registry = fixture.registry;
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "State", VALUE_STRING,
                  "a\0p\0p\0l\0i\0e\0d\0\0", 16);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "Changes", VALUE_DWORD,
                  "\x07\x00\x00\x00", 4);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "3.Value", VALUE_STRING,
                  "L\0e\0v\0e\0l\0\0", 12);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "3.Before", VALUE_DWORD, "\1\0\0", 4);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "3.After", VALUE_DWORD, "\3\0\0", 4);
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, "4.Before");
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "4.WasAbsent", VALUE_DWORD, "\1\0\0", 4);
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "5.Before", VALUE_STRING, "a\0b", 3);
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, "5.After");
    sample_expect(registry, REGISTRY_CURRENT_USER, RECORD, "6.Before", VALUE_NONE, NULL, 0);
    sample_expect_absent(registry, REGISTRY_CURRENT_USER, RECORD, "8.Key");
    change_fixture_done(&fixture);
}
END_TEST

/* One way to damage a record: a part gets another type and other bytes, or is deleted. */
static const struct damage {
    const char *name;
    uint32_t type;
    const char *bytes;
    size_t size; /* SIZE_MAX: deleted */
} damages[] = {
    {"State", VALUE_STRING, "X\0\0", 4},
    {"State", VALUE_STRING, "a\0p\0p\0l\0i\0e\0d", 14},
    {"State", VALUE_STRING, "a\0p\0p\0l\0i\0e\0d\0 \0\0", 18},
    {"State", VALUE_BINARY, "a\0p\0p\0l\0i\0e\0d\0\0", 16},
    {"State", VALUE_STRING, "", 0},
    {"Changes", VALUE_NONE, NULL, SIZE_MAX},
    {"Changes", VALUE_DWORD, "\0\0\0", 4},
    {"Changes", VALUE_DWORD, "\x08\0\0", 4},         /* one more than there are */
    {"Changes", VALUE_DWORD, "\x01\0\x01", 4},       /* 65537 */
    {"Changes", VALUE_DWORD, "\x07\0\0\x01", 4},     /* 16777223 */
    {"Changes", VALUE_DWORD, "\xff\xff\xff\xff", 4}, /* 4294967295 */
    {"Changes", VALUE_DWORD, "\x07\0\0\0\0\0\0", 8},
    {"Changes", VALUE_DWORD, "\x07", 1},
    {"Changes", VALUE_DWORD, "", 0},
    {"Changes", VALUE_BINARY, "\x07\0\0", 4},
    {"3.Before", VALUE_NONE, NULL, SIZE_MAX}, /* was there, and is not marked as absent */
    {"4.WasAbsent", VALUE_NONE, NULL, SIZE_MAX},
    {"3.WasAbsent", VALUE_DWORD, "\1\0\0", 4}, /* was there, and is marked as absent */
    {"1.Key", VALUE_NONE, NULL, SIZE_MAX},
    {"7.Key", VALUE_NONE, NULL, SIZE_MAX},
    {"4.Value", VALUE_NONE, NULL, SIZE_MAX},
    {"1.Key", VALUE_BINARY, "S\0\0", 4},
    {"1.Key", VALUE_STRING, "\x00\xd8x\0\0", 6}, /* half a surrogate pair */
    {"1.Value", VALUE_STRING, "\x00\xdc\0", 4},
    {"1.Value", VALUE_MULTI_STRING, "S\0\0\0\0", 6},
    {"1.Key", VALUE_STRING, "S\0o\0f\0t\0\0", 10}, /* not permitted */
    {"7.Key", VALUE_STRING, "", 0},
};

static void damage(struct change_fixture *fixture, const struct damage *how)
{
    if (how->size == SIZE_MAX)
        sample_delete(fixture->registry, REGISTRY_CURRENT_USER, RECORD, how->name);
    else
        sample_write(fixture->registry, REGISTRY_CURRENT_USER, RECORD, how->name, how->type,
                     how->bytes, how->size);
}

static void check_refused(struct change_fixture *fixture, bool interrupted, bool names_state)
{
    char *before = sample_dump(fixture->registry, true);
    struct change_set set = {.count = 77};
    uint32_t record = 77;
    ck_assert_uint_eq(change_fixture_load(fixture, &set, &record), CODE_INVALID_DATA);
    ck_assert_uint_eq(record, 1);
    ck_assert_uint_eq(set.count, 77);
    if (interrupted) {
        struct recovery_result result = change_fixture_recover(fixture);
        ck_assert_uint_eq(result.outcome, RECOVERY_FAILED);
        ck_assert_uint_eq(result.code, CODE_INVALID_DATA);
        ck_assert_uint_eq(result.record, 1);
        bool pending = false;
        ck_assert_uint_eq(
            change_set_find_pending(fixture->registry, REGISTRY_CURRENT_USER, &pending),
            names_state ? CODE_INVALID_DATA : CODE_SUCCESS);
        ck_assert(pending == !names_state);
    }
    char *after = sample_dump(fixture->registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}

START_TEST(a_damaged_record_is_refused_and_nothing_written)
{
    static const char *const states[] = {NULL, "pending", "undoing"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct change_fixture fixture;
        bool names_state = strcmp(damages[_i].name, "State") == 0;
        change_fixture_init(&fixture);
        ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
        if (states[i] != NULL)
            sample_text(fixture.registry, REGISTRY_CURRENT_USER, RECORD, "State", states[i]);
        damage(&fixture, &damages[_i]);
        check_refused(&fixture, i > 0 || names_state, names_state);
        change_fixture_done(&fixture);
    }
}
END_TEST

START_TEST(other_keys_beside_the_records_mean_nothing)
{
    static const char *const names[] = {
        "backup", "0",           "007", "-3",         "12x",
        "+9",     "99999999999", " 5",  "4294967295", "18446744073709551617"};
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char key[128];
        snprintf(key, sizeof key, UNDO_RECORDS_KEY "\\%s", names[i]);
        sample_text(fixture.registry, REGISTRY_CURRENT_USER, key, "State", "pending");
    }
    char *before = sample_dump(fixture.registry, true);
    ck_assert_uint_eq(change_fixture_recover(&fixture).outcome, RECOVERY_NOT_NEEDED);
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    sample_expect(fixture.registry, REGISTRY_CURRENT_USER, RECORD, "3.Before", VALUE_DWORD,
                  "\1\0\0", 4);
    ck_assert_uint_eq(change_fixture_undo(&fixture, false).outcome, CHANGE_SET_DONE);
    char *after = sample_dump(fixture.registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(the_newest_is_the_highest_in_whatever_order)
{
    static const char *const keys[] = {UNDO_RECORDS_KEY "\\9", UNDO_RECORDS_KEY "\\10",
                                       UNDO_RECORDS_KEY "\\2"};
    struct memory_registry *memory = sample_registry_create();
    struct registry *registry = memory_registry_interface(memory);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        sample_text(registry, REGISTRY_LOCAL_MACHINE, keys[i], "State", "applied");
    static const uint32_t expected[] = {10, 9, 2};
    uint32_t number = UNDO_RECORD_ANY;
    enum undo_record_state state = UNDO_RECORD_DAMAGED;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ck_assert_uint_eq(
            undo_record_newest(registry, REGISTRY_LOCAL_MACHINE, number, &number, &state),
            CODE_SUCCESS);
        ck_assert_uint_eq(number, expected[i]);
        ck_assert_uint_eq(state, UNDO_RECORD_APPLIED);
    }
    ck_assert_uint_eq(undo_record_newest(registry, REGISTRY_LOCAL_MACHINE, number, &number, &state),
                      CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(number, 2);
    memory_registry_free(memory);
}
END_TEST

START_TEST(numbers_go_up_from_the_newest_to_the_highest)
{
    struct change_fixture fixture;
    struct change_set set = {0};
    uint32_t record = 0;
    change_fixture_init(&fixture);
    sample_text(fixture.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\4294967293", "State",
                "applied");
    ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
    ck_assert_uint_eq(change_fixture_load(&fixture, &set, &record), CODE_SUCCESS);
    ck_assert_uint_eq(record, 4294967294);
    ck_assert_uint_eq(change_set_undo(fixture.registry, &set, record, false, NULL).outcome,
                      CHANGE_SET_DONE);

    sample_text(fixture.registry, REGISTRY_CURRENT_USER, UNDO_RECORDS_KEY "\\4294967294", "State",
                "applied");
    char *before = sample_dump(fixture.registry, true);
    change_fixture_plan(&fixture);
    struct change_result result = change_fixture_apply(&fixture);
    ck_assert_uint_eq(result.outcome, CHANGE_SET_ROLLED_BACK);
    ck_assert_uint_eq(result.code, CODE_INVALID_DATA);
    ck_assert_str_eq(result.key, UNDO_RECORDS_KEY);
    char *after = sample_dump(fixture.registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    change_fixture_done(&fixture);
}
END_TEST

START_TEST(names_of_any_script_come_back)
{
    static const char key[] = "Software\\Fixture\\\xe6\x9c\xac\xf0\x9f\x93\xa7 \xc3\x9f";
    struct change_fixture fixture;
    change_fixture_init(&fixture);
    sample_text(fixture.registry, REGISTRY_CURRENT_USER, key, "\xc3\x84", "old");
    struct registry_change change = {
        .key = key,
        .name = "\xc3\x84",
        .before = {true, VALUE_STRING, (const uint8_t *)"o\0l\0d\0\0", 8},
        .after = {0},
    };
    struct change_set set = {REGISTRY_CURRENT_USER, &change, 1};
    struct change_set loaded = {0};
    uint32_t record = 0;
    ck_assert_uint_eq(change_set_apply(fixture.registry, &set, "now", "test", NULL).outcome,
                      CHANGE_SET_DONE);
    sample_expect_absent(fixture.registry, REGISTRY_CURRENT_USER, key, "\xc3\x84");
    ck_assert_uint_eq(change_fixture_load(&fixture, &loaded, &record), CODE_SUCCESS);
    ck_assert_str_eq(loaded.changes[0].key, key);
    ck_assert_str_eq(loaded.changes[0].name, "\xc3\x84");
    ck_assert_uint_eq(change_set_undo(fixture.registry, &loaded, record, false, NULL).outcome,
                      CHANGE_SET_DONE);
    sample_expect(fixture.registry, REGISTRY_CURRENT_USER, key, "\xc3\x84", VALUE_STRING,
                  "o\0l\0d\0\0", 8);
    change_fixture_done(&fixture);
}
END_TEST

/* Somebody else's undo of the only record, done before one call of a reader without a lock. */
struct other_undo {
    struct change_fixture *fixture;
    size_t at_call;
    bool done;
};

static void undo_by_another(void *context, size_t call)
{
    struct other_undo *other = context;
    if (call != other->at_call)
        return;
    ck_assert_uint_eq(undo_record_delete(other->fixture->registry, REGISTRY_CURRENT_USER, 1),
                      CODE_SUCCESS);
    other->done = true;
}

START_TEST(an_undo_beside_it_is_no_trouble_for_a_look)
{
    struct other_undo other = {.done = true};
    for (size_t call = 1; other.done; call++) {
        struct change_fixture fixture;
        bool pending = true;
        change_fixture_init(&fixture);
        ck_assert_uint_eq(change_fixture_apply(&fixture).outcome, CHANGE_SET_DONE);
        other = (struct other_undo){.fixture = &fixture, .at_call = call};
        memory_registry_watch_calls(fixture.memory, undo_by_another, &other);
        ck_assert_uint_eq(
            change_set_find_pending(fixture.registry, REGISTRY_CURRENT_USER, &pending),
            CODE_SUCCESS);
        ck_assert(!pending);
        ck_assert(call > 1 || other.done);
        change_fixture_done(&fixture);
    }
}
END_TEST

Suite *undo_record_suite(void);

Suite *undo_record_suite(void)
{
    Suite *suite = suite_create("undo_record");
    TCase *tests = tcase_create("undo_record");
    tcase_add_test(tests, can_be_read_in_regedit);
    tcase_add_loop_test(tests, a_damaged_record_is_refused_and_nothing_written, 0,
                        sizeof damages / sizeof damages[0]);
    tcase_add_test(tests, other_keys_beside_the_records_mean_nothing);
    tcase_add_test(tests, the_newest_is_the_highest_in_whatever_order);
    tcase_add_test(tests, numbers_go_up_from_the_newest_to_the_highest);
    tcase_add_test(tests, names_of_any_script_come_back);
    tcase_add_test(tests, an_undo_beside_it_is_no_trouble_for_a_look);
    suite_add_tcase(suite, tests);
    return suite;
}
