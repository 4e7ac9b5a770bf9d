/* The restart after a countdown, and all sequences of events in either mode: whatever happens, the
 * question ends, and nothing is done that was not asked for. */
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

START_TEST(the_countdown_takes_a_minute_and_can_be_cancelled)
{
    begin(RESTART_WINDOWS, RESTART_COUNTDOWN);
    ck_assert_str_eq(fake.heading, "Windows is going to be restarted");
    ck_assert_str_eq(fake.status, "Seconds left: 60");
    ck_assert_str_eq(fake.later, "Cancel");
    ck_assert(fake.later_is_default);
    ck_assert(fake.ticks);
    tick(29);
    ck_assert(!fake.announced);
    tick(1);
    ck_assert_str_eq(fake.status, "Seconds left: 30");
    ck_assert(fake.announced);
    tick(29);
    ck_assert_str_eq(fake.status, "Seconds left: 1");
    restart_flow_later(&fake.flow);
    expect_end(RESTART_END_CANCELLED);
    ck_assert_uint_eq(fake.windows_count, 0);
    tick(5);
    ck_assert_uint_eq(fake.windows_count, 0);
}
END_TEST

START_TEST(the_countdown_ends_in_the_restart)
{
    begin(RESTART_WINDOWS, RESTART_COUNTDOWN);
    tick(59);
    ck_assert_uint_eq(fake.windows_count, 0);
    tick(1);
    expect_end(RESTART_END_STARTED);
    ck_assert_uint_eq(fake.windows_count, 1);
    tick(100);
    ck_assert_uint_eq(fake.windows_count, 1);
    ck_assert_uint_eq(fake.end_count, 1);
}
END_TEST

START_TEST(the_countdown_can_be_cut_short)
{
    begin(RESTART_OUTLOOK, RESTART_COUNTDOWN);
    tick(3);
    restart_flow_now(&fake.flow);
    ck_assert_uint_eq(fake.close_count, 1);
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_RESTARTED);
}
END_TEST

START_TEST(after_a_countdown_the_waiting_has_an_end)
{
    begin(RESTART_OUTLOOK, RESTART_COUNTDOWN);
    tick(RESTART_COUNTDOWN_SECONDS);
    ck_assert_uint_eq(fake.close_count, 1);
    restart_flow_outlook_asks(&fake.flow, true);
    tick(RESTART_LIMIT_SECONDS / 2);
    restart_flow_outlook_asks(&fake.flow, false);
    tick(RESTART_SLOW_SECONDS);
    EXPECT_PART(fake.status, "still open");
    restart_flow_now(&fake.flow);
    tick(RESTART_LIMIT_SECONDS / 2 - RESTART_SLOW_SECONDS - 1);
    expect_open();
    tick(1);
    expect_end(RESTART_END_NOT_CLOSED);
    ck_assert_uint_eq(fake.start_count, 0);
}
END_TEST

START_TEST(a_failure_after_a_countdown_keeps_nobody_waiting)
{
    begin(RESTART_WINDOWS, RESTART_COUNTDOWN);
    fake.windows_error = CODE_ACCESS_DENIED;
    tick(RESTART_COUNTDOWN_SECONDS);
    expect_end(RESTART_END_FAILED);
    ck_assert_uint_eq(fake.result.code, CODE_ACCESS_DENIED);
    tear_down();
    set_up();
    begin(RESTART_OUTLOOK, RESTART_COUNTDOWN);
    fake.start_error = CODE_FILE_NOT_FOUND;
    tick(RESTART_COUNTDOWN_SECONDS);
    restart_flow_outlook_ended(&fake.flow);
    expect_end(RESTART_END_NOT_STARTED);
    tear_down();
    set_up();
    fake_restart_begin(&fake, RESTART_OUTLOOK, RESTART_COUNTDOWN, ANSWER_UNKNOWN, 0);
    expect_end(RESTART_END_FAILED);
}
END_TEST

/* What may happen next: all sequences of these events are tried. */
static void happen(unsigned event)
{
    switch (event) {
    case 0:
        restart_flow_now(&fake.flow);
        break;
    case 1:
        restart_flow_later(&fake.flow);
        break;
    case 2:
        tick(RESTART_SLOW_SECONDS);
        break;
    case 3:
        restart_flow_outlook_ended(&fake.flow);
        break;
    case 4:
        restart_flow_outlook_asks(&fake.flow, true);
        break;
    default:
        restart_flow_outlook_asks(&fake.flow, false);
        break;
    }
}

/* A run of events, after which the person gives up, always ends, ends once, and never starts an
 * Outlook that was not asked to close or has not ended. */
static void try_sequence(unsigned sequence, unsigned length, enum restart what,
                         enum restart_mode mode, enum close_reply reply)
{
    unsigned ended_processes = 0;
    fake_restart_again(&fake);
    fake.reply = reply;
    fake.start_error = sequence % 2 == 0 ? CODE_SUCCESS : CODE_FILE_NOT_FOUND;
    fake_restart_begin(&fake, what, mode, ANSWER_YES, what == RESTART_OUTLOOK ? 2 : 0);
    for (unsigned i = 0; i < length; i++, sequence /= 6) {
        ended_processes += sequence % 6 == 3;
        happen(sequence % 6);
        if (fake.start_count > 0 && (ended_processes < 2 || fake.close_count == 0))
            ck_abort_msg("started too early: %u", sequence);
    }
    restart_flow_later(&fake.flow);
    restart_flow_later(&fake.flow);
    ck_assert_uint_eq(fake.end_count, 1);
    ck_assert_uint_le(fake.start_count, 1);
    ck_assert_uint_le(fake.windows_count, 1);
    ck_assert(fake.result.end != RESTART_END_RESTARTED || fake.start_count == 1);
    ck_assert(fake.result.end != RESTART_END_CANCELLED || mode == RESTART_COUNTDOWN);
    ck_assert(what == RESTART_OUTLOOK ? fake.windows_count == 0
                                      : fake.close_count + fake.start_count == 0);
}

START_TEST(every_sequence_of_events_ends_once_and_well)
{
    enum { LENGTH = 5, SEQUENCES = 6 * 6 * 6 * 6 * 6 };
    for (unsigned sequence = 0; sequence < SEQUENCES; sequence++)
        try_sequence(sequence, LENGTH, _i & 1 ? RESTART_WINDOWS : RESTART_OUTLOOK,
                     _i & 2 ? RESTART_COUNTDOWN : RESTART_ASK,
                     sequence % 3 == 0 ? CLOSE_BLOCKED : CLOSE_ASKED);
}
END_TEST

Suite *restart_countdown_suite(void);

Suite *restart_countdown_suite(void)
{
    Suite *suite = suite_create("restart_countdown");
    TCase *tests = tcase_create("restart_countdown");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_countdown_takes_a_minute_and_can_be_cancelled);
    tcase_add_test(tests, the_countdown_ends_in_the_restart);
    tcase_add_test(tests, the_countdown_can_be_cut_short);
    tcase_add_test(tests, after_a_countdown_the_waiting_has_an_end);
    tcase_add_test(tests, a_failure_after_a_countdown_keeps_nobody_waiting);
    tcase_add_loop_test(tests, every_sequence_of_events_ends_once_and_well, 0, 4);
    suite_add_tcase(suite, tests);
    return suite;
}
