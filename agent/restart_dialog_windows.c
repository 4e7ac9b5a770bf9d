#include "agent/restart_dialog_windows.h"

#include "agent/dialog_template_windows.h"
#include "agent/resource_ids.h"
#include "agent/screen_dpi_windows.h"
#include "agent/windows_restart_windows.h"

#include <stdlib.h>
#include <string.h>

enum {
    MESSAGE_OUTLOOK_ENDED = WM_APP,
    MESSAGE_OUTLOOK_CHANGED,
};

/* Of Windows 8.1. Source: Microsoft, "WM_DPICHANGED message". */
enum { DPI_CHANGED = 0x02E0 };

enum { TICK_TIMER = 1, TICK_MILLISECONDS = 1000 };

static struct restart_dialog *dialog_of(struct restart_machine *machine)
{
    return (struct restart_dialog *)(void *)machine;
}

static HWND part_of(const struct restart_dialog *dialog, enum restart_part part)
{
    static const int ids[RESTART_PART_COUNT] = {
        RESOURCE_RESTART_HEADING,
        RESOURCE_RESTART_EXPLANATION,
        RESOURCE_RESTART_STATUS,
        IDOK,
        IDCANCEL,
    };
    return GetDlgItem(dialog->window, ids[part]);
}

/* ---- places ---- */

static int part_height(void *context, enum restart_part part, int width)
{
    return (int)dialog_text_size(part_of(context, part), TEXT_WRAPPED, width).cy;
}

static int part_width(void *context, enum restart_part part)
{
    return (int)dialog_text_size(part_of(context, part), TEXT_ONE_LINE_WITH_KEY, 0).cx;
}

static RECT work_area(HWND window)
{
    MONITORINFO monitor = {.cbSize = sizeof monitor};
    GetMonitorInfoW(MonitorFromWindow(window, MONITOR_DEFAULTTOPRIMARY), &monitor);
    return monitor.rcWork;
}

/* How much larger the window is than its inside. */
static SIZE frame_of(HWND window)
{
    RECT outer = {0};
    RECT inner = {0};
    GetWindowRect(window, &outer);
    GetClientRect(window, &inner);
    return (SIZE){(outer.right - outer.left) - inner.right,
                  (outer.bottom - outer.top) - inner.bottom};
}

static int clamp(int value, int least, int most)
{
    if (value > most)
        value = most;
    return value < least ? least : value;
}

/* Places the parts and gives the window the size that they need: in the middle of the screen at
 * first, and then where it is. */
static void arrange(struct restart_dialog *dialog)
{
    struct dialog_area areas[RESTART_PART_COUNT];
    struct restart_content content = {
        .dpi = dialog->fonts.dpi,
        .line_height = dialog->fonts.line_height,
        .height = part_height,
        .width = part_width,
        .context = dialog,
    };
    const RECT work = work_area(dialog->window);
    const SIZE frame = frame_of(dialog->window);
    const struct dialog_size available = {(int)(work.right - work.left - frame.cx),
                                          (int)(work.bottom - work.top - frame.cy)};
    RECT now;
    memcpy(content.there, dialog->there, sizeof content.there);
    const struct dialog_size inner = restart_layout(&content, available, areas);
    if (memcmp(areas, dialog->areas, sizeof areas) == 0)
        return; /* a countdown must not flicker */
    memcpy(dialog->areas, areas, sizeof areas);
    const int width = inner.width + (int)frame.cx;
    const int height = inner.height + (int)frame.cy;
    GetWindowRect(dialog->window, &now);
    if (!IsWindowVisible(dialog->window)) {
        now.left = work.left + (work.right - work.left - width) / 2;
        now.top = work.top + (work.bottom - work.top - height) / 2;
    }
    SetWindowPos(dialog->window, NULL, clamp(now.left, work.left, work.right - width),
                 clamp(now.top, work.top, work.bottom - height), width, height,
                 SWP_NOZORDER | SWP_NOACTIVATE);
    for (int part = 0; part < RESTART_PART_COUNT; part++)
        SetWindowPos(part_of(dialog, (enum restart_part)part), NULL, areas[part].x, areas[part].y,
                     areas[part].width, areas[part].height, SWP_NOZORDER | SWP_NOACTIVATE);
    InvalidateRect(dialog->window, NULL, TRUE);
}

