#include "agent/status_dialog_windows.h"

#include "agent/account_list_view_windows.h"
#include "agent/dialog_template_windows.h"
#include "agent/resource_ids.h"
#include "agent/screen_dpi_windows.h"
#include "agent/status_dialog_parts_windows.h"

#include <commctrl.h>

/* The window has become the active one: does the keyboard still point at something? Dialogs put it
 * back on the control that had it, which may have been disabled since. */
enum { MESSAGE_MEND_FOCUS = WM_APP };

/* Of Windows 8.1. Source: Microsoft, "WM_DPICHANGED message". */
enum { DPI_CHANGED = 0x02E0 };

static void close_by_user(struct status_dialog *dialog)
{
    status_dialog_close(dialog);
    dialog->command(dialog->context, COMMAND_CLOSE_WINDOW);
}

static void choose_level(struct status_dialog *dialog, unsigned level)
{
    if (dialog->chosen_level == level)
        return;
    dialog->chosen_level = level;
    dialog->command(dialog->context, level == 2 ? COMMAND_CHOOSE_LEVEL_2 : COMMAND_CHOOSE_LEVEL_3);
}

/* Coming by the tab key selects all of an edit control, which shouts; a selection that the user
 * has made stays. */
static void unselect_all(HWND edit)
{
    DWORD start = 0;
    DWORD end = 0;
    SendMessageW(edit, EM_GETSEL, (WPARAM)&start, (LPARAM)&end);
    if (start == 0 && end >= (DWORD)GetWindowTextLengthW(edit))
        SendMessageW(edit, EM_SETSEL, 0, 0);
}

static void on_command(struct status_dialog *dialog, WORD id, WORD code, HWND control)
{
    static const enum agent_command commands[PART_COUNT] = {
        [PART_FIX] = COMMAND_FIX,           [PART_BY_NAME] = COMMAND_USE_CERTIFICATE_NAME,
        [PART_UNDO] = COMMAND_UNDO,         [PART_RESTART] = COMMAND_RESTART,
        [PART_TEST] = COMMAND_TEST_SIGN_IN, [PART_COPY] = COMMAND_COPY_DETAILS,
    };
    if (id == IDCANCEL || (id == RESOURCE_PART_CLOSE && code == BN_CLICKED))
        close_by_user(dialog);
    else if (id == RESOURCE_PART_CHANGES && code == EN_SETFOCUS)
        unselect_all(control);
    else if (id == RESOURCE_PART_LEVEL_3 && code == BN_CLICKED)
        choose_level(dialog, 3);
    else if (id == RESOURCE_PART_LEVEL_2 && code == BN_CLICKED)
        choose_level(dialog, 2);
    else if (id >= RESOURCE_PART_FIX && id < RESOURCE_PART_CLOSE && code == BN_CLICKED)
        dialog->command(dialog->context, commands[id - RESOURCE_PART]);
}

static void on_dpi_changed(struct status_dialog *dialog, int dpi, const RECT *place)
{
    status_dialog_load_fonts(dialog, dpi);
    status_dialog_load_icons(dialog);
    SetWindowPos(dialog->window, NULL, place->left, place->top, place->right - place->left,
                 place->bottom - place->top, SWP_NOZORDER | SWP_NOACTIVATE);
    status_dialog_arrange(dialog);
}

/* Fonts, colours or the theme are others now. */
static void on_appearance_changed(struct status_dialog *dialog, UINT message)
{
    if (message == WM_SYSCOLORCHANGE)
        SendMessageW(status_dialog_part(dialog, PART_ACCOUNTS), message, 0, 0);
    status_dialog_load_fonts(dialog, screen_dpi(dialog->window));
    status_dialog_load_icons(dialog);
    status_dialog_arrange(dialog);
}

static void on_minimum_asked(const struct status_dialog *dialog, MINMAXINFO *info)
{
    const struct dialog_size frame = status_dialog_frame(dialog);
    info->ptMinTrackSize.x = dialog->least.width + frame.width;
    info->ptMinTrackSize.y = dialog->least.height + frame.height;
}

/* In a mirrored window a mirrored icon would be another icon. */
static void do_not_mirror(HWND control)
{
    SetWindowLongW(control, GWL_EXSTYLE, GetWindowLongW(control, GWL_EXSTYLE) & ~WS_EX_LAYOUTRTL);
}

static void on_created(struct status_dialog *dialog, HWND window)
{
    dialog->window = window;
    do_not_mirror(status_dialog_part(dialog, PART_ICON));
    do_not_mirror(status_dialog_part(dialog, PART_WARNING_ICON));
    account_list_view_prepare(status_dialog_part(dialog, PART_ACCOUNTS));
    status_dialog_load_fonts(dialog, screen_dpi(window));
    status_dialog_load_icons(dialog);
}

