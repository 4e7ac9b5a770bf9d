/* Fix and Undo of the tray agent: both halves, with and without rights, and all that the elevated
 * helper can come to. The questions for a restart are in tray_agent_restart_test.c. */
#include "agent/tray_agent.h"

#include "registry/lm_compatibility.h"
#include "tests/unit/fake_clock.h"
#include "tests/unit/fake_desktop.h"
#include "tests/unit/fake_rights.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fake_host host;
static struct fake_desktop desktop;

/* Without a principal name, so that a level that is too low is a problem (design.md, "Implicit
 * logon"). */
static void set_profile(uint32_t authentication)
{
    sample_account(host.registry, &(struct sample_account){.profile = "Outlook",
                                                           .flags = SAMPLE_FLAGS,
                                                           .authentication = authentication,
                                                           .proxy_server = "mail.contoso.com"});
}

/* Both halves have work to do, and the agent has told so. */
static void set_up(void)
{
    fake_host_init(&host);
    fake_clock_init(&host.host);
    fake_rights_init(&host);
    set_profile(SAMPLE_BASIC);
    sample_level(host.registry, 1);
    fake_desktop_init(&desktop, &host);
    tray_agent_start(desktop.agent);
}

static void tear_down(void)
{
    fake_desktop_done(&desktop);
    fake_host_done(&host);
}

static void set_up_without_rights(void)
{
    set_up();
    fake_rights_set(false);
}

static void ask_for(enum agent_command command)
{
    tray_agent_command(desktop.agent, command);
}

static void expect_halves(uint8_t scheme, uint32_t level)
{
    const uint8_t scheme_bytes[4] = {scheme};
    const uint8_t level_bytes[4] = {(uint8_t)level};
    sample_expect(host.registry, REGISTRY_CURRENT_USER, sample_section("Outlook"), "00036627",
                  VALUE_BINARY, scheme_bytes, 4);
    sample_expect(host.registry, REGISTRY_LOCAL_MACHINE, LM_COMPATIBILITY_KEY,
                  LM_COMPATIBILITY_VALUE, VALUE_DWORD, level_bytes, 4);
}

static void expect_status(const char *part)
{
    ck_assert_msg(strstr(desktop.status, part) != NULL, "\"%s\" is not in \"%s\"", part,
                  desktop.status);
}

static void expect_log(const char *part)
{
    const char *log = byte_buffer_text(fake_host_file(&host, "agent.log"));
    ck_assert_msg(strstr(log, part) != NULL, "\"%s\" is not in the log", part);
}

/* What the helper does, with the rights it has: the command line it was given. */
static void run_helper(void)
{
    char words[3][64] = {""};
    const int count = sscanf(desktop.arguments, "%63s %63s %63s", words[0], words[1], words[2]);
    const char *const arguments[] = {words[0], words[1], words[2]};
    fake_rights_set(true);
    const enum exit_code code = fake_host_run(&host, count, arguments);
    fake_rights_set(false);
    fake_desktop_end_helper(&desktop, (uint32_t)code);
}

START_TEST(with_rights_one_click_mends_both_halves)
{
    ask_for(COMMAND_FIX);
    expect_halves(2, 3);
    ck_assert(desktop.window_is_open);
    expect_status("Done: all changes were made and read back.");
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    ck_assert_uint_eq(desktop.counts.start_helper, 0);
    ck_assert(!desktop.fix.enabled && desktop.undo.enabled);
    expect_log("Result: done. Restart Outlook.");
    expect_log("Result: done. Restart Windows.");
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
    ck_assert_uint_eq(desktop.counts.show_notice, 1); /* the first; success is in the window */
}
END_TEST

