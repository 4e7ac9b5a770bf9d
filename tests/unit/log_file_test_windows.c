/* The log that bounds itself: one old generation, several writers, nothing lost between the two. */
#include "agent/log_file_windows.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { WRITER_COUNT = 4, ENTRY_COUNT = 200, ENTRY_SIZE = 64 };

static struct utf16_text text;
static char path[MAX_PATH];
static char old_path[MAX_PATH + 8];

static void set_up(void)
{
    char folder[MAX_PATH];
    ck_assert_uint_gt(GetTempPathA(MAX_PATH, folder), 0);
    ck_assert_uint_ne(GetTempFileNameA(folder, "log", 0, path), 0);
    snprintf(old_path, sizeof old_path, "%s.old", path);
    DeleteFileA(path);
}

static void tear_down(void)
{
    DeleteFileA(path);
    DeleteFileA(old_path);
    utf16_text_done(&text);
}

/* The whole file with a NUL; empty for one that is not there. */
static char *read_file(const char *name, size_t *size)
{
    FILE *file = fopen(name, "rb");
    char *content = calloc(1, 3 * LOG_FILE_LIMIT);
    ck_assert_ptr_nonnull(content);
    *size = file != NULL ? fread(content, 1, 3 * LOG_FILE_LIMIT - 1, file) : 0;
    if (file != NULL)
        fclose(file);
    return content;
}

static void fill(const char *name, size_t size)
{
    FILE *file = fopen(name, "wb");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < size; i++)
        fputc(i % ENTRY_SIZE == ENTRY_SIZE - 1 ? '\n' : '.', file);
    fclose(file);
}

static size_t size_of(const char *name)
{
    size_t size = 0;
    free(read_file(name, &size));
    return size;
}

START_TEST(an_entry_that_would_go_beyond_the_limit_begins_a_new_file)
{
    fill(path, LOG_FILE_LIMIT - 5);
    ck_assert_uint_eq(log_file_append(&text, path, "12345", 5), CODE_SUCCESS);
    ck_assert_uint_eq(size_of(path), LOG_FILE_LIMIT);
    ck_assert_uint_eq(size_of(old_path), 0);
    ck_assert_uint_eq(log_file_append(&text, path, "next\n", 5), CODE_SUCCESS);
    ck_assert_uint_eq(size_of(path), 5);
    ck_assert_uint_eq(size_of(old_path), LOG_FILE_LIMIT);

    fill(path, LOG_FILE_LIMIT - 1); /* and once more: there is one old generation, not two */
    ck_assert_uint_eq(log_file_append(&text, path, "last\n", 5), CODE_SUCCESS);
    ck_assert_uint_eq(size_of(path), 5);
    ck_assert_uint_eq(size_of(old_path), LOG_FILE_LIMIT - 1);
}
END_TEST

START_TEST(an_old_generation_that_cannot_be_replaced_stops_the_log_at_twice_its_size)
{
    fill(path, LOG_FILE_LIMIT);
    fill(old_path, 10);
    HANDLE held =
        CreateFileA(old_path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    ck_assert_ptr_ne(held, INVALID_HANDLE_VALUE);
    ck_assert_uint_eq(log_file_append(&text, path, "more\n", 5), CODE_SUCCESS);
    ck_assert_uint_eq(size_of(path), LOG_FILE_LIMIT + 5);
    fill(path, 2 * LOG_FILE_LIMIT - 2);
    ck_assert_uint_eq(log_file_append(&text, path, "more\n", 5), CODE_FILE_TOO_LARGE);
    ck_assert_uint_eq(size_of(path), 2 * LOG_FILE_LIMIT - 2);
    CloseHandle(held);
    ck_assert_uint_eq(log_file_append(&text, path, "more\n", 5), CODE_SUCCESS);
    ck_assert_uint_eq(size_of(path), 5);
}
END_TEST

static void format_entry(char entry[ENTRY_SIZE + 1], int writer, int number)
{
    int length = snprintf(entry, ENTRY_SIZE, "<%d:%03d>", writer, number);
    memset(entry + length, 'x', ENTRY_SIZE - 1 - (size_t)length);
    entry[ENTRY_SIZE - 1] = '\n';
    entry[ENTRY_SIZE] = '\0';
}

static DWORD WINAPI write_entries(void *parameter)
{
    const int writer = *(const int *)parameter;
    struct utf16_text own = {0};
    DWORD failures = 0;
    for (int i = 0; i < ENTRY_COUNT; i++) {
        char entry[ENTRY_SIZE + 1];
        format_entry(entry, writer, i);
        failures += log_file_append(&own, path, entry, ENTRY_SIZE) != CODE_SUCCESS;
    }
    utf16_text_done(&own);
    return failures;
}

START_TEST(several_writers_lose_nothing_when_the_generation_changes)
{
    static const int numbers[WRITER_COUNT] = {0, 1, 2, 3};
    HANDLE threads[WRITER_COUNT];
    fill(path, LOG_FILE_LIMIT - 100 * ENTRY_SIZE);
    for (int i = 0; i < WRITER_COUNT; i++) {
        threads[i] = CreateThread(NULL, 0, write_entries, (void *)(uintptr_t)&numbers[i], 0, NULL);
        ck_assert_ptr_nonnull(threads[i]);
    }
    for (int i = 0; i < WRITER_COUNT; i++) {
        DWORD failures = 1;
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &failures);
        ck_assert_uint_eq(failures, 0);
        CloseHandle(threads[i]);
    }
    size_t size = 0;
    size_t old_size = 0;
    char *content = read_file(path, &size);
    char *old_content = read_file(old_path, &old_size);
    ck_assert_uint_ge(old_size, LOG_FILE_LIMIT - ENTRY_SIZE);
    ck_assert_uint_eq(size + old_size,
                      LOG_FILE_LIMIT + (WRITER_COUNT * ENTRY_COUNT - 100) * ENTRY_SIZE);
    for (int writer = 0; writer < WRITER_COUNT; writer++) {
        for (int i = 0; i < ENTRY_COUNT; i++) {
            char entry[ENTRY_SIZE + 1];
            format_entry(entry, writer, i);
            ck_assert_msg(strstr(content, entry) != NULL || strstr(old_content, entry) != NULL,
                          "entry %d of writer %d is lost or torn", i, writer);
        }
    }
    free(content);
    free(old_content);
}
END_TEST

Suite *log_file_suite(void)
{
    Suite *suite = suite_create("log_file");
    TCase *tests = tcase_create("log_file");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_entry_that_would_go_beyond_the_limit_begins_a_new_file);
    tcase_add_test(tests,
                   an_old_generation_that_cannot_be_replaced_stops_the_log_at_twice_its_size);
    tcase_add_test(tests, several_writers_lose_nothing_when_the_generation_changes);
    suite_add_tcase(suite, tests);
    return suite;
}
