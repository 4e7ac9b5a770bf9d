/* The part of the contract about watches: what sets a signal, when, and what does not. */
#include "tests/unit/registry_contract_parts.h"

#include <stddef.h>

static const struct contract_signals *signals;

void registry_contract_use_signals(const struct contract_signals *kind)
{
    signals = kind;
}

/* The watched key has a subkey "a", which has a subkey "b", and each has a value "v". */
#define WATCHED CONTRACT_PATH "\\watched"

static void write_value(const char *path, const char *name, const char *byte)
{
    struct registry_key *key = contract_create(path);
    ck_assert_uint_eq(registry_write(key, name, VALUE_BINARY, byte, 1), CODE_SUCCESS);
    registry_close(key);
}

static struct registry_key *open_watched(void)
{
    struct registry_key *key = NULL;
    write_value(WATCHED, "v", "1");
    write_value(WATCHED "\\a", "v", "1");
    write_value(WATCHED "\\a\\b", "v", "1");
    ck_assert_uint_eq(
        registry_open(contract_store(), REGISTRY_CURRENT_USER, WATCHED, REGISTRY_READ, &key),
        CODE_SUCCESS);
    return key;
}

static void delete_subkey(const char *path, const char *name)
{
    struct registry_key *key = contract_create(path);
    ck_assert_uint_eq(registry_delete_subkey(key, name), CODE_SUCCESS);
    registry_close(key);
}

static void delete_value(const char *path)
{
    struct registry_key *key = contract_create(path);
    ck_assert_uint_eq(registry_delete_value(key, "v"), CODE_SUCCESS);
    registry_close(key);
}

enum change {
    READING,
    REFUSED_CHANGES,
    SUBKEY_MADE,
    SUBKEY_OPENED,
    DEEPER_SUBKEY_MADE,
    DEEPER_SUBKEY_DELETED,
    VALUE_ADDED,
    VALUE_OVERWRITTEN,
    VALUE_DELETED,
    DEEPER_VALUE_WRITTEN,
    DEEPER_VALUE_DELETED,
    SIBLING_MADE,
    VALUE_ABOVE_WRITTEN,
};

