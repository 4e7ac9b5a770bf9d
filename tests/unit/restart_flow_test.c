/* The question "restart now or later?": every way through it, on a machine that only writes down
 * what it is told. */
#include "tests/unit/fake_restart.h"

static struct fake_restart fake;

static void set_up(void)
{
    fake_restart_init(&fake);
}

static void tear_down(void)
{
    fake_restart_done(&fake);
}

static void begin(enum restart what, enum restart_mode mode)
{
    fake_restart_begin(&fake, what, mode, ANSWER_YES, what == RESTART_OUTLOOK ? 1 : 0);
}

static void tick(unsigned count)
{
    fake_restart_tick(&fake, count);
}

static void expect_end(enum restart_end end)
{
    fake_restart_expect_end(&fake, end);
}

static void expect_open(void)
{
    fake_restart_expect_open(&fake);
}

#define EXPECT_PART(text, part) ck_assert_ptr_nonnull(strstr(text, part))

START_TEST(asks_for_outlook_with_now_as_the_default)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    ck_assert_str_eq(fake.heading, "Restart Outlook now?");
    EXPECT_PART(fake.explanation, "asks Outlook to close");
    ck_assert_str_eq(fake.status, "");
    ck_assert_str_eq(fake.now, "&Restart now");
    ck_assert_str_eq(fake.later, "&Later");
    ck_assert(fake.now_enabled);
    ck_assert(!fake.later_is_default);
    ck_assert(!fake.ticks);
    expect_open();
}
END_TEST

START_TEST(asks_for_windows_with_later_as_the_default)
{
    begin(RESTART_WINDOWS, RESTART_ASK);
    ck_assert_str_eq(fake.heading, "Restart Windows now?");
    EXPECT_PART(fake.explanation, "Save your work");
    ck_assert_str_eq(fake.later, "&Later");
    ck_assert(fake.later_is_default);
    ck_assert(!fake.ticks);
    expect_open();
}
END_TEST

START_TEST(now_closes_outlook_waits_and_starts_it_again)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_now(&fake.flow);
    ck_assert_uint_eq(fake.close_count, 1);
    ck_assert_uint_eq(fake.start_count, 0);
    ck_assert_str_eq(fake.heading, "Outlook is going to be restarted");
    EXPECT_PART(fake.status, "Waiting");
    ck_assert(fake.announced);
    ck_assert(!fake.now_enabled);
    expect_open();
    restart_flow_now(&fake.flow); /* a second press of the same button */
    ck_assert_uint_eq(fake.close_count, 1);
    restart_flow_outlook_ended(&fake.flow);
    ck_assert_uint_eq(fake.start_count, 1);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(later_leaves_everything_alone)
{
    static const enum restart subjects[] = {RESTART_OUTLOOK, RESTART_WINDOWS};
    for (size_t i = 0; i < 2; i++) {
        begin(subjects[i], RESTART_ASK);
        restart_flow_later(&fake.flow);
        expect_end(RESTART_END_LATER);
        ck_assert_uint_eq(fake.close_count + fake.start_count + fake.windows_count, 0);
        tear_down();
        set_up();
    }
}
END_TEST

START_TEST(an_outlook_that_ends_by_itself_needs_no_restart)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_NOT_RUNNING);
    ck_assert_uint_eq(fake.close_count + fake.start_count, 0);
}
END_TEST

START_TEST(an_outlook_that_was_restarted_by_hand_needs_none_either)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    fake.new_outlook_runs = true;
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
    ck_assert_uint_eq(fake.close_count + fake.start_count, 0);
}
END_TEST

START_TEST(an_outlook_that_is_back_already_is_not_started_twice)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_now(&fake.flow);
    fake.new_outlook_runs = true;
    restart_flow_outlook_ended(&fake.flow);
    ck_assert_uint_eq(fake.start_count, 0);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(without_outlook_there_is_no_question)
{
    fake_restart_begin(&fake, RESTART_OUTLOOK, RESTART_ASK, ANSWER_NO, 0);
    expect_end(RESTART_END_NOT_RUNNING);
    ck_assert_uint_eq(fake.shown_count, 0);
}
END_TEST

START_TEST(an_outlook_out_of_reach_is_told_and_not_called_closed)
{
    fake_restart_begin(&fake, RESTART_OUTLOOK, RESTART_ASK, ANSWER_UNKNOWN, 0);
    expect_open();
    EXPECT_PART(fake.heading, "Access is denied. (5)");
    restart_flow_later(&fake.flow);
    expect_end(RESTART_END_FAILED);
    ck_assert_uint_eq(fake.result.code, CODE_ACCESS_DENIED);
}
END_TEST