START_TEST(without_rights_the_helper_does_the_machine_half)
{
    ck_assert(fake_desktop_menu_item(&desktop, COMMAND_FIX)->enabled);
    ask_for(COMMAND_FIX);
    expect_halves(2, 1); /* the user half at once */
    ck_assert_str_eq(desktop.arguments, "/fix /scope:machine /level:3");
    expect_status("Windows is asking for an administrator's consent");
    ck_assert(!desktop.fix.enabled && !desktop.undo.enabled);
    ck_assert(!fake_desktop_menu_item(&desktop, COMMAND_FIX)->enabled);
    ck_assert(!fake_desktop_menu_item(&desktop, COMMAND_UNDO)->enabled);
    run_helper();
    expect_halves(2, 3);
    expect_status("Done: all changes were made and read back.");
    ck_assert_int_eq(desktop.icon_state, TRAY_RESTART_PENDING);
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
}
END_TEST

START_TEST(the_level_chosen_is_the_helpers)
{
    ask_for(COMMAND_CHOOSE_LEVEL_2);
    ask_for(COMMAND_FIX);
    ck_assert_str_eq(desktop.arguments, "/fix /scope:machine /level:2");
    ask_for(COMMAND_CHOOSE_LEVEL_3); /* too late */
    run_helper();
    expect_halves(2, 2);
    expect_status("Done");
}
END_TEST

START_TEST(one_fix_at_a_time)
{
    ask_for(COMMAND_FIX);
    ask_for(COMMAND_CLOSE_WINDOW);
    const size_t shown = desktop.counts.show_window;
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.show_window, shown + 1);
    ask_for(COMMAND_UNDO);
    ck_assert_uint_eq(desktop.counts.start_helper, 1);
    expect_halves(2, 1);
    expect_status("Windows is asking for an administrator's consent"); /* not forgotten */
    ask_for(COMMAND_CHECK_NOW);
    fake_desktop_registry_changed(&desktop);
    expect_status("Windows is asking for an administrator's consent");
    run_helper();
    expect_halves(2, 3);
    const struct helper_result late = {.exit_code = 1603};
    tray_agent_helper_ended(desktop.agent, &late); /* nobody waits for it */
    expect_status("Done");
}
END_TEST

START_TEST(declining_is_no_error)
{
    static const struct helper_result results[] = {{.declined = true},
                                                   {.start_error = CODE_CANCELLED},
                                                   {.exit_code = EXIT_DECLINED},
                                                   {.exit_code = EXIT_NEEDS_RIGHTS}};
    ask_for(COMMAND_FIX);
    desktop.helper_is_running = false;
    tray_agent_helper_ended(desktop.agent, &results[_i]);
    expect_halves(2, 1);
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    expect_status("Still to do: raise LmCompatibilityLevel of Windows to 3.");
    expect_status("promptfix /fix /scope:machine");
    ck_assert_ptr_null(strstr(desktop.status, "did not work"));
    ck_assert(desktop.fix.enabled && desktop.fix.shield);
    ck_assert_uint_eq(desktop.counts.show_notice, 1);
    ask_for(COMMAND_FIX); /* and again, this time with consent */
    run_helper();
    expect_halves(2, 3);
    expect_status("Done");
}
END_TEST

struct ending {
    struct helper_result result;
    const char *status;
};

static const struct ending endings[] = {
    {{.start_error = CODE_FILE_NOT_FOUND}, "cannot find the file specified. (2)"},
    {{.exit_code = EXIT_FAILED}, "It did not work: (1603)"},
    {{.exit_code = EXIT_BAD_COMMAND_LINE}, "It did not work: (1603)"},
    {{.exit_code = EXIT_CANNOT_BE_MENDED}, "It did not work: (1603)"},
    {{.exit_code = 0xC0000005}, "It did not work: (1603)"},
    /* The user half is done, so it is not that nothing was changed. */
    {{.exit_code = EXIT_BUSY}, "It did not work: (1618)"},
    /* It says that all is well, but that is not to be seen. */
    {{.exit_code = EXIT_NOTHING_LEFT}, "It did not work: (1603)"},
    {{.exit_code = EXIT_RESTART_WINDOWS}, "It did not work: (1603)"},
};

