#include "agent/desktop_windows.h"

#include "agent/attention_windows.h"
#include "agent/clipboard_windows.h"
#include "agent/close_request_windows.h"
#include "agent/elevation_windows.h"
#include "agent/files_windows.h"
#include "agent/message_box_windows.h"
#include "agent/outlook_windows.h"
#include "agent/policy_result_windows.h"
#include "agent/own_paths_windows.h"
#include "agent/timed_write_windows.h"
#include "agent/watched_keys.h"
#include "agent/windows_restart_windows.h"

#include <shellapi.h>
#include <stdlib.h>
#include <string.h>

static struct windows_desktop *windows_of(struct desktop *desktop)
{
    return (struct windows_desktop *)(void *)desktop;
}

static bool add_icon(struct desktop *desktop, const struct icon_view *icon)
{
    return shell_icon_add(&windows_of(desktop)->icon, icon);
}

static bool change_icon(struct desktop *desktop, const struct icon_view *icon)
{
    return shell_icon_change(&windows_of(desktop)->icon, icon);
}

static void remove_icon(struct desktop *desktop)
{
    shell_icon_remove(&windows_of(desktop)->icon);
}

static bool show_notice(struct desktop *desktop, const struct notice *notice)
{
    return shell_icon_show_notice(&windows_of(desktop)->icon, notice);
}

static void withdraw_notice(struct desktop *desktop)
{
    shell_icon_withdraw_notice(&windows_of(desktop)->icon);
}

static enum attention attention(struct desktop *desktop)
{
    return attention_now(session_is_away(&windows_of(desktop)->presence));
}

static void watch_full_screen(struct desktop *desktop, bool wanted)
{
    struct windows_desktop *windows = windows_of(desktop);
    if (wanted && !windows->watches_full_screen)
        attention_register(windows->window, WINDOW_MESSAGE_FULL_SCREEN);
    else if (!wanted && windows->watches_full_screen)
        attention_unregister(windows->window);
    windows->watches_full_screen = wanted;
}

/* A timer's number must not be 0. */
static void start_timer(struct desktop *desktop, enum agent_timer timer, unsigned milliseconds)
{
    SetTimer(windows_of(desktop)->window, (UINT_PTR)timer + 1, milliseconds, NULL);
}

static void stop_timer(struct desktop *desktop, enum agent_timer timer)
{
    KillTimer(windows_of(desktop)->window, (UINT_PTR)timer + 1);
}

static void show_window(struct desktop *desktop, const struct status_view *view)
{
    status_dialog_show(&windows_of(desktop)->dialog, view);
}

static void update_window(struct desktop *desktop, const struct status_view *view)
{
    status_dialog_update(&windows_of(desktop)->dialog, view);
}

static void close_window(struct desktop *desktop)
{
    status_dialog_close(&windows_of(desktop)->dialog);
}

static bool window_is_open(struct desktop *desktop)
{
    return status_dialog_is_open(&windows_of(desktop)->dialog);
}

/* What keeps the helper from being started is told as if it had ended so. */
static void start_helper(struct desktop *desktop, const char *arguments)
{
    struct windows_desktop *windows = windows_of(desktop);
    error_code code = CODE_SUCCESS;
    const wchar_t *wide =
        utf16_text_of_utf8(&windows->host->text, arguments, strlen(arguments), NULL, &code);
    if (wide != NULL)
        code = elevation_start(windows->window, WINDOW_MESSAGE_HELPER, wide);
    if (code != CODE_SUCCESS) {
        const struct helper_result result = {.start_error = code};
        tray_agent_helper_ended(windows->agent, &result);
    }
}

static void renew_watch(struct desktop *desktop)
{
    struct windows_desktop *windows = windows_of(desktop);
    for (size_t i = 0; windows->watch != NULL && i < WATCHED_KEY_COUNT; i++)
        (void)registry_watch_retry(windows->watch, i); /* the look that follows sees what changed */
}

static enum answer outlook_is_running(struct desktop *desktop, char since[PENDING_TIME_SIZE])
{
    (void)desktop;
    return outlook_running_since(since);
}

static void watch_outlook(struct desktop *desktop)
{
    struct windows_desktop *windows = windows_of(desktop);
    if (windows->outlook == NULL)
        windows->outlook = outlook_open_process();
}

static void watch_prompts(struct desktop *desktop, bool wanted)
{
    struct windows_desktop *windows = windows_of(desktop);
    prompt_sensor_stop(&windows->sensor);
    if (wanted)
        prompt_sensor_start(&windows->sensor, windows->window, WINDOW_MESSAGE_PROMPT,
                            &windows->host->text);
}

static bool start_probe(struct desktop *desktop, const struct proxy_exchange *exchanges,
                        size_t count)
{
    struct windows_desktop *windows = windows_of(desktop);
    return background_probe_start(&windows->probe, windows->window, WINDOW_MESSAGE_PROBE, exchanges,
                                  count) == CODE_SUCCESS;
}

static void stop_probe(struct desktop *desktop)
{
    background_probe_stop(&windows_of(desktop)->probe);
}

static bool start_policy_result(struct desktop *desktop)
{
    return policy_result_start(windows_of(desktop)->window, WINDOW_MESSAGE_POLICY_RESULT);
}

static enum restart_offer offer_restart(struct desktop *desktop)
{
    (void)desktop;
    return windows_restart_offer();
}