static void try_refused_changes(void)
{
    struct registry_key *key = contract_create(WATCHED);
    ck_assert_uint_eq(registry_delete_value(key, "none"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(registry_delete_subkey(key, "none"), CODE_FILE_NOT_FOUND);
    ck_assert_uint_ne(registry_delete_subkey(key, "a"), CODE_SUCCESS);
    ck_assert_uint_ne(registry_write(key, "\xFF", VALUE_BINARY, "x", 1), CODE_SUCCESS);
    registry_close(key);
}

static void read_all(void)
{
    struct registry_key *key = contract_create(WATCHED);
    struct registry_value value = {0};
    contract_assert_value(key, "v", VALUE_BINARY, "1", 1);
    ck_assert_uint_eq(registry_enumerate_value(key, 0, &value), CODE_SUCCESS);
    ck_assert_uint_eq(registry_enumerate_subkey(key, 0, &value.name), CODE_SUCCESS);
    ck_assert_uint_eq(contract_try_open(WATCHED "\\a\\b"), CODE_SUCCESS);
    registry_value_done(&value);
    registry_close(key);
}

static void make(enum change change)
{
    switch (change) {
    case READING:
        read_all();
        break;
    case REFUSED_CHANGES:
        try_refused_changes();
        break;
    case SUBKEY_MADE:
        registry_close(contract_create(WATCHED "\\new"));
        break;
    case SUBKEY_OPENED:
        registry_close(contract_create(WATCHED "\\a"));
        break;
    case DEEPER_SUBKEY_MADE:
        registry_close(contract_create(WATCHED "\\a\\b\\c\\d"));
        break;
    case DEEPER_SUBKEY_DELETED:
        delete_subkey(WATCHED "\\a", "b");
        break;
    case VALUE_ADDED:
        write_value(WATCHED, "new", "1");
        break;
    case VALUE_OVERWRITTEN:
        write_value(WATCHED, "v", "2");
        break;
    case VALUE_DELETED:
        delete_value(WATCHED);
        break;
    case DEEPER_VALUE_WRITTEN:
        write_value(WATCHED "\\a\\b", "v", "2");
        break;
    case DEEPER_VALUE_DELETED:
        delete_value(WATCHED "\\a");
        break;
    case SIBLING_MADE:
        registry_close(contract_create(CONTRACT_PATH "\\sibling"));
        break;
    case VALUE_ABOVE_WRITTEN:
        write_value(CONTRACT_PATH, "v", "2");
        break;
    }
}

static const struct {
    enum change change;
    bool seen[3]; /* by enum registry_watch_scope */
} changes[] = {
    {READING, {false, false, false}},
    {REFUSED_CHANGES, {false, false, false}},
    {SUBKEY_MADE, {true, true, true}},
    {SUBKEY_OPENED, {false, false, false}},
    {DEEPER_SUBKEY_MADE, {false, false, true}},
    {DEEPER_SUBKEY_DELETED, {false, false, true}},
    {VALUE_ADDED, {false, true, true}},
    {VALUE_OVERWRITTEN, {false, true, true}},
    {VALUE_DELETED, {false, true, true}},
    {DEEPER_VALUE_WRITTEN, {false, false, true}},
    {DEEPER_VALUE_DELETED, {false, false, true}},
    {SIBLING_MADE, {false, false, false}},
    {VALUE_ABOVE_WRITTEN, {false, false, false}},
};

START_TEST(watch_sees_what_is_in_its_scope)
{
    for (int scope = REGISTRY_WATCH_NAMES; scope <= REGISTRY_WATCH_SUBTREE; scope++) {
        struct registry_key *key = open_watched();
        struct registry_signal *signal = signals->create();
        ck_assert_uint_eq(registry_watch_key(key, (enum registry_watch_scope)scope, signal),
                          CODE_SUCCESS);
        ck_assert(!signals->take(signal));
        make(changes[_i].change);
        ck_assert_msg(signals->take(signal) == changes[_i].seen[scope], "change %d, scope %d", _i,
                      scope);
        registry_close(key);
        signals->free(signal);
        registry_contract_use(contract_store()); /* all is deleted */
    }
}
END_TEST

START_TEST(watch_sees_one_change_each_time)
{
    struct registry_key *key = open_watched();
    struct registry_signal *signal = signals->create();
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(registry_watch_key(key, REGISTRY_WATCH_KEY, signal), CODE_SUCCESS);
        write_value(WATCHED, "v", i % 2 == 0 ? "2" : "3");
        ck_assert(signals->take(signal));
        write_value(WATCHED, "v", "4");
        ck_assert(!signals->take(signal));
    }
    registry_close(key);
    ck_assert(!signals->take(signal)); /* there was no watch any more */
    signals->free(signal);
}
END_TEST

START_TEST(watch_begins_with_its_signal_reset)
{
    struct registry_key *key = open_watched();
    struct registry_signal *signal = signals->create();
    ck_assert_uint_eq(registry_watch_key(key, REGISTRY_WATCH_KEY, signal), CODE_SUCCESS);
    write_value(WATCHED, "v", "2");
    ck_assert_uint_eq(registry_watch_key(key, REGISTRY_WATCH_KEY, signal), CODE_SUCCESS);
    ck_assert(!signals->take(signal));
    write_value(WATCHED, "v", "3");
    ck_assert(signals->take(signal));
    registry_close(key);
    signals->free(signal);
}
END_TEST

START_TEST(watch_of_a_closed_key_ends_with_its_signal_set)
{
    struct registry_key *key = open_watched();
    struct registry_signal *signal = signals->create();
    ck_assert_uint_eq(registry_watch_key(key, REGISTRY_WATCH_SUBTREE, signal), CODE_SUCCESS);
    registry_close(key);
    ck_assert(signals->take(signal));
    write_value(WATCHED, "v", "2");
    ck_assert(!signals->take(signal));
    signals->free(signal);
}
END_TEST

START_TEST(several_watches_of_a_key_see_the_same)
{
    struct registry_key *keys[2] = {open_watched(), open_watched()};
    struct registry_signal *set[2] = {signals->create(), signals->create()};
    for (int i = 0; i < 2; i++)
        ck_assert_uint_eq(registry_watch_key(keys[i], REGISTRY_WATCH_KEY, set[i]), CODE_SUCCESS);
    write_value(WATCHED, "v", "2");
    for (int i = 0; i < 2; i++) {
        ck_assert(signals->take(set[i]));
        registry_close(keys[i]);
        signals->free(set[i]);
    }
}
END_TEST

START_TEST(deleted_key_cannot_be_watched)
{
    struct registry_key *key = NULL;
    struct registry_key *watched_before = NULL;
    struct registry_signal *signal = signals->create();
    registry_close(contract_create(WATCHED));
    struct registry_key *above = contract_create(CONTRACT_PATH);
    ck_assert_uint_eq(registry_open_subkey(above, "watched", REGISTRY_READ, &key), CODE_SUCCESS);
    ck_assert_uint_eq(registry_open_subkey(above, "watched", REGISTRY_READ, &watched_before),
                      CODE_SUCCESS);
    ck_assert_uint_eq(registry_watch_key(watched_before, REGISTRY_WATCH_KEY, signal), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(above, "watched"), CODE_SUCCESS);
    ck_assert_uint_eq(registry_watch_key(key, REGISTRY_WATCH_KEY, signal), CODE_KEY_DELETED);
    ck_assert_uint_eq(registry_watch_key(watched_before, REGISTRY_WATCH_KEY, signal),
                      CODE_KEY_DELETED);
    registry_close(key);
    registry_close(watched_before);
    registry_close(above);
    signals->free(signal);
}
END_TEST

/* Who watches the names above a key learns that it was deleted. */
START_TEST(deletion_is_seen_from_above)
{
    struct registry_key *above = contract_create(CONTRACT_PATH);
    struct registry_signal *signal = signals->create();
    registry_close(contract_create(WATCHED));
    ck_assert_uint_eq(registry_watch_key(above, REGISTRY_WATCH_NAMES, signal), CODE_SUCCESS);
    ck_assert_uint_eq(registry_delete_subkey(above, "watched"), CODE_SUCCESS);
    ck_assert(signals->take(signal));
    registry_close(above);
    signals->free(signal);
}
END_TEST

void registry_contract_add_watch_tests(TCase *tests)
{
    tcase_add_loop_test(tests, watch_sees_what_is_in_its_scope, 0, COUNT_OF(changes));
    tcase_add_test(tests, watch_sees_one_change_each_time);
    tcase_add_test(tests, watch_begins_with_its_signal_reset);
    tcase_add_test(tests, watch_of_a_closed_key_ends_with_its_signal_set);
    tcase_add_test(tests, several_watches_of_a_key_see_the_same);
    tcase_add_test(tests, deleted_key_cannot_be_watched);
    tcase_add_test(tests, deletion_is_seen_from_above);
}
