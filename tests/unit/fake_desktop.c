#include "tests/unit/fake_desktop.h"

#include "agent/text_cut.h"
#include "tests/unit/sample_registry.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static struct fake_desktop *fake_of(struct desktop *desktop)
{
    return (struct fake_desktop *)(void *)desktop;
}

static void take_icon(struct fake_desktop *fake, const struct icon_view *icon)
{
    ASSERT_FAST(text_unit_count(icon->tip, strlen(icon->tip)) <= TIP_LIMIT);
    ASSERT_FAST(icon->state < TRAY_STATE_COUNT && icon->tip[0] != '\0');
    fake->icon_state = icon->state;
    snprintf(fake->tip, sizeof fake->tip, "%s", icon->tip);
}

static void lose_icon(struct fake_desktop *fake)
{
    fake->icon_is_there = false;
    fake->icon_state = TRAY_STATE_COUNT;
    fake->tip[0] = '\0';
}

static bool add_icon(struct desktop *desktop, const struct icon_view *icon)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.add_icon++;
    if (fake->refuses_icon)
        return false;
    ASSERT_FAST(!fake->icon_is_there);
    fake->icon_is_there = true;
    take_icon(fake, icon);
    return true;
}

static bool change_icon(struct desktop *desktop, const struct icon_view *icon)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.change_icon++;
    if (fake->refuses_icon || !fake->icon_is_there)
        return false;
    take_icon(fake, icon);
    return true;
}

static void remove_icon(struct desktop *desktop)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.remove_icon++;
    lose_icon(fake);
}

static bool show_notice(struct desktop *desktop, const struct notice *notice)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.show_notice++;
    ASSERT_FAST(text_unit_count(notice->title, strlen(notice->title)) <= NOTICE_TITLE_LIMIT);
    ASSERT_FAST(text_unit_count(notice->text, strlen(notice->text)) <= NOTICE_TEXT_LIMIT);
    ASSERT_FAST(notice->title[0] != '\0' && notice->text[0] != '\0');
    ASSERT_FAST(fake->attention == ATTENTION_FREE);
    if (fake->refuses_notice || !fake->icon_is_there)
        return false;
    snprintf(fake->notice_title, sizeof fake->notice_title, "%s", notice->title);
    snprintf(fake->notice_text, sizeof fake->notice_text, "%s", notice->text);
    return true;
}

static void withdraw_notice(struct desktop *desktop)
{
    fake_of(desktop)->counts.withdraw_notice++;
    fake_of(desktop)->notice_title[0] = '\0';
}

static enum attention attention(struct desktop *desktop)
{
    return fake_of(desktop)->attention;
}

static void watch_full_screen(struct desktop *desktop, bool wanted)
{
    ASSERT_FAST(fake_of(desktop)->full_screen_is_watched != wanted);
    fake_of(desktop)->full_screen_is_watched = wanted;
}

static void start_timer(struct desktop *desktop, enum agent_timer timer, unsigned milliseconds)
{
    ASSERT_FAST(milliseconds > 0);
    fake_of(desktop)->timers[timer] = milliseconds;
}

static void stop_timer(struct desktop *desktop, enum agent_timer timer)
{
    fake_of(desktop)->timers[timer] = 0;
}

static void add_line(struct fake_desktop *fake, const char *line)
{
    const size_t used = strlen(fake->window);
    ASSERT_FAST(line != NULL && used + strlen(line) + 2 < sizeof fake->window);
    snprintf(fake->window + used, sizeof fake->window - used, "%s\n", line);
}

static void take_window(struct fake_desktop *fake, const struct status_view *view)
{
    fake->window[0] = '\0';
    const char *const lines[] = {view->title,          view->heading, view->explanation,
                                 view->accounts_label, view->changes, view->warning,
                                 view->status};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        add_line(fake, lines[i]);
    for (size_t i = 0; i < view->row_count; i++) {
        add_line(fake, view->rows[i].profile);
        add_line(fake, view->rows[i].verdict);
    }
    if (view->row_count == 0)
        add_line(fake, view->no_accounts);
    snprintf(fake->status, sizeof fake->status, "%s", view->status);
    fake->window_state = view->state;
    fake->fix = view->fix;
    fake->by_name = view->by_name;
    fake->undo = view->undo;
    fake->restart = view->restart;
    fake->test = view->test;
    if (fake->called_back != NULL) {
        fake->called_back(fake->agent);
        add_line(fake, view->heading); /* must still be there */
        if (view->row_count > 0)
            add_line(fake, view->rows[0].profile);
    }
}