static void restart_answered(void *context, enum restart what, enum restart_answer answer,
                             error_code code)
{
    struct windows_desktop *windows = context;
    tray_agent_restart_answered(windows->agent, what, answer, code);
}

static void ask_restart(struct desktop *desktop, enum restart what)
{
    struct windows_desktop *windows = windows_of(desktop);
    restart_dialog_open(&windows->restart, what, restart_answered, windows);
}

/* On another thread. The window may be gone, and with it whoever asked. */
static void report_written(void *window, error_code code)
{
    PostMessageW(window, WINDOW_MESSAGE_REPORT, code, 0);
}

static void write_report(struct desktop *desktop, const char *path, const void *bytes, size_t size)
{
    struct windows_desktop *windows = windows_of(desktop);
    const error_code code =
        timed_write_start(file_write, path, bytes, size, report_written, windows->window);
    if (code != CODE_SUCCESS)
        tray_agent_report_written(windows->agent, code);
}

static void show_error(struct windows_desktop *windows, message_id id, const char *name,
                       error_code code)
{
    struct close_watch watch;
    close_watch_begin(&watch, windows->window);
    message_box_show_error(windows->host, status_dialog_window(&windows->dialog), id, name, code);
    close_watch_end(&watch);
}

static bool copy_text(struct desktop *desktop, const char *text)
{
    struct windows_desktop *windows = windows_of(desktop);
    error_code code = clipboard_put_text(windows->window, text, &windows->host->text);
    if (code != CODE_SUCCESS)
        show_error(windows, MESSAGE_CANNOT_COPY, NULL, code);
    return code == CODE_SUCCESS;
}

static void open_log(struct desktop *desktop)
{
    struct windows_desktop *windows = windows_of(desktop);
    error_code code = CODE_SUCCESS;
    const char *path = desktop->log_path;
    if (path == NULL)
        return;
    const wchar_t *wide = utf16_text_of_utf8(&windows->host->text, path, strlen(path), NULL, &code);
    SHELLEXECUTEINFOW open = {.cbSize = sizeof open,
                              .fMask = SEE_MASK_FLAG_NO_UI,
                              .lpVerb = L"open",
                              .lpFile = wide,
                              .nShow = SW_SHOWNORMAL};
    if (wide != NULL && !ShellExecuteExW(&open))
        code = GetLastError();
    if (code != CODE_SUCCESS)
        show_error(windows, MESSAGE_FILE_CANNOT_READ, path, code);
}

static void show_about(struct desktop *desktop)
{
    struct windows_desktop *windows = windows_of(desktop);
    struct close_watch watch;
    close_watch_begin(&watch, windows->window);
    message_box_show(windows->host, status_dialog_window(&windows->dialog), MESSAGE_ABOUT,
                     INSERT(PROMPTFIX_VERSION));
    close_watch_end(&watch);
}

static void quit(struct desktop *desktop)
{
    (void)desktop;
    PostQuitMessage(0);
}

static void command(void *context, enum agent_command what)
{
    struct windows_desktop *windows = context;
    tray_agent_command(windows->agent, what);
}

static void fill_in(struct desktop *desktop)
{
    *desktop = (struct desktop){
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
        .renew_watch = renew_watch,
        .outlook_is_running = outlook_is_running,
        .watch_outlook = watch_outlook,
        .watch_prompts = watch_prompts,
        .start_probe = start_probe,
        .stop_probe = stop_probe,
        .start_policy_result = start_policy_result,
        .restart_offer = offer_restart,
        .ask_restart = ask_restart,
        .write_report = write_report,
        .copy_text = copy_text,
        .open_log = open_log,
        .show_about = show_about,
        .quit = quit,
    };
}

error_code windows_desktop_init(struct windows_desktop *windows, struct windows_host *host,
                                HWND window)
{
    *windows = (struct windows_desktop){.host = host, .window = window};
    fill_in(&windows->desktop);
    error_code code = own_path_append_program(&host->text, &windows->program_path);
    if (code != CODE_SUCCESS)
        goto failed;
    DWORD session = 0;
    if (ProcessIdToSessionId(GetCurrentProcessId(), &session))
        windows->desktop.session = session;
    windows->desktop.program_path = byte_buffer_text(&windows->program_path);
    /* Without a log the agent works all the same. */
    if (own_path_append_log(&host->text, &windows->log_path) == CODE_SUCCESS)
        windows->desktop.log_path = byte_buffer_text(&windows->log_path);
    shell_icon_init(&windows->icon, window, WINDOW_MESSAGE_ICON, &host->text);
    restart_dialog_init(&windows->restart, host);
    status_dialog_init(&windows->dialog, GetModuleHandleW(NULL), host->host.messages, &host->text,
                       command, windows);
    return CODE_SUCCESS;
failed:
    windows_desktop_done(windows);
    return code;
}

void windows_desktop_done(struct windows_desktop *windows)
{
    watch_full_screen(&windows->desktop, false);
    prompt_sensor_stop(&windows->sensor);
    background_probe_stop(&windows->probe);
    restart_dialog_done(&windows->restart);
    status_dialog_done(&windows->dialog);
    shell_icon_done(&windows->icon);
    if (windows->outlook != NULL)
        CloseHandle(windows->outlook);
    byte_buffer_done(&windows->log_path);
    byte_buffer_done(&windows->program_path);
}

bool windows_desktop_takes(struct windows_desktop *windows, MSG *message)
{
    return status_dialog_takes(&windows->dialog, message) ||
           restart_dialog_takes(&windows->restart, message);
}