static void load_fonts(struct restart_dialog *dialog, int dpi)
{
    struct dialog_fonts old = dialog->fonts;
    dialog->fonts = dialog_fonts_load(dpi);
    for (int part = 0; part < RESTART_PART_COUNT; part++)
        SendMessageW(
            part_of(dialog, (enum restart_part)part), WM_SETFONT,
            (WPARAM)(part == RESTART_PART_HEADING ? dialog->fonts.heading : dialog->fonts.text),
            FALSE);
    dialog_fonts_free(&old);
}

static void load_icons(struct restart_dialog *dialog, int dpi)
{
    static const struct {
        WPARAM which;
        int metric;
    } kinds[] = {{ICON_SMALL, SM_CXSMICON}, {ICON_BIG, SM_CXICON}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const int size = screen_metric(kinds[i].metric, dpi);
        HICON old = dialog->icons[i];
        dialog->icons[i] =
            LoadImageW(GetModuleHandleW(NULL), MAKEINTRESOURCEW(RESOURCE_PROGRAM_ICON), IMAGE_ICON,
                       size, size, 0);
        SendMessageW(dialog->window, WM_SETICON, kinds[i].which, (LPARAM)dialog->icons[i]);
        if (old != NULL)
            DestroyIcon(old);
    }
}

static void look_anew(struct restart_dialog *dialog, int dpi)
{
    load_fonts(dialog, dpi);
    load_icons(dialog, dpi);
    arrange(dialog);
    InvalidateRect(dialog->window, NULL, TRUE);
}

/* ---- contents ---- */

/* A text that is there already is left alone: it would flicker, and be read out once more. */
static void set_text(struct restart_dialog *dialog, enum restart_part part, const char *utf8)
{
    error_code code = CODE_SUCCESS;
    HWND control = part_of(dialog, part);
    const wchar_t *wide = utf16_text_of_utf8(&dialog->host->text, utf8, strlen(utf8), NULL, &code);
    const size_t length = (size_t)GetWindowTextLengthW(control);
    wchar_t *now = calloc(length + 1, sizeof *now);
    if (wide != NULL && (now == NULL || GetWindowTextW(control, now, (int)length + 1) == 0 ||
                         wcscmp(now, wide) != 0))
        SetWindowTextW(control, wide);
    free(now);
    dialog->there[part] = utf8[0] != '\0';
    ShowWindow(control, dialog->there[part] ? SW_SHOWNA : SW_HIDE);
}

/* The keyboard must not stay on a button that can no longer be pressed. */
static void set_buttons(struct restart_dialog *dialog, const struct restart_view *view)
{
    HWND now = part_of(dialog, RESTART_PART_NOW);
    HWND later = part_of(dialog, RESTART_PART_LATER);
    const HWND focus = GetFocus();
    EnableWindow(now, view->now_enabled);
    SendMessageW(dialog->window, DM_SETDEFID, view->later_is_default ? IDCANCEL : IDOK, 0);
    if (focus == now && !view->now_enabled)
        SendMessageW(dialog->window, WM_NEXTDLGCTL, (WPARAM)later, TRUE);
}

/* Not by ShowWindow: where a script has started this program hidden, its first call would hide the
 * question as well. */
static void open_window(struct restart_dialog *dialog, const struct restart_view *view)
{
    SetWindowPos(dialog->window, HWND_TOP, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_SHOWWINDOW);
    SetForegroundWindow(dialog->window);
    SendMessageW(
        dialog->window, WM_NEXTDLGCTL,
        (WPARAM)part_of(dialog, view->later_is_default ? RESTART_PART_LATER : RESTART_PART_NOW),
        TRUE);
}

static void show(struct restart_machine *machine, const struct restart_view *view)
{
    struct restart_dialog *dialog = dialog_of(machine);
    bool before[RESTART_PART_COUNT];
    memcpy(before, dialog->there, sizeof before);
    set_text(dialog, RESTART_PART_HEADING, view->heading);
    set_text(dialog, RESTART_PART_EXPLANATION, view->explanation);
    set_text(dialog, RESTART_PART_STATUS, view->status);
    set_text(dialog, RESTART_PART_NOW, view->now);
    set_text(dialog, RESTART_PART_LATER, view->later);
    set_buttons(dialog, view);
    arrange(dialog);
    if (!IsWindowVisible(dialog->window))
        open_window(dialog, view);
    /* Microsoft, "Event Constants": what a user might need to know about is told by an alert. */
    if (view->announce)
        NotifyWinEvent(EVENT_SYSTEM_ALERT,
                       part_of(dialog, dialog->there[RESTART_PART_STATUS] ? RESTART_PART_STATUS
                                                                          : RESTART_PART_HEADING),
                       OBJID_CLIENT, CHILDID_SELF);
}