static void show_window(struct desktop *desktop, const struct status_view *view)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.show_window++;
    fake->window_is_open = true;
    take_window(fake, view);
}

static void update_window(struct desktop *desktop, const struct status_view *view)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.update_window++;
    if (fake->window_is_open)
        take_window(fake, view);
}

static void close_window(struct desktop *desktop)
{
    fake_of(desktop)->counts.close_window++;
    fake_of(desktop)->window_is_open = false;
}

static bool window_is_open(struct desktop *desktop)
{
    return fake_of(desktop)->window_is_open;
}

static void start_helper(struct desktop *desktop, const char *arguments)
{
    struct fake_desktop *fake = fake_of(desktop);
    ASSERT_FAST(!fake->helper_is_running);
    fake->counts.start_helper++;
    snprintf(fake->arguments, sizeof fake->arguments, "%s", arguments);
    if (fake->helper_answer != NULL)
        tray_agent_helper_ended(fake->agent, fake->helper_answer);
    else
        fake->helper_is_running = true;
}

static enum answer outlook_is_running(struct desktop *desktop, char since[PENDING_TIME_SIZE])
{
    struct fake_desktop *fake = fake_of(desktop);
    if (fake->outlook == ANSWER_YES)
        memcpy(since, fake->outlook_since, PENDING_TIME_SIZE);
    return fake->outlook;
}

static void renew_watch(struct desktop *desktop)
{
    fake_of(desktop)->renewed_watches++;
}

static void watch_outlook(struct desktop *desktop)
{
    struct fake_desktop *fake = fake_of(desktop);
    ASSERT_FAST(fake->outlook == ANSWER_YES && !fake->outlook_is_watched);
    fake->counts.watch_outlook++;
    fake->outlook_is_watched = true;
}

static void watch_prompts(struct desktop *desktop, bool wanted)
{
    ASSERT_FAST(fake_of(desktop)->prompts_are_watched != wanted);
    fake_of(desktop)->prompts_are_watched = wanted;
}

static bool start_probe(struct desktop *desktop, const struct proxy_exchange *exchanges,
                        size_t count)
{
    struct fake_desktop *fake = fake_of(desktop);
    ASSERT_FAST(fake->question_count == 0 && count > 0 && count <= FAKE_PROBE_LIMIT);
    if (!fake->asks_proxies)
        return false;
    fake->counts.start_probe++;
    memcpy(fake->questions, exchanges, count * sizeof *exchanges);
    fake->question_count = count;
    return true;
}

static void stop_probe(struct desktop *desktop)
{
    struct fake_desktop *fake = fake_of(desktop);
    ASSERT_FAST(fake->question_count > 0);
    fake->counts.stop_probe++;
    fake->question_count = 0;
}

static bool start_policy_result(struct desktop *desktop)
{
    fake_of(desktop)->counts.start_policy_result++;
    return !fake_of(desktop)->refuses_policy_result;
}

static enum restart_offer restart_offer(struct desktop *desktop)
{
    return fake_of(desktop)->offer;
}

static void ask_restart(struct desktop *desktop, enum restart what)
{
    struct fake_desktop *fake = fake_of(desktop);
    ASSERT_FAST(fake->asked == RESTART_NONE && what != RESTART_NONE);
    fake->counts.ask_restart++;
    fake->asked = what;
    if (fake->restart_answer != NULL)
        fake_desktop_answer(fake, *fake->restart_answer);
}

static void write_report(struct desktop *desktop, const char *path, const void *bytes, size_t size)
{
    struct fake_desktop *fake = fake_of(desktop);
    ASSERT_FAST(!fake->report_is_being_written && size < sizeof fake->report);
    fake->counts.write_report++;
    snprintf(fake->report_path, sizeof fake->report_path, "%s", path);
    memcpy(fake->report, bytes, size);
    fake->report[size] = '\0';
    fake->report_is_being_written = true;
    if (fake->report_answer != NULL)
        fake_desktop_end_report(fake, *fake->report_answer);
}

static bool copy_text(struct desktop *desktop, const char *text)
{
    struct fake_desktop *fake = fake_of(desktop);
    fake->counts.copy_text++;
    if (!fake->refuses_copy)
        snprintf(fake->copied, sizeof fake->copied, "%s", text);
    return !fake->refuses_copy;
}

static void open_log(struct desktop *desktop)
{
    fake_of(desktop)->counts.open_log++;
}

static void show_about(struct desktop *desktop)
{
    fake_of(desktop)->counts.show_about++;
}

static void quit(struct desktop *desktop)
{
    fake_of(desktop)->counts.quit++;
}

