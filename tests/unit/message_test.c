#include "agent/message.h"

#include "tests/unit/fake_host.h"

#include <check.h>
#include <string.h>

/* Messages of this test's own, by number. */
static const char *own_text(const struct message_source *source, message_id id)
{
    static const char *const texts[] = {
        "", "plain", "%1 and %2", "%2%1", "100%% of %1%n", "%4|%3|%1", "ends in %", "%x%",
    };
    (void)source;
    return id < sizeof texts / sizeof texts[0] ? texts[id] : "";
}

static const struct message_source own_source = {.text = own_text};

static void expect(message_id id, struct insertions insertions, const char *expected)
{
    struct byte_buffer out = {0};
    byte_buffer_append_text(&out, "> ");
    message_append(&out, &own_source, id, insertions);
    ck_assert_str_eq(byte_buffer_text(&out) + 2, expected);
    byte_buffer_clear(&out);
    message_append_line(&out, &own_source, id, insertions);
    size_t size = strlen(expected);
    ck_assert_uint_eq(out.size, size + 1);
    ck_assert_mem_eq(out.data, expected, size);
    ck_assert_int_eq(out.data[size], '\n');
    byte_buffer_done(&out);
}

START_TEST(puts_the_insertions_in)
{
    expect(0, NO_INSERTIONS, "");
    expect(1, INSERT("unused"), "plain");
    expect(2, INSERT("a", "b"), "a and b");
    expect(3, INSERT("a", "b"), "ba");
    expect(4, INSERT("it"), "100% of it\n");
    expect(5, INSERT("a", "b", "c", "d"), "d|c|a");
}
END_TEST

START_TEST(leaves_out_insertions_that_are_not_given)
{
    expect(2, NO_INSERTIONS, " and ");
    expect(2, INSERT("a"), "a and ");
    expect(2, INSERT(NULL, "b"), " and b");
}
END_TEST

START_TEST(does_not_look_into_insertions)
{
    expect(2, INSERT("%2%n", "100%"), "%2%n and 100%");
}
END_TEST

START_TEST(survives_a_percent_sign_at_the_end)
{
    expect(6, NO_INSERTIONS, "ends in %");
    expect(7, NO_INSERTIONS, "x%");
}
END_TEST

static const char *from_right_to_left(const struct message_source *source, message_id id)
{
    (void)source;
    return id == MESSAGE_READING_DIRECTION ? "rtl" : "";
}

static const char *from_left_to_right(const struct message_source *source, message_id id)
{
    (void)source;
    return id == MESSAGE_READING_DIRECTION ? "ltr" : "";
}

START_TEST(knows_the_reading_direction)
{
    ck_assert(message_source_is_right_to_left(&(struct message_source){from_right_to_left}));
    ck_assert(!message_source_is_right_to_left(&(struct message_source){from_left_to_right}));
    ck_assert(!message_source_is_right_to_left(&own_source));
    ck_assert(!message_source_is_right_to_left(&fake_messages));
}
END_TEST

Suite *message_suite(void);

Suite *message_suite(void)
{
    Suite *suite = suite_create("message");
    TCase *tests = tcase_create("message");
    tcase_add_test(tests, puts_the_insertions_in);
    tcase_add_test(tests, leaves_out_insertions_that_are_not_given);
    tcase_add_test(tests, does_not_look_into_insertions);
    tcase_add_test(tests, survives_a_percent_sign_at_the_end);
    tcase_add_test(tests, knows_the_reading_direction);
    suite_add_tcase(suite, tests);
    return suite;
}
