#include "agent/message_box_windows.h"

#include "agent/text_evidence.h"

#include <windows.h>

/* The program's own icon (promptfix.rc). */
enum { PROGRAM_ICON = 1 };

static void show(struct windows_host *host, HWND owner, message_id id, struct insertions insertions,
                 DWORD style)
{
    struct byte_buffer message = {0};
    error_code code;
    message_append(&message, host->host.messages, id, insertions);
    const wchar_t *wide = message.failed
                              ? NULL
                              : utf16_text_of_utf8(&host->text, byte_buffer_text(&message),
                                                   message.size, NULL, &code);
    if (message_source_is_right_to_left(host->host.messages))
        style |= MB_RTLREADING | MB_RIGHT;
    const MSGBOXPARAMSW box = {
        .cbSize = sizeof box,
        .hwndOwner = owner,
        .hInstance = GetModuleHandleW(NULL),
        .lpszText = wide,
        .lpszCaption = L"PromptFix",
        .dwStyle = MB_OK | MB_SETFOREGROUND | style,
        .lpszIcon = MAKEINTRESOURCEW(PROGRAM_ICON),
    };
    if (wide != NULL)
        MessageBoxIndirectW(&box);
    byte_buffer_done(&message);
}

void message_box_show(struct windows_host *host, HWND owner, message_id id,
                      struct insertions insertions)
{
    show(host, owner, id, insertions, MB_USERICON);
}

void message_box_show_error(struct windows_host *host, HWND owner, message_id id, const char *name,
                            error_code code)
{
    struct byte_buffer reason = {0};
    evidence_append_error(&reason, &host->host, code);
    show(host, owner, id, INSERT(name, byte_buffer_text(&reason)), MB_ICONWARNING);
    byte_buffer_done(&reason);
}
