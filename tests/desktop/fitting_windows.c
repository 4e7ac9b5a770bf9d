/* The program's windows in every language and in the pseudo-language, as Windows really sets them:
 * no text is cut, nothing overlaps, and nothing is outside of its window.
 *
 * The windows are shown in this process, on registries in memory, so that one Wine does for all of
 * them; see fitting.sh. The pseudo-language is looked at in every state; the others, of which each
 * costs Wine half a minute, in some, unless PROMPTFIX_EVERY_STEP is set. What fits is measured here
 * anew, by other code than the program's own. With PROMPTFIX_PICTURES, the name of a folder below
 * build/screenshots, some of it is photographed. */
#include "agent/dll_search_windows.h"
#include "agent/restart_dialog_windows.h"
#include "agent/status_dialog_windows.h"

#include "tests/desktop/screen.h"
#include "tests/unit/message_texts.h"
#include "tests/unit/status_samples.h"

#include <check.h>
#include <commctrl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* One state in so many; each language begins with another one, so that together they have all. */
enum { STEP = 12 };

enum { CONTROL_LIMIT = 32, TEXT_LIMIT = 8192, CELL_LIMIT = 512 };

/* What is looked at, for the words of a failure. */
static const struct message_language *language;
static const char *scene;

#define CHECK(condition, ...)                                                                      \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_at(#condition, __VA_ARGS__);                                                      \
    } while (0)

static void fail_at(const char *condition, HWND control, int needed, int given)
{
    wchar_t text[CELL_LIMIT] = L"";
    char utf8[4 * CELL_LIMIT] = "";
    GetWindowTextW(control, text, CELL_LIMIT);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8 - 1, NULL, NULL);
    ck_abort_msg("%s, %s, control %d: %s: %d needed, %d given: %s", language->name, scene,
                 GetDlgCtrlID(control), condition, needed, given, utf8);
}

/* ---- one control ---- */

static int pixels(int length)
{
    HDC screen = GetDC(NULL);
    const int dpi = GetDeviceCaps(screen, LOGPIXELSY);
    ReleaseDC(NULL, screen);
    return MulDiv(length, dpi, 96);
}

/* In the control's own font. */
static SIZE measured(HWND control, const wchar_t *text, UINT format, int width)
{
    RECT box = {0, 0, width, 0};
    HDC screen = GetDC(control);
    HGDIOBJ before = SelectObject(screen, (HFONT)SendMessageW(control, WM_GETFONT, 0, 0));
    DrawTextW(screen, text, -1, &box, format | DT_CALCRECT);
    SelectObject(screen, before);
    ReleaseDC(control, screen);
    return (SIZE){box.right - box.left, box.bottom - box.top};
}

static void expect_static_fits(HWND control, const wchar_t *text, const RECT *inside)
{
    const LONG style = GetWindowLongW(control, GWL_STYLE);
    const UINT prefix = (style & SS_NOPREFIX) != 0 ? DT_NOPREFIX : 0;
    const SIZE size = measured(
        control, text, DT_WORDBREAK | DT_EDITCONTROL | DT_EXPANDTABS | prefix, (int)inside->right);
    CHECK(size.cx <= inside->right, control, (int)size.cx, (int)inside->right);
    CHECK(size.cy <= inside->bottom, control, (int)size.cy, (int)inside->bottom);
}

/* A push button has a border, and room around its label; the others have their mark before it. */
static void expect_button_fits(HWND control, const wchar_t *text, const RECT *inside)
{
    const LONG style = GetWindowLongW(control, GWL_STYLE);
    const bool wraps = (style & BS_MULTILINE) != 0;
    const int mark = wraps ? pixels(16) : pixels(6);
    const int width = (int)inside->right - mark;
    const SIZE size = measured(control, text, wraps ? DT_WORDBREAK : DT_SINGLELINE, width);
    CHECK(size.cx <= width, control, (int)size.cx, width);
    CHECK(size.cy <= inside->bottom, control, (int)size.cy, (int)inside->bottom);
}