START_TEST(two_processes_are_both_waited_for)
{
    fake_restart_begin(&fake, RESTART_OUTLOOK, RESTART_ASK, ANSWER_YES, 2);
    restart_flow_outlook_ended(&fake.flow);
    expect_open();
    restart_flow_now(&fake.flow);
    ck_assert_uint_eq(fake.start_count, 0);
    restart_flow_outlook_ended(&fake.flow);
    ck_assert_uint_eq(fake.start_count, 1);
    expect_end(RESTART_END_RESTARTED);
    tear_down();
    set_up();
    fake_restart_begin(&fake, RESTART_OUTLOOK, RESTART_ASK, ANSWER_YES, 2);
    restart_flow_now(&fake.flow);
    restart_flow_outlook_ended(&fake.flow);
    expect_open();
    ck_assert_uint_eq(fake.start_count, 0);
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(a_question_of_outlook_is_told_and_waited_for)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_outlook_asks(&fake.flow,
                              true); /* before it was asked anything: none of our business */
    EXPECT_PART(fake.heading, "Restart Outlook now?");
    ck_assert_str_eq(fake.status, "");
    restart_flow_outlook_asks(&fake.flow, false);
    restart_flow_now(&fake.flow);
    restart_flow_outlook_asks(&fake.flow, true);
    EXPECT_PART(fake.status, "Outlook is asking you something");
    ck_assert(fake.announced);
    ck_assert_uint_eq(fake.question_count, 1);
    unsigned shown = fake.shown_count;
    restart_flow_outlook_asks(&fake.flow, true);
    tick(100);
    ck_assert_uint_eq(fake.shown_count, shown); /* no news */
    EXPECT_PART(fake.status, "Outlook is asking you something");
    ck_assert(!fake.now_enabled);
    restart_flow_outlook_asks(&fake.flow, false);
    EXPECT_PART(fake.status, "Waiting");
    ck_assert_uint_eq(fake.close_count, 1); /* the answer may have been no: it is not pressed */
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(an_outlook_that_was_told_to_stay_can_be_asked_again)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_now(&fake.flow);
    restart_flow_outlook_asks(&fake.flow, true);
    tick(100);
    restart_flow_outlook_asks(&fake.flow, false);
    tick(RESTART_SLOW_SECONDS);
    EXPECT_PART(fake.status, "still open");
    ck_assert_str_eq(fake.now, "&Try again");
    ck_assert(fake.now_enabled);
    restart_flow_now(&fake.flow);
    ck_assert_uint_eq(fake.close_count, 2);
    ck_assert(!fake.now_enabled);
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(a_question_that_was_there_before_is_answered_first)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    fake.reply = CLOSE_BLOCKED;
    restart_flow_now(&fake.flow);
    EXPECT_PART(fake.status, "Outlook is asking you something");
    fake.reply = CLOSE_ASKED;
    restart_flow_outlook_asks(&fake.flow, false);
    ck_assert_uint_eq(fake.close_count, 2);
    EXPECT_PART(fake.status, "Waiting");
    ck_assert_uint_eq(fake.question_count, 1);
    restart_flow_outlook_asks(&fake.flow, true); /* now its own, about closing */
    ck_assert_uint_eq(fake.question_count, 2);
    restart_flow_outlook_asks(&fake.flow, false);
    ck_assert_uint_eq(fake.close_count, 2);
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(a_slow_outlook_is_told_and_waited_for_without_ticks)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_now(&fake.flow);
    tick(RESTART_SLOW_SECONDS - 1);
    EXPECT_PART(fake.status, "Waiting");
    tick(1);
    EXPECT_PART(fake.status, "still open");
    ck_assert(fake.announced);
    ck_assert(!fake.ticks);
    tick(10000);
    expect_open();
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(an_outlook_without_a_window_is_waited_for)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    fake.reply = CLOSE_NO_WINDOW;
    restart_flow_now(&fake.flow);
    EXPECT_PART(fake.status, "without a window");
    tick(100);
    EXPECT_PART(fake.status, "without a window");
    ck_assert(fake.now_enabled); /* it may have got a window since */
    fake.reply = CLOSE_ASKED;
    restart_flow_now(&fake.flow);
    EXPECT_PART(fake.status, "Waiting");
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(an_outlook_that_never_closes_is_given_up_by_the_person)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    restart_flow_now(&fake.flow);
    tick(10000);
    expect_open();
    ck_assert_str_eq(fake.later, "&Later");
    restart_flow_later(&fake.flow);
    expect_end(RESTART_END_NOT_CLOSED);
    ck_assert_uint_eq(fake.start_count, 0);
    restart_flow_outlook_ended(&fake.flow); /* too late */
    ck_assert_uint_eq(fake.start_count, 0);
    ck_assert_uint_eq(fake.end_count, 1);
}
END_TEST

