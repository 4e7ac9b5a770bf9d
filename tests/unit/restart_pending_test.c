#include "agent/restart_pending.h"

#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define EARLY "2026-11-22T10:00:00Z"
#define LATE "2026-11-22T10:00:01Z"

static struct memory_registry *memory;
static struct registry *registry;

static void set_up(void)
{
    memory = sample_registry_create();
    registry = memory_registry_interface(memory);
}

static void tear_down(void)
{
    ck_assert_uint_eq(memory_registry_open_count(memory), 0);
    memory_registry_free(memory);
}

static void mark(enum registry_root half, const char *time)
{
    ck_assert_uint_eq(restart_pending_mark(registry, half, time), CODE_SUCCESS);
}

static void expect(bool windows, bool outlook, const char *since)
{
    struct restart_pending pending;
    memset(&pending, 0x5A, sizeof pending);
    ck_assert_uint_eq(restart_pending_read(registry, &pending), CODE_SUCCESS);
    ck_assert(pending.windows == windows);
    ck_assert(pending.outlook == outlook);
    ck_assert_str_eq(pending.outlook_since, since);
}

START_TEST(nothing_is_pending_where_nothing_is_marked)
{
    expect(false, false, "");
    sample_key(registry, REGISTRY_CURRENT_USER, "Software\\PromptFix");
    sample_key(registry, REGISTRY_LOCAL_MACHINE, "Software\\PromptFix");
    expect(false, false, "");
}
END_TEST

START_TEST(each_half_is_marked_by_itself)
{
    mark(REGISTRY_LOCAL_MACHINE, EARLY);
    expect(true, false, "");
    mark(REGISTRY_CURRENT_USER, EARLY);
    expect(true, true, EARLY);
    mark(REGISTRY_CURRENT_USER, LATE);
    mark(REGISTRY_LOCAL_MACHINE, LATE);
    expect(true, true, LATE);
}
END_TEST

START_TEST(restart_takes_the_mark_of_its_half_away)
{
    mark(REGISTRY_LOCAL_MACHINE, EARLY);
    mark(REGISTRY_CURRENT_USER, EARLY);
    memory_registry_restart(memory, REGISTRY_CURRENT_USER);
    expect(true, false, "");
    mark(REGISTRY_CURRENT_USER, LATE);
    memory_registry_restart(memory, REGISTRY_LOCAL_MACHINE);
    expect(false, true, LATE);
}
END_TEST

