/* A write that hangs, as on a share whose server is gone: here one that waits for an event. */
#include "agent/timed_write_windows.h"

#include <check.h>
#include <string.h>
#include <windows.h>

static HANDLE go_on; /* a hanging write waits for it */
static HANDLE ended;
static struct {
    char path[16];
    char bytes[16];
} seen;

static void set_up(void)
{
    go_on = CreateEventW(NULL, TRUE, FALSE, NULL);
    ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    memset(&seen, 0, sizeof seen);
}

static void tear_down(void)
{
    CloseHandle(go_on);
    CloseHandle(ended);
}

static error_code keep(struct utf16_text *text, const char *path, const void *bytes, size_t size)
{
    (void)text;
    strcpy(seen.path, path);
    memcpy(seen.bytes, bytes, size);
    return CODE_ACCESS_DENIED;
}

static error_code hang(struct utf16_text *text, const char *path, const void *bytes, size_t size)
{
    WaitForSingleObject(go_on, INFINITE);
    (void)keep(text, path, bytes, size);
    SetEvent(ended);
    return CODE_SUCCESS;
}

START_TEST(gives_back_what_the_write_says)
{
    uint32_t left = 60000;
    ck_assert_uint_eq(timed_write(keep, "path", "bytes", 5, &left), CODE_ACCESS_DENIED);
    ck_assert_str_eq(seen.path, "path");
    ck_assert_str_eq(seen.bytes, "bytes");
    ck_assert_uint_gt(left, 0);
}
END_TEST

START_TEST(waits_no_longer_than_is_left)
{
    char bytes[] = "bytes";
    uint32_t left = 300;
    const DWORD began = GetTickCount();
    ck_assert_uint_eq(timed_write(hang, "path", bytes, 5, &left), CODE_TIMED_OUT);
    ck_assert_uint_lt(GetTickCount() - began, 60000); /* else for ever */
    ck_assert_uint_eq(left, 0);
    ck_assert_uint_eq(timed_write(keep, "path", "other", 5, &left), CODE_TIMED_OUT);
    ck_assert_str_eq(seen.path, ""); /* not even begun */
    /* What the late write needs is its own. */
    memset(bytes, 'x', 5);
    SetEvent(go_on);
    ck_assert_uint_eq(WaitForSingleObject(ended, 60000), WAIT_OBJECT_0);
    ck_assert_str_eq(seen.bytes, "bytes");
}
END_TEST

/* A report that takes all of its time leaves the log some, to say so. */
START_TEST(keeps_time_for_the_log)
{
    uint32_t left = TIMED_WRITE_RESERVE + 100;
    ck_assert_uint_eq(timed_write_report(hang, "path", "bytes", 5, &left), CODE_TIMED_OUT);
    ck_assert_uint_eq(left, TIMED_WRITE_RESERVE);
    ck_assert_uint_eq(timed_write(keep, "log", "entry", 5, &left), CODE_ACCESS_DENIED);
    ck_assert_str_eq(seen.path, "log");
    SetEvent(go_on);
    ck_assert_uint_eq(WaitForSingleObject(ended, 60000), WAIT_OBJECT_0);
    left = TIMED_WRITE_RESERVE / 2; /* nothing for a report any longer */
    ck_assert_uint_eq(timed_write_report(keep, "late", "bytes", 5, &left), CODE_TIMED_OUT);
    ck_assert_uint_eq(left, TIMED_WRITE_RESERVE / 2);
}
END_TEST

static HANDLE told;
static error_code told_code;

static void note_end(void *context, error_code code)
{
    (void)context;
    told_code = code;
    SetEvent(told);
}

/* Nothing else says when a write that nobody waits for has ended, so it is told late, not never. */
START_TEST(tells_of_a_write_when_it_has_ended)
{
    char bytes[] = "bytes";
    told = CreateEventW(NULL, FALSE, FALSE, NULL);
    ck_assert_uint_eq(timed_write_start(keep, "path", bytes, 5, note_end, NULL), CODE_SUCCESS);
    ck_assert_uint_eq(WaitForSingleObject(told, 60000), WAIT_OBJECT_0);
    ck_assert_uint_eq(told_code, CODE_ACCESS_DENIED);

    const DWORD began = GetTickCount();
    ck_assert_uint_eq(timed_write_start(hang, "path", bytes, 5, note_end, NULL), CODE_SUCCESS);
    ck_assert_uint_lt(GetTickCount() - began, TIMED_WRITE_LIMIT);
    memset(bytes, 'x', 5);
    ck_assert_uint_eq(WaitForSingleObject(told, TIMED_WRITE_LIMIT + 1000), WAIT_TIMEOUT);
    SetEvent(go_on);
    ck_assert_uint_eq(WaitForSingleObject(told, 60000), WAIT_OBJECT_0);
    ck_assert_uint_eq(told_code, CODE_SUCCESS);
    ck_assert_str_eq(seen.bytes, "bytes");
    CloseHandle(told);
}
END_TEST

Suite *timed_write_suite(void);

Suite *timed_write_suite(void)
{
    Suite *suite = suite_create("timed_write");
    TCase *tests = tcase_create("timed_write");
    tcase_set_timeout(tests, 120);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, gives_back_what_the_write_says);
    tcase_add_test(tests, waits_no_longer_than_is_left);
    tcase_add_test(tests, keeps_time_for_the_log);
    tcase_add_test(tests, tells_of_a_write_when_it_has_ended);
    suite_add_tcase(suite, tests);
    return suite;
}
