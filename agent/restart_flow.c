#include "agent/restart_flow.h"

#include "agent/text_evidence.h"

static const char *word(const struct restart_flow *flow, message_id id)
{
    return flow->host->messages->text(flow->host->messages, id);
}

/* A message with one insertion; it lives until the next one. */
static const char *sentence(struct restart_flow *flow, message_id id, const char *insertion)
{
    byte_buffer_clear(&flow->text);
    message_append(&flow->text, flow->host->messages, id, INSERT(insertion));
    const char *text = byte_buffer_text(&flow->text);
    return text != NULL ? text : word(flow, MESSAGE_NO_MEMORY);
}

static const char *seconds_left(struct restart_flow *flow)
{
    struct byte_buffer number = {0};
    byte_buffer_append_format(&number, "%u", flow->seconds);
    const char *text = sentence(flow, MESSAGE_RESTART_SECONDS_LEFT, byte_buffer_text(&number));
    byte_buffer_done(&number);
    return text;
}

static const char *failure_text(struct restart_flow *flow)
{
    message_id id = flow->what == RESTART_WINDOWS ? MESSAGE_RESTART_WINDOWS_FAILED
                                                  : MESSAGE_RESTART_OUTLOOK_FAILED;
    struct byte_buffer reason = {0};
    if (flow->failure.end == RESTART_END_NOT_STARTED)
        id = MESSAGE_RESTART_OUTLOOK_NOT_STARTED;
    evidence_append_error(&reason, flow->host, flow->failure.code);
    const char *text = sentence(flow, id, byte_buffer_text(&reason));
    byte_buffer_done(&reason);
    return text;
}

/* Outlook has not done what it was asked to, and may be asked once more. */
static bool may_try_again(const struct restart_flow *flow)
{
    return flow->stage == STAGE_CLOSING && !flow->asks && flow->status != MESSAGE_RESTART_CLOSING;
}

/* The question itself, or its countdown. Where work may be lost, or nobody asked for the window,
 * the button that does nothing is the default (Microsoft, "User interface principles: Command
 * Buttons": the safest answer). Outlook itself asks before anything is lost. */
static void view_question(struct restart_flow *flow, struct restart_view *view)
{
    const bool windows = flow->what == RESTART_WINDOWS;
    const bool countdown = flow->mode == RESTART_COUNTDOWN;
    const message_id question =
        windows ? MESSAGE_RESTART_WINDOWS_HEADING : MESSAGE_RESTART_OUTLOOK_HEADING;
    const message_id announcement =
        windows ? MESSAGE_RESTART_WINDOWS_COMING : MESSAGE_RESTART_OUTLOOK_COMING;
    view->heading = word(flow, countdown ? announcement : question);
    view->explanation = word(flow, windows ? MESSAGE_RESTART_WINDOWS_EXPLANATION
                                           : MESSAGE_RESTART_OUTLOOK_EXPLANATION);
    view->now = word(flow, MESSAGE_RESTART_NOW);
    view->now_enabled = true;
    view->later = word(flow, countdown ? MESSAGE_RESTART_CANCEL : MESSAGE_RESTART_LATER);
    view->later_is_default = windows || countdown;
    if (countdown)
        view->status = seconds_left(flow);
}

static void view_closing(struct restart_flow *flow, struct restart_view *view)
{
    view->heading = word(flow, MESSAGE_RESTART_OUTLOOK_COMING);
    view->explanation = word(flow, MESSAGE_RESTART_OUTLOOK_EXPLANATION);
    view->status = word(flow, flow->status);
    view->now_enabled = may_try_again(flow);
    view->now = word(flow, view->now_enabled ? MESSAGE_RESTART_TRY_AGAIN : MESSAGE_RESTART_NOW);
    view->later = word(flow, MESSAGE_RESTART_LATER);
    view->later_is_default = true;
}

static void show(struct restart_flow *flow, bool announce)
{
    struct restart_view view = {.explanation = "", .status = "", .now = "", .announce = announce};
    if (flow->stage == STAGE_ASKING) {
        view_question(flow, &view);
    } else if (flow->stage == STAGE_CLOSING) {
        view_closing(flow, &view);
    } else {
        view.heading = failure_text(flow);
        view.later = word(flow, MESSAGE_RESTART_CLOSE);
        view.later_is_default = true;
    }
    flow->machine->show(flow->machine, &view);
}

static void want_ticks(struct restart_flow *flow, bool wanted)
{
    if (flow->ticks != wanted)
        flow->machine->want_ticks(flow->machine, wanted);
    flow->ticks = wanted;
}

/* Nothing may be touched afterwards: the machine may have released the flow. */
static void end(struct restart_flow *flow, struct restart_result result)
{
    want_ticks(flow, false);
    flow->stage = STAGE_ENDED;
    flow->machine->ended(flow->machine, &result);
}

static void end_with(struct restart_flow *flow, enum restart_end how)
{
    end(flow, (struct restart_result){.end = how});
}

/* A person is told and closes the window. With a countdown nobody may be there: the report tells.
 */
static void fail(struct restart_flow *flow, enum restart_end how, error_code code)
{
    flow->failure = (struct restart_result){.end = how, .code = code};
    want_ticks(flow, false);
    if (flow->mode == RESTART_COUNTDOWN) {
        end(flow, flow->failure);
        return;
    }
    flow->stage = STAGE_FAILED;
    show(flow, true);
}