START_TEST(restarted_outlook_takes_its_mark_away)
{
    ck_assert_uint_eq(restart_pending_clear_outlook(registry), CODE_SUCCESS); /* no key */
    mark(REGISTRY_LOCAL_MACHINE, EARLY);
    mark(REGISTRY_CURRENT_USER, EARLY);
    ck_assert_uint_eq(restart_pending_clear_outlook(registry), CODE_SUCCESS);
    expect(true, false, "");
    ck_assert_uint_eq(restart_pending_clear_outlook(registry), CODE_SUCCESS);
    ck_assert_uint_eq(restart_pending_unmark(registry, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    ck_assert_uint_eq(restart_pending_unmark(registry, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    expect(false, false, "");
}
END_TEST

/* The mark is volatile, the key it lies in is not: undo records and settings must last there. */
START_TEST(mark_leaves_room_for_what_lasts)
{
    mark(REGISTRY_CURRENT_USER, EARLY);
    sample_dword(registry, REGISTRY_CURRENT_USER, "Software\\PromptFix\\Undo\\1", "Changes", 1);
    sample_dword(registry, REGISTRY_CURRENT_USER, "Software\\PromptFix", "Notify", 0);
    memory_registry_restart(memory, REGISTRY_CURRENT_USER);
    expect(false, false, "");
    sample_expect(registry, REGISTRY_CURRENT_USER, "Software\\PromptFix\\Undo\\1", "Changes",
                  VALUE_DWORD, "\1\0\0\0", 4);
    sample_expect(registry, REGISTRY_CURRENT_USER, "Software\\PromptFix", "Notify", VALUE_DWORD,
                  "\0\0\0\0", 4);
}
END_TEST

START_TEST(time_is_that_of_the_user_half_alone)
{
    mark(REGISTRY_LOCAL_MACHINE, EARLY);
    sample_expect_absent(registry, REGISTRY_LOCAL_MACHINE, RESTART_PENDING_KEY, "Time");
    mark(REGISTRY_CURRENT_USER, EARLY);
    sample_expect(registry, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time", VALUE_STRING,
                  "2\0000\0002\0006\000-\0001\0001\000-\0002\0002\000T\0001\0000\000:\0000\0000"
                  "\000:\0000\0000\000Z\0\0\0",
                  42);
}
END_TEST

static const char *const odd_times[] = {
    "",
    "yesterday",
    "2026-11-22T10:00:00",
    "2026-11-22T10:00:00ZZ",
    "2026-11-22 10:00:00Z",
    "2026-11-22T10:00:0xZ",
    "2026/11/22T10:00:00Z",
};

START_TEST(time_that_is_none_cannot_be_told)
{
    mark(REGISTRY_CURRENT_USER, EARLY);
    sample_text(registry, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time", odd_times[_i]);
    expect(false, true, "");
}
END_TEST

START_TEST(time_of_another_type_or_none_cannot_be_told)
{
    mark(REGISTRY_CURRENT_USER, EARLY);
    sample_dword(registry, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time", 5);
    expect(false, true, "");
    sample_write(registry, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time", VALUE_STRING,
                 "\0\xD8", 2);
    expect(false, true, "");
    sample_delete(registry, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, "Time");
    expect(false, true, "");
}
END_TEST

START_TEST(mark_that_may_not_be_read_is_an_error)
{
    struct restart_pending pending = {.windows = true, .outlook_since = "poison"};
    mark(REGISTRY_CURRENT_USER, EARLY);
    ck_assert_uint_eq(
        memory_registry_deny(memory, REGISTRY_CURRENT_USER, RESTART_PENDING_KEY, REGISTRY_READ),
        CODE_SUCCESS);
    ck_assert_uint_eq(restart_pending_read(registry, &pending), CODE_ACCESS_DENIED);
    ck_assert(pending.windows && !pending.outlook);
    ck_assert_str_eq(pending.outlook_since, "poison");
    ck_assert_uint_eq(restart_pending_mark(registry, REGISTRY_CURRENT_USER, LATE),
                      CODE_ACCESS_DENIED);
    ck_assert_uint_eq(restart_pending_clear_outlook(registry), CODE_ACCESS_DENIED);
}
END_TEST

/* Fails call number `call` of an operation; false when it was not reached. */
static bool fails_at(size_t call, bool from_then_on, error_code *code,
                     error_code (*operation)(void *context), void *context)
{
    size_t before = memory_registry_call_count(memory);
    memory_registry_fail(memory, call, CODE_REGISTRY_IO_FAILED, from_then_on);
    *code = operation(context);
    memory_registry_fail(memory, 0, CODE_SUCCESS, false);
    return memory_registry_call_count(memory) - before >= call;
}

static error_code mark_late(void *context)
{
    (void)context;
    return restart_pending_mark(registry, REGISTRY_CURRENT_USER, LATE);
}

static error_code read_pending(void *context)
{
    return restart_pending_read(registry, context);
}

/* An older time would let the mark be cleared by an Outlook that has not read the change. */
START_TEST(mark_that_fails_does_not_keep_the_older_time)
{
    error_code code = CODE_SUCCESS;
    size_t failure_count = 0;
    for (size_t call = 1;; call++) {
        struct restart_pending pending;
        mark(REGISTRY_CURRENT_USER, EARLY);
        if (!fails_at(call, false, &code, mark_late, NULL))
            break;
        ck_assert_uint_eq(code, CODE_REGISTRY_IO_FAILED);
        failure_count++;
        ck_assert_uint_eq(restart_pending_read(registry, &pending), CODE_SUCCESS);
        ck_assert(pending.outlook);
        if (call > 1) /* else the key itself could not be opened: nothing could be done */
            ck_assert_str_eq(pending.outlook_since, "");
    }
    ck_assert_uint_eq(code, CODE_SUCCESS);
    ck_assert_uint_eq(failure_count, 2);
    expect(false, true, LATE);
}
END_TEST

START_TEST(first_mark_fails_without_harm)
{
    error_code code = CODE_SUCCESS;
    for (size_t call = 1; fails_at(call, _i != 0, &code, mark_late, NULL); call++) {
        struct restart_pending pending;
        ck_assert_uint_eq(code, CODE_REGISTRY_IO_FAILED);
        ck_assert_uint_eq(restart_pending_read(registry, &pending), CODE_SUCCESS);
        ck_assert_str_eq(pending.outlook_since, "");
        tear_down();
        set_up();
    }
    expect(false, true, LATE);
}
END_TEST

START_TEST(read_that_fails_leaves_the_output_alone)
{
    error_code code = CODE_SUCCESS;
    struct restart_pending pending;
    struct restart_pending poison;
    memset(&poison, 0x5A, sizeof poison);
    mark(REGISTRY_CURRENT_USER, EARLY);
    mark(REGISTRY_LOCAL_MACHINE, EARLY);
    pending = poison;
    for (size_t call = 1; fails_at(call, false, &code, read_pending, &pending); call++) {
        ck_assert_uint_eq(code, CODE_REGISTRY_IO_FAILED);
        ck_assert_mem_eq(&pending, &poison, sizeof poison);
    }
    ck_assert_uint_eq(code, CODE_SUCCESS);
    ck_assert_str_eq(pending.outlook_since, EARLY);
}
END_TEST

Suite *restart_pending_suite(void);

Suite *restart_pending_suite(void)
{
    Suite *suite = suite_create("restart_pending");
    TCase *tests = tcase_create("restart_pending");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, nothing_is_pending_where_nothing_is_marked);
    tcase_add_test(tests, each_half_is_marked_by_itself);
    tcase_add_test(tests, restart_takes_the_mark_of_its_half_away);
    tcase_add_test(tests, restarted_outlook_takes_its_mark_away);
    tcase_add_test(tests, mark_leaves_room_for_what_lasts);
    tcase_add_test(tests, time_is_that_of_the_user_half_alone);
    tcase_add_loop_test(tests, time_that_is_none_cannot_be_told, 0,
                        sizeof odd_times / sizeof odd_times[0]);
    tcase_add_test(tests, time_of_another_type_or_none_cannot_be_told);
    tcase_add_test(tests, mark_that_may_not_be_read_is_an_error);
    tcase_add_test(tests, mark_that_fails_does_not_keep_the_older_time);
    tcase_add_loop_test(tests, first_mark_fails_without_harm, 0, 2);
    tcase_add_test(tests, read_that_fails_leaves_the_output_alone);
    suite_add_tcase(suite, tests);
    return suite;
}
