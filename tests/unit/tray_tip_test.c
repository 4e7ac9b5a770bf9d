#include "agent/tray_tip.h"

#include "agent/desktop.h"
#include "agent/text_cut.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/message_texts.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

/* Texts of the language under test. */
static const struct message_language *language;

static const char *text_in_language(const struct message_source *source, message_id id)
{
    (void)source;
    return language->text(id);
}

static const struct message_source messages = {.text = text_in_language};

static struct finding finding = {.id = FINDING_BASIC_AUTHENTICATION,
                                 .remedy = REMEDY_SWITCH_TO_NTLM,
                                 .severity = SEVERITY_PROBLEM,
                                 .in_scope = true};

static struct report report_of(struct exchange_account *accounts, size_t count)
{
    return (struct report){
        .observed = true,
        .observation = {.accounts = {.accounts = accounts, .count = count}},
        .diagnosis = {.findings = &finding, .count = 1},
    };
}

/* Calls tray_tip_append; the text is valid until the next call. */
static const char *tip_of(const struct report *report, const struct restart_pending *pending,
                          enum tray_state state, const struct message_source *source)
{
    static char text[1024];
    struct byte_buffer tip = {0};
    tray_tip_append(&tip, report, pending, state, source);
    ck_assert(!tip.failed);
    ck_assert_uint_lt(tip.size, sizeof text);
    memcpy(text, tip.data, tip.size);
    text[tip.size] = '\0';
    byte_buffer_done(&tip);
    return text;
}

static const struct restart_pending none;

START_TEST(says_who_what_and_where)
{
    struct exchange_account accounts[] = {{.profile = "Outlook"}, {.profile = "Work"}};
    struct report report = report_of(accounts, 1);
    ck_assert_str_eq(tip_of(&report, &none, TRAY_PROBLEM, &fake_messages),
                     "PromptFix: Outlook keeps asking for your password. Click to stop it.\n"
                     "Mail profile: Outlook");
    report = report_of(accounts, 2);
    finding.blocked_by = BLOCKED_BY_NO_SSL;
    ck_assert_str_eq(tip_of(&report, &none, TRAY_PROBLEM, &fake_messages),
                     "PromptFix: Outlook keeps asking for your password. Click to see what to do.\n"
                     "2 Exchange accounts");
    finding.blocked_by = BLOCKED_BY_NOTHING;
    report = report_of(accounts, 0);
    const struct restart_pending outlook = {.outlook = true};
    const struct restart_pending both = {.outlook = true, .windows = true};
    ck_assert_ptr_nonnull(
        strstr(tip_of(&report, &outlook, TRAY_RESTART_PENDING, &fake_messages), "Restart Outlook"));
    ck_assert_ptr_nonnull(
        strstr(tip_of(&report, &both, TRAY_RESTART_PENDING, &fake_messages), "Restart Windows"));
}
END_TEST

START_TEST(a_failed_examination_has_no_accounts_to_tell)
{
    struct exchange_account account = {.profile = "Outlook"};
    struct report report = report_of(&account, 1);
    report.observed = false;
    const char *tip = tip_of(&report, NULL, TRAY_CANNOT_TELL, &fake_messages);
    ck_assert_ptr_nonnull(strstr(tip, "Cannot tell"));
    ck_assert_ptr_null(strstr(tip, "Outlook\n"));
}
END_TEST

START_TEST(a_profile_whose_name_is_no_text_is_left_out)
{
    struct exchange_account account = {.profile = NULL};
    const struct report report = report_of(&account, 1);
    ck_assert_ptr_null(strchr(tip_of(&report, &none, TRAY_PROBLEM, &fake_messages), '\n'));
}
END_TEST

/* Whatever the profile is called: within the limit, and the state still to be read. */
START_TEST(in_every_language_and_state_it_fits)
{
    char name[600] = "";
    size_t size = 0;
    for (size_t i = 0; i < 120; i++) /* emoji; x with dots */
        size += (size_t)snprintf(name + size, sizeof name - size, "%s",
                                 i % 2 == 0 ? "\xF0\x9F\x98\x80" : "x\xCC\x88");
    struct exchange_account account = {.profile = name};
    const struct report report = report_of(&account, 1);
    for (size_t i = 0; i < message_language_count; i++) {
        language = &message_languages[i];
        for (int state = 0; state < TRAY_STATE_COUNT; state++) {
            const char *tip = tip_of(&report, &none, (enum tray_state)state, &messages);
            ck_assert_uint_le(text_unit_count(tip, strlen(tip)), TIP_LIMIT);
            const char *line_end = strchr(tip, '\n');
            ck_assert_ptr_nonnull(line_end);
            ck_assert_uint_gt((size_t)(line_end - tip), strlen("PromptFix: "));
            ck_assert_str_eq(tip + strlen(tip) - 3, "\xE2\x80\xA6");
        }
    }
}
END_TEST

Suite *tray_tip_suite(void);

Suite *tray_tip_suite(void)
{
    Suite *suite = suite_create("tray_tip");
    TCase *tests = tcase_create("tray_tip");
    tcase_add_test(tests, says_who_what_and_where);
    tcase_add_test(tests, a_failed_examination_has_no_accounts_to_tell);
    tcase_add_test(tests, a_profile_whose_name_is_no_text_is_left_out);
    tcase_add_test(tests, in_every_language_and_state_it_fits);
    suite_add_tcase(suite, tests);
    return suite;
}