/* ---- what the flow can do ---- */

static enum close_reply close_outlook(struct restart_machine *machine)
{
    struct restart_dialog *dialog = dialog_of(machine);
    outlook_watch_windows(&dialog->watch, &dialog->outlook);
    return outlook_ask_to_close(&dialog->outlook);
}

/* Somebody who works elsewhere meanwhile is not disturbed. */
static void show_question(struct restart_machine *machine)
{
    const struct restart_dialog *dialog = dialog_of(machine);
    if (GetForegroundWindow() == dialog->window)
        outlook_show_question(&dialog->outlook);
}

static bool new_outlook_runs(struct restart_machine *machine)
{
    return outlook_has_come(&dialog_of(machine)->outlook);
}

static error_code start_outlook(struct restart_machine *machine)
{
    struct restart_dialog *dialog = dialog_of(machine);
    return outlook_start(&dialog->outlook, &dialog->host->text);
}

static error_code restart_windows(struct restart_machine *machine)
{
    (void)machine;
    return windows_restart();
}

static void want_ticks(struct restart_machine *machine, bool wanted)
{
    HWND window = dialog_of(machine)->window;
    if (wanted)
        SetTimer(window, TICK_TIMER, TICK_MILLISECONDS, NULL);
    else
        KillTimer(window, TICK_TIMER);
}

static void ended(struct restart_machine *machine, const struct restart_result *result)
{
    struct restart_dialog *dialog = dialog_of(machine);
    dialog->result = *result;
    if (!dialog->is_going)
        DestroyWindow(dialog->window);
}

/* ---- the window ---- */

/* The window is gone: all is released, and whoever asked is told. */
static void release(struct restart_dialog *dialog)
{
    restart_dialog_ended *const tell = dialog->ended;
    const struct restart_result result = dialog->result;
    outlook_watch_done(&dialog->watch);
    outlook_done(&dialog->outlook);
    dialog_fonts_free(&dialog->fonts);
    for (size_t i = 0; i < sizeof dialog->icons / sizeof dialog->icons[0]; i++)
        if (dialog->icons[i] != NULL)
            DestroyIcon(dialog->icons[i]);
    dialog->icons[0] = dialog->icons[1] = NULL;
    restart_flow_done(&dialog->flow);
    dialog->window = NULL;
    dialog->ended = NULL;
    if (tell != NULL)
        tell(dialog->context, dialog->what, restart_answer_of(result.end), result.code);
}

static void on_created(struct restart_dialog *dialog, HWND window)
{
    const int dpi = screen_dpi(window);
    dialog->window = window;
    load_fonts(dialog, dpi);
    load_icons(dialog, dpi);
}

static void on_dpi_changed(struct restart_dialog *dialog, int dpi, const RECT *place)
{
    SetWindowPos(dialog->window, NULL, place->left, place->top, 0, 0,
                 SWP_NOZORDER | SWP_NOACTIVATE | SWP_NOSIZE);
    look_anew(dialog, dpi);
}

/* What the flow wants to know. False for all other messages. */
static bool tell_flow(struct restart_dialog *dialog, UINT message, WPARAM wparam)
{
    switch (message) {
    case WM_COMMAND:
        if (LOWORD(wparam) == IDOK)
            restart_flow_now(&dialog->flow);
        else if (LOWORD(wparam) == IDCANCEL)
            restart_flow_later(&dialog->flow);
        return true;
    case WM_TIMER:
        restart_flow_tick(&dialog->flow);
        return true;
    case MESSAGE_OUTLOOK_ENDED:
        restart_flow_outlook_ended(&dialog->flow);
        return true;
    case MESSAGE_OUTLOOK_CHANGED:
        outlook_watch_listen(&dialog->watch);
        restart_flow_outlook_asks(&dialog->flow, outlook_asks(&dialog->outlook));
        return true;
    case WM_DESTROY:
        dialog->is_going = true;
        restart_flow_later(&dialog->flow); /* means something only if somebody else destroys it */
        return true;
    default:
        return false;
    }
}

