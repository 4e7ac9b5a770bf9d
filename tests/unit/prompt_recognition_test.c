/* Which windows are credential dialogs of Outlook, and that each is noticed once. */
#include "agent/prompt_recognition.h"

#include "agent/prompt_dialogs.h"

#include <check.h>

enum { PASSWORD = 0x50010020 }; /* WS_CHILD | WS_VISIBLE | WS_TABSTOP | ES_PASSWORD */
enum { PLAIN = 0x50010000 };
enum { MOST_CHILDREN = 12 };

struct child {
    const char *class_name;
    uint32_t style;
};

/* One window with what lies in it. */
static const struct seen {
    const char *what;
    const char *class_name;
    struct child children[MOST_CHILDREN];
    enum prompt_process process;
    bool owner_is_outlook;
    enum prompt_kind kind;
} cases[] = {
    {"XP: credui's own control holds the fields",
     "#32770",
     {{"Static", PLAIN},
      {"SysCredential", PLAIN},
      {"Static", PLAIN},
      {"ComboBoxEx32", PLAIN},
      {"ComboBox", PLAIN},
      {"Edit", PLAIN},
      {"Edit", PASSWORD},
      {"Button", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_CLASSIC},
    {"XP: only the user name can be chosen, a smart card holds the rest",
     "#32770",
     {{"SysCredential", PLAIN}, {"ComboBoxEx32", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_CLASSIC},
    {"Wine: the same fields without that control",
     "#32770",
     {{"Static", PLAIN},
      {"ComboBoxEx32", PLAIN},
      {"ComboBox", PLAIN},
      {"Edit", PLAIN},
      {"Edit", PASSWORD},
      {"Button", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     false,
     PROMPT_CLASSIC},
    {"Vista",
     "#32770",
     {{"DirectUIHWND", PLAIN},
      {"CtrlNotifySink", PLAIN},
      {"Edit", PLAIN},
      {"CtrlNotifySink", PLAIN},
      {"EDIT", PASSWORD}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_DIRECT_UI},
    {"Windows 10",
     "Credential Dialog Xaml Host",
     {{NULL, 0}},
     PROMPT_PROCESS_BROKER,
     true,
     PROMPT_BROKER},
    {"the same of another program",
     "Credential Dialog Xaml Host",
     {{NULL, 0}},
     PROMPT_PROCESS_BROKER,
     false,
     PROMPT_NONE},
    {"consent to elevation, asked for by Outlook",
     "Credential Dialog Xaml Host",
     {{NULL, 0}},
     PROMPT_PROCESS_OTHER,
     true,
     PROMPT_NONE},
    {"the broker's other windows",
     "ApplicationFrameWindow",
     {{NULL, 0}},
     PROMPT_PROCESS_BROKER,
     true,
     PROMPT_NONE},
    {"XP's dialog in another program",
     "#32770",
     {{"SysCredential", PLAIN}, {"ComboBoxEx32", PLAIN}, {"Edit", PASSWORD}},
     PROMPT_PROCESS_OTHER,
     false,
     PROMPT_NONE},
    {"XP's dialog in another program, owned by Outlook",
     "#32770",
     {{"SysCredential", PLAIN}, {"ComboBoxEx32", PLAIN}, {"Edit", PASSWORD}},
     PROMPT_PROCESS_OTHER,
     true,
     PROMPT_NONE},
    {"a message box",
     "#32770",
     {{"Static", PLAIN}, {"Button", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_NONE},
    {"the password of a POP3 account or a .pst file",
     "#32770",
     {{"Edit", PLAIN}, {"Edit", PASSWORD}, {"Button", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_NONE},
    {"a dialog with a list of users but no password",
     "#32770",
     {{"ComboBoxEx32", PLAIN}, {"ComboBox", PLAIN}, {"Edit", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_NONE},
    {"Vista's dialog for files",
     "#32770",
     {{"DirectUIHWND", PLAIN}, {"ComboBox", PLAIN}, {"Edit", PLAIN}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_NONE},
    {"a list that only has the style's bit",
     "#32770",
     {{"ComboBoxEx32", PASSWORD}, {"SysListView32", PASSWORD}},
     PROMPT_PROCESS_OUTLOOK,
     true,
     PROMPT_NONE},
    {"the main window, whatever lies in it",
     "rctrl_renwnd32",
     {{"SysCredential", PLAIN}, {"ComboBoxEx32", PLAIN}, {"Edit", PASSWORD}},
     PROMPT_PROCESS_OUTLOOK,
     false,
     PROMPT_NONE},
};

START_TEST(windows_are_told_apart_by_their_structure)
{
    const struct seen *seen = &cases[_i];
    struct prompt_window window;
    prompt_window_init(&window, seen->class_name, seen->process, seen->owner_is_outlook);
    for (size_t i = 0; i < MOST_CHILDREN && seen->children[i].class_name != NULL; i++)
        ck_assert(prompt_window_add_child(&window, seen->children[i].class_name,
                                          seen->children[i].style));
    ck_assert_msg(prompt_window_kind(&window) == seen->kind, "%s", seen->what);
}
END_TEST

START_TEST(a_dialog_with_hundreds_of_windows_is_none)
{
    struct prompt_window window;
    int added = 0;
    prompt_window_init(&window, "#32770", PROMPT_PROCESS_OUTLOOK, true);
    ck_assert(prompt_window_add_child(&window, "SysCredential", PLAIN));
    while (added < 100000 && prompt_window_add_child(&window, "Button", PLAIN))
        added++;
    ck_assert_int_lt(added, 1000);
    ck_assert_int_eq(prompt_window_kind(&window), PROMPT_NONE);
    ck_assert(!prompt_window_add_child(&window, "Button", PLAIN));
}
END_TEST

START_TEST(a_class_name_that_is_too_long_is_none_that_is_known)
{
    struct prompt_window window;
    prompt_window_init(&window, "Credential Dialog Xaml Host, and then some more of it",
                       PROMPT_PROCESS_BROKER, true);
    ck_assert_int_eq(prompt_window_kind(&window), PROMPT_NONE);
}
END_TEST

START_TEST(processes_are_known_by_their_program)
{
    static const struct {
        const char *path;
        enum prompt_process process;
    } programs[] = {
        {"C:\\Program Files\\Microsoft Office\\OFFICE11\\OUTLOOK.EXE", PROMPT_PROCESS_OUTLOOK},
        {"outlook.exe", PROMPT_PROCESS_OUTLOOK},
        {"\\Device\\HarddiskVolume1\\Office\\Outlook.exe", PROMPT_PROCESS_OUTLOOK},
        {"C:\\Windows\\System32\\CredentialUIBroker.exe", PROMPT_PROCESS_BROKER},
        {"C:\\outlook.exe\\notepad.exe", PROMPT_PROCESS_OTHER},
        {"C:\\xoutlook.exe", PROMPT_PROCESS_OTHER},
        {"C:\\outlook.exe.exe", PROMPT_PROCESS_OTHER},
        {"C:\\Windows\\System32\\consent.exe", PROMPT_PROCESS_OTHER},
        {"C:\\outlook.exe\\", PROMPT_PROCESS_OTHER},
        {"", PROMPT_PROCESS_OTHER},
    };
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++)
        ck_assert_msg(prompt_process_of_image(programs[i].path) == programs[i].process, "%s",
                      programs[i].path);
}
END_TEST

static const struct {
    const char *class_name;
    enum prompt_interest shown;
    enum prompt_interest in_front;
} interests[] = {
    {"#32770", PROMPT_LOOKED_AT, PROMPT_LOOKED_AT},
    {"Credential Dialog Xaml Host", PROMPT_LOOKED_AT, PROMPT_LOOKED_AT},
    {"rctrl_renwnd32", PROMPT_PASSED_OVER, PROMPT_LOOKED_AT},
    {"MsoSplash", PROMPT_PASSED_OVER, PROMPT_LOOKED_AT},
    {"EDIT", PROMPT_LOOKED_AT_IF_PASSWORD, PROMPT_PASSED_OVER},
    {"RichEdit20W", PROMPT_PASSED_OVER, PROMPT_PASSED_OVER},
    {"Notepad", PROMPT_PASSED_OVER, PROMPT_PASSED_OVER},
    {"", PROMPT_PASSED_OVER, PROMPT_PASSED_OVER},
};

START_TEST(most_windows_are_not_worth_a_look)
{
    ck_assert(prompt_class_is_possible("#32770"));
    ck_assert(prompt_class_is_possible("credential dialog xaml host"));
    ck_assert(!prompt_class_is_possible("rctrl_renwnd32"));
    ck_assert(!prompt_class_is_possible("tooltips_class32"));
    ck_assert(!prompt_class_is_possible(""));
    ck_assert(prompt_style_is_password(PASSWORD));
    ck_assert(!prompt_style_is_password(PLAIN));
    for (size_t i = 0; i < sizeof interests / sizeof interests[0]; i++) {
        const char *name = interests[i].class_name;
        ck_assert_msg(prompt_interest_in_shown(name) == interests[i].shown, "%s", name);
        ck_assert_msg(prompt_interest_in_front(name) == interests[i].in_front, "%s", name);
    }
}
END_TEST

START_TEST(a_dialog_is_noticed_once_until_it_is_gone)
{
    struct prompt_dialogs dialogs = {0};
    ck_assert(prompt_dialogs_add(&dialogs, 7));
    ck_assert(!prompt_dialogs_add(&dialogs, 7));
    ck_assert(prompt_dialogs_add(&dialogs, 8));
    prompt_dialogs_remove(&dialogs, 7);
    prompt_dialogs_remove(&dialogs, 7);
    ck_assert(!prompt_dialogs_have(&dialogs, 7));
    ck_assert(prompt_dialogs_have(&dialogs, 8));
    ck_assert(prompt_dialogs_add(&dialogs, 7));
}
END_TEST

START_TEST(of_too_many_dialogs_the_oldest_is_forgotten)
{
    struct prompt_dialogs dialogs = {0};
    for (uintptr_t window = 1; window <= (uintptr_t)3 * PROMPT_DIALOG_LIMIT; window++) {
        ck_assert(prompt_dialogs_add(&dialogs, window));
        ck_assert(!prompt_dialogs_add(&dialogs, window));
    }
    ck_assert_uint_eq(dialogs.count, PROMPT_DIALOG_LIMIT);
    ck_assert(!prompt_dialogs_have(&dialogs, (uintptr_t)2 * PROMPT_DIALOG_LIMIT));
    ck_assert(prompt_dialogs_have(&dialogs, (uintptr_t)2 * PROMPT_DIALOG_LIMIT + 1));
}
END_TEST

Suite *prompt_recognition_suite(void);

Suite *prompt_recognition_suite(void)
{
    Suite *suite = suite_create("prompt_recognition");
    TCase *tests = tcase_create("prompt_recognition");
    tcase_add_loop_test(tests, windows_are_told_apart_by_their_structure, 0,
                        (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(tests, a_dialog_with_hundreds_of_windows_is_none);
    tcase_add_test(tests, a_class_name_that_is_too_long_is_none_that_is_known);
    tcase_add_test(tests, processes_are_known_by_their_program);
    tcase_add_test(tests, most_windows_are_not_worth_a_look);
    tcase_add_test(tests, a_dialog_is_noticed_once_until_it_is_gone);
    tcase_add_test(tests, of_too_many_dialogs_the_oldest_is_forgotten);
    suite_add_tcase(suite, tests);
    return suite;
}
