#include "agent/message.h"

#include "tests/unit/message_texts.h"
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

/* Numbers have gaps, so that messages can be added; none is beyond this. */
enum { BEYOND_ALL = 1000 };

START_TEST(every_english_text_can_be_shown)
{
    size_t count = 0;
    for (message_id id = 0; id < BEYOND_ALL; id++) {
        const char *text = english_message_text(id);
        size_t size = strlen(text);
        ck_assert_ptr_nonnull(text);
        if (size == 0)
            continue;
        count++;
        ck_assert_msg(text[size - 1] != '\n' && text[size - 1] != ' ' && text[0] != ' ', "%s",
                      text);
        for (const char *mark = strchr(text, '%'); mark != NULL; mark = strchr(mark + 2, '%'))
            ck_assert_msg(strchr("1234n%", mark[1]) != NULL && mark[1] != '\0', "%s", text);
        for (const char *at = text; *at != '\0'; at++)
            ck_assert_msg(*at == '\n' || (*at >= ' ' && *at <= '~'), "%s", text);
    }
    ck_assert_uint_gt(count, 100);
    ck_assert_str_ne(english_message_text(MESSAGE_HELP_HEADING), "");
    ck_assert_str_ne(english_message_text(MESSAGE_RESULT_LEFT_ALONE), "");
    ck_assert_str_eq(english_message_text(BEYOND_ALL), "");
}
END_TEST

START_TEST(sentences_fit_in_a_console_window)
{
    for (message_id id = 0; id < BEYOND_ALL; id++) {
        /* What the .reg reader says is put behind a path anyhow. */
        if (id == MESSAGE_REG_NO_HEADER)
            continue;
        for (const char *line = english_message_text(id); *line != '\0';) {
            size_t length = strcspn(line, "\n");
            ck_assert_msg(length <= 100, "%.*s", (int)length, line);
            line += length + (line[length] == '\n');
        }
    }
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
    tcase_add_test(tests, every_english_text_can_be_shown);
    tcase_add_test(tests, sentences_fit_in_a_console_window);
    suite_add_tcase(suite, tests);
    return suite;
}