START_TEST(every_other_end_of_the_helper_is_told_apart)
{
    ask_for(COMMAND_FIX);
    desktop.helper_is_running = false;
    tray_agent_helper_ended(desktop.agent, &endings[_i].result);
    expect_halves(2, 1);
    expect_status(endings[_i].status);
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    ck_assert(desktop.fix.enabled);
    ck_assert_int_eq(desktop.asked, RESTART_NONE);
}
END_TEST

START_TEST(busy_with_nothing_done_says_so)
{
    set_profile(SAMPLE_NTLM);
    ask_for(COMMAND_FIX);
    fake_desktop_end_helper(&desktop, EXIT_BUSY);
    expect_status("Another run of PromptFix is at work");
    fake_rights_set(true);
    ck_assert_uint_eq(registry_lock(host.registry, REGISTRY_LOCAL_MACHINE), CODE_SUCCESS);
    ask_for(COMMAND_FIX);
    expect_status("Another run of PromptFix is at work");
    registry_unlock(host.registry, REGISTRY_LOCAL_MACHINE);
    set_profile(SAMPLE_BASIC);
    ck_assert_uint_eq(registry_lock(host.registry, REGISTRY_CURRENT_USER), CODE_SUCCESS);
    ask_for(COMMAND_FIX);
    expect_status("Another run of PromptFix is at work");
    expect_halves(1, 1);
    registry_unlock(host.registry, REGISTRY_CURRENT_USER);
}
END_TEST

START_TEST(what_is_read_back_counts_whatever_the_helper_says)
{
    ask_for(COMMAND_FIX);
    sample_dword(host.registry, REGISTRY_CURRENT_USER, "Software", "x", 1);
    fake_rights_set(true);
    sample_level(host.registry, 3);
    fake_rights_set(false);
    fake_desktop_end_helper(&desktop, EXIT_FAILED);
    expect_status("Done");
}
END_TEST

START_TEST(a_half_that_fails_does_not_keep_the_other_from_being_mended)
{
    fake_rights_set(true);
    ck_assert_uint_eq(memory_registry_deny(host.memory, REGISTRY_CURRENT_USER,
                                           sample_section("Outlook"), REGISTRY_WRITE),
                      CODE_SUCCESS);
    ask_for(COMMAND_FIX);
    expect_halves(1, 3);
    expect_status("It did not work: Access is denied. (5)");
    ck_assert_int_eq(desktop.window_state, TRAY_PROBLEM);
    expect_log("Result: failed");
}
END_TEST

START_TEST(rights_that_turn_out_to_be_missing_are_asked_for)
{
    fake_rights_set(true);
    ck_assert_uint_eq(
        memory_registry_deny(host.memory, REGISTRY_LOCAL_MACHINE, "Software", REGISTRY_WRITE),
        CODE_SUCCESS);
    ask_for(COMMAND_FIX);
    ck_assert_str_eq(desktop.arguments, "/fix /scope:machine /level:3");
    expect_halves(2, 1);
}
END_TEST

START_TEST(a_helper_that_ends_at_once_is_no_trouble)
{
    static const struct helper_result result = {.start_error = CODE_NOT_ENOUGH_MEMORY};
    desktop.helper_answer = &result;
    ask_for(COMMAND_FIX);
    expect_status("It did not work: (8)");
    ask_for(COMMAND_FIX);
    ck_assert_uint_eq(desktop.counts.start_helper, 2);
}
END_TEST

START_TEST(undo_takes_both_halves_back)
{
    char *before = sample_dump(host.registry, false);
    ask_for(COMMAND_FIX);
    run_helper();
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ck_assert(fake_desktop_menu_item(&desktop, COMMAND_UNDO)->shield);
    ask_for(COMMAND_UNDO);
    ck_assert_str_eq(desktop.arguments, "/undo /scope:machine");
    expect_halves(1, 3);
    run_helper();
    expect_halves(1, 1);
    expect_status("Undone: what the last fix changed is as it was before.");
    char *after = sample_dump(host.registry, false);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    ck_assert(!desktop.undo.enabled);
    ask_for(COMMAND_UNDO);
    expect_status("There is no fix to undo.");
}
END_TEST

