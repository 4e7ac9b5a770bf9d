#include "agent/tray_window_windows.h"

#include "agent/attention_windows.h"
#include "agent/close_request_windows.h"
#include "agent/desktop_windows.h"
#include "agent/dll_search_windows.h"
#include "agent/single_instance_windows.h"
#include "agent/tray_event.h"
#include "agent/tray_menu_windows.h"

#include <shellapi.h>
#include <stdlib.h>

/* Not in the headers for Windows XP; values from winuser.h. */
enum {
    MESSAGE_DPI_CHANGED = 0x02E0,
    MESSAGE_THEME_CHANGED = 0x031A,
    MESSAGE_SESSION_CHANGE = 0x02B1,
    FILTER_ALLOW = 1, /* MSGFLT_ALLOW */
};

/* Registered messages: their numbers are known at run time only. */
static UINT taskbar_created;
static UINT show_yourself;

static struct windows_desktop *desktop_of(HWND window)
{
    return (struct windows_desktop *)GetWindowLongPtrW(window, GWLP_USERDATA);
}

/* An agent that runs elevated must hear Explorer and a second start, which do not (Windows Vista
 * and later drop messages from below otherwise). */
static void let_through(HWND window, UINT message)
{
    typedef BOOL WINAPI filter_ex_function(HWND window, UINT message, DWORD action, void *status);
    typedef BOOL WINAPI filter_function(UINT message, DWORD action);
    filter_ex_function *filter_ex =
        (filter_ex_function *)dll_find_function(L"user32.dll", "ChangeWindowMessageFilterEx");
    filter_function *filter =
        (filter_function *)dll_find_function(L"user32.dll", "ChangeWindowMessageFilter");
    if (filter_ex != NULL)
        filter_ex(window, message, FILTER_ALLOW, NULL);
    else if (filter != NULL)
        filter(message, FILTER_ALLOW);
}

/* Lock, unlock, connect, disconnect are told to those who ask. Where that fails, the session counts
 * as present: SHQueryUserNotificationState knows of the lock too. */
static void ask_for_session_changes(HWND window, bool wanted)
{
    typedef BOOL WINAPI register_function(HWND window, DWORD flags);
    typedef BOOL WINAPI unregister_function(HWND window);
    register_function *ask =
        (register_function *)dll_find_function(L"wtsapi32.dll", "WTSRegisterSessionNotification");
    unregister_function *stop = (unregister_function *)dll_find_function(
        L"wtsapi32.dll", "WTSUnRegisterSessionNotification");
    if (wanted && ask != NULL)
        ask(window, 0 /* NOTIFY_FOR_THIS_SESSION */);
    if (!wanted && stop != NULL)
        stop(window);
}

static void show_menu(struct windows_desktop *windows, const struct tray_event *event)
{
    struct menu_item items[MENU_ITEM_LIMIT];
    POINT place = {event->x, event->y};
    if (!event->has_place)
        GetCursorPos(&place);
    size_t count = tray_agent_menu(windows->agent, items);
    struct close_watch watch;
    close_watch_begin(&watch, windows->window);
    enum agent_command chosen = tray_menu_track(
        windows->window, items, count, place,
        message_source_is_right_to_left(windows->host->host.messages), &windows->host->text);
    close_watch_end(&watch);
    if (chosen == COMMAND_NONE)
        shell_icon_take_focus(&windows->icon);
    else
        tray_agent_command(windows->agent, chosen);
}

static void icon_event(struct windows_desktop *windows, WPARAM wparam, LPARAM lparam)
{
    struct tray_event event = tray_event_read(windows->icon.version, wparam, lparam);
    switch (event.kind) {
    case TRAY_EVENT_CHOSEN:
        tray_agent_icon_chosen(windows->agent);
        break;
    case TRAY_EVENT_MENU:
        if (!windows->menu_is_open) { /* a menu runs a message loop of its own */
            windows->menu_is_open = true;
            show_menu(windows, &event);
            windows->menu_is_open = false;
        }
        break;
    case TRAY_EVENT_NOTICE_CHOSEN:
        tray_agent_notice_chosen(windows->agent);
        break;
    case TRAY_EVENT_NOTICE_DISMISSED:
        tray_agent_notice_dismissed(windows->agent);
        break;
    case TRAY_EVENT_NONE:
        break;
    }
}

static void helper_ended(struct windows_desktop *windows, struct helper_result *result)
{
    if (result != NULL)
        tray_agent_helper_ended(windows->agent, result);
    free(result);
}

static void prompt_event(struct windows_desktop *windows, WPARAM wparam, LPARAM lparam)
{
    char caption[PROMPT_CAPTION_SIZE];
    if (prompt_sensor_take(&windows->sensor, wparam, lparam, caption))
        tray_agent_prompt_shown(windows->agent, caption);
}

