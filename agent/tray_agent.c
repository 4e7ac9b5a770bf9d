#include "agent/tray_agent_parts.h"

#include "agent/agent_menu.h"
#include "agent/agent_policy.h"
#include "agent/agent_window.h"
#include "agent/autostart.h"
#include "agent/notice_text.h"
#include "agent/planned_changes.h"
#include "agent/text_evidence.h"
#include "agent/tray_tip.h"

#include <stdlib.h>

error_code tray_agent_create(struct host *host, struct desktop *desktop, struct tray_agent **agent)
{
    struct tray_agent *made = calloc(1, sizeof *made);
    if (made == NULL)
        return CODE_NOT_ENOUGH_MEMORY;
    made->host = host;
    made->desktop = desktop;
    made->level = LM_COMPATIBILITY_RECOMMENDED;
    settings_set_defaults(&made->settings);
    tray_icon_init(&made->icon, desktop);
    agent_notice_init(&made->notice, host, desktop);
    agent_prompt_init(&made->prompt, host, desktop);
    agent_probe_init(&made->probe, host, desktop);
    agent_fix_init(&made->fix, host, desktop->log_path);
    agent_journal_init(&made->journal, host, desktop);
    change_gathering_init(&made->gathering, host, desktop);
    restart_question_init(&made->question, desktop);
    *agent = made;
    return CODE_SUCCESS;
}

void tray_agent_free(struct tray_agent *agent)
{
    if (agent == NULL)
        return;
    agent_probe_done(&agent->probe);
    examination_done(&agent->now);
    agent_journal_done(&agent->journal);
    byte_buffer_done(&agent->remark);
    free(agent);
}

/* As they were at the last look; none before. */
static const struct policies *policies_of(const struct tray_agent *agent)
{
    return &agent->now.run.report.observation.policies;
}

static void show_icon(struct tray_agent *agent)
{
    const struct examination *now = &agent->now;
    const struct message_source *messages = agent->host->messages;
    struct byte_buffer tip = {0};
    /* A notice needs its icon, also where there would be none. */
    const bool wanted = agent_policy_shows_icon(policies_of(agent), &agent->settings,
                                                now->state != TRAY_FINE || agent->notice.is_answer);
    if (!wanted || agent->has_left) {
        tray_icon_hide(&agent->icon);
        return;
    }
    tray_tip_append(&tip, &now->run.report, examination_pending(now), now->state, messages);
    const char *text = byte_buffer_text(&tip);
    tray_icon_show(&agent->icon, now->state,
                   text != NULL ? text : messages->text(messages, MESSAGE_WINDOW_TITLE));
    byte_buffer_done(&tip);
}

/* Memory does not suffice: whoever wants to see something is told why he does not. */
static void regret(struct tray_agent *agent)
{
    const struct notice words = notice_of_missing_memory(agent->now.state, agent->host->messages);
    if (agent->icon.is_there)
        (void)agent_notice_answer(&agent->notice, &words);
}

/* Hands the window to the desktop. */
static void present(struct tray_agent *agent,
                    void (*hand_over)(struct desktop *desktop, const struct status_view *view))
{
    struct arena arena = {0};
    struct status_view view;
    const char *remark = agent->remark.size > 0 ? byte_buffer_text(&agent->remark) : NULL;
    const struct window_facts facts = {
        .examination = &agent->now,
        .fix = &agent->fix,
        .level = agent->level,
        .asks_proxy = agent_probe_asks(&agent->probe),
        .tests_sign_in = agent_probe_tests(&agent->probe),
        .remark = remark != NULL ? remark : "",
    };
    if (agent->is_presenting || agent->has_left)
        return; /* the desktop has called back while it takes the last view; or it is too late */
    if (agent_window_make(&facts, agent->host, agent->desktop, &arena, &view) == CODE_SUCCESS) {
        agent->is_presenting = true;
        hand_over(agent->desktop, &view);
        agent->is_presenting = false;
    } else {
        regret(agent);
    }
    arena_done(&arena);
}

void tray_agent_update_window(struct tray_agent *agent)
{
    if (agent->desktop->window_is_open(agent->desktop))
        present(agent, agent->desktop->update_window);
}

static void consider_notice(struct tray_agent *agent, enum occasion occasion)
{
    enum notice_audience audience = AUDIENCE_NONE;
    agent->notice.plan.limits = agent_policy_notice_limits(policies_of(agent));
    if (!agent_policy_notifies(policies_of(agent), &agent->settings) || agent->fix.is_waiting ||
        agent_probe_asks(&agent->probe)) /* what it answers decides what there is to say */
        audience = AUDIENCE_SPARED;
    else if (occasion == OCCASION_USER || agent->desktop->window_is_open(agent->desktop))
        audience = AUDIENCE_WATCHES;
    if (!agent_notice_consider(&agent->notice, &agent->now, audience, agent->icon.is_there))
        tray_icon_renew(&agent->icon);
}