START_TEST(an_undo_that_is_declined_or_fails_says_so)
{
    ask_for(COMMAND_FIX);
    run_helper();
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ask_for(COMMAND_UNDO);
    fake_desktop_end_helper(&desktop, EXIT_DECLINED);
    expect_status("Still to undo: LmCompatibilityLevel of Windows.");
    ask_for(COMMAND_UNDO);
    fake_desktop_end_helper(&desktop, EXIT_FAILED);
    expect_status("It did not work: (1603)");
    ask_for(COMMAND_UNDO);
    fake_desktop_end_helper(&desktop, EXIT_NOTHING_LEFT);
    expect_status("It did not work: (1603)"); /* the record is still there */
    ask_for(COMMAND_UNDO);
    run_helper();
    expect_status("Undone");
    expect_halves(1, 1);
}
END_TEST

START_TEST(an_undo_leaves_alone_what_somebody_has_changed_since)
{
    ask_for(COMMAND_FIX);
    run_helper();
    fake_rights_set(true);
    sample_level(host.registry, 5);
    fake_rights_set(false);
    fake_desktop_registry_changed(&desktop);
    fake_desktop_answer(&desktop, RESTART_ANSWER_LATER);
    ask_for(COMMAND_UNDO);
    run_helper();
    expect_status("Undone, except for what somebody has changed since");
    expect_halves(1, 5);
}
END_TEST

START_TEST(with_rights_an_undo_needs_no_helper)
{
    fake_rights_set(true);
    ask_for(COMMAND_FIX);
    ask_for(COMMAND_UNDO);
    expect_halves(1, 1);
    expect_status("Undone");
    ck_assert_uint_eq(desktop.counts.start_helper, 0);
}
END_TEST

/* A run was killed: Fix settles it, in the machine half by the helper. */
START_TEST(an_interrupted_run_is_settled)
{
    fake_rights_set(true);
    for (size_t call = 1;; call++) {
        memory_registry_fail(host.memory, call, CODE_REGISTRY_IO_FAILED, true);
        (void)RUN(&host, "/fix", "/scope:machine");
        memory_registry_fail(host.memory, 0, CODE_SUCCESS, false);
        (void)RUN(&host, "/check", "/scope:machine", "/json");
        if (strstr(fake_host_output(&host), "interrupted_fix") != NULL)
            break;
        ck_assert_uint_lt(call, 200);
    }
    fake_rights_set(false);
    fake_desktop_registry_changed(&desktop);
    ck_assert_int_eq(desktop.icon_state, TRAY_PROBLEM);
    ask_for(COMMAND_FIX);
    run_helper();
    expect_halves(2, 3);
    expect_status("Done");
}
END_TEST

/* The user has closed the window and waits: the icon answers. */
START_TEST(a_fix_that_nobody_watches_is_answered_at_the_icon)
{
    ask_for(COMMAND_FIX);
    ask_for(COMMAND_CLOSE_WINDOW);
    run_helper();
    ck_assert(!desktop.window_is_open);
    ck_assert_str_eq(desktop.notice_title, "PromptFix is done");
    tray_agent_notice_chosen(desktop.agent);
    expect_status("Done");
    ask_for(COMMAND_UNDO);
    ask_for(COMMAND_CLOSE_WINDOW);
    fake_desktop_end_helper(&desktop, EXIT_FAILED);
    ck_assert_str_eq(desktop.notice_title, "PromptFix could not finish");
    desktop.attention = ATTENTION_FULL_SCREEN;
    ask_for(COMMAND_UNDO);
    ask_for(COMMAND_CLOSE_WINDOW);
    const size_t shown = desktop.counts.show_notice;
    run_helper();
    ck_assert_uint_eq(desktop.counts.show_notice, shown);
}
END_TEST