START_TEST(an_outlook_that_cannot_be_started_is_told)
{
    begin(RESTART_OUTLOOK, RESTART_ASK);
    fake.start_error = CODE_FILE_NOT_FOUND;
    restart_flow_now(&fake.flow);
    restart_flow_outlook_ended(&fake.flow);
    expect_open();
    EXPECT_PART(fake.heading, "cannot be started again: The system cannot find the file");
    ck_assert_str_eq(fake.explanation, "");
    ck_assert_str_eq(fake.now, "");
    ck_assert_str_eq(fake.later, "Close");
    ck_assert(!fake.ticks);
    restart_flow_now(&fake.flow);
    restart_flow_outlook_ended(&fake.flow);
    expect_open();
    restart_flow_later(&fake.flow);
    expect_end(RESTART_END_NOT_STARTED);
    ck_assert_uint_eq(fake.result.code, CODE_FILE_NOT_FOUND);
}
END_TEST

START_TEST(windows_is_restarted_at_once)
{
    begin(RESTART_WINDOWS, RESTART_ASK);
    restart_flow_outlook_ended(&fake.flow); /* means nothing here */
    restart_flow_outlook_asks(&fake.flow, true);
    restart_flow_now(&fake.flow);
    ck_assert_uint_eq(fake.windows_count, 1);
    expect_end(RESTART_END_STARTED);
}
END_TEST

START_TEST(a_windows_that_does_not_restart_is_told)
{
    begin(RESTART_WINDOWS, RESTART_ASK);
    fake.windows_error = CODE_ACCESS_DENIED;
    restart_flow_now(&fake.flow);
    expect_open();
    EXPECT_PART(fake.heading, "cannot restart Windows: Access is denied.");
    restart_flow_later(&fake.flow);
    expect_end(RESTART_END_FAILED);
    ck_assert_uint_eq(fake.result.code, CODE_ACCESS_DENIED);
}
END_TEST

START_TEST(an_answer_tells_whether_the_restart_is_still_due)
{
    static const struct {
        enum restart_end end;
        enum restart_answer answer;
    } cases[] = {
        {RESTART_END_NONE, RESTART_ANSWER_LATER},
        {RESTART_END_LATER, RESTART_ANSWER_LATER},
        {RESTART_END_CANCELLED, RESTART_ANSWER_LATER},
        {RESTART_END_NOT_RUNNING, RESTART_ANSWER_DONE},
        {RESTART_END_RESTARTED, RESTART_ANSWER_DONE},
        {RESTART_END_STARTED, RESTART_ANSWER_STARTED},
        {RESTART_END_NOT_CLOSED, RESTART_ANSWER_LATER},
        {RESTART_END_NOT_STARTED, RESTART_ANSWER_FAILED},
        {RESTART_END_FAILED, RESTART_ANSWER_FAILED},
        {RESTART_END_NOT_OFFERED, RESTART_ANSWER_LATER},
        {RESTART_END_NOBODY, RESTART_ANSWER_LATER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_int_eq(restart_answer_of(cases[i].end), cases[i].answer);
}
END_TEST

Suite *restart_flow_suite(void);

Suite *restart_flow_suite(void)
{
    Suite *suite = suite_create("restart_flow");
    TCase *tests = tcase_create("restart_flow");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, asks_for_outlook_with_now_as_the_default);
    tcase_add_test(tests, asks_for_windows_with_later_as_the_default);
    tcase_add_test(tests, now_closes_outlook_waits_and_starts_it_again);
    tcase_add_test(tests, later_leaves_everything_alone);
    tcase_add_test(tests, an_outlook_that_ends_by_itself_needs_no_restart);
    tcase_add_test(tests, an_outlook_that_was_restarted_by_hand_needs_none_either);
    tcase_add_test(tests, an_outlook_that_is_back_already_is_not_started_twice);
    tcase_add_test(tests, without_outlook_there_is_no_question);
    tcase_add_test(tests, an_outlook_out_of_reach_is_told_and_not_called_closed);
    tcase_add_test(tests, two_processes_are_both_waited_for);
    tcase_add_test(tests, a_question_of_outlook_is_told_and_waited_for);
    tcase_add_test(tests, an_outlook_that_was_told_to_stay_can_be_asked_again);
    tcase_add_test(tests, a_question_that_was_there_before_is_answered_first);
    tcase_add_test(tests, a_slow_outlook_is_told_and_waited_for_without_ticks);
    tcase_add_test(tests, an_outlook_without_a_window_is_waited_for);
    tcase_add_test(tests, an_outlook_that_never_closes_is_given_up_by_the_person);
    tcase_add_test(tests, an_outlook_that_cannot_be_started_is_told);
    tcase_add_test(tests, windows_is_restarted_at_once);
    tcase_add_test(tests, a_windows_that_does_not_restart_is_told);
    tcase_add_test(tests, an_answer_tells_whether_the_restart_is_still_due);
    suite_add_tcase(suite, tests);
    return suite;
}
