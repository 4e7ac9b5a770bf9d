#include "registry/registry_watch.h"

#include "tests/unit/sample_registry.h"
#include "tests/unit/watch_fixture.h"

#include <check.h>

static struct watch_fixture fixture;

static void set_up(void)
{
    watch_fixture_init(&fixture, 0);
}

static void tear_down(void)
{
    watch_fixture_done(&fixture);
}

static error_code error(void)
{
    return registry_watch_error(fixture.watch, 0);
}

static void deny(const char *path)
{
    ck_assert_uint_eq(
        memory_registry_deny(fixture.memory, REGISTRY_CURRENT_USER, path, REGISTRY_READ),
        CODE_SUCCESS);
}

START_TEST(watch_follows_the_key_as_it_comes_and_goes)
{
    static const struct {
        enum happening happening;
        bool changed;
    } steps[] = {
        {SIBLING_OF_A, false}, {MAKE_A, false},    {MAKE_B, false},      {SIBLING, false},
        {VALUE_ABOVE, false},  {MAKE_C, true},     {WRITE_VALUE, true},  {SIBLING, false},
        {VALUE_ABOVE, false},  {MAKE_BELOW, true}, {WRITE_BELOW, false}, {DELETE_BELOW, true},
        {DELETE_C, true},      {MAKE_C, true},     {DELETE_B, true},     {SIBLING_OF_A, false},
        {DELETE_A, false},     {MAKE_C, true},     {DELETE_A, true},     {MAKE_B, false},
    };
    watch_fixture_start(&fixture);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        (void)watch_fixture_happen(&fixture, steps[i].happening);
        ck_assert_msg(watch_fixture_wake(&fixture) == steps[i].changed, "step %u", (unsigned)i);
    }
}
END_TEST

START_TEST(subtree_counts_on_request)
{
    fixture.subtree = true;
    watch_fixture_begin(&fixture, WATCH_BEGINNING_COUNT - 1);
    watch_fixture_start(&fixture);
    (void)watch_fixture_happen(&fixture, WRITE_BELOW);
    ck_assert(watch_fixture_wake(&fixture));
    ck_assert(!watch_fixture_wake(&fixture));
}
END_TEST

START_TEST(signal_that_nothing_is_behind_is_no_change)
{
    watch_fixture_begin(&fixture, 0);
    watch_fixture_start(&fixture); /* the root is the nearest, and nothing is above it */
    ck_assert(!registry_watch_again(fixture.watch, 1));
    ck_assert(!registry_watch_again(fixture.watch, 0));
    watch_fixture_expect_to_go_on(&fixture);
}
END_TEST

START_TEST(start_that_fails_is_told_for_its_target)
{
    size_t call = 1;
    for (bool more = true; more; call++) {
        tear_down();
        set_up();
        watch_fixture_begin(&fixture, _i);
        const size_t count = memory_registry_call_count(fixture.memory);
        memory_registry_fail(fixture.memory, call, CODE_NOT_ENOUGH_MEMORY, false);
        watch_fixture_start(&fixture);
        memory_registry_fail(fixture.memory, 0, CODE_SUCCESS, false);
        more = memory_registry_call_count(fixture.memory) - count >= call;
        ck_assert_uint_eq(error(), more ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS);
        ck_assert_int_eq(registry_watch_retry(fixture.watch, 0), more);
        watch_fixture_expect_to_go_on(&fixture);
    }
    ck_assert_uint_gt(call, 3);
}
END_TEST

START_TEST(keys_that_never_rest_are_given_up)
{
    memory_registry_fail(fixture.memory, 1, CODE_KEY_DELETED, true);
    watch_fixture_start(&fixture);
    memory_registry_fail(fixture.memory, 0, CODE_SUCCESS, false);
    ck_assert_uint_eq(error(), CODE_RETRY);
    ck_assert(registry_watch_retry(fixture.watch, 0));
    watch_fixture_expect_to_go_on(&fixture);
}
END_TEST

static const char *const denied_paths[] = {WATCH_TARGET, "a\\b", "a"};