/* A list that is wider than the window can be scrolled; a cell that is cut cannot. */
static void expect_list_fits(HWND list)
{
    HWND header = (HWND)SendMessageW(list, LVM_GETHEADER, 0, 0);
    const int column_count = (int)SendMessageW(header, HDM_GETITEMCOUNT, 0, 0);
    const int row_count = (int)SendMessageW(list, LVM_GETITEMCOUNT, 0, 0);
    for (int column = 0; column < column_count; column++) {
        wchar_t text[CELL_LIMIT] = L"";
        HDITEMW title = {.mask = HDI_TEXT, .pszText = text, .cchTextMax = CELL_LIMIT};
        const int width = (int)SendMessageW(list, LVM_GETCOLUMNWIDTH, (WPARAM)column, 0);
        SendMessageW(header, HDM_GETITEMW, (WPARAM)column, (LPARAM)&title);
        const int title_width = (int)measured(header, text, DT_SINGLELINE | DT_NOPREFIX, 0).cx;
        CHECK(title_width + pixels(6) <= width, list, title_width, width);
        for (int row = 0; row < row_count; row++) {
            LVITEMW item = {.iSubItem = column, .pszText = text, .cchTextMax = CELL_LIMIT};
            SendMessageW(list, LVM_GETITEMTEXTW, (WPARAM)row, (LPARAM)&item);
            const int cell = (int)measured(list, text, DT_SINGLELINE | DT_NOPREFIX, 0).cx;
            CHECK(cell + pixels(6) <= width, list, cell, width);
        }
    }
}

static void expect_text_fits(HWND control)
{
    static wchar_t text[TEXT_LIMIT];
    wchar_t class_name[64] = L"";
    RECT inside;
    GetClientRect(control, &inside);
    GetClassNameW(control, class_name, 64);
    if (GetWindowTextW(control, text, TEXT_LIMIT) == 0)
        text[0] = L'\0';
    if (_wcsicmp(class_name, WC_LISTVIEWW) == 0)
        expect_list_fits(control);
    else if (text[0] == L'\0')
        return;
    else if (_wcsicmp(class_name, L"Static") == 0)
        expect_static_fits(control, text, &inside);
    else if (_wcsicmp(class_name, L"Button") == 0)
        expect_button_fits(control, text, &inside);
}

/* ---- all controls of a window ---- */

struct controls {
    HWND window;
    HWND all[CONTROL_LIMIT];
    RECT places[CONTROL_LIMIT];
    size_t count;
};

static BOOL CALLBACK add_control(HWND control, LPARAM parameter)
{
    struct controls *controls = (struct controls *)parameter;
    if (GetParent(control) != controls->window || !IsWindowVisible(control))
        return TRUE;
    RECT *place = &controls->places[controls->count];
    ck_assert_uint_lt(controls->count, CONTROL_LIMIT);
    controls->all[controls->count++] = control;
    GetWindowRect(control, place);
    MapWindowPoints(NULL, controls->window, (POINT *)(void *)place, 2);
    if (place->left > place->right) { /* the window is mirrored */
        const LONG left = place->right;
        place->right = place->left;
        place->left = left;
    }
    return TRUE;
}

static void expect_window_fits(HWND window)
{
    struct controls controls = {.window = window};
    RECT inside;
    RECT both;
    EnumChildWindows(window, add_control, (LPARAM)&controls);
    GetClientRect(window, &inside);
    ck_assert_uint_ge(controls.count, 3);
    for (size_t i = 0; i < controls.count; i++) {
        const RECT *place = &controls.places[i];
        CHECK(place->left >= 0 && place->right <= inside.right, controls.all[i], (int)place->right,
              (int)inside.right);
        CHECK(place->top >= 0 && place->bottom <= inside.bottom, controls.all[i],
              (int)place->bottom, (int)inside.bottom);
        for (size_t j = 0; j < i; j++)
            CHECK(!IntersectRect(&both, place, &controls.places[j]), controls.all[i],
                  GetDlgCtrlID(controls.all[j]), 0);
        expect_text_fits(controls.all[i]);
    }
    const bool mirrored = (GetWindowLongW(window, GWL_EXSTYLE) & WS_EX_LAYOUTRTL) != 0;
    ck_assert_int_eq(mirrored, strcmp(language->text(MESSAGE_READING_DIRECTION), "rtl") == 0);
}

static void handle_messages(void)
{
    MSG message;
    while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
}