void tray_agent_show_window(struct tray_agent *agent)
{
    agent_notice_withdraw(&agent->notice);
    show_icon(agent);
    present(agent, agent->desktop->show_window);
    consider_notice(agent, OCCASION_USER);
}

/* Says in the window what could not be done. */
static void remark_error(struct tray_agent *agent, message_id id, error_code code)
{
    struct byte_buffer reason = {0};
    byte_buffer_clear(&agent->remark);
    evidence_append_error(&reason, agent->host, code);
    message_append(&agent->remark, agent->host->messages, id, INSERT(byte_buffer_text(&reason)));
    byte_buffer_done(&reason);
    tray_agent_show_window(agent);
}

/* While Outlook has a change before it, its end is worth knowing. */
static void watch_outlook(struct tray_agent *agent)
{
    if (agent->now.outlook_runs && agent->now.pending.outlook && !agent->watches_outlook) {
        agent->watches_outlook = true;
        agent->desktop->watch_outlook(agent->desktop);
    }
}

bool tray_agent_examine(struct tray_agent *agent, enum occasion occasion)
{
    struct examination found;
    const struct examination_request request = {
        .level = agent->level,
        .made = &agent->fix.made,
        .proxies = agent_probe_known(&agent->probe),
        .policy_result = &agent->policy_result.known,
    };
    const enum tray_state before = agent->is_examined ? agent->now.state : TRAY_FINE;

    if (agent->has_left)
        return false;
    if (agent->is_presenting) {
        change_gathering_add(&agent->gathering); /* in a moment: the view is still being used */
        return false;
    }
    change_gathering_end(&agent->gathering);
    agent->desktop->renew_watch(agent->desktop);
    (void)settings_read(agent->host->registry, &agent->settings); /* else as they were */
    examination_make(&found, agent->host, agent->desktop, &request);
    const bool asked = agent_probe_asks(&agent->probe);
    bool changed = !agent->is_examined || !examination_equal(&agent->now, &found);
    examination_done(&agent->now);
    agent->now = found;
    agent->is_examined = true;
    agent_journal_note(&agent->journal, &agent->now, agent->now.state != before);
    agent_probe_consider(&agent->probe, &agent->now);
    tray_agent_consider_policy_result(agent);
    changed |= agent_probe_asks(&agent->probe) != asked;
    show_icon(agent);
    if (changed)
        tray_agent_update_window(agent);
    watch_outlook(agent);
    agent_prompt_watch(&agent->prompt, agent_prompt_is_wanted(&agent->settings, &agent->now));
    consider_notice(agent, occasion);
    return changed;
}

void tray_agent_forget_activity(struct tray_agent *agent)
{
    if (!agent->fix.is_waiting)
        agent->fix.activity = ACTIVITY_NONE;
    byte_buffer_clear(&agent->remark);
}

static void check_now(struct tray_agent *agent)
{
    tray_agent_forget_activity(agent);
    agent_probe_forget_failed(&agent->probe);
    agent->policy_result.was_asked = false;
    tray_agent_examine(agent, OCCASION_USER);
    tray_agent_show_window(agent);
}

/* The restart that the window's button names. */
static void ask_again(struct tray_agent *agent)
{
    if (agent->fix.is_waiting)
        return;
    tray_agent_examine(agent, OCCASION_USER);
    if (!restart_question_ask_again(&agent->question, &agent->now))
        tray_agent_show_window(agent); /* which says why not */
}

/* A fix that the user does not see the end of in the window is answered at the icon. */
static void answer(struct tray_agent *agent)
{
    struct notice words;
    if (!notice_of_activity(agent->fix.activity, agent->now.state, agent->host->messages, &words))
        return;
    agent->notice.is_answer = true; /* which keeps the icon */
    show_icon(agent);
    if (!agent->icon.is_there || !agent_notice_answer(&agent->notice, &words)) {
        agent->notice.is_answer = false;
        show_icon(agent);
    }
}

static void begin(struct tray_agent *agent, enum agent_command command)
{
    char arguments[HELPER_ARGUMENTS_SIZE];
    if (agent->fix.is_waiting) {
        tray_agent_show_window(agent);
        return;
    }
    tray_agent_forget_activity(agent);
    tray_agent_end_test(agent);
    tray_agent_examine(agent, OCCASION_USER); /* what is fixed is what there is now */
    if (command != COMMAND_UNDO && agent_probe_asks(&agent->probe)) {
        tray_agent_show_window(agent); /* which says that the answer comes first */
        return;
    }
    const enum policy_id allowed = command == COMMAND_UNDO ? POLICY_ALLOW_UNDO : POLICY_ALLOW_FIX;
    if (agent->now.error == CODE_SUCCESS && policies_number(policies_of(agent), allowed) != 0) {
        agent_fix_begin(&agent->fix, command, agent->level, &agent->now, arguments);
        tray_agent_examine(agent, OCCASION_USER);
        if (!agent->fix.is_waiting)
            agent_fix_conclude(&agent->fix, &agent->now);
    }
    tray_agent_show_window(agent);
    if (agent->fix.is_waiting)
        agent->desktop->start_helper(agent->desktop, arguments);
    else
        restart_question_ask_due(&agent->question, &agent->fix, &agent->now);
}

