/* Which run is worth which event, and what it says: whole commands, and the tray agent. */
#include "agent/event_log.h"

#include "agent/event_record.h"
#include "agent/policy.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/message_texts.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host fake;

/* Without a principal name, so that a level that is too low is a problem. */
static void account(const char *profile, uint32_t authentication)
{
    sample_account(fake.registry, &(struct sample_account){.profile = profile,
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = authentication,
                                                           .proxy_server = "mail.contoso.com"});
}

/* XP, level 0, a profile with Basic. */
static void set_up(void)
{
    fake_host_init(&fake);
    fake_host_keep_events(&fake);
    account("Outlook", SAMPLE_BASIC);
    sample_level(fake.registry, 0);
}

static void tear_down(void)
{
    fake_host_done(&fake);
}

/* What was told since the last question, no more and no less; then that is forgotten. */
#define EXPECT_NO_EVENTS() ck_assert_uint_eq(fake.event_count, 0)
static void expect_events(size_t count, const struct fake_event *events)
{
    ck_assert_uint_eq(fake.event_count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(fake.events[i].id, events[i].id);
        ck_assert_str_eq(fake.events[i].strings, events[i].strings);
    }
    fake.event_count = 0;
}
#define EXPECT_EVENTS(...)                                                                         \
    expect_events(sizeof((struct fake_event[]){__VA_ARGS__}) / sizeof(struct fake_event),          \
                  (struct fake_event[]){__VA_ARGS__})

#define BOTH "basic_authentication (Outlook), lm_level_too_low (Outlook)"

START_TEST(a_problem_is_told_once)
{
    for (int day = 0; day < 3; day++) {
        ck_assert_int_eq(RUN(&fake, "/check", "/quiet"), EXIT_CAN_BE_MENDED);
        if (day == 0)
            EXPECT_EVENTS({MESSAGE_EVENT_PROBLEM, "CONTOSO\\anna|Outlook|" BOTH "|1"});
        EXPECT_NO_EVENTS();
    }
    sample_level(fake.registry, 3);
    RUN(&fake, "/check", "/json");
    EXPECT_EVENTS(
        {MESSAGE_EVENT_PROBLEM, "CONTOSO\\anna|Outlook|basic_authentication (Outlook)|1"});
}
END_TEST

START_TEST(that_all_is_well_is_told_only_where_it_was_not)
{
    account("Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    char *before = sample_dump(fake.registry, true);
    ck_assert_int_eq(RUN(&fake, "/check"), EXIT_NOTHING_LEFT);
    EXPECT_NO_EVENTS();
    fake_host_expect_store(&fake, before);
    free(before);
    account("Outlook", SAMPLE_BASIC);
    RUN(&fake, "/check");
    fake.event_count = 0;
    account("Outlook", SAMPLE_NTLM);
    RUN(&fake, "/check");
    EXPECT_EVENTS({MESSAGE_EVENT_FINE, "CONTOSO\\anna|Outlook|-|0"});
    sample_expect_absent(fake.registry, REGISTRY_CURRENT_USER, EVENTS_KEY, "Diagnosis");
    RUN(&fake, "/check");
    EXPECT_NO_EVENTS();
}
END_TEST

START_TEST(a_fix_and_an_undo_are_told_each_time)
{
    char *before = sample_dump(fake.registry, true);
    for (int round = 0; round < 2; round++) {
        RUN(&fake, "/fix");
        EXPECT_EVENTS({MESSAGE_EVENT_FIXED, "CONTOSO\\anna|Outlook|" BOTH "|3010"});
        ck_assert_int_eq(RUN(&fake, "/fix"), EXIT_NOTHING_LEFT);
        EXPECT_NO_EVENTS();
        RUN(&fake, "/undo");
        EXPECT_EVENTS({MESSAGE_EVENT_UNDONE, "CONTOSO\\anna|Outlook|" BOTH "|3010"});
        RUN(&fake, "/undo");
        EXPECT_NO_EVENTS();
    }
    fake_host_expect_store_after_restart(&fake, before); /* nothing is left to remember */
    free(before);
}
END_TEST

START_TEST(a_fix_of_what_was_told_tells_that_it_is_gone)
{
    RUN(&fake, "/check");
    fake.event_count = 0;
    RUN(&fake, "/fix");
    EXPECT_EVENTS({MESSAGE_EVENT_FIXED, "CONTOSO\\anna|Outlook|" BOTH "|3010"},
                  {MESSAGE_EVENT_FINE, "CONTOSO\\anna|Outlook|-|3010"});
    RUN(&fake, "/check");
    EXPECT_NO_EVENTS();
}
END_TEST

START_TEST(what_a_fix_leaves_without_rights_is_told_and_the_same_afterwards)
{
    ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_LOCAL_MACHINE,
                                           "SYSTEM\\CurrentControlSet\\Control\\Lsa",
                                           REGISTRY_WRITE),
                      CODE_SUCCESS);
    ck_assert_int_eq(RUN(&fake, "/fix"), EXIT_NEEDS_RIGHTS);
    EXPECT_EVENTS({MESSAGE_EVENT_FIXED, "CONTOSO\\anna|Outlook|" BOTH "|740"},
                  {MESSAGE_EVENT_PROBLEM, "CONTOSO\\anna|Outlook|lm_level_too_low (Outlook)|740"});
    RUN(&fake, "/fix");
    RUN(&fake, "/check");
    RUN(&fake, "/check", "/scope:user");
    EXPECT_NO_EVENTS();
}
END_TEST

