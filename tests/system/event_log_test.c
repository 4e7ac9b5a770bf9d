/* Events of the real program, as far as Wine shows them.
 *
 * Wine's ReportEventW keeps no log: it says on its debug channel "eventlog" what it was told. So
 * what is reported, and when, is shown natively (tests/unit/event_log_test.c); here, that the
 * program's message table has the text for each number, as an event viewer looks for it, and that a
 * run remembers what it has told. */
#include "messages.h"
#include "tests/system/mail_sample.h"
#include "tests/system/output_check.h"
#include "tests/system/program_run.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS L"Software\\PromptFix\\Events"

enum { ENGLISH = 0x409, GERMAN = 0x407, TEXT_SIZE = 1024 };

static const struct {
    DWORD id;
    DWORD number;   /* what an event viewer shows */
    DWORD severity; /* 1 information, 2 warning, 3 error */
    const wchar_t *english;
    const wchar_t *german;
} events[] = {
    {MESSAGE_EVENT_FINE, 700, 1, L"PromptFix finds no reason any more", L"PromptFix findet keinen"},
    {MESSAGE_EVENT_PROBLEM, 701, 2, L"Outlook keeps asking for a password. ", L"Outlook fragt"},
    {MESSAGE_EVENT_CANNOT_MEND, 702, 2, L"Outlook keeps asking for a password, or",
     L"Outlook fragt"},
    {MESSAGE_EVENT_FIXED, 710, 1, L"PromptFix has mended", L"PromptFix hat behoben"},
    {MESSAGE_EVENT_UNDONE, 711, 1, L"PromptFix has put back", L"PromptFix hat zur\u00fcckgesetzt"},
    {MESSAGE_EVENT_FAILED, 720, 3, L"PromptFix has failed", L"PromptFix ist gescheitert"},
};

static void tear_down(void)
{
    live_registry_clear();
}

/* As an event viewer does it, with the file that the MSI registers and the strings of an event. */
static void expect_text(HMODULE program, DWORD id, DWORD language, const wchar_t *begin)
{
    wchar_t text[TEXT_SIZE];
    const wchar_t *strings[] = {L"CONTOSO\\anna", L"Outlook 1", L"no_ssl (Outlook 1)", L"3010"};
    DWORD length =
        FormatMessageW(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_ARGUMENT_ARRAY, program, id,
                       language, text, TEXT_SIZE, (va_list *)(void *)strings);
    ck_assert_msg(length > 0, "no text for %#lx in %#lx", (unsigned long)id,
                  (unsigned long)language);
    ck_assert_msg(wcsncmp(text, begin, wcslen(begin)) == 0, "%ls", text);
    for (size_t i = 0; i < 4; i++)
        ck_assert_msg(wcsstr(text, strings[i]) != NULL, "%ls", text);
}

START_TEST(each_event_has_its_text_in_the_program)
{
    const char *source = getenv("PROMPTFIX_EXE");
    ck_assert_ptr_nonnull(source);
    HMODULE program = LoadLibraryExA(source, NULL, LOAD_LIBRARY_AS_DATAFILE);
    ck_assert_ptr_nonnull(program);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        ck_assert_uint_eq(events[i].id & 0xffff, events[i].number);
        ck_assert_uint_eq(events[i].id >> 30, events[i].severity);
        ck_assert_uint_eq(events[i].id & 0x3fff0000, 0); /* ours, and of no facility */
        expect_text(program, events[i].id, ENGLISH, events[i].english);
        expect_text(program, events[i].id, GERMAN, events[i].german);
    }
    FreeLibrary(program);
}
END_TEST

static void expect_told(const wchar_t *expected)
{
    wchar_t told[TEXT_SIZE] = L"";
    DWORD size = sizeof told - sizeof *told;
    HKEY key = NULL;
    ck_assert_int_eq(RegOpenKeyExW(HKEY_CURRENT_USER, EVENTS, 0, KEY_READ, &key), ERROR_SUCCESS);
    ck_assert_int_eq(RegQueryValueExW(key, L"Diagnosis", NULL, NULL, (BYTE *)told, &size),
                     ERROR_SUCCESS);
    RegCloseKey(key);
    ck_assert_msg(wcscmp(told, expected) == 0, "%ls", told);
}

START_TEST(a_check_remembers_what_it_has_told)
{
    mail_sample_write(BASIC);
    mail_sample_write_level(3);
    for (int day = 0; day < 2; day++) {
        ck_assert_uint_eq(promptfix(L"/check")->exit_code, 1);
        expect_told(L"701 basic_authentication (Outlook)");
    }
    const struct program_result *fix = promptfix(L"/fix /log:events.log");
    ck_assert_uint_eq(fix->exit_code, 3011);
    ck_assert_uint_eq(fix->errors_size, 0);
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, EVENTS));
    ck_assert_uint_eq(promptfix(L"/undo")->exit_code, 3011);
    ck_assert(!live_registry_has_key(HKEY_CURRENT_USER, EVENTS));
}
END_TEST

Suite *event_log_suite(void);

Suite *event_log_suite(void)
{
    Suite *suite = suite_create("event_log");
    TCase *tests = tcase_create("event_log");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, each_event_has_its_text_in_the_program);
    tcase_add_test(tests, a_check_remembers_what_it_has_told);
    suite_add_tcase(suite, tests);
    return suite;
}