static void take_picture(HWND window, const char *what)
{
    char folder[64] = "";
    char name[256];
    if (GetEnvironmentVariableA("PROMPTFIX_PICTURES", folder, sizeof folder) == 0)
        return;
    snprintf(name, sizeof name, "%s/%s-%s", folder, language->name, what);
    screen_leave();
    handle_messages();
    RedrawWindow(window, NULL, NULL,
                 RDW_ERASE | RDW_FRAME | RDW_INVALIDATE | RDW_ALLCHILDREN | RDW_UPDATENOW);
    GdiFlush();
    screen_picture_of_window(window, name);
}

/* ---- the window ---- */

static void on_command(void *context, enum agent_command command)
{
    (void)context;
    (void)command;
}

/* A window that opens is as large as its contents need, and no larger. */
static void look_at_sample(struct status_dialog *dialog, const struct status_sample *sample)
{
    struct status_machine machine;
    struct arena arena = {0};
    struct status_view view;
    scene = sample->name;
    status_machine_init(&machine, sample);
    machine.fake.host.messages = dialog->messages;
    ck_assert_uint_eq(status_view_make(&machine.facts, &machine.fake.host, &arena, &view),
                      CODE_SUCCESS);
    status_dialog_close(dialog);
    ck_assert(status_dialog_show(dialog, &view));
    expect_window_fits(status_dialog_window(dialog));
    take_picture(status_dialog_window(dialog),
                 sample == &status_samples[0] ? "window" : sample->name);
    arena_done(&arena);
    status_machine_done(&machine);
}

START_TEST(the_window_fits_in_every_state)
{
    struct utf16_text text = {0};
    struct status_dialog dialog;
    language = &message_languages[_i];
    const struct language_messages messages = language_messages_of(language->id);
    status_dialog_init(&dialog, GetModuleHandleW(NULL), &messages.source, &text, on_command, NULL);
    const bool all = strcmp(language->name, "xx") == 0 || getenv("PROMPTFIX_EVERY_STEP") != NULL;
    look_at_sample(&dialog, &status_samples[0]);
    for (size_t i = all ? 1 : 1 + (size_t)_i % STEP; i < status_sample_count; i += all ? 1 : STEP)
        look_at_sample(&dialog, &status_samples[i]);
    handle_messages();
    status_dialog_done(&dialog);
    utf16_text_done(&text);
}
END_TEST

/* ---- the question about the restart ---- */

#define REASON "Access is denied, or something else that takes quite a few words to say. (5)"

struct question {
    const char *name;
    message_id heading, explanation, status, now, later;
};

static const struct question questions[] = {
    {"question-windows", MESSAGE_RESTART_WINDOWS_HEADING, MESSAGE_RESTART_WINDOWS_EXPLANATION, 0,
     MESSAGE_RESTART_NOW, MESSAGE_RESTART_LATER},
    {"question-outlook", MESSAGE_RESTART_OUTLOOK_HEADING, MESSAGE_RESTART_OUTLOOK_EXPLANATION, 0,
     MESSAGE_RESTART_NOW, MESSAGE_RESTART_LATER},
    {"countdown", MESSAGE_RESTART_WINDOWS_COMING, MESSAGE_RESTART_WINDOWS_EXPLANATION,
     MESSAGE_RESTART_SECONDS_LEFT, MESSAGE_RESTART_NOW, MESSAGE_RESTART_CANCEL},
    {"outlook-countdown", MESSAGE_RESTART_OUTLOOK_COMING, MESSAGE_RESTART_OUTLOOK_EXPLANATION,
     MESSAGE_RESTART_SECONDS_LEFT, MESSAGE_RESTART_NOW, MESSAGE_RESTART_CANCEL},
    {"closing", MESSAGE_RESTART_OUTLOOK_HEADING, MESSAGE_RESTART_OUTLOOK_EXPLANATION,
     MESSAGE_RESTART_CLOSING, MESSAGE_RESTART_NOW, MESSAGE_RESTART_LATER},
    {"asks", MESSAGE_RESTART_OUTLOOK_HEADING, MESSAGE_RESTART_OUTLOOK_EXPLANATION,
     MESSAGE_RESTART_OUTLOOK_ASKS, MESSAGE_RESTART_TRY_AGAIN, MESSAGE_RESTART_LATER},
    {"slow", MESSAGE_RESTART_OUTLOOK_HEADING, MESSAGE_RESTART_OUTLOOK_EXPLANATION,
     MESSAGE_RESTART_OUTLOOK_SLOW, MESSAGE_RESTART_TRY_AGAIN, MESSAGE_RESTART_LATER},
    {"no-window", MESSAGE_RESTART_OUTLOOK_HEADING, MESSAGE_RESTART_OUTLOOK_EXPLANATION,
     MESSAGE_RESTART_NO_WINDOW, MESSAGE_RESTART_TRY_AGAIN, MESSAGE_RESTART_CANCEL},
    {"stays", MESSAGE_RESTART_OUTLOOK_HEADING, 0, MESSAGE_RESTART_OUTLOOK_STAYS,
     MESSAGE_RESTART_TRY_AGAIN, MESSAGE_RESTART_CLOSE},
    {"not-started", MESSAGE_RESTART_OUTLOOK_HEADING, 0, MESSAGE_RESTART_OUTLOOK_NOT_STARTED,
     MESSAGE_RESTART_TRY_AGAIN, MESSAGE_RESTART_CLOSE},
    {"outlook-failed", MESSAGE_RESTART_OUTLOOK_HEADING, 0, MESSAGE_RESTART_OUTLOOK_FAILED, 0,
     MESSAGE_RESTART_CLOSE},
    {"windows-failed", MESSAGE_RESTART_WINDOWS_HEADING, 0, MESSAGE_RESTART_WINDOWS_FAILED, 0,
     MESSAGE_RESTART_CLOSE},
    {"others", MESSAGE_RESTART_WINDOWS_HEADING, 0, MESSAGE_RESTART_OTHER_USERS, 0,
     MESSAGE_RESTART_CLOSE},
    {"remote", MESSAGE_RESTART_WINDOWS_HEADING, 0, MESSAGE_RESTART_REMOTE_SESSION, 0,
     MESSAGE_RESTART_CLOSE},
};