void fake_desktop_prepare(struct fake_desktop *fake)
{
    *fake = (struct fake_desktop){
        .desktop =
            {
                .add_icon = add_icon,
                .change_icon = change_icon,
                .remove_icon = remove_icon,
                .show_notice = show_notice,
                .withdraw_notice = withdraw_notice,
                .attention = attention,
                .watch_full_screen = watch_full_screen,
                .start_timer = start_timer,
                .stop_timer = stop_timer,
                .show_window = show_window,
                .update_window = update_window,
                .close_window = close_window,
                .window_is_open = window_is_open,
                .start_helper = start_helper,
                .outlook_is_running = outlook_is_running,
                .renew_watch = renew_watch,
                .watch_outlook = watch_outlook,
                .watch_prompts = watch_prompts,
                .start_probe = start_probe,
                .stop_probe = stop_probe,
                .start_policy_result = start_policy_result,
                .session = 1,
                .restart_offer = restart_offer,
                .ask_restart = ask_restart,
                .write_report = write_report,
                .copy_text = copy_text,
                .open_log = open_log,
                .show_about = show_about,
                .quit = quit,
                .log_path = "agent.log",
                .program_path = "C:\\Program Files\\PromptFix\\promptfix.exe",
            },
        .icon_state = TRAY_STATE_COUNT,
        .outlook = ANSWER_NO,
    };
}

void fake_desktop_init(struct fake_desktop *fake, struct fake_host *host)
{
    fake_desktop_prepare(fake);
    ck_assert_uint_eq(tray_agent_create(&host->host, &fake->desktop, &fake->agent), CODE_SUCCESS);
}

void fake_desktop_done(struct fake_desktop *fake)
{
    tray_agent_free(fake->agent);
}

void fake_desktop_restart_shell(struct fake_desktop *fake)
{
    lose_icon(fake);
    fake->notice_title[0] = '\0';
    tray_agent_taskbar_created(fake->agent);
}

void fake_desktop_end_timer(struct fake_desktop *fake, enum agent_timer timer)
{
    ASSERT_FAST(fake->timers[timer] > 0);
    fake->timers[timer] = 0;
    tray_agent_timer(fake->agent, timer);
}

void fake_desktop_registry_changed(struct fake_desktop *fake)
{
    tray_agent_registry_changed(fake->agent);
    fake_desktop_end_timer(fake, TIMER_GATHER);
}

void fake_desktop_end_helper(struct fake_desktop *fake, uint32_t exit_code)
{
    const struct helper_result result = {.exit_code = exit_code};
    ASSERT_FAST(fake->helper_is_running);
    fake->helper_is_running = false;
    tray_agent_helper_ended(fake->agent, &result);
}

void fake_desktop_answer(struct fake_desktop *fake, enum restart_answer answer)
{
    const enum restart what = fake->asked;
    ASSERT_FAST(what != RESTART_NONE);
    fake->asked = RESTART_NONE;
    tray_agent_restart_answered(fake->agent, what, answer, CODE_SUCCESS);
}

void fake_desktop_end_report(struct fake_desktop *fake, error_code code)
{
    ASSERT_FAST(fake->report_is_being_written);
    fake->report_is_being_written = false;
    tray_agent_report_written(fake->agent, code);
}

void fake_desktop_end_probe(struct fake_desktop *fake, const struct proxy_exchange *answer)
{
    struct proxy_exchange answers[FAKE_PROBE_LIMIT];
    const size_t count = fake->question_count;
    ASSERT_FAST(count > 0);
    for (size_t i = 0; i < count; i++) {
        answers[i] = *answer;
        answers[i].address = fake->questions[i].address;
        answers[i].signs_on = fake->questions[i].signs_on;
    }
    fake->question_count = 0;
    tray_agent_probed(fake->agent, answers, count);
}

void fake_desktop_start_outlook(struct fake_desktop *fake, const char *since)
{
    fake->outlook = ANSWER_YES;
    snprintf(fake->outlook_since, sizeof fake->outlook_since, "%s", since);
}

void fake_desktop_end_outlook(struct fake_desktop *fake)
{
    const bool watched = fake->outlook_is_watched;
    fake->outlook = ANSWER_NO;
    fake->outlook_is_watched = false;
    if (watched)
        tray_agent_outlook_ended(fake->agent);
}

const struct menu_item *fake_desktop_menu_item(struct fake_desktop *fake,
                                               enum agent_command command)
{
    static struct menu_item items[MENU_ITEM_LIMIT];
    const size_t count = tray_agent_menu(fake->agent, items);
    for (size_t i = 0; i < count; i++)
        if (items[i].command == command)
            return &items[i];
    return NULL;
}