static void probe_ended(struct windows_desktop *windows, WPARAM wparam, LPARAM lparam)
{
    struct background_answer *answer = background_probe_take(&windows->probe, wparam, lparam);
    if (answer != NULL)
        tray_agent_probed(windows->agent, answer->exchanges, answer->count);
    free(answer);
}

static void timer_ended(struct windows_desktop *windows, WPARAM number)
{
    KillTimer(windows->window, number); /* one-shot */
    if (number >= 1 && number <= TIMER_COUNT)
        tray_agent_timer(windows->agent, (enum agent_timer)(number - 1));
}

static void appearance_changed(struct windows_desktop *windows)
{
    shell_icon_forget_image(&windows->icon);
    tray_agent_appearance_changed(windows->agent);
}

/* True when the message is dealt with, and `*answer` is the answer to it. */
static bool dispatch(struct windows_desktop *windows, UINT message, WPARAM wparam, LPARAM lparam,
                     LRESULT *answer)
{
    *answer = 0;
    switch (message) {
    case WINDOW_MESSAGE_ICON:
        icon_event(windows, wparam, lparam);
        return true;
    case WINDOW_MESSAGE_HELPER:
        helper_ended(windows, (struct helper_result *)lparam);
        return true;
    case WINDOW_MESSAGE_FULL_SCREEN:
        if (wparam == ABN_FULLSCREENAPP && lparam == FALSE)
            tray_agent_attention_changed(windows->agent);
        return true;
    case WINDOW_MESSAGE_PROMPT:
        prompt_event(windows, wparam, lparam);
        return true;
    case WINDOW_MESSAGE_REPORT:
        tray_agent_report_written(windows->agent, (error_code)wparam);
        return true;
    case WINDOW_MESSAGE_PROBE:
        probe_ended(windows, wparam, lparam);
        return true;
    case WINDOW_MESSAGE_POLICY_RESULT:
        tray_agent_policy_result(windows->agent, (const struct policy_result *)lparam);
        free((void *)lparam);
        return true;
    case WM_TIMER:
        timer_ended(windows, wparam);
        return true;
    case MESSAGE_SESSION_CHANGE:
        if (session_changed(&windows->presence, wparam))
            tray_agent_session_resumed(windows->agent);
        return true;
    case WM_POWERBROADCAST:
        if (session_has_woken(wparam))
            tray_agent_session_resumed(windows->agent);
        *answer = TRUE;
        return true;
    case WM_DISPLAYCHANGE:
    case WM_SETTINGCHANGE:
    case WM_SYSCOLORCHANGE:
    case MESSAGE_THEME_CHANGED:
    case MESSAGE_DPI_CHANGED:
        appearance_changed(windows);
        return false;
    case WM_QUERYENDSESSION: /* nothing is lost by the end of the session */
        *answer = TRUE;
        return true;
    case WM_ENDSESSION:
        if (wparam != FALSE)
            tray_agent_command(windows->agent, COMMAND_EXIT);
        return true;
    case WM_CLOSE: /* an installer asks to close; a message box hears WM_QUIT by itself */
        EndMenu();
        tray_agent_command(windows->agent, COMMAND_EXIT);
        return true;
    default:
        break;
    }
    if (message == taskbar_created) {
        tray_agent_taskbar_created(windows->agent);
        return true;
    }
    if (message == show_yourself) {
        tray_agent_command(windows->agent, COMMAND_SHOW);
        *answer = AGENT_SHOWN;
        return true;
    }
    return false;
}

static LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct windows_desktop *windows = desktop_of(window);
    LRESULT answer;
    if (windows != NULL && dispatch(windows, message, wparam, lparam, &answer))
        return answer;
    return DefWindowProcW(window, message, wparam, lparam);
}

HWND tray_window_create(void)
{
    const WNDCLASSW window_class = {
        .lpfnWndProc = procedure,
        .hInstance = GetModuleHandleW(NULL),
        .lpszClassName = AGENT_WINDOW_CLASS,
    };
    taskbar_created = RegisterWindowMessageW(L"TaskbarCreated");
    show_yourself = RegisterWindowMessageW(AGENT_SHOW_MESSAGE);
    if (RegisterClassW(&window_class) == 0)
        return NULL;
    HWND window = CreateWindowExW(WS_EX_TOOLWINDOW, AGENT_WINDOW_CLASS, L"PromptFix", WS_POPUP, 0,
                                  0, 0, 0, NULL, NULL, window_class.hInstance, NULL);
    if (window == NULL)
        return NULL;
    let_through(window, taskbar_created);
    let_through(window, show_yourself);
    return window;
}

void tray_window_connect(HWND window, struct windows_desktop *desktop)
{
    SetWindowLongPtrW(window, GWLP_USERDATA, (LONG_PTR)desktop);
    ask_for_session_changes(window, true);
}

void tray_window_disconnect(HWND window)
{
    ask_for_session_changes(window, false);
    SetWindowLongPtrW(window, GWLP_USERDATA, 0);
}
