#include "agent/notice_text.h"

#include "agent/text_cut.h"
#include "tests/unit/message_texts.h"

#include <check.h>
#include <string.h>

static const struct message_language *language;

static const char *text_in_language(const struct message_source *source, message_id id)
{
    (void)source;
    return language->text(id);
}

static const struct message_source messages = {.text = text_in_language};
static const struct restart_pending none;

static struct finding findings[2];
static struct report report;

static void set_up(void)
{
    findings[0] = (struct finding){
        .id = FINDING_BASIC_AUTHENTICATION, .remedy = REMEDY_SWITCH_TO_NTLM, .in_scope = true};
    findings[1] =
        (struct finding){.id = FINDING_INTERRUPTED_FIX, .remedy = REMEDY_RECOVER, .in_scope = true};
    report = (struct report){.observed = true, .diagnosis = {.findings = findings, .count = 2}};
    language = &message_languages[0];
    for (size_t i = 0; i < message_language_count; i++)
        if (strcmp(message_languages[i].name, "en") == 0)
            language = &message_languages[i];
}

static void expect_within_limits(const struct notice *notice)
{
    const size_t title = text_unit_count(notice->title, strlen(notice->title));
    const size_t text = text_unit_count(notice->text, strlen(notice->text));
    ck_assert_msg(title > 0 && title <= NOTICE_TITLE_LIMIT, "%s: %s", language->name,
                  notice->title);
    ck_assert_msg(text > 0 && text <= NOTICE_TEXT_LIMIT, "%s: %s", language->name, notice->text);
}

START_TEST(every_notice_is_within_the_limits_in_every_language)
{
    const struct restart_pending marks[] = {{0}, {.outlook = true}, {.windows = true}};
    for (size_t i = 0; i < message_language_count; i++) {
        language = &message_languages[i];
        for (int state = TRAY_PROBLEM; state < TRAY_STATE_COUNT; state++) {
            for (size_t mark = 0; mark < sizeof marks / sizeof marks[0]; mark++) {
                const struct notice notice =
                    notice_of_state(&report, &marks[mark], (enum tray_state)state, &messages);
                expect_within_limits(&notice);
                ck_assert_int_eq(notice.state, state);
            }
        }
        for (int activity = ACTIVITY_NONE; activity <= ACTIVITY_PARTLY_UNDONE; activity++) {
            struct notice notice;
            if (notice_of_activity((enum activity)activity, TRAY_FINE, &messages, &notice))
                expect_within_limits(&notice);
        }
        const struct notice missing = notice_of_missing_memory(TRAY_FINE, &messages);
        expect_within_limits(&missing);
    }
}
END_TEST

static struct notice of_problem(void)
{
    return notice_of_state(&report, &none, TRAY_PROBLEM, &messages);
}

START_TEST(a_problem_is_told_by_what_can_be_done_about_it)
{
    ck_assert_str_eq(of_problem().title, "Outlook keeps asking for your password");
    ck_assert_str_eq(of_problem().text,
                     "PromptFix knows why and can stop it. Click here to see how.");
    findings[0].blocked_by = BLOCKED_BY_NO_SSL;
    report.diagnosis.count = 1;
    ck_assert_ptr_nonnull(strstr(of_problem().text, "a person has to change a setting"));
    report.diagnosis.findings++;
    ck_assert_str_eq(of_problem().title, "A fix was interrupted");
}
END_TEST

START_TEST(a_restart_is_told_by_what_is_to_be_restarted)
{
    const struct restart_pending outlook = {.outlook = true};
    const struct restart_pending both = {.outlook = true, .windows = true};
    ck_assert_str_eq(notice_of_state(&report, &outlook, TRAY_RESTART_PENDING, &messages).title,
                     "Outlook has to be restarted");
    ck_assert_str_eq(notice_of_state(&report, &both, TRAY_RESTART_PENDING, &messages).title,
                     "Windows has to be restarted");
}
END_TEST

START_TEST(what_the_user_has_said_no_to_is_no_news)
{
    static const bool told[] = {
        [ACTIVITY_DONE] = true,   [ACTIVITY_BUSY] = true,          [ACTIVITY_FAILED] = true,
        [ACTIVITY_UNDONE] = true, [ACTIVITY_PARTLY_UNDONE] = true,
    };
    for (int activity = ACTIVITY_NONE; activity <= ACTIVITY_PARTLY_UNDONE; activity++) {
        struct notice notice;
        ck_assert_int_eq(notice_of_activity((enum activity)activity, TRAY_FINE, &messages, &notice),
                         told[activity]);
    }
}
END_TEST

Suite *notice_text_suite(void);

Suite *notice_text_suite(void)
{
    Suite *suite = suite_create("notice_text");
    TCase *tests = tcase_create("notice_text");
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, every_notice_is_within_the_limits_in_every_language);
    tcase_add_test(tests, a_problem_is_told_by_what_can_be_done_about_it);
    tcase_add_test(tests, a_restart_is_told_by_what_is_to_be_restarted);
    tcase_add_test(tests, what_the_user_has_said_no_to_is_no_news);
    suite_add_tcase(suite, tests);
    return suite;
}