static INT_PTR CALLBACK on_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam)
{
    struct status_dialog *dialog =
        (struct status_dialog *)(void *)GetWindowLongPtrW(window, DWLP_USER);
    if (message == WM_INITDIALOG) {
        SetWindowLongPtrW(window, DWLP_USER, lparam);
        on_created((struct status_dialog *)lparam, window);
        return FALSE; /* the keyboard goes elsewhere, later */
    }
    if (dialog == NULL)
        return FALSE;
    switch (message) {
    case WM_COMMAND:
        on_command(dialog, LOWORD(wparam), HIWORD(wparam), (HWND)lparam);
        return TRUE;
    case WM_CLOSE:
        close_by_user(dialog);
        return TRUE;
    case WM_SIZE:
        status_dialog_place_parts(dialog);
        return TRUE;
    case WM_GETMINMAXINFO:
        on_minimum_asked(dialog, (MINMAXINFO *)lparam);
        return TRUE;
    case DPI_CHANGED:
        on_dpi_changed(dialog, HIWORD(wparam), (const RECT *)lparam);
        return TRUE;
    case WM_SETTINGCHANGE:
    case WM_SYSCOLORCHANGE:
    case WM_THEMECHANGED:
        on_appearance_changed(dialog, message);
        return FALSE;
    case WM_ACTIVATE:
        if (LOWORD(wparam) != WA_INACTIVE)
            PostMessageW(window, MESSAGE_MEND_FOCUS, 0, 0);
        return FALSE;
    case MESSAGE_MEND_FOCUS:
        status_dialog_mend_focus(dialog);
        return TRUE;
    default:
        return FALSE;
    }
}

static bool create_window(struct status_dialog *dialog)
{
    const INITCOMMONCONTROLSEX controls = {sizeof controls,
                                           ICC_LISTVIEW_CLASSES | ICC_STANDARD_CLASSES};
    InitCommonControlsEx(&controls);
    dialog->window = dialog_create(RESOURCE_STATUS_DIALOG, dialog->messages, on_message, dialog);
    return dialog->window != NULL;
}

void status_dialog_init(struct status_dialog *dialog, HINSTANCE instance,
                        const struct message_source *messages, struct utf16_text *text,
                        status_dialog_command *command, void *context)
{
    *dialog = (struct status_dialog){
        .instance = instance,
        .messages = messages,
        .text = text,
        .command = command,
        .context = context,
    };
}

void status_dialog_done(struct status_dialog *dialog)
{
    if (dialog->window != NULL)
        DestroyWindow(dialog->window);
    dialog_fonts_free(&dialog->fonts);
    status_dialog_free_icons(dialog);
    for (int part = 0; part < PART_COUNT; part++)
        byte_buffer_done(&dialog->texts[part]);
    *dialog = (struct status_dialog){0};
}

bool status_dialog_show(struct status_dialog *dialog, const struct status_view *view)
{
    if (dialog->window == NULL && !create_window(dialog))
        return false;
    status_dialog_fill(dialog, view);
    if (IsWindowVisible(dialog->window)) {
        status_dialog_arrange(dialog);
    } else {
        status_dialog_open_place(dialog);
        ShowWindow(dialog->window, SW_SHOW);
        const WORD id = LOWORD(SendMessageW(dialog->window, DM_GETDEFID, 0, 0));
        SendMessageW(dialog->window, WM_NEXTDLGCTL, (WPARAM)GetDlgItem(dialog->window, id), TRUE);
    }
    SetForegroundWindow(dialog->window);
    return true;
}

void status_dialog_update(struct status_dialog *dialog, const struct status_view *view)
{
    if (!status_dialog_is_open(dialog))
        return;
    status_dialog_fill(dialog, view);
    status_dialog_arrange(dialog);
}

void status_dialog_close(struct status_dialog *dialog)
{
    if (status_dialog_is_open(dialog))
        ShowWindow(dialog->window, SW_HIDE);
}

bool status_dialog_is_open(const struct status_dialog *dialog)
{
    return dialog->window != NULL && IsWindowVisible(dialog->window);
}

HWND status_dialog_window(const struct status_dialog *dialog)
{
    return status_dialog_is_open(dialog) ? dialog->window : NULL;
}

bool status_dialog_takes(struct status_dialog *dialog, MSG *message)
{
    return status_dialog_is_open(dialog) && IsDialogMessageW(dialog->window, message) != 0;
}