START_TEST(what_cannot_be_mended_has_an_event_of_its_own)
{
    sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowNtlm", 0);
    ck_assert_int_eq(RUN(&fake, "/fix"), EXIT_CANNOT_BE_MENDED);
    EXPECT_EVENTS(
        {MESSAGE_EVENT_CANNOT_MEND, "CONTOSO\\anna|Outlook|basic_authentication (Outlook)|2"});
    RUN(&fake, "/check");
    EXPECT_NO_EVENTS();
    sample_delete(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowNtlm");
    RUN(&fake, "/check");
    EXPECT_EVENTS({MESSAGE_EVENT_PROBLEM, "CONTOSO\\anna|Outlook|" BOTH "|1"});
}
END_TEST

START_TEST(a_failure_is_told_each_time)
{
    for (int round = 0; round < 2; round++) {
        ck_assert_uint_eq(memory_registry_deny(fake.memory, REGISTRY_CURRENT_USER,
                                               sample_section("Outlook"), REGISTRY_WRITE),
                          CODE_SUCCESS);
        ck_assert_int_eq(RUN(&fake, "/fix", "/scope:user"), EXIT_FAILED);
        ck_assert_uint_eq(fake.events[0].id, MESSAGE_EVENT_FAILED);
        ck_assert_str_eq(fake.events[0].strings, "CONTOSO\\anna|Outlook|" BOTH "|1603");
        ck_assert_uint_eq(fake.event_count, round == 0 ? 2 : 1); /* with the problem itself */
        fake.event_count = 0;
    }
}
END_TEST

START_TEST(each_question_has_an_answer_of_its_own)
{
    account("Second", SAMPLE_NTLM);
    RUN(&fake, "/check");
    RUN(&fake, "/check", "/profile:Second");
    RUN(&fake, "/check", "/scope:machine");
    RUN(&fake, "/check", "/level:3");
    ck_assert_uint_eq(fake.event_count, 4);
    ck_assert_str_eq(fake.events[1].strings, "CONTOSO\\anna|Second|lm_level_too_low (Second)|1");
    ck_assert_str_eq(fake.events[2].strings, "CONTOSO\\anna|-|lm_level_too_low|1");
    for (int round = 0; round < 2; round++) {
        RUN(&fake, "/check", "/scope:machine");
        RUN(&fake, "/check", "/profile:Second");
        RUN(&fake, "/check", "/level:3");
        RUN(&fake, "/check");
    }
    ck_assert_uint_eq(fake.event_count, 4);
    sample_expect_absent(fake.registry, REGISTRY_CURRENT_USER, EVENTS_KEY,
                         "Diagnosis, machine half");
    static const char told[] = "7\0000\0001\0 \0l\0m\0_\0l\0e\0v\0e\0l\0_\0t\0o\0o\0_\0l\0o\0w\0\0";
    sample_expect(fake.registry, REGISTRY_LOCAL_MACHINE, EVENTS_KEY, "Diagnosis, machine half",
                  VALUE_STRING, told, sizeof told);
}
END_TEST

START_TEST(neither_a_dry_run_nor_an_export_nor_a_wrong_line_is_told)
{
    static const char export_file[] =
        "REGEDIT4\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa]\r\n"
        "\"LmCompatibilityLevel\"=dword:00000000\r\n";
    fake_host_put_file(&fake, "e.reg", export_file, sizeof export_file - 1);
    char *before = sample_dump(fake.registry, true);
    RUN(&fake, "/fix", "/dryrun");
    RUN(&fake, "/undo", "/dryrun");
    RUN(&fake, "/check", "/from:e.reg", "/windows:5.1", "/scope:machine");
    RUN(&fake, "/fix", "/from:e.reg", "/windows:5.1", "/scope:machine", "/out:f.reg");
    RUN(&fake, "/check", "/nonsense");
    RUN(&fake, "/check", "/profile:None");
    EXPECT_NO_EVENTS();
    fake_host_expect_store(&fake, before);
    free(before);
}
END_TEST

/* It is tried again with the next run, and said in the log alone. */
START_TEST(what_cannot_be_told_changes_nothing)
{
    fake.event_error = CODE_ACCESS_DENIED;
    ck_assert_int_eq(RUN(&fake, "/check", "/log:l.txt"), EXIT_CAN_BE_MENDED);
    ck_assert_str_eq(fake_host_errors(&fake), "");
    ck_assert_ptr_null(strstr(fake_host_output(&fake), "Event"));
    ck_assert_ptr_nonnull(strstr(byte_buffer_text(fake_host_file(&fake, "l.txt")),
                                 "Event 701 was not written to Windows' event log: Access is"));
    fake.event_error = CODE_SUCCESS;
    RUN(&fake, "/check");
    ck_assert_uint_eq(fake.event_count, 1);
    fake.event_error = CODE_TIMED_OUT;
    ck_assert_int_eq(RUN(&fake, "/fix"), EXIT_RESTART_WINDOWS);
    ck_assert_int_eq(RUN(&fake, "/undo"), EXIT_RESTART_WINDOWS);
}
END_TEST

/* The calls of the registry that a run makes with an event log and not without are its last ones:
 * each of them fails, once and from then on. */
START_TEST(no_failure_of_the_record_changes_the_exit_code)
{
    static const char *const verbs[] = {"/check", "/fix"};
    for (size_t call = 1; call > 0; call++) {
        size_t calls[2];
        tear_down();
        set_up();
        sample_dword(fake.registry, REGISTRY_LOCAL_MACHINE, POLICIES_KEY, "AllowNtlm", 0);
        for (int with_events = 0; with_events < 2; with_events++) {
            if (with_events == 0)
                fake.host.report_event = NULL;
            else
                fake_host_keep_events(&fake);
            const size_t before = memory_registry_call_count(fake.memory);
            if (with_events != 0)
                memory_registry_fail(fake.memory, calls[0] + call, CODE_REGISTRY_IO_FAILED,
                                     _i / 2 != 0);
            ck_assert_int_eq(RUN(&fake, verbs[_i % 2]), EXIT_CANNOT_BE_MENDED);
            memory_registry_fail(fake.memory, 0, CODE_SUCCESS, false);
            calls[with_events] = memory_registry_call_count(fake.memory) - before;
        }
        ck_assert_str_eq(fake_host_errors(&fake), "");
        ck_assert_uint_eq(fake.event_count, 1);
        if (calls[1] < calls[0] + call) {
            ck_assert_uint_gt(call, 3); /* open, create, write */
            break;
        }
    }
}
END_TEST

START_TEST(a_name_cannot_break_an_event)
{
    account("100%1 %%2\n%x", SAMPLE_BASIC);
    RUN(&fake, "/check", "/profile:100%1 %%2\n%x", "/scope:user");
    ck_assert_uint_eq(fake.event_count, 1);
    ck_assert_ptr_nonnull(strstr(fake.events[0].strings, "|100% 1 % % 2 %x|"));
    ck_assert_ptr_nonnull(strstr(fake.events[0].strings, "basic_authentication (100% 1 % % 2 %x)"));
    fake.user = NULL;
    sample_level(fake.registry, 3);
    RUN(&fake, "/check");
    ck_assert_uint_eq(strncmp(fake.events[1].strings, "-|", 2), 0);
}
END_TEST

/* Of very many problems an event has only what fits; what is news goes by all of them. */
START_TEST(a_long_list_is_cut)
{
    struct byte_buffer record = {0};
    char name[80];
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    for (int i = 'A'; i <= 'Z'; i++) {
        name[0] = (char)i;
        account(name, SAMPLE_BASIC);
    }
    RUN(&fake, "/check");
    ck_assert_uint_eq(fake.event_count, 1);
    ck_assert_uint_eq(event_record_read(fake.registry, REGISTRY_CURRENT_USER, "Diagnosis", &record),
                      CODE_SUCCESS);
    ck_assert_uint_gt(record.size, EVENT_STRING_LIMIT);
    RUN(&fake, "/check");
    ck_assert_uint_eq(fake.event_count, 1);
    byte_buffer_done(&record);
}
END_TEST

START_TEST(a_record_that_is_no_text_counts_for_none)
{
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, EVENTS_KEY, "Diagnosis", 1);
    RUN(&fake, "/check");
    RUN(&fake, "/check");
    ck_assert_uint_eq(fake.event_count, 1);
    account("Outlook", SAMPLE_NTLM);
    sample_level(fake.registry, 3);
    sample_dword(fake.registry, REGISTRY_CURRENT_USER, EVENTS_KEY, "Diagnosis", 1);
    RUN(&fake, "/check");
    ck_assert_uint_eq(fake.event_count, 2);
    RUN(&fake, "/check");
    ck_assert_uint_eq(fake.event_count, 2);
}
END_TEST

