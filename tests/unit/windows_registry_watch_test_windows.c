/* The watch on the registry of Windows: real events, for what really changes, and for nothing else.
 * The changes are made by Windows' own functions, as another program makes them. */
#include "registry/registry_watch.h"

#include "registry/windows_registry_windows.h"
#include "registry/windows_signal_windows.h"

#include <windows.h>

#include <check.h>
#include <sddl.h>
#include <stdbool.h>

#define TEST_KEY L"Software\\PromptFixTest"
#define TARGET_PATH "Software\\PromptFixTest\\a\\b"
#define A TEST_KEY L"\\a"
#define B A L"\\b"
#define BELOW B L"\\below"

/* Milliseconds. Windows sets an event at once; a test waits this long to be sure that it does not.
 */
enum { QUIET_TIME = 50 };

static struct windows_registry *windows;
static struct registry_signal *signals[REGISTRY_WATCH_SIGNALS];
static HANDLE events[REGISTRY_WATCH_SIGNALS];
static struct registry_watch *watch;

static void make_key(const wchar_t *path)
{
    HKEY key = NULL;
    ck_assert_int_eq(RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0,
                                     KEY_QUERY_VALUE | KEY_WOW64_64KEY, NULL, &key, NULL),
                     ERROR_SUCCESS);
    RegCloseKey(key);
}

static void write_value(const wchar_t *path, DWORD number)
{
    HKEY key = NULL;
    ck_assert_int_eq(
        RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key),
        ERROR_SUCCESS);
    ck_assert_int_eq(RegSetValueExW(key, L"v", 0, REG_DWORD, (const BYTE *)&number, sizeof number),
                     ERROR_SUCCESS);
    RegCloseKey(key);
}

static void delete_value(const wchar_t *path)
{
    HKEY key = NULL;
    ck_assert_int_eq(
        RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key),
        ERROR_SUCCESS);
    ck_assert_int_eq(RegDeleteValueW(key, L"v"), ERROR_SUCCESS);
    RegCloseKey(key);
}

/* The user's keys are the same in both views. */
static void delete_key(const wchar_t *path)
{
    ck_assert_int_eq(RegDeleteKeyW(HKEY_CURRENT_USER, path), ERROR_SUCCESS);
}

static void delete_all(void)
{
    static const wchar_t *const paths[] = {BELOW, A L"\\c",        B,       A L"\\x",
                                           A,     TEST_KEY L"\\x", TEST_KEY};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        RegDeleteKeyW(HKEY_CURRENT_USER, paths[i]);
}

static void set_up(void)
{
    delete_all();
    ck_assert_uint_eq(windows_registry_create(&windows), CODE_SUCCESS);
    for (size_t i = 0; i < REGISTRY_WATCH_SIGNALS; i++) {
        ck_assert_uint_eq(windows_signal_create(&signals[i]), CODE_SUCCESS);
        events[i] = windows_signal_event(signals[i]);
        ck_assert_ptr_nonnull(events[i]);
    }
    watch = NULL;
}

static void tear_down(void)
{
    registry_watch_stop(watch);
    for (size_t i = 0; i < REGISTRY_WATCH_SIGNALS; i++)
        windows_signal_free(signals[i]);
    windows_registry_free(windows);
    delete_all();
}

static void start(bool subtree)
{
    const struct registry_watch_target target = {REGISTRY_CURRENT_USER, TARGET_PATH, subtree};
    ck_assert_uint_eq(
        registry_watch_start(windows_registry_interface(windows), &target, 1, signals, &watch),
        CODE_SUCCESS);
    ck_assert_uint_eq(registry_watch_error(watch, 0), CODE_SUCCESS);
}

/* What a message loop does: waits for the events and takes each to the watch, until all is quiet.
 * `*wakes` counts them. */