static void wait_for_outlook(struct restart_flow *flow, message_id status)
{
    flow->status = status;
    flow->slow_at = flow->seconds + RESTART_SLOW_SECONDS;
    want_ticks(flow, true);
    show(flow, true);
    if (flow->asks)
        flow->machine->show_question(flow->machine);
}

static void ask_outlook_to_close(struct restart_flow *flow)
{
    message_id status = MESSAGE_RESTART_CLOSING;
    flow->stage = STAGE_CLOSING;
    flow->reply = flow->machine->close_outlook(flow->machine);
    flow->asks = flow->reply == CLOSE_BLOCKED;
    if (flow->asks)
        status = MESSAGE_RESTART_OUTLOOK_ASKS;
    else if (flow->reply == CLOSE_NO_WINDOW)
        status = MESSAGE_RESTART_NO_WINDOW;
    wait_for_outlook(flow, status);
}

static void act(struct restart_flow *flow)
{
    flow->seconds = 0;
    if (flow->what == RESTART_OUTLOOK) {
        ask_outlook_to_close(flow);
        return;
    }
    error_code code = flow->machine->restart_windows(flow->machine);
    if (code == CODE_SUCCESS)
        end_with(flow, RESTART_END_STARTED);
    else
        fail(flow, RESTART_END_FAILED, code);
}

/* Somebody who was quicker than we are has nothing against it: then there is nothing to start. */
static void start_outlook(struct restart_flow *flow)
{
    error_code code = CODE_SUCCESS;
    if (!flow->machine->new_outlook_runs(flow->machine))
        code = flow->machine->start_outlook(flow->machine);
    if (code == CODE_SUCCESS)
        end_with(flow, RESTART_END_RESTARTED);
    else
        fail(flow, RESTART_END_NOT_STARTED, code);
}

void restart_flow_begin(struct restart_flow *flow, struct restart_machine *machine,
                        struct host *host, enum restart what, enum restart_mode mode,
                        enum answer running, size_t outlook_count)
{
    *flow = (struct restart_flow){
        .machine = machine,
        .host = host,
        .what = what,
        .mode = mode,
        .outlook_count = outlook_count,
        .seconds = RESTART_COUNTDOWN_SECONDS,
    };
    if (what == RESTART_OUTLOOK && outlook_count == 0) {
        if (running == ANSWER_NO)
            end_with(flow, RESTART_END_NOT_RUNNING);
        else
            fail(flow, RESTART_END_FAILED, CODE_ACCESS_DENIED);
        return;
    }
    want_ticks(flow, mode == RESTART_COUNTDOWN);
    show(flow, false);
}

void restart_flow_done(struct restart_flow *flow)
{
    byte_buffer_done(&flow->text);
}

void restart_flow_now(struct restart_flow *flow)
{
    if (flow->stage == STAGE_ASKING)
        act(flow);
    else if (may_try_again(flow))
        ask_outlook_to_close(flow);
}

void restart_flow_later(struct restart_flow *flow)
{
    switch (flow->stage) {
    case STAGE_ASKING:
        end_with(flow, flow->mode == RESTART_COUNTDOWN ? RESTART_END_CANCELLED : RESTART_END_LATER);
        break;
    case STAGE_CLOSING:
        end_with(flow, RESTART_END_NOT_CLOSED);
        break;
    case STAGE_FAILED:
        end(flow, flow->failure);
        break;
    case STAGE_ENDED:
        break;
    }
}

/* A screen reader tells the beginning by itself, and then only what is worth an interruption. */
static void count_down(struct restart_flow *flow)
{
    flow->seconds--;
    if (flow->seconds == 0)
        act(flow);
    else
        show(flow, flow->seconds == 30 || flow->seconds == 10);
}

static void wait_longer(struct restart_flow *flow)
{
    flow->seconds++;
    if (flow->mode == RESTART_COUNTDOWN && flow->seconds >= RESTART_LIMIT_SECONDS) {
        end_with(flow, RESTART_END_NOT_CLOSED);
        return;
    }
    if (flow->seconds < flow->slow_at)
        return;
    if (flow->mode == RESTART_ASK)
        want_ticks(flow, false);
    if (flow->status == MESSAGE_RESTART_CLOSING) {
        flow->status = MESSAGE_RESTART_OUTLOOK_SLOW;
        show(flow, true);
    }
}

void restart_flow_tick(struct restart_flow *flow)
{
    if (!flow->ticks)
        return; /* one that was under way when the last was enough */
    if (flow->stage == STAGE_ASKING)
        count_down(flow);
    else
        wait_longer(flow);
}

void restart_flow_outlook_ended(struct restart_flow *flow)
{
    if (flow->what != RESTART_OUTLOOK || flow->outlook_count == 0 || --flow->outlook_count > 0)
        return;
    if (flow->stage == STAGE_CLOSING)
        start_outlook(flow);
    else if (flow->stage == STAGE_ASKING)
        end_with(flow, flow->machine->new_outlook_runs(flow->machine) ? RESTART_END_RESTARTED
                                                                      : RESTART_END_NOT_RUNNING);
}

void restart_flow_outlook_asks(struct restart_flow *flow, bool asking)
{
    if (flow->stage != STAGE_CLOSING || flow->asks == asking)
        return;
    flow->asks = asking;
    if (!asking && flow->reply == CLOSE_BLOCKED)
        ask_outlook_to_close(flow); /* what it could not take before */
    else
        wait_for_outlook(flow, asking ? MESSAGE_RESTART_OUTLOOK_ASKS : MESSAGE_RESTART_CLOSING);
}