void tray_agent_helper_ended(struct tray_agent *agent, const struct helper_result *result)
{
    if (!agent->fix.is_waiting || agent->has_left)
        return;
    const enum tray_state before = agent->now.state;
    agent_fix_helper_ended(&agent->fix, result);
    tray_agent_examine(agent, OCCASION_USER);
    agent_fix_conclude(&agent->fix, &agent->now);
    if (agent->fix.made.windows && !agent->now.pending.windows)
        tray_agent_examine(agent, OCCASION_USER); /* the helper could not mark it */
    if (agent->now.state == before)               /* else it is in the log already */
        agent_journal_log(&agent->journal, &agent->now);
    if (agent->desktop->window_is_open(agent->desktop))
        tray_agent_update_window(agent);
    else
        answer(agent);
    restart_question_ask_due(&agent->question, &agent->fix, &agent->now);
}

void tray_agent_restart_answered(struct tray_agent *agent, enum restart what,
                                 enum restart_answer answered, error_code code)
{
    (void)code; /* the user has been told */
    if (!restart_question_answered(&agent->question, what) || answered == RESTART_ANSWER_STARTED)
        return;
    if (what == RESTART_OUTLOOK && answered == RESTART_ANSWER_DONE)
        agent_fix_outlook_restarted(&agent->fix);
    tray_agent_examine(agent, OCCASION_USER);
    restart_question_ask_due(&agent->question, &agent->fix, &agent->now);
}

static void toggle_start_with_windows(struct tray_agent *agent)
{
    const error_code code = autostart_toggle(agent->host->registry, agent->desktop->program_path);
    if (code != CODE_SUCCESS)
        remark_error(agent, MESSAGE_REMARK_NOT_STORED, code);
}

static void toggle_dismissed(struct tray_agent *agent)
{
    const error_code code = agent_notice_toggle_dismissed(&agent->notice);
    if (code != CODE_SUCCESS)
        remark_error(agent, MESSAGE_REMARK_NOT_STORED, code);
}

static void choose_level(struct tray_agent *agent, unsigned level)
{
    if (agent->fix.is_waiting || agent->level == level)
        return;
    agent->level = level;
    tray_agent_examine(agent, OCCASION_USER);
    tray_agent_update_window(agent);
}

static void leave(struct tray_agent *agent)
{
    agent->has_left = true;
    agent_probe_stop(&agent->probe);
    agent_prompt_watch(&agent->prompt, false);
    change_gathering_end(&agent->gathering);
    agent_notice_release(&agent->notice);
    agent_notice_withdraw(&agent->notice);
    tray_icon_hide(&agent->icon);
    agent->desktop->close_window(agent->desktop);
    agent->desktop->quit(agent->desktop);
}

void tray_agent_start(struct tray_agent *agent)
{
    agent_prompt_prune(&agent->prompt);
    tray_agent_examine(agent, OCCASION_EVENT);
}

void tray_agent_registry_changed(struct tray_agent *agent)
{
    if (!agent->has_left)
        change_gathering_add(&agent->gathering);
}

void tray_agent_timer(struct tray_agent *agent, enum agent_timer timer)
{
    if (timer == TIMER_ICON_RETRY) {
        tray_icon_retry(&agent->icon);
        if (agent->icon.is_there)
            consider_notice(agent, OCCASION_EVENT);
    } else if (timer == TIMER_GATHER && change_gathering_timer_ended(&agent->gathering)) {
        if (tray_agent_examine(agent, OCCASION_EVENT) && !agent->fix.is_waiting &&
            agent->fix.activity != ACTIVITY_NONE) {
            tray_agent_forget_activity(agent); /* somebody else has gone on from there */
            tray_agent_update_window(agent);
        }
    }
}

void tray_agent_taskbar_created(struct tray_agent *agent)
{
    agent_notice_note_gone(&agent->notice);
    tray_icon_add_again(&agent->icon);
    tray_agent_examine(agent, OCCASION_EVENT);
}

void tray_agent_session_resumed(struct tray_agent *agent)
{
    tray_icon_renew(&agent->icon);
    agent_probe_forget_failed(&agent->probe);
    tray_agent_examine(agent, OCCASION_EVENT);
}

