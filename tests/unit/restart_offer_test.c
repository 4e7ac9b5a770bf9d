/* Whether a restart of Windows is offered, and how the command line carries a restart out. */
#include "agent/restart_offer.h"
#include "agent/restart_way.h"

#include "tests/unit/message_texts.h"

#include <check.h>
#include <string.h>

START_TEST(it_is_offered_only_to_somebody_who_has_the_computer_to_himself)
{
    unsigned offered = 0;
    for (int remote = ANSWER_UNKNOWN; remote <= ANSWER_YES; remote++)
        for (int others = ANSWER_UNKNOWN; others <= ANSWER_YES; others++)
            for (int privilege = ANSWER_UNKNOWN; privilege <= ANSWER_YES; privilege++) {
                const struct restart_facts facts = {.other_users = (enum answer)others,
                                                    .remote_session = (enum answer)remote,
                                                    .privilege = (enum answer)privilege};
                const enum restart_offer expected = remote == ANSWER_YES   ? RESTART_REMOTE_SESSION
                                                    : others == ANSWER_YES ? RESTART_OTHER_USERS
                                                    : privilege == ANSWER_NO ? RESTART_NO_PRIVILEGE
                                                    : remote == ANSWER_UNKNOWN ||
                                                            others == ANSWER_UNKNOWN ||
                                                            privilege == ANSWER_UNKNOWN
                                                        ? RESTART_OFFER_UNKNOWN
                                                        : RESTART_OFFERED;
                ck_assert_int_eq(restart_offer_of(&facts), expected);
                offered += expected == RESTART_OFFERED;
            }
    ck_assert_uint_eq(offered, 1);
}
END_TEST

START_TEST(every_refusal_has_its_own_reason)
{
    static const struct {
        enum restart_offer offer;
        const char *part;
    } cases[] = {
        {RESTART_OTHER_USERS, "other users"},
        {RESTART_REMOTE_SESSION, "remote session"},
        {RESTART_NO_PRIVILEGE, "this account"},
        {RESTART_OFFER_UNKNOWN, "cannot be told"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_ptr_nonnull(
            strstr(english_message_text(restart_offer_reason(cases[i].offer)), cases[i].part));
}
END_TEST

START_TEST(each_circumstance_has_its_way)
{
    static const struct {
        enum restart what;
        enum restart_mode mode;
        struct restart_circumstances circumstances;
        enum restart_way way;
        enum restart_end end;
    } cases[] = {
        {RESTART_WINDOWS, RESTART_ASK, {RESTART_OFFERED, ANSWER_YES, true}, RESTART_WAY_DIALOG, 0},
        {RESTART_WINDOWS,
         RESTART_COUNTDOWN,
         {RESTART_OFFERED, ANSWER_NO, true},
         RESTART_WAY_DIALOG,
         0},
        {RESTART_WINDOWS,
         RESTART_ASK,
         {RESTART_OFFERED, ANSWER_NO, false},
         RESTART_WAY_NONE,
         RESTART_END_NOBODY},
        {RESTART_WINDOWS,
         RESTART_COUNTDOWN,
         {RESTART_OFFERED, ANSWER_NO, false},
         RESTART_WAY_SYSTEM,
         0},
        {RESTART_WINDOWS,
         RESTART_COUNTDOWN,
         {RESTART_OTHER_USERS, ANSWER_NO, false},
         RESTART_WAY_NONE,
         RESTART_END_NOT_OFFERED},
        {RESTART_WINDOWS,
         RESTART_ASK,
         {RESTART_REMOTE_SESSION, ANSWER_NO, true},
         RESTART_WAY_NONE,
         RESTART_END_NOT_OFFERED},
        {RESTART_WINDOWS,
         RESTART_COUNTDOWN,
         {RESTART_OFFER_UNKNOWN, ANSWER_NO, true},
         RESTART_WAY_NONE,
         RESTART_END_NOT_OFFERED},
        {RESTART_OUTLOOK,
         RESTART_ASK,
         {RESTART_OTHER_USERS, ANSWER_YES, true},
         RESTART_WAY_DIALOG,
         0},
        {RESTART_OUTLOOK,
         RESTART_ASK,
         {RESTART_OFFERED, ANSWER_UNKNOWN, true},
         RESTART_WAY_DIALOG,
         0},
        {RESTART_OUTLOOK,
         RESTART_COUNTDOWN,
         {RESTART_OFFERED, ANSWER_NO, true},
         RESTART_WAY_NONE,
         RESTART_END_NOT_RUNNING},
        {RESTART_OUTLOOK,
         RESTART_ASK,
         {RESTART_OFFERED, ANSWER_NO, false},
         RESTART_WAY_NONE,
         RESTART_END_NOT_RUNNING},
        {RESTART_OUTLOOK,
         RESTART_COUNTDOWN,
         {RESTART_OFFERED, ANSWER_YES, false},
         RESTART_WAY_NONE,
         RESTART_END_NOBODY},
        {RESTART_OUTLOOK,
         RESTART_ASK,
         {RESTART_OFFERED, ANSWER_UNKNOWN, false},
         RESTART_WAY_NONE,
         RESTART_END_NOBODY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum restart_end end = RESTART_END_NONE;
        ck_assert_int_eq(
            restart_way_of(cases[i].what, cases[i].mode, &cases[i].circumstances, &end),
            cases[i].way);
        ck_assert_int_eq(end, cases[i].end);
    }
}
END_TEST

Suite *restart_offer_suite(void);

Suite *restart_offer_suite(void)
{
    Suite *suite = suite_create("restart_offer");
    TCase *tests = tcase_create("restart_offer");
    tcase_add_test(tests, it_is_offered_only_to_somebody_who_has_the_computer_to_himself);
    tcase_add_test(tests, every_refusal_has_its_own_reason);
    tcase_add_test(tests, each_circumstance_has_its_way);
    suite_add_tcase(suite, tests);
    return suite;
}