static INT_PTR CALLBACK on_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct restart_dialog *dialog =
        (struct restart_dialog *)(void *)GetWindowLongPtrW(window, DWLP_USER);
    if (message == WM_INITDIALOG) {
        SetWindowLongPtrW(window, DWLP_USER, lparam);
        on_created((struct restart_dialog *)lparam, window);
        return FALSE; /* the keyboard goes to the default button, later */
    }
    if (dialog == NULL || dialog->window == NULL)
        return FALSE;
    if (tell_flow(dialog, message, wparam))
        return TRUE;
    switch (message) {
    case DPI_CHANGED:
        on_dpi_changed(dialog, HIWORD(wparam), (const RECT *)lparam);
        return TRUE;
    case WM_SETTINGCHANGE:
    case WM_THEMECHANGED:
        look_anew(dialog, dialog->fonts.dpi);
        return FALSE;
    case WM_NCDESTROY:
        release(dialog);
        return FALSE;
    default:
        return FALSE;
    }
}

void restart_dialog_init(struct restart_dialog *dialog, struct windows_host *host)
{
    *dialog = (struct restart_dialog){
        .machine =
            {
                .close_outlook = close_outlook,
                .show_question = show_question,
                .new_outlook_runs = new_outlook_runs,
                .start_outlook = start_outlook,
                .restart_windows = restart_windows,
                .want_ticks = want_ticks,
                .show = show,
                .ended = ended,
            },
        .host = host,
    };
}

void restart_dialog_done(struct restart_dialog *dialog)
{
    dialog->ended = NULL;
    if (dialog->window != NULL)
        DestroyWindow(dialog->window);
}

/* Makes the window and begins; where that cannot be, it has failed at once. */
static void ask(struct restart_dialog *dialog, enum restart what, enum restart_mode mode)
{
    error_code code = CODE_SUCCESS;
    dialog->what = what;
    dialog->is_going = false;
    dialog->flow = (struct restart_flow){.stage = STAGE_ENDED}; /* not begun yet */
    dialog->result = (struct restart_result){0};
    memset(dialog->there, 0, sizeof dialog->there);
    memset(dialog->areas, 0, sizeof dialog->areas);
    if (dialog_create(RESOURCE_RESTART_DIALOG, dialog->host->host.messages, on_message, dialog) ==
        NULL) {
        dialog->result = (struct restart_result){.end = RESTART_END_FAILED, .code = GetLastError()};
        release(dialog);
        return;
    }
    dialog->watch = (struct outlook_watch){.window = dialog->window,
                                           .ended = MESSAGE_OUTLOOK_ENDED,
                                           .changed = MESSAGE_OUTLOOK_CHANGED};
    if (what == RESTART_OUTLOOK) {
        outlook_find(&dialog->outlook);
        code = outlook_watch_ends(&dialog->watch, &dialog->outlook);
    }
    if (code == CODE_SUCCESS) {
        restart_flow_begin(&dialog->flow, &dialog->machine, &dialog->host->host, what, mode,
                           dialog->outlook.running, dialog->outlook.count);
    } else {
        dialog->result = (struct restart_result){.end = RESTART_END_FAILED, .code = code};
        DestroyWindow(dialog->window);
    }
}

void restart_dialog_open(struct restart_dialog *dialog, enum restart what,
                         restart_dialog_ended *tell, void *context)
{
    if (dialog->window != NULL) {
        SetForegroundWindow(dialog->window);
        return;
    }
    dialog->ended = tell;
    dialog->context = context;
    ask(dialog, what, RESTART_ASK);
}

HWND restart_dialog_window(const struct restart_dialog *dialog)
{
    return dialog->window;
}

bool restart_dialog_takes(struct restart_dialog *dialog, MSG *message)
{
    return dialog->window != NULL && IsDialogMessageW(dialog->window, message) != 0;
}

struct restart_result restart_dialog_run(struct windows_host *host, enum restart what,
                                         enum restart_mode mode)
{
    struct restart_dialog dialog;
    MSG message;
    restart_dialog_init(&dialog, host);
    ask(&dialog, what, mode);
    while (dialog.window != NULL && GetMessageW(&message, NULL, 0, 0) > 0) {
        if (!restart_dialog_takes(&dialog, &message)) {
            TranslateMessage(&message);
            DispatchMessageW(&message);
        }
    }
    restart_dialog_done(&dialog); /* where the loop was ended from outside */
    return dialog.result;
}