void tray_agent_attention_changed(struct tray_agent *agent)
{
    if (agent_notice_release(&agent->notice))
        consider_notice(agent, OCCASION_EVENT);
}

void tray_agent_appearance_changed(struct tray_agent *agent)
{
    tray_icon_renew(&agent->icon);
}

void tray_agent_icon_chosen(struct tray_agent *agent)
{
    tray_agent_show_window(agent);
}

void tray_agent_notice_chosen(struct tray_agent *agent)
{
    agent_notice_note_gone(&agent->notice);
    tray_agent_show_window(agent);
}

void tray_agent_notice_dismissed(struct tray_agent *agent)
{
    agent_notice_note_gone(&agent->notice);
    show_icon(agent);
}

void tray_agent_outlook_ended(struct tray_agent *agent)
{
    agent->watches_outlook = false;
    tray_agent_examine(agent, OCCASION_EVENT);
}

void tray_agent_report_written(struct tray_agent *agent, error_code code)
{
    agent_report_written(&agent->journal.report, code, !agent->has_left);
}

void tray_agent_prompt_shown(struct tray_agent *agent, const char *caption)
{
    if (agent->has_left || !agent->prompt.is_watched)
        return;
    if (agent->now.pending.outlook)
        tray_agent_examine(agent, OCCASION_EVENT); /* Outlook may have been restarted meanwhile */
    agent_probe_forget_failed(&agent->probe);
    agent->notice.prompt_is_new = agent_prompt_count(&agent->prompt, &agent->now, caption);
    tray_agent_examine(agent, OCCASION_EVENT);
    if (!agent_probe_asks(&agent->probe)) /* else it is told when the proxy has answered */
        agent->notice.prompt_is_new = false;
}

void tray_agent_command(struct tray_agent *agent, enum agent_command command)
{
    /* What a window says while it is made is no wish of a user. */
    if (agent->has_left || (agent->is_presenting && command != COMMAND_EXIT))
        return;
    switch (command) {
    case COMMAND_SHOW:
        tray_agent_show_window(agent);
        break;
    case COMMAND_CHECK_NOW:
        check_now(agent);
        break;
    case COMMAND_FIX:
    case COMMAND_USE_CERTIFICATE_NAME:
    case COMMAND_UNDO:
        begin(agent, command);
        break;
    case COMMAND_OPEN_LOG:
        agent->desktop->open_log(agent->desktop);
        break;
    case COMMAND_START_WITH_WINDOWS:
        toggle_start_with_windows(agent);
        break;
    case COMMAND_DO_NOT_ASK_AGAIN:
        toggle_dismissed(agent);
        break;
    case COMMAND_ABOUT:
        agent->desktop->show_about(agent->desktop);
        break;
    case COMMAND_EXIT:
        leave(agent);
        break;
    case COMMAND_CHOOSE_LEVEL_2:
    case COMMAND_CHOOSE_LEVEL_3:
        choose_level(agent, command == COMMAND_CHOOSE_LEVEL_2 ? 2 : 3);
        break;
    case COMMAND_COPY_DETAILS:
        if (!agent_window_copy_details(&agent->now, agent->host, agent->desktop))
            regret(agent);
        break;
    case COMMAND_RESTART:
        ask_again(agent);
        break;
    case COMMAND_TEST_SIGN_IN:
        tray_agent_test_sign_in(agent);
        break;
    case COMMAND_CLOSE_WINDOW:
        tray_agent_end_test(agent);
        tray_agent_forget_activity(agent);
        agent->desktop->close_window(agent->desktop);
        break;
    case COMMAND_NONE:
    case COMMAND_COUNT:
        break;
    }
}

size_t tray_agent_menu(struct tray_agent *agent, struct menu_item items[MENU_ITEM_LIMIT])
{
    const struct examination *now = &agent->now;
    struct menu_facts facts = {
        .is_at_work = agent->fix.is_waiting,
        .machine_needs_rights = now->machine_needs_rights,
        .can_dismiss = notice_plan_can_dismiss(&agent->notice.subjects),
        .is_dismissed = notice_plan_is_dismissed(&agent->notice.plan, &agent->notice.subjects),
        .has_log = agent->desktop->log_path != NULL,
    };
    for (int half = REGISTRY_CURRENT_USER; half <= REGISTRY_LOCAL_MACHINE; half++) {
        facts.can_fix[half] = planned_changes_include(&now->run.report, (enum registry_root)half);
        facts.can_undo[half] = now->undo_records[half] != 0;
    }
    facts.autostart_known = autostart_read(agent->host->registry, agent->desktop->program_path,
                                           &facts.autostart) == CODE_SUCCESS;
    agent_menu_forbid(&facts, policies_of(agent));
    return agent_menu_make(&facts, agent->host->messages, items);
}