/* Where nothing is pending after the fix, the icon stays as long as its answer is read. */
START_TEST(the_icon_stays_for_the_answer_only)
{
    set_profile(SAMPLE_NTLM);
    ask_for(COMMAND_FIX);
    ask_for(COMMAND_CLOSE_WINDOW);
    fake_rights_set(true);
    sample_level(host.registry, 3); /* somebody else was quicker */
    fake_rights_set(false);
    fake_desktop_end_helper(&desktop, EXIT_NOTHING_LEFT);
    ck_assert_str_eq(desktop.notice_title, "PromptFix is done");
    ck_assert(desktop.icon_is_there);
    ck_assert_int_eq(desktop.icon_state, TRAY_FINE);
    tray_agent_notice_dismissed(desktop.agent);
    ck_assert(!desktop.icon_is_there);
}
END_TEST

/* The helper has done it, but could not mark it: the agent knows all the same. */
START_TEST(a_restart_that_the_helper_could_not_mark_is_remembered)
{
    ask_for(COMMAND_FIX);
    fake_rights_set(true);
    sample_level(host.registry, 3);
    fake_rights_set(false);
    fake_desktop_end_helper(&desktop, EXIT_RESTART_WINDOWS);
    expect_status("Done");
    ck_assert_int_eq(desktop.window_state, TRAY_RESTART_PENDING);
    ck_assert_int_eq(desktop.asked, RESTART_WINDOWS);
}
END_TEST

START_TEST(what_was_done_is_news_until_something_else_happens)
{
    fake_rights_set(true);
    ask_for(COMMAND_FIX);
    fake_desktop_registry_changed(&desktop); /* its own changes */
    expect_status("Done");
    sample_level(host.registry, 4);
    fake_desktop_registry_changed(&desktop);
    ck_assert_ptr_null(strstr(desktop.status, "Done"));
}
END_TEST

Suite *tray_agent_fix_suite(void);

Suite *tray_agent_fix_suite(void)
{
    Suite *suite = suite_create("tray_agent_fix");
    TCase *with = tcase_create("with_rights");
    TCase *without = tcase_create("without_rights");
    tcase_add_checked_fixture(with, set_up, tear_down);
    tcase_add_test(with, with_rights_one_click_mends_both_halves);
    tcase_add_checked_fixture(without, set_up_without_rights, tear_down);
    tcase_add_test(without, without_rights_the_helper_does_the_machine_half);
    tcase_add_test(without, the_level_chosen_is_the_helpers);
    tcase_add_test(without, one_fix_at_a_time);
    tcase_add_loop_test(without, declining_is_no_error, 0, 4);
    tcase_add_loop_test(without, every_other_end_of_the_helper_is_told_apart, 0,
                        sizeof endings / sizeof endings[0]);
    tcase_add_test(without, busy_with_nothing_done_says_so);
    tcase_add_test(without, what_is_read_back_counts_whatever_the_helper_says);
    tcase_add_test(without, a_half_that_fails_does_not_keep_the_other_from_being_mended);
    tcase_add_test(without, rights_that_turn_out_to_be_missing_are_asked_for);
    tcase_add_test(without, a_helper_that_ends_at_once_is_no_trouble);
    tcase_add_test(without, undo_takes_both_halves_back);
    tcase_add_test(without, an_undo_that_is_declined_or_fails_says_so);
    tcase_add_test(without, an_undo_leaves_alone_what_somebody_has_changed_since);
    tcase_add_test(without, with_rights_an_undo_needs_no_helper);
    tcase_add_test(without, an_interrupted_run_is_settled);
    tcase_add_test(without, a_fix_that_nobody_watches_is_answered_at_the_icon);
    tcase_add_test(without, the_icon_stays_for_the_answer_only);
    tcase_add_test(without, a_restart_that_the_helper_could_not_mark_is_remembered);
    tcase_add_test(without, what_was_done_is_news_until_something_else_happens);
    suite_add_tcase(suite, with);
    suite_add_tcase(suite, without);
    return suite;
}
