/* Locked, unlocked, connected, disconnected: every order in which Windows may tell it. */
#include "agent/session_presence.h"

#include <check.h>

START_TEST(the_user_is_back_when_nothing_keeps_him_away)
{
    struct session_presence presence = {false, false};
    ck_assert(!session_is_away(&presence));
    ck_assert(!session_changed(&presence, 7)); /* lock */
    ck_assert(session_is_away(&presence));
    ck_assert(!session_changed(&presence, 2)); /* another user's turn */
    ck_assert(!session_changed(&presence, 1)); /* back on the screen, still locked */
    ck_assert(session_is_away(&presence));
    ck_assert(session_changed(&presence, 8));
    ck_assert(!session_is_away(&presence));
    ck_assert(!session_changed(&presence, 8)); /* told twice */
}
END_TEST

START_TEST(a_remote_connection_breaks_and_comes_back)
{
    struct session_presence presence = {false, false};
    ck_assert(!session_changed(&presence, 4));
    ck_assert(session_is_away(&presence));
    ck_assert(session_changed(&presence, 3));
}
END_TEST

START_TEST(any_order_of_changes_ends_as_its_last_words_say)
{
    static const unsigned changes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    enum { COUNT = sizeof changes / sizeof changes[0], STEPS = 4 };
    for (int number = 0; number < 6561; number++) { /* 9 to the 4th */
        struct session_presence presence = {false, false};
        bool locked = false;
        bool disconnected = false;
        int rest = number;
        for (int step = 0; step < STEPS; step++, rest /= COUNT) {
            unsigned change = changes[rest % COUNT];
            bool away = locked || disconnected;
            locked = change == 7 || (locked && change != 8);
            disconnected =
                change == 2 || change == 4 || (disconnected && change != 1 && change != 3);
            bool back = session_changed(&presence, change);
            ck_assert_int_eq(back, away && !locked && !disconnected);
            ck_assert_int_eq(session_is_away(&presence), locked || disconnected);
        }
    }
}
END_TEST

START_TEST(waking_up_is_told_apart_from_other_power_events)
{
    for (uintptr_t event = 0; event < 64; event++)
        ck_assert_int_eq(session_has_woken(event), event == 6 || event == 7 || event == 18);
}
END_TEST

Suite *session_presence_suite(void)
{
    Suite *suite = suite_create("session_presence");
    TCase *test_case = tcase_create("session_presence");
    tcase_add_test(test_case, the_user_is_back_when_nothing_keeps_him_away);
    tcase_add_test(test_case, a_remote_connection_breaks_and_comes_back);
    tcase_add_test(test_case, any_order_of_changes_ends_as_its_last_words_say);
    tcase_add_test(test_case, waking_up_is_told_apart_from_other_power_events);
    suite_add_tcase(suite, test_case);
    return suite;
}