static const char *words_of(struct byte_buffer *buffer, const struct message_source *messages,
                            message_id id)
{
    byte_buffer_clear(buffer);
    if (id != 0)
        message_append(buffer, messages, id,
                       INSERT(id == MESSAGE_RESTART_SECONDS_LEFT ? "60" : REASON));
    return byte_buffer_text(buffer);
}

/* The window takes the size that each view needs. */
static void look_at_question(struct restart_dialog *dialog, const struct question *question)
{
    struct byte_buffer words[3] = {{0}};
    const struct message_source *messages = dialog->host->host.messages;
    scene = question->name;
    const struct restart_view view = {
        .heading = words_of(&words[0], messages, question->heading),
        .explanation = words_of(&words[1], messages, question->explanation),
        .status = words_of(&words[2], messages, question->status),
        .now = question->now != 0 ? messages->text(messages, question->now) : "",
        .now_enabled = true,
        .later = messages->text(messages, question->later),
    };
    dialog->machine.show(&dialog->machine, &view);
    expect_window_fits(restart_dialog_window(dialog));
    if (question == &questions[0])
        take_picture(restart_dialog_window(dialog), question->name);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        byte_buffer_done(&words[i]);
}

START_TEST(the_question_fits_at_every_stage)
{
    static struct windows_host host;
    struct restart_dialog dialog;
    language = &message_languages[_i];
    const struct language_messages messages = language_messages_of(language->id);
    host.host.messages = &messages.source;
    restart_dialog_init(&dialog, &host);
    restart_dialog_open(&dialog, RESTART_WINDOWS, NULL, NULL);
    ck_assert_ptr_nonnull(restart_dialog_window(&dialog));
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
        look_at_question(&dialog, &questions[i]);
    handle_messages();
    restart_dialog_done(&dialog);
}
END_TEST

/* Every language, or the one that is named: xx. */
int main(int argc, char **argv)
{
    int first = 0;
    int end = (int)message_language_count;
    dll_search_cut();
    for (int i = 0; argc > 1 && i < (int)message_language_count; i++) {
        if (strcmp(message_languages[i].name, argv[1]) == 0) {
            first = i;
            end = i + 1;
        }
    }
    Suite *suite = suite_create("fitting");
    TCase *tests = tcase_create("fitting");
    tcase_add_loop_test(tests, the_window_fits_in_every_state, first, end);
    tcase_add_loop_test(tests, the_question_fits_at_every_stage, first, end);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