static bool wake(unsigned *wakes)
{
    bool changed = false;
    *wakes = 0;
    for (;;) {
        DWORD woken = WaitForMultipleObjects(REGISTRY_WATCH_SIGNALS, events, FALSE, QUIET_TIME);
        if (woken == WAIT_TIMEOUT)
            return changed;
        ck_assert_uint_lt(woken, REGISTRY_WATCH_SIGNALS);
        ck_assert_uint_lt(++*wakes, 10); /* else the watch wakes itself for ever */
        changed |= registry_watch_again(watch, woken);
    }
}

static void expect_change(bool expected)
{
    unsigned wakes = 0;
    bool changed = wake(&wakes);
    ck_assert_int_eq(changed, expected);
    ck_assert_uint_eq(registry_watch_error(watch, 0), CODE_SUCCESS);
    (void)wake(&wakes);
    ck_assert_uint_eq(wakes, 0);
}

/* Nothing even wakes. */
static void expect_quiet(void)
{
    unsigned wakes = 0;
    ck_assert(!wake(&wakes));
    ck_assert_uint_eq(wakes, 0);
}

START_TEST(events_tell_what_changes_in_the_key)
{
    make_key(B);
    start(false);
    expect_quiet();
    write_value(B, 1);
    expect_change(true);
    write_value(B, 2);
    expect_change(true);
    delete_value(B);
    expect_change(true);
    make_key(BELOW);
    expect_change(true);
    write_value(BELOW, 1);
    expect_quiet(); /* not in the subtree */
    delete_key(BELOW);
    expect_change(true);
}
END_TEST

START_TEST(events_tell_what_changes_in_the_subtree)
{
    make_key(BELOW);
    start(true);
    expect_quiet();
    write_value(BELOW, 1);
    expect_change(true);
    delete_value(BELOW);
    expect_change(true);
    delete_key(BELOW);
    expect_change(true);
    write_value(B, 1);
    expect_change(true);
}
END_TEST

START_TEST(what_happens_around_the_key_is_no_change)
{
    HKEY key = NULL;
    make_key(B);
    start(true);
    make_key(A L"\\x"); /* the parent is watched for that: it wakes, and is no change */
    expect_change(false);
    delete_key(A L"\\x");
    expect_change(false);
    write_value(A, 1);
    expect_quiet();
    make_key(TEST_KEY L"\\x");
    expect_quiet();
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, B, 0, KEY_READ, &key), ERROR_SUCCESS);
    RegCloseKey(key);
    expect_quiet();
    write_value(B, 1);
    expect_change(true);
}
END_TEST

START_TEST(missing_key_is_seen_as_it_comes_and_goes)
{
    start(false); /* not even the test's key is there */
    expect_quiet();
    make_key(TEST_KEY);
    expect_change(false);
    make_key(A);
    expect_change(false);
    write_value(A, 1);
    expect_quiet();
    make_key(B);
    expect_change(true);
    write_value(B, 1);
    expect_change(true);
    delete_key(B);
    expect_change(true);
    delete_key(A);
    expect_change(false);
    delete_key(TEST_KEY);
    expect_change(false);
    make_key(B); /* the whole way at once */
    expect_change(true);
    delete_key(B);
    delete_key(A);
    delete_key(TEST_KEY); /* and back, before the watch is asked */
    expect_change(true);
    make_key(B);
    expect_change(true);
}
END_TEST

START_TEST(key_that_is_made_anew_is_another)
{
    make_key(B);
    start(false);
    delete_key(B);
    make_key(B);
    expect_change(true);
    write_value(B, 1);
    expect_change(true);
}
END_TEST

/* RegRenameKey is as new as Windows Vista. Windows tells of it at the parent, Wine at the key. */
typedef LSTATUS WINAPI rename_key_function(HKEY, LPCWSTR, LPCWSTR);

START_TEST(renaming_the_key_is_a_change)
{
    HMODULE advapi32 = GetModuleHandleW(L"advapi32.dll");
    rename_key_function *rename_key =
        (rename_key_function *)(void (*)(void))GetProcAddress(advapi32, "RegRenameKey");
    HKEY key = NULL;
    make_key(B);
    start(false);
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, A, 0, KEY_ALL_ACCESS, &key), ERROR_SUCCESS);
    if (rename_key != NULL && rename_key(key, L"b", L"c") == ERROR_SUCCESS) {
        expect_change(true);
        delete_key(A L"\\c");
    }
    RegCloseKey(key);
}
END_TEST

