/* The shell's messages about the icon, in each of the three ways in which shells send them. */
#include "agent/attention.h"
#include "agent/tray_event.h"

#include <check.h>

static const struct {
    unsigned message;
    enum tray_event_kind kind;
    enum tray_event_kind without_version;
} messages[] = {
    {0x0400, TRAY_EVENT_CHOSEN, TRAY_EVENT_CHOSEN},
    {0x0401, TRAY_EVENT_CHOSEN, TRAY_EVENT_CHOSEN},
    {0x007B, TRAY_EVENT_MENU, TRAY_EVENT_MENU},
    {0x0202, TRAY_EVENT_NONE, TRAY_EVENT_CHOSEN},
    {0x0205, TRAY_EVENT_NONE, TRAY_EVENT_MENU},
    {0x0402, TRAY_EVENT_NONE, TRAY_EVENT_NONE},
    {0x0403, TRAY_EVENT_NONE, TRAY_EVENT_NONE},
    {0x0404, TRAY_EVENT_NOTICE_DISMISSED, TRAY_EVENT_NOTICE_DISMISSED},
    {0x0405, TRAY_EVENT_NOTICE_CHOSEN, TRAY_EVENT_NOTICE_CHOSEN},
    {0x0200, TRAY_EVENT_NONE, TRAY_EVENT_NONE}, /* WM_MOUSEMOVE */
};
enum { MESSAGE_COUNT = sizeof messages / sizeof messages[0] };

START_TEST(version_4_has_event_and_icon_in_lparam_and_the_place_in_wparam)
{
    const intptr_t icon = (intptr_t)7 << 16;
    const uintptr_t place = (uintptr_t)0x0190 << 16 | 0xFF38; /* -200, 400 */
    struct tray_event event =
        tray_event_read(ICON_VERSION_VISTA, place, icon | (intptr_t)messages[_i].message);
    ck_assert_int_eq(event.kind, messages[_i].kind);
    const bool has_place = event.kind == TRAY_EVENT_CHOSEN || event.kind == TRAY_EVENT_MENU;
    ck_assert_int_eq(event.has_place, has_place);
    ck_assert_int_eq(event.x, has_place ? -200 : 0);
    ck_assert_int_eq(event.y, has_place ? 400 : 0);
}
END_TEST

START_TEST(older_versions_have_the_bare_event_in_lparam)
{
    struct tray_event event =
        tray_event_read(ICON_VERSION_XP, 0x01900190, (intptr_t)messages[_i].message);
    ck_assert_int_eq(event.kind, messages[_i].kind);
    ck_assert(!event.has_place);
    event = tray_event_read(ICON_VERSION_NONE, 0x01900190, (intptr_t)messages[_i].message);
    ck_assert_int_eq(event.kind, messages[_i].without_version);
    ck_assert(!event.has_place);
}
END_TEST

START_TEST(a_notice_is_shown_only_where_windows_says_so)
{
    static const enum attention expected[] = {
        ATTENTION_FREE,        ATTENTION_QUIET,       ATTENTION_FULL_SCREEN,
        ATTENTION_FULL_SCREEN, ATTENTION_FULL_SCREEN, ATTENTION_FREE,
        ATTENTION_QUIET,       ATTENTION_FULL_SCREEN, ATTENTION_QUIET, /* 8: not known today */
    };
    for (int state = 0; state <= 8; state++) {
        struct attention_facts facts = {false, state, false};
        ck_assert_int_eq(attention_of(&facts), expected[state]);
        facts.screen_covered = true;
        ck_assert_int_eq(attention_of(&facts),
                         state == 0 ? ATTENTION_FULL_SCREEN : expected[state]);
        facts.session_locked = true;
        ck_assert_int_eq(attention_of(&facts), ATTENTION_QUIET);
    }
}
END_TEST

Suite *tray_event_suite(void)
{
    Suite *suite = suite_create("tray_event");
    TCase *test_case = tcase_create("tray_event");
    tcase_add_loop_test(test_case, version_4_has_event_and_icon_in_lparam_and_the_place_in_wparam,
                        0, MESSAGE_COUNT);
    tcase_add_loop_test(test_case, older_versions_have_the_bare_event_in_lparam, 0, MESSAGE_COUNT);
    tcase_add_test(test_case, a_notice_is_shown_only_where_windows_says_so);
    suite_add_tcase(suite, test_case);
    return suite;
}
