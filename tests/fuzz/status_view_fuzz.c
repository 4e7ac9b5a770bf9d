/* All that a person gets to see of a hostile registry: the window, the tip, the notification, the
 * report.
 *
 * The first bytes choose what the agent has done; the rest are lines of a .reg file, which is this
 * machine. Every text is there, well-formed and NUL-terminated; tip and notification stay within
 * the shell's limits; there is a row for each account; and Fix can be pressed only where something
 * would be changed. */
#include "agent/notice_text.h"
#include "agent/run.h"
#include "agent/tray_tip.h"
#include "registry/reg_file_reader.h"
#include "tests/fuzz/fuzz_text.h"
#include "tests/unit/fake_host.h"
#include "tests/unit/json_syntax.h"
#include "tests/unit/sample_registry.h"

#include <string.h>

/* The bits of the first byte; the second is the activity. */
enum {
    LEVEL_2 = 1,
    WINDOWS_PENDING = 2,
    OUTLOOK_PENDING = 4,
    PENDING_UNKNOWN = 8,
    NEEDS_RIGHTS = 16,
    UNDOES_USER = 32,
    UNDOES_MACHINE = 64,
};

static const char before_input[] =
    "Windows Registry Editor Version 5.00\n"
    "[HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\"
    "Profiles\\A\\13dbb0c8aa05101a9bb000aa002fc45a]\n";

/* A text of the window: none is missing. */
static void check_text(const char *text)
{
    ASSERT_FAST(text != NULL && fuzz_text_is_utf8(text, strlen(text), NULL));
}

static void check_limited(const char *text, size_t limit)
{
    size_t unit_count = 0;
    ASSERT_FAST(text != NULL && fuzz_text_is_utf8(text, strlen(text), &unit_count));
    ASSERT_FAST(unit_count <= limit);
}

static void check_button(const struct button_view *button)
{
    check_text(button->label);
    ASSERT_FAST(button->label[0] != '\0');
}

static void check_rows(const struct status_view *view, const struct report *report)
{
    ASSERT_FAST(view->row_count == report->observation.accounts.count);
    for (size_t i = 0; i < view->row_count; i++) {
        check_text(view->rows[i].profile);
        check_text(view->rows[i].proxy);
        check_text(view->rows[i].method);
        check_text(view->rows[i].verdict);
    }
}

static void check_view(const struct status_view *view, const struct report *report)
{
    const char *const texts[] = {
        view->title,
        view->heading,
        view->explanation,
        view->accounts_label,
        view->columns[0],
        view->columns[1],
        view->columns[2],
        view->columns[3],
        view->no_accounts,
        view->changes_label,
        view->changes,
        view->level_label,
        view->level_choices[0],
        view->level_choices[1],
        view->warning,
        view->status,
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        check_text(texts[i]);
    check_button(&view->fix);
    check_button(&view->undo);
    check_button(&view->restart);
    check_button(&view->copy);
    check_button(&view->close);
    check_rows(view, report);
    ASSERT_FAST(!view->fix.enabled || view->changes[0] != '\0');
}

static void check_words(const struct status_facts *facts, struct host *host)
{
    struct byte_buffer text = {0};
    const struct report *report = facts->report;
    tray_tip_append(&text, report, facts->pending, facts->state, host->messages);
    check_limited(byte_buffer_text(&text), TIP_LIMIT);
    if (facts->state != TRAY_FINE) {
        const struct notice notice =
            notice_of_state(report, facts->pending, facts->state, host->messages);
        check_limited(notice.title, NOTICE_TITLE_LIMIT);
        check_limited(notice.text, NOTICE_TEXT_LIMIT);
    }
    byte_buffer_clear(&text);
    report_append_text(&text, report, host);
    ASSERT_FAST(!text.failed && memchr(text.data, '\0', text.size) == NULL);
    ASSERT_FAST(fuzz_text_is_utf8(text.data, text.size, NULL));
    byte_buffer_clear(&text);
    report_append_json(&text, report);
    ASSERT_FAST(!text.failed && json_is_well_formed((const char *)text.data, text.size));
    byte_buffer_done(&text);
}

static void show(struct run *run, unsigned choice, uint8_t activity)
{
    const struct restart_pending pending = {
        .windows = (choice & WINDOWS_PENDING) != 0,
        .outlook = (choice & OUTLOOK_PENDING) != 0,
        .outlook_since = "2026-11-22T09:59:00Z",
    };
    struct status_facts facts = {
        .report = &run->report,
        .pending = (choice & PENDING_UNKNOWN) != 0 ? NULL : &pending,
        .activity = (enum activity)(activity % (ACTIVITY_PARTLY_UNDONE + 1)),
        .activity_code = CODE_ACCESS_DENIED,
        .chosen_level = (choice & LEVEL_2) != 0 ? 2 : 3,
        .machine_needs_rights = (choice & NEEDS_RIGHTS) != 0,
        .can_undo = {(choice & UNDOES_USER) != 0, (choice & UNDOES_MACHINE) != 0},
    };
    struct status_view view;
    facts.state = tray_state_of(facts.report, facts.pending);
    ASSERT_FAST(status_view_make(&facts, run->host, &run->arena, &view) == CODE_SUCCESS);
    check_view(&view, facts.report);
    check_words(&facts, run->host);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct fuzz_input input = {bytes, size};
    const unsigned choice = fuzz_input_byte(&input);
    const uint8_t activity = fuzz_input_byte(&input);
    struct byte_buffer file = {0};
    struct fake_host fake;
    fake_host_init(&fake);
    byte_buffer_append_text(&file, before_input);
    byte_buffer_append(&file, input.bytes, input.size);
    ASSERT_FAST(reg_file_read(file.data, file.size, 65001, fake.memory, NULL, NULL) ==
                CODE_SUCCESS);

    const struct options options = {.verb = VERB_CHECK, .level = (choice & LEVEL_2) != 0 ? 2 : 0};
    struct run run = {.host = &fake.host, .options = &options, .registry = fake.registry};
    run.report.options = &options;
    run.report.windows = fake.host.windows;
    run.report.halves[REGISTRY_LOCAL_MACHINE].changes.root = REGISTRY_LOCAL_MACHINE;
    ASSERT_FAST(run_examine(&run) == CODE_SUCCESS);
    show(&run, choice, activity);
    arena_done(&run.arena);
    byte_buffer_done(&file);
    fake_host_done(&fake);
    return 0;
}