static DWORD WINAPI change_later(void *context)
{
    (void)context;
    Sleep(2 * QUIET_TIME);
    write_value(B, 7);
    return 0;
}

START_TEST(who_waits_is_woken_by_another_thread)
{
    make_key(B);
    start(false);
    HANDLE thread = CreateThread(NULL, 0, change_later, NULL, 0, NULL);
    ck_assert_ptr_nonnull(thread);
    ck_assert_uint_eq(WaitForMultipleObjects(REGISTRY_WATCH_SIGNALS, events, FALSE, 10000),
                      WAIT_OBJECT_0);
    ck_assert(registry_watch_again(watch, 0));
    ck_assert_uint_eq(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CloseHandle(thread);
    expect_quiet();
}
END_TEST

/* To read values and names, and to delete the key afterwards: all but KEY_NOTIFY. */
START_TEST(key_that_may_be_read_but_not_watched_is_told)
{
    HKEY key = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    make_key(B);
    ck_assert(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        L"D:P(A;;0x30009;;;WD)", SDDL_REVISION_1, &descriptor, NULL));
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, B, 0, WRITE_DAC, &key), ERROR_SUCCESS);
    ck_assert_int_eq(RegSetKeySecurity(key, DACL_SECURITY_INFORMATION, descriptor), ERROR_SUCCESS);
    RegCloseKey(key);
    LocalFree(descriptor);
    const struct registry_watch_target target = {REGISTRY_CURRENT_USER, TARGET_PATH, false};
    ck_assert_uint_eq(
        registry_watch_start(windows_registry_interface(windows), &target, 1, signals, &watch),
        CODE_SUCCESS);
    ck_assert_uint_eq(registry_watch_error(watch, 0), CODE_ACCESS_DENIED);
    delete_key(B);
    ck_assert(registry_watch_retry(watch, 0));
    expect_change(false); /* events that were left over */
    make_key(B);
    expect_change(true);
}
END_TEST

/* The number of the next handle: handles that were closed are given out again. */
static uintptr_t next_handle(void)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    ck_assert_ptr_nonnull(event);
    CloseHandle(event);
    return (uintptr_t)event;
}

START_TEST(watch_keeps_no_handle_too_many)
{
    enum { ROUND_COUNT = 100, HANDLE_STEP = 4 };
    make_key(TEST_KEY);
    start(true);
    const uintptr_t before = next_handle();
    for (DWORD i = 0; i < ROUND_COUNT; i++) {
        make_key(B);
        (void)registry_watch_again(watch, 0);
        write_value(B, i);
        (void)registry_watch_again(watch, 0);
        delete_key(B);
        (void)registry_watch_again(watch, 1);
        delete_key(A);
        (void)registry_watch_again(watch, 1);
    }
    ck_assert_uint_lt(next_handle(), before + (uintptr_t)HANDLE_STEP * ROUND_COUNT / 2);
}
END_TEST

Suite *windows_registry_watch_suite(void);

Suite *windows_registry_watch_suite(void)
{
    Suite *suite = suite_create("windows_registry_watch");
    TCase *tests = tcase_create("windows_registry_watch");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, events_tell_what_changes_in_the_key);
    tcase_add_test(tests, events_tell_what_changes_in_the_subtree);
    tcase_add_test(tests, what_happens_around_the_key_is_no_change);
    tcase_add_test(tests, missing_key_is_seen_as_it_comes_and_goes);
    tcase_add_test(tests, key_that_is_made_anew_is_another);
    tcase_add_test(tests, renaming_the_key_is_a_change);
    tcase_add_test(tests, who_waits_is_woken_by_another_thread);
    tcase_add_test(tests, key_that_may_be_read_but_not_watched_is_told);
    tcase_add_test(tests, watch_keeps_no_handle_too_many);
    suite_add_tcase(suite, tests);
    return suite;
}
