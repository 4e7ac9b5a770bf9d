#include "agent/status_view.h"

#include "agent/account_verdict.h"
#include "agent/agent_probe.h"
#include "agent/planned_changes.h"
#include "agent/sign_on_by_name.h"
#include "agent/status_explanation.h"
#include "agent/status_line.h"

static void view_accounts(struct status_view *view, struct view_text *text,
                          const struct status_facts *facts)
{
    const struct account_list *accounts = &facts->report->observation.accounts;
    view->accounts_label = view_word(text, MESSAGE_WINDOW_ACCOUNTS);
    view->columns[0] = view_word(text, MESSAGE_COLUMN_PROFILE);
    view->columns[1] = view_word(text, MESSAGE_COLUMN_PROXY);
    view->columns[2] = view_word(text, MESSAGE_COLUMN_METHOD);
    view->columns[3] = view_word(text, MESSAGE_COLUMN_VERDICT);
    view->no_accounts = view_word(text, facts->report->observed && accounts->error == CODE_SUCCESS
                                            ? MESSAGE_WINDOW_NO_ACCOUNTS
                                            : MESSAGE_WINDOW_ACCOUNTS_UNREADABLE);
    if (accounts->count == 0)
        return;
    struct account_row *rows = arena_allocate(text->arena, accounts->count * sizeof *rows);
    if (rows == NULL) {
        text->failed = true;
        return;
    }
    for (size_t i = 0; i < accounts->count; i++)
        rows[i] = account_row_make(text, facts->report, facts->pending, &accounts->accounts[i]);
    view->rows = rows;
    view->row_count = accounts->count;
}

/* The level can be chosen while it is going to be raised. */
static void view_levels(struct status_view *view, const struct view_text *text,
                        const struct status_facts *facts)
{
    view->level_label = view_word(text, MESSAGE_WINDOW_LEVELS);
    view->level_choices[0] = view_word(text, MESSAGE_WINDOW_LEVEL_3);
    view->level_choices[1] = view_word(text, MESSAGE_WINDOW_LEVEL_2);
    view->level_choice_visible = facts->report->halves[REGISTRY_LOCAL_MACHINE].changes.count > 0;
    const struct policies *policies = &facts->report->observation.policies;
    const bool by_policy = policies_decide(policies, POLICY_LEVEL);
    view->level_choice_enabled = view->level_choice_visible && !by_policy &&
                                 policies_number(policies, POLICY_ALLOW_FIX) != 0 &&
                                 facts->activity != ACTIVITY_WAITING_FOR_RIGHTS;
    view->chosen_level = by_policy ? facts->report->diagnosis.target_level : facts->chosen_level;
}

static void view_buttons(struct status_view *view, const struct view_text *text,
                         const struct status_facts *facts)
{
    const struct report *report = facts->report;
    const bool at_work = facts->activity == ACTIVITY_WAITING_FOR_RIGHTS;
    const bool fixes_machine = planned_changes_include(report, REGISTRY_LOCAL_MACHINE);
    const bool fixes = fixes_machine || planned_changes_include(report, REGISTRY_CURRENT_USER);
    const bool undoes_machine = facts->can_undo[REGISTRY_LOCAL_MACHINE];
    const bool undoes = undoes_machine || facts->can_undo[REGISTRY_CURRENT_USER];
    const struct policies *policies = &report->observation.policies;

    view->fix = (struct button_view){
        .label = view_word(text, MESSAGE_BUTTON_FIX),
        .visible = true,
        .enabled = fixes && !at_work && policies_number(policies, POLICY_ALLOW_FIX) != 0 &&
                   !(facts->asks_proxy && planned_changes_switch_method(report)),
        .shield = fixes_machine && facts->machine_needs_rights,
    };
    view->by_name = (struct button_view){
        .label = view_word(text, MESSAGE_BUTTON_CERTIFICATE_NAME),
        .visible = sign_on_by_name_offer(&report->diagnosis) != NULL,
        .enabled = !at_work && policies_number(policies, POLICY_ALLOW_FIX) != 0,
    };
    view->undo = (struct button_view){
        .label = view_word(text, MESSAGE_BUTTON_UNDO),
        .visible = true,
        .enabled = undoes && !at_work && policies_number(policies, POLICY_ALLOW_UNDO) != 0,
        .shield = undoes_machine && facts->machine_needs_rights,
    };
    view->restart = (struct button_view){
        .label = view_word(text, facts->pending->windows ? MESSAGE_BUTTON_RESTART_WINDOWS
                                                         : MESSAGE_BUTTON_RESTART_OUTLOOK),
        .visible = facts->pending->windows || facts->pending->outlook,
        .enabled = !at_work && policies_number(policies, POLICY_RESTART) != 0,
    };
    view->test = (struct button_view){
        .label = view_word(text, MESSAGE_BUTTON_TEST_SIGN_IN),
        .visible = agent_probe_has_proxy(report),
        .enabled = !at_work && !facts->asks_proxy && !facts->tests_sign_in &&
                   !agent_probe_is_forbidden(report),
    };
    view->copy = (struct button_view){view_word(text, MESSAGE_BUTTON_COPY), true, true, false};
    view->close = (struct button_view){view_word(text, MESSAGE_BUTTON_CLOSE), true, true, false};
}

error_code status_view_make(const struct status_facts *given, struct host *host,
                            struct arena *arena, struct status_view *view)
{
    static const struct restart_pending none = {0};
    struct status_facts known = *given;
    const struct status_facts *facts = &known;
    if (known.pending == NULL)
        known.pending = &none;
    struct view_text text = {.host = host, .arena = arena};
    struct status_view made = {.state = facts->state};

    made.title = view_word(&text, MESSAGE_WINDOW_TITLE);
    made.heading = view_word(&text, status_heading(facts));
    made.explanation = status_explanation(&text, facts);
    view_accounts(&made, &text, facts);
    made.changes_label = view_word(&text, MESSAGE_WINDOW_CHANGES);
    made.changes = planned_changes_text(&text, facts->report);
    view_levels(&made, &text, facts);
    made.warning = planned_changes_switch_method(facts->report)
                       ? view_word(&text, MESSAGE_WINDOW_WARNING)
                       : "";
    made.status = status_line(&text, facts);
    view_buttons(&made, &text, facts);
    if (text.failed)
        return CODE_NOT_ENOUGH_MEMORY;
    *view = made;
    return CODE_SUCCESS;
}