/* Of a key that may not be read nothing is watched; nor of one below it that is not there. */
START_TEST(key_that_may_not_be_read_is_not_watched)
{
    sample_key(fixture.registry, REGISTRY_CURRENT_USER, denied_paths[_i]);
    deny(denied_paths[_i]);
    watch_fixture_start(&fixture);
    ck_assert_uint_eq(error(), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(memory_registry_open_count(fixture.memory), 0);
    ck_assert(!watch_fixture_wake(&fixture));
    ck_assert(!registry_watch_retry(fixture.watch, 0));
    ck_assert_uint_eq(error(), CODE_ACCESS_DENIED);
}
END_TEST

START_TEST(key_that_turns_up_and_may_not_be_read_is_told_once)
{
    sample_key(fixture.registry, REGISTRY_CURRENT_USER, "a\\b");
    watch_fixture_start(&fixture);
    deny(WATCH_TARGET);
    sample_key(fixture.registry, REGISTRY_CURRENT_USER, WATCH_TARGET "\\below");
    ck_assert(watch_fixture_wake(&fixture));
    ck_assert_uint_eq(error(), CODE_ACCESS_DENIED);
    ck_assert(!watch_fixture_wake(&fixture));
}
END_TEST

/* Several targets with signals of their own; two of them lie on one way. */
START_TEST(each_target_has_its_own_answer)
{
    static const struct registry_watch_target targets[] = {
        {REGISTRY_CURRENT_USER, "a\\b", false},      {REGISTRY_LOCAL_MACHINE, "a\\b", false},
        {REGISTRY_CURRENT_USER, "a\\b\\c\\d", true}, {REGISTRY_LOCAL_MACHINE, "", false},
        {REGISTRY_CURRENT_USER, "denied", false},
    };
    static const bool expected[] = {true, false, true, true, false};
    enum { COUNT = sizeof targets / sizeof targets[0], SIGNALS = REGISTRY_WATCH_SIGNALS * COUNT };
    struct memory_signal signals[SIGNALS] = {{false}};
    struct registry_signal *interfaces[SIGNALS];
    bool changed[COUNT] = {false};
    sample_key(fixture.registry, REGISTRY_CURRENT_USER, "denied");
    deny("denied");
    for (size_t i = 0; i < SIGNALS; i++)
        interfaces[i] = memory_signal_interface(&signals[i]);
    ck_assert_uint_eq(
        registry_watch_start(fixture.registry, targets, COUNT, interfaces, &fixture.watch),
        CODE_SUCCESS);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_uint_eq(registry_watch_error(fixture.watch, i),
                          i == 4 ? CODE_ACCESS_DENIED : CODE_SUCCESS);
    for (size_t i = 0; i < SIGNALS; i++)
        ck_assert(!memory_signal_take(&signals[i]));

    sample_key(fixture.registry, REGISTRY_CURRENT_USER, "a\\b\\c\\d\\e");
    sample_dword(fixture.registry, REGISTRY_LOCAL_MACHINE, "", "v", 1);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < SIGNALS; i++)
            if (memory_signal_take(&signals[i]))
                changed[i / REGISTRY_WATCH_SIGNALS] |= registry_watch_again(fixture.watch, i);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_msg(changed[i] == expected[i], "target %u", (unsigned)i);
    registry_watch_stop(fixture.watch); /* while the signals are there */
    fixture.watch = NULL;
}
END_TEST

START_TEST(no_targets_need_no_signals)
{
    ck_assert_uint_eq(registry_watch_start(fixture.registry, NULL, 0, NULL, &fixture.watch),
                      CODE_SUCCESS);
    registry_watch_stop(NULL);
}
END_TEST

Suite *registry_watch_suite(void);

Suite *registry_watch_suite(void)
{
    Suite *suite = suite_create("registry_watch");
    TCase *tests = tcase_create("registry_watch");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, watch_follows_the_key_as_it_comes_and_goes);
    tcase_add_test(tests, subtree_counts_on_request);
    tcase_add_test(tests, signal_that_nothing_is_behind_is_no_change);
    tcase_add_loop_test(tests, start_that_fails_is_told_for_its_target, 0, WATCH_BEGINNING_COUNT);
    tcase_add_test(tests, keys_that_never_rest_are_given_up);
    tcase_add_loop_test(tests, key_that_may_not_be_read_is_not_watched, 0,
                        sizeof denied_paths / sizeof denied_paths[0]);
    tcase_add_test(tests, key_that_turns_up_and_may_not_be_read_is_told_once);
    tcase_add_test(tests, each_target_has_its_own_answer);
    tcase_add_test(tests, no_targets_need_no_signals);
    suite_add_tcase(suite, tests);
    return suite;
}
