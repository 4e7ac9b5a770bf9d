/* The window's words: whole for the cases that people will meet most, and in every state, activity
 * and language never without an answer. */
#include "agent/status_view.h"

#include "tests/unit/failing_allocation.h"
#include "tests/unit/message_texts.h"
#include "tests/unit/sample_registry.h"
#include "tests/unit/status_samples.h"

#include <check.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- a window as text ---- */

static void append_button(struct byte_buffer *out, const struct button_view *button)
{
    if (!button->visible)
        return;
    byte_buffer_append_text(out, button->enabled ? "[" : "(");
    byte_buffer_append_text(out, button->label);
    byte_buffer_append_text(out, button->shield ? " #" : "");
    byte_buffer_append_text(out, button->enabled ? "] " : ") ");
}

static void append_line(struct byte_buffer *out, const char *before, const char *text)
{
    if (text[0] == '\0')
        return;
    byte_buffer_append_text(out, before);
    byte_buffer_append_text(out, text);
    byte_buffer_append_byte(out, '\n');
}

static void append_levels(struct byte_buffer *out, const struct status_view *view)
{
    if (!view->level_choice_visible)
        return;
    append_line(out, view->level_choice_enabled ? "" : "(disabled) ", view->level_label);
    append_line(out, view->chosen_level == 3 ? "(o) " : "( ) ", view->level_choices[0]);
    append_line(out, view->chosen_level == 2 ? "(o) " : "( ) ", view->level_choices[1]);
}

/* What is seen of the window, from the top to the bottom. The caller frees it. */
static char *text_of(const struct status_view *view)
{
    struct byte_buffer out = {0};
    append_line(&out, "= ", view->heading);
    append_line(&out, "", view->explanation);
    append_line(&out, "", view->row_count > 0 ? view->accounts_label : view->no_accounts);
    for (size_t i = 0; i < view->row_count; i++)
        byte_buffer_append_format(&out, "  %s | %s | %s | %s\n", view->rows[i].profile,
                                  view->rows[i].proxy, view->rows[i].method, view->rows[i].verdict);
    if (view->changes[0] != '\0')
        append_line(&out, "", view->changes_label);
    append_line(&out, "", view->changes);
    append_levels(&out, view);
    append_line(&out, "! ", view->warning);
    append_line(&out, "> ", view->status);
    append_button(&out, &view->fix);
    append_button(&out, &view->undo);
    append_button(&out, &view->restart);
    append_button(&out, &view->copy);
    append_button(&out, &view->close);
    ck_assert_ptr_nonnull(byte_buffer_text(&out));
    return (char *)out.data;
}

/* A sample and its window. */
struct window {
    struct status_machine machine;
    struct arena arena;
    struct status_view view;
};

static void make(struct window *window)
{
    ck_assert_uint_eq(status_view_make(&window->machine.facts, &window->machine.fake.host,
                                       &window->arena, &window->view),
                      CODE_SUCCESS);
}

static void open_window(struct window *window, const char *name)
{
    const struct status_sample *sample = status_sample_find(name);
    ck_assert_msg(sample != NULL, "%s", name);
    window->arena = (struct arena){0};
    status_machine_init(&window->machine, sample);
    make(window);
}

static void close_window(struct window *window)
{
    arena_done(&window->arena);
    status_machine_done(&window->machine);
}

static void expect_window(const char *name, const char *expected)
{
    struct window window;
    open_window(&window, name);
    char *text = text_of(&window.view);
    ck_assert_str_eq(text, expected);
    free(text);
    close_window(&window);
}

/* ---- whole windows ---- */

#define SECTION                                                                                    \
    "HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\"         \
    "Profiles\\Outlook\\13dbb0c8aa05101a9bb000aa002fc45a\\"
#define LEVEL "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel"
#define BASIC_ROW                                                                                  \
    "&Accounts:\n  Outlook (default) | mail.contoso.com | Basic | Asks at every start\n"
#define BASIC_WHY                                                                                  \
    "With the method Basic, Outlook has to ask at every start. With NTLM it can use your "         \
    "Windows logon: Fix switches to NTLM.\n"
#define LEVEL_WHY(level, target)                                                                   \
    "While its setting LmCompatibilityLevel is " level ", Windows does not sign in to the "        \
    "Exchange proxy by itself: weak password data would go along. Fix raises it to " target ".\n"
