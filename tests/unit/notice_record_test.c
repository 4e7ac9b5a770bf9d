#include "agent/notice_record.h"

#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT "basic_authentication"
#define RECORD NOTICES_KEY "\\" SUBJECT

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

/* As the header documents it, value by value. */
static void write_good_record(void)
{
    static const uint8_t facts[8] = {1};
    sample_write(registry, REGISTRY_CURRENT_USER, RECORD, "Facts", VALUE_BINARY, facts, 8);
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Count", 3);
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Recent", 1);
    sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Last", "2026-11-20T10:00:00Z");
    sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Dismissed", 0);
}

START_TEST(is_as_documented)
{
    struct notice_record record;
    ck_assert_uint_eq(notice_record_read(registry, SUBJECT, &record), CODE_FILE_NOT_FOUND);
    write_good_record();
    ck_assert_uint_eq(notice_record_read(registry, SUBJECT, &record), CODE_SUCCESS);
    ck_assert_uint_eq(record.facts, 1);
    ck_assert_uint_eq(record.count, 3);
    ck_assert_uint_eq(record.recent_count, 1);
    ck_assert_str_eq(record.last, "2026-11-20T10:00:00Z");
    ck_assert(!record.dismissed);
    char *before = sample_dump(registry, true);
    ck_assert_uint_eq(notice_record_write(registry, SUBJECT, &record), CODE_SUCCESS);
    char *after = sample_dump(registry, true);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
}
END_TEST

START_TEST(comes_back_as_it_was_written)
{
    static const struct notice_record records[] = {
        {0},
        {0xFEDCBA9876543210, 3, 2, "2026-11-22T10:00:00Z", true},
        {1, UINT32_MAX, UINT32_MAX, "", false},
    };
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        struct notice_record record;
        ck_assert_uint_eq(notice_record_write(registry, SUBJECT, &records[i]), CODE_SUCCESS);
        ck_assert_uint_eq(notice_record_read(registry, SUBJECT, &record), CODE_SUCCESS);
        ck_assert(record.facts == records[i].facts && record.count == records[i].count &&
                  record.recent_count == records[i].recent_count &&
                  strcmp(record.last, records[i].last) == 0 &&
                  record.dismissed == records[i].dismissed);
    }
    ck_assert_uint_eq(notice_record_delete(registry, SUBJECT), CODE_SUCCESS);
    ck_assert_uint_eq(notice_record_delete(registry, SUBJECT), CODE_SUCCESS);
    struct notice_record record = {.count = 4711};
    ck_assert_uint_eq(notice_record_read(registry, SUBJECT, &record), CODE_FILE_NOT_FOUND);
    ck_assert_uint_eq(record.count, 4711);
}
END_TEST

static void spoil(int how)
{
    switch (how) {
    case 0:
        sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Facts", "1");
        break;
    case 1:
        sample_write(registry, REGISTRY_CURRENT_USER, RECORD, "Facts", VALUE_BINARY, "1234567", 7);
        break;
    case 2:
        sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Count", "3");
        break;
    case 3:
        sample_write(registry, REGISTRY_CURRENT_USER, RECORD, "Count", VALUE_DWORD, "\3\0", 2);
        break;
    case 4:
        sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Last", "yesterday");
        break;
    case 5:
        sample_write(registry, REGISTRY_CURRENT_USER, RECORD, "Last", VALUE_STRING, "\0\xD8", 2);
        break;
    case 6:
        sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Last", 7);
        break;
    case 7:
        sample_dword(registry, REGISTRY_CURRENT_USER, RECORD, "Dismissed", 2);
        break;
    case 8:
        sample_text(registry, REGISTRY_CURRENT_USER, RECORD, "Recent", "");
        break;
    default: {
        static const char *const names[] = {"Facts", "Count", "Recent", "Last", "Dismissed"};
        sample_delete(registry, REGISTRY_CURRENT_USER, RECORD, names[how - 9]);
        break;
    }
    }
}

START_TEST(is_refused_when_a_value_is_not_as_it_should_be)
{
    struct notice_record record = {.count = 4711};
    write_good_record();
    spoil(_i);
    ck_assert_uint_eq(notice_record_read(registry, SUBJECT, &record), CODE_INVALID_DATA);
    ck_assert_uint_eq(record.count, 4711);
}
END_TEST

START_TEST(says_what_the_registry_says)
{
    const struct notice_record written = {.count = 1};
    struct notice_record record = {.count = 4711};
    write_good_record();
    ck_assert_uint_eq(memory_registry_deny(memory, REGISTRY_CURRENT_USER, RECORD, REGISTRY_READ),
                      CODE_SUCCESS);
    ck_assert_uint_eq(notice_record_read(registry, SUBJECT, &record), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(notice_record_write(registry, SUBJECT, &written), CODE_ACCESS_DENIED);
    ck_assert_uint_eq(record.count, 4711);
}
END_TEST

Suite *notice_record_suite(void);

Suite *notice_record_suite(void)
{
    Suite *suite = suite_create("notice_record");
    TCase *tests = tcase_create("notice_record");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, is_as_documented);
    tcase_add_test(tests, comes_back_as_it_was_written);
    tcase_add_loop_test(tests, is_refused_when_a_value_is_not_as_it_should_be, 0, 14);
    tcase_add_test(tests, says_what_the_registry_says);
    suite_add_tcase(suite, tests);
    return suite;
}