START_TEST(the_agent_tells_what_it_sees_and_does)
{
    static struct fake_desktop desktop;
    fake_clock_init(&fake.host);
    fake_desktop_init(&desktop, &fake);
    tray_agent_start(desktop.agent);
    EXPECT_EVENTS({MESSAGE_EVENT_PROBLEM, "CONTOSO\\anna|Outlook|" BOTH "|1"});
    tray_agent_session_resumed(desktop.agent);
    RUN(&fake, "/check"); /* a script that asks the same */
    EXPECT_NO_EVENTS();
    sample_level(fake.registry, 3);
    tray_agent_command(desktop.agent, COMMAND_FIX);
    EXPECT_EVENTS(
        {MESSAGE_EVENT_PROBLEM, "CONTOSO\\anna|Outlook|basic_authentication (Outlook)|1"},
        {MESSAGE_EVENT_FIXED, "CONTOSO\\anna|Outlook|basic_authentication (Outlook)|3011"},
        {MESSAGE_EVENT_FINE, "CONTOSO\\anna|Outlook|-|0"});
    fake.event_error = CODE_ACCESS_DENIED;
    tray_agent_command(desktop.agent, COMMAND_UNDO);
    for (int i = 0; i < 3; i++)
        tray_agent_session_resumed(desktop.agent);
    const char *log = byte_buffer_text(fake_host_file(&fake, "agent.log"));
    const char *said = strstr(log, "Event 711 was not written");
    ck_assert_ptr_nonnull(said);
    said = strstr(said, "Event 701 was not written");
    ck_assert_ptr_nonnull(said);
    ck_assert_ptr_null(strstr(said + 1, "Event 701 was not written"));
    fake.event_error = CODE_SUCCESS;
    tray_agent_session_resumed(desktop.agent);
    ck_assert_uint_eq(fake.event_count, 1);
    fake_desktop_done(&desktop);
}
END_TEST