#define METHOD_CHANGE                                                                              \
    "Mail profile \"Outlook\": sign-in to the Exchange proxy from Basic to NTLM\n"                 \
    "  " SECTION "00036627: REG_BINARY 01 00 00 00 -> REG_BINARY 02 00 00 00\n"
#define LEVEL_CHANGE(from, to)                                                                     \
    "Windows, for everyone on this computer: LmCompatibilityLevel from " from " to " to "\n"       \
    "  " LEVEL ": "
#define LEVELS                                                                                     \
    "Raise LmCompatibilityLevel to:\n"                                                             \
    "(o) Level &3 (recommended): Windows sends only NTLMv2, the strong method. Newer Exchange "    \
    "servers need it.\n"                                                                           \
    "( ) Level &2: Windows sends the older, weaker NTLM, for servers that know nothing else. An "  \
    "Exchange with Extended Protection then goes on asking.\n"
#define WARNING                                                                                    \
    "! Before you switch to NTLM, ask your administrator whether it is permitted and possible "    \
    "here: many firewalls and proxy servers break it. If Outlook then cannot connect, Undo "       \
    "brings Basic back.\n"

START_TEST(of_both_causes)
{
    expect_window("both", "= Outlook asks for your password for more than one reason.\n" BASIC_WHY
                          "\n" LEVEL_WHY("0", "3") BASIC_ROW
                  "What Fix will chan&ge:\n" METHOD_CHANGE LEVEL_CHANGE(
                      "0", "3") "(not set) -> REG_DWORD 3\n" LEVELS WARNING
                                "[&Fix #] (&Undo) [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_the_method_alone)
{
    expect_window("basic",
                  "= Outlook asks for your password because its sign-in method cannot use your "
                  "Windows logon.\n" BASIC_WHY BASIC_ROW
                  "What Fix will chan&ge:\n" METHOD_CHANGE WARNING
                  "[&Fix] (&Undo) [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_a_declined_machine_half)
{
    expect_window(
        "declined",
        "= Outlook asks for your password because Windows keeps your logon to itself.\n" LEVEL_WHY(
            "1", "3") "&Accounts:\n  Outlook (default) | mail.contoso.com | NTLM | Asks; Windows "
                      "keeps your "
                      "logon back\n"
                      "What Fix will chan&ge:\n" LEVEL_CHANGE(
                          "1",
                          "3") "REG_DWORD 1 -> REG_DWORD 3\n" LEVELS
                               "> Your mail profile is done.\nStill to do: raise "
                               "LmCompatibilityLevel of Windows to 3. An "
                               "administrator can do that: press Fix again, or run promptfix /fix "
                               "/scope:machine\n"
                               "Restart Outlook for what was changed.\n"
                               "[&Fix #] [&Undo] [&Restart Outlook...] [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_a_fix_that_is_done)
{
    expect_window("done-both",
                  "= Almost done: restart Windows.\n"
                  "What was changed counts when Windows starts next. Until then Outlook may go on "
                  "asking.\n"
                  "&Accounts:\n  Outlook (default) | mail.contoso.com | NTLM | Signs in by itself "
                  "after the restart\n"
                  "> Done: all changes were made and read back.\n"
                  "(&Fix) [&Undo #] [&Restart Windows...] [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_a_policy)
{
    expect_window("policy",
                  "= Your administrator decides how Outlook signs in.\n"
                  "With the method Basic, Outlook has to ask at every start. Your administrator "
                  "has set it by policy, and only an administrator can change it.\n"
                  "Your helpdesk can go on from here: press Copy details and send them.\n"
                  "&Accounts:\n  Outlook (default) | mail.contoso.com | Basic, set by your "
                  "administrator | Asks; only your administrator can change it\n"
                  "(&Fix) (&Undo) [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_a_machine_where_all_is_well)
{
    expect_window("fine",
                  "= PromptFix finds no reason for Outlook to ask for your password.\n"
                  "Outlook signs in with your Windows logon. If it asks all the same, press Copy "
                  "details and send them to your helpdesk.\n"
                  "&Accounts:\n  Outlook (default) | mail.contoso.com | NTLM | Signs in by "
                  "itself\n"
                  "(&Fix) (&Undo) [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_a_machine_without_accounts)
{
    expect_window("nothing",
                  "= There is nothing to mend here.\n"
                  "PromptFix looks after Outlook's accounts that reach Exchange through a proxy "
                  "(RPC over HTTP), and you have none.\n"
                  "No mail profile with an Exchange account was found.\n"
                  "(&Fix) (&Undo) [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_what_cannot_be_read)
{
    expect_window("unreadable",
                  "= PromptFix cannot tell whether Outlook will ask for your password.\n"
                  "The settings of an account cannot be read: Access is denied. (5)\n"
                  "Your helpdesk can go on from here: press Copy details and send them.\n"
                  "&Accounts:\n  Outlook (default) |  |  | Cannot be read\n"
                  "(&Fix) (&Undo) [&Copy details] [Close] ");
}
END_TEST

START_TEST(of_an_interrupted_run)
{
    expect_window("interrupted",
                  "= An earlier fix was interrupted.\n"
                  "A run of PromptFix was ended before it was done. Fix finishes it or takes it "
                  "back.\n"
                  "&Accounts:\n  Outlook (default) | mail.contoso.com | NTLM | Signs in by "
                  "itself\n"
                  "What Fix will chan&ge:\n"
                  "An interrupted run of PromptFix is finished or taken back:\n"
                  "  HKCU\\Software\\PromptFix\\Undo\n"
                  "[&Fix] (&Undo) [&Copy details] [Close] ");
}
END_TEST

static const struct {
    const char *sample;
    const char *part; /* of the window's text */
} expected_parts[] = {
    {"both-to-2", LEVEL_CHANGE("0", "2") "(not set) -> REG_DWORD 2\n"},
    {"both-to-2", "( ) Level &3"},
    {"both-to-2", "(o) Level &2"},
    {"waiting", "> Windows is asking for an administrator's consent, or"},
    {"waiting", "(disabled) Raise LmCompatibilityLevel to:\n"},
    {"waiting", "(&Fix #) (&Undo) (&Restart Outlook...) [&Copy details] [Close] "},
    {"declined-to-2", "run promptfix /fix /scope:machine /level:2\n"},
    {"declined-undo", "> Still to undo: LmCompatibilityLevel of Windows."},
    {"failed", "> It did not work: Access is denied. (5)\n"},
    {"busy", "> Another run of PromptFix is at work on this computer."},
    {"done", "= Almost done: restart Outlook.\n"},
    {"restart-windows", "= Almost done: restart Windows.\n"},
    {"undone", "> Undone: what the last fix changed is as it was before.\nRestart Outlook for"},
    {"partly-undone", "> Undone, except for what somebody has changed since the fix"},
    {"nothing-to-undo", "> There is no fix to undo.\n"},
    {"level-advice", "= PromptFix finds no reason"},
    {"level-advice", "it is advisable to raise LmCompatibilityLevel from 0 to 3"},
    {"level-advice", "| Signs in by itself\n"},
    {"level-advice", LEVELS "[&Fix #]"},
    {"level-2", "An administrator can raise it: promptfix /fix /level:3\n"},
    {"no-proxy", "= There is nothing to mend here.\n"},
    {"no-proxy", "  Office |  |  | Uses no proxy\n"},
    {"policy-of-ntlm", "| NTLM, set by your administrator | Asks; Windows keeps your logon back\n"},
    {"unreadable-policy", "PromptFix does not change that as long as Outlook's policy cannot"},
    {"unreadable-policy", "| Basic | Asks at every start\n"},
    {"no-ssl", "PromptFix does not switch to NTLM without SSL: in Outlook's"},
    {"no-ssl", "| Asks; cannot be mended without SSL\n"},
    {"no-ssl", "(&Fix) (&Undo)"},
    {"always-prompt", "= Outlook asks for your password because it is told to ask every time.\n"},
    {"always-prompt", "| NTLM | Is told to ask every time\n"},
    {"unknown-method", "| Other (16) | Unknown method; left alone\n"},
    {"invalid-level", "holds something that is no level from 0 to 5."},
    {"invalid-level", "| NTLM | Cannot be told\n"},
    {"many", BASIC_WHY "\n" LEVEL_WHY("0", "3") "\nWith the method Basic"}, /* each once */
    {"many", "There is more: see Copy details.\n"},
    {"many", "  Home & family | mail.contoso.com | Basic | Asks; cannot be mended without SSL\n"},
};

START_TEST(of_the_other_samples)
{
    struct window window;
    open_window(&window, expected_parts[_i].sample);
    char *text = text_of(&window.view);
    ck_assert_msg(strstr(text, expected_parts[_i].part) != NULL, "%s:\n%s\nhas no: %s",
                  expected_parts[_i].sample, text, expected_parts[_i].part);
    free(text);
    close_window(&window);
}
END_TEST

START_TEST(without_rights_to_ask_for_there_is_no_shield)
{
    struct window window;
    open_window(&window, "many");
    for (int needs_rights = 0; needs_rights < 2; needs_rights++) {
        window.machine.facts.machine_needs_rights = needs_rights != 0;
        make(&window);
        ck_assert_int_eq(window.view.fix.shield, needs_rights);
        ck_assert_int_eq(window.view.undo.shield, needs_rights);
    }
    close_window(&window);
}
END_TEST

START_TEST(the_interrupted_run_of_the_machine_needs_rights)
{
    struct window window;
    open_window(&window, "interrupted");
    window.machine.run.report.diagnosis.findings[0].half = REGISTRY_LOCAL_MACHINE;
    make(&window);
    ck_assert(window.view.fix.enabled && window.view.fix.shield);
    ck_assert_ptr_nonnull(strstr(window.view.changes, "\n  HKLM\\Software\\PromptFix\\Undo"));
    ck_assert(!window.view.level_choice_visible);
    close_window(&window);
}
END_TEST

/* The agent knows neither what is pending nor what is in the registry. */
START_TEST(says_that_it_cannot_tell_when_the_examination_failed)
{
    static const struct report empty;
    struct window window;
    open_window(&window, "nothing");
    window.machine.facts =
        (struct status_facts){.report = &empty, .state = TRAY_CANNOT_TELL, .chosen_level = 3};
    make(&window);
    char *text = text_of(&window.view);
    ck_assert_str_eq(text, "= PromptFix cannot tell whether Outlook will ask for your password.\n"
                           "Your helpdesk can go on from here: press Copy details and send them.\n"
                           "The mail profiles could not be read.\n"
                           "(&Fix) (&Undo) [&Copy details] [Close] ");
    free(text);
    close_window(&window);
}
END_TEST

/* ---- every state, activity and language ---- */

/* The letter behind the mark; small and large Latin ones are one. 0: there is none, or two marks.
 */
static uint32_t access_key_of(const char *label)
{
    const char *mark = strchr(label, '&');
    if (mark == NULL || strchr(mark + 1, '&') != NULL)
        return 0;
    const unsigned char first = (unsigned char)mark[1];
    if (first < 0x80)
        return isalnum(first) ? (uint32_t)tolower(first) : 0;
    return (uint32_t)first << 8 | (unsigned char)mark[2]; /* Cyrillic: two bytes of UTF-8 */
}

struct access_keys {
    uint32_t taken[16];
    size_t count;
};

/* Marks an access key as taken. False when it is none, or taken already. */
static bool take_access_key(struct access_keys *keys, const char *label)
{
    const uint32_t key = access_key_of(label);
    for (size_t i = 0; i < keys->count; i++)
        if (keys->taken[i] == key)
            return false;
    keys->taken[keys->count++] = key;
    return key != 0;
}

static bool access_keys_are_unique(const struct status_view *view)
{
    const char *const labels[] = {
        view->accounts_label, view->changes_label, view->level_choices[0], view->level_choices[1],
        view->fix.label,      view->undo.label,    view->restart.label,    view->copy.label,
    };
    struct access_keys keys = {.count = 0};
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (!take_access_key(&keys, labels[i]))
            return false;
    return true;
}

static bool is_said(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static void expect_complete(const struct status_facts *facts, const struct status_view *view)
{
    ck_assert_int_eq((int)view->state, (int)facts->state);
    ck_assert(is_said(view->title) && is_said(view->heading) && is_said(view->explanation));
    ck_assert(is_said(view->accounts_label) && is_said(view->no_accounts));
    ck_assert(is_said(view->changes_label) && is_said(view->level_label));
    for (size_t i = 0; i < 4; i++)
        ck_assert(is_said(view->columns[i]));
    for (size_t i = 0; i < view->row_count; i++)
        ck_assert(is_said(view->rows[i].profile) && is_said(view->rows[i].verdict) &&
                  view->rows[i].proxy != NULL && view->rows[i].method != NULL);
    ck_assert(facts->activity == ACTIVITY_NONE || is_said(view->status));
    ck_assert(access_keys_are_unique(view));
    ck_assert(view->close.enabled && view->copy.enabled && is_said(view->close.label));
    /* What can be pressed does something, and nothing is changed behind the user's back. */
    const bool at_work = facts->activity == ACTIVITY_WAITING_FOR_RIGHTS;
    ck_assert_int_eq(view->fix.enabled, !at_work && is_said(view->changes));
    ck_assert(!at_work || !view->level_choice_enabled);
    ck_assert(!view->undo.enabled || facts->can_undo[0] || facts->can_undo[1]);
    ck_assert(!view->level_choice_visible || is_said(view->changes));
    ck_assert(!is_said(view->warning) || is_said(view->changes));
}

START_TEST(is_never_without_an_answer)
{
    const struct language_messages messages = language_messages_of(message_languages[_i].id);
    for (size_t i = 0; i < status_sample_count; i++) {
        struct window window;
        open_window(&window, status_samples[i].name);
        window.machine.fake.host.messages = &messages.source;
        for (int state = 0; state < TRAY_STATE_COUNT; state++)
            for (int activity = ACTIVITY_NONE; activity <= ACTIVITY_PARTLY_UNDONE; activity++) {
                window.machine.facts.state = (enum tray_state)state;
                window.machine.facts.activity = (enum activity)activity;
                make(&window);
                expect_complete(&window.machine.facts, &window.view);
            }
        close_window(&window);
    }
}
END_TEST

/* English, but read from right to left. */
static const char *mirrored_text(const struct message_source *source, message_id id)
{
    (void)source;
    return id == MESSAGE_READING_DIRECTION ? "rtl" : english_message_text(id);
}

START_TEST(keeps_the_order_of_a_path_in_texts_from_right_to_left)
{
    static const struct message_source mirrored = {mirrored_text};
    struct window window;
    open_window(&window, "basic");
    window.machine.fake.host.messages = &mirrored;
    make(&window);
    const char *path = strstr(window.view.changes, "\n  \u202aHKCU\\Software");
    ck_assert_ptr_nonnull(path);
    ck_assert_ptr_nonnull(strstr(path, "REG_BINARY 02 00 00 00\u202c"));
    close_window(&window);
}
END_TEST

#ifndef _WIN32 /* see failing_allocation.h */
START_TEST(tells_when_memory_runs_out)
{
    struct status_machine machine;
    static const struct status_view untouched;
    status_machine_init(&machine, status_sample_find("many"));
    bool reached = true;
    for (size_t number = 1; reached; number++)
        for (int from_then_on = 0; reached && from_then_on < 2; from_then_on++) {
            struct arena arena = {0};
            struct status_view view = untouched;
            failing_allocation_begin(number, from_then_on != 0);
            error_code code = status_view_make(&machine.facts, &machine.fake.host, &arena, &view);
            reached = failing_allocation_end();
            ck_assert_uint_eq(code, reached ? CODE_NOT_ENOUGH_MEMORY : CODE_SUCCESS);
            if (reached)
                ck_assert_mem_eq(&view, &untouched, sizeof view);
            ck_assert(reached || number > 10);
            arena_done(&arena);
        }
    status_machine_done(&machine);
}
END_TEST
#endif

Suite *status_view_suite(void);

Suite *status_view_suite(void)
{
    Suite *suite = suite_create("status_view");
    TCase *tests = tcase_create("status_view");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, of_both_causes);
    tcase_add_test(tests, of_the_method_alone);
    tcase_add_test(tests, of_a_declined_machine_half);
    tcase_add_test(tests, of_a_fix_that_is_done);
    tcase_add_test(tests, of_a_policy);
    tcase_add_test(tests, of_a_machine_where_all_is_well);
    tcase_add_test(tests, of_a_machine_without_accounts);
    tcase_add_test(tests, of_what_cannot_be_read);
    tcase_add_test(tests, of_an_interrupted_run);
    tcase_add_loop_test(tests, of_the_other_samples, 0,
                        sizeof expected_parts / sizeof expected_parts[0]);
    tcase_add_test(tests, without_rights_to_ask_for_there_is_no_shield);
    tcase_add_test(tests, the_interrupted_run_of_the_machine_needs_rights);
    tcase_add_test(tests, says_that_it_cannot_tell_when_the_examination_failed);
    tcase_add_loop_test(tests, is_never_without_an_answer, 0, (int)message_language_count);
    tcase_add_test(tests, keeps_the_order_of_a_path_in_texts_from_right_to_left);
#ifndef _WIN32 /* see failing_allocation.h */
    tcase_add_test(tests, tells_when_memory_runs_out);
#endif
    suite_add_tcase(suite, tests);
    return suite;
}