START_TEST(every_event_has_its_text_in_every_language)
{
    static const message_id ids[] = {MESSAGE_EVENT_FINE,        MESSAGE_EVENT_PROBLEM,
                                     MESSAGE_EVENT_CANNOT_MEND, MESSAGE_EVENT_FIXED,
                                     MESSAGE_EVENT_UNDONE,      MESSAGE_EVENT_FAILED};
    for (size_t language = 0; language < message_language_count; language++)
        for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
            const char *text = message_languages[language].text(ids[i] & 0xffff);
            for (char mark[] = "%1"; mark[1] <= '4'; mark[1]++)
                ck_assert_msg(strstr(text, mark) != NULL, "%s: %s",
                              message_languages[language].name, text);
        }
}
END_TEST

Suite *event_log_suite(void);

Suite *event_log_suite(void)
{
    Suite *suite = suite_create("event_log");
    TCase *tests = tcase_create("event_log");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_problem_is_told_once);
    tcase_add_test(tests, that_all_is_well_is_told_only_where_it_was_not);
    tcase_add_test(tests, a_fix_and_an_undo_are_told_each_time);
    tcase_add_test(tests, a_fix_of_what_was_told_tells_that_it_is_gone);
    tcase_add_test(tests, what_a_fix_leaves_without_rights_is_told_and_the_same_afterwards);
    tcase_add_test(tests, what_cannot_be_mended_has_an_event_of_its_own);
    tcase_add_test(tests, a_failure_is_told_each_time);
    tcase_add_test(tests, each_question_has_an_answer_of_its_own);
    tcase_add_test(tests, neither_a_dry_run_nor_an_export_nor_a_wrong_line_is_told);
    tcase_add_test(tests, what_cannot_be_told_changes_nothing);
    tcase_add_loop_test(tests, no_failure_of_the_record_changes_the_exit_code, 0, 4);
    tcase_add_test(tests, a_name_cannot_break_an_event);
    tcase_add_test(tests, a_long_list_is_cut);
    tcase_add_test(tests, a_record_that_is_no_text_counts_for_none);
    tcase_add_test(tests, the_agent_tells_what_it_sees_and_does);
    tcase_add_test(tests, every_event_has_its_text_in_every_language);
    suite_add_tcase(suite, tests);
    return suite;
}
